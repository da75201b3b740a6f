import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { readGraph } from "../brain/corridor/file.ts";
import { formatProblem } from "../config/index.ts";
import { importCorridor, importSumo } from "../import/index.ts";
import { shown } from "./say.ts";
import { readRunnable } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

export const verb: Verb = {
  summary: "makes a site file from a traffic light of a SUMO net",
  usage: `
stopline import-sumo NET TLS [--program ID] [--rings] [--cameras] [--out FILE]
stopline import-sumo NET --corridor [--rings] [--out FILE]

Reads a SUMO net (.net.xml, or gzipped) and writes the traffic light TLS as a site file: legs, lanes and signal groups from the net,
stages, intergreen times and greens from its program, loops and boards made up. It says in remarks where each figure comes from and what
a person must check before it is used in a street. A TLS that is not there is answered with those that are.

  --program ID   which of its programs       (the first)
  --rings        phases in two rings instead of stages, where four legs have lefts in lanes of their own that need not give way: it can
                 be coordinated, and by gaps alone it wastes less green
  --corridor     the roads and all traffic lights of the net, as the file of stopline brain --corridor
  --cameras      a camera looks at each lane (loops alone)
  --out FILE     where it is written, anew   (the terminal)

Exit code: 0 written, 1 the net or its traffic light cannot become a site.`,

  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: "string" },
        program: { type: "string" },
        cameras: { type: "boolean" },
        rings: { type: "boolean" },
        corridor: { type: "boolean" },
      },
    });
    const [file, tls, ...more] = positionals;
    if (values.corridor && file !== undefined && tls === undefined) return corridor(file, values.rings ?? false, values.out);
    if (file === undefined || tls === undefined || more.length > 0)
      throw new UsageError("name a net and one of its traffic lights, as in: import-sumo town.net.xml J7 --out J7.toml");
    const say = saying(file);
    const net = textOf(file);
    if (net.text === null) return say(net.words);
    const imported = importSumo(net.text, { net: file, tls, program: values.program, rings: values.rings, cameras: values.cameras });
    if (!imported.ok) return say(imported.words);
    const read = readRunnable(imported.text, values.out ?? `${tls}.toml`);
    if (values.out === undefined) process.stdout.write(imported.text);
    else writeFileSync(values.out, imported.text);
    if (read.ok) return 0;
    for (const problem of read.problems) console.error(formatProblem(problem));
    return say("what came of it is no good site yet: correct it by hand where it says so");
  },
};

const saying =
  (file: string) =>
  (words: string): number => {
    console.error(shown(`stopline: ${file}: ${words}`));
    return 1;
  };

function corridor(file: string, rings: boolean, out: string | undefined): number {
  const say = saying(file);
  const net = textOf(file);
  if (net.text === null) return say(net.words);
  const imported = importCorridor(net.text, file, rings);
  if (!imported.ok) return say(imported.words);
  if (out === undefined) process.stdout.write(imported.text);
  else writeFileSync(out, imported.text);
  const read = readGraph(imported.text, out ?? "corridor.toml");
  if (read.ok) return 0;
  for (const problem of read.problems) console.error(formatProblem(problem));
  return say("what came of it is no good corridor file yet: correct it by hand where it says so");
}

/** A small file can unpack to more than the unit's memory; the net of a whole city is smaller. */
const UNPACKED_MAX_MB = 256;

function textOf(file: string): { readonly text: string } | { readonly text: null; readonly words: string } {
  try {
    const bytes = readFileSync(file);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return { text: (zipped ? gunzipSync(bytes, { maxOutputLength: UNPACKED_MAX_MB * 2 ** 20 }) : bytes).toString("utf8") };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_BUFFER_TOO_LARGE")
      return { text: null, words: `it unpacks to more than ${UNPACKED_MAX_MB} MB: cut out the net's part` };
    return { text: null, words: code === "ENOENT" ? "there is no such file" : `it cannot be read (${message})` };
  }
}
