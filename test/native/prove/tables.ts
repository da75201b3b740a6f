import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readSiteFile } from "../../../src/cli/site-file.ts";
import { inputBuffer } from "../../../src/timing/buffers.ts";
import { monitorTables } from "../../../src/timing/monitor-tables.ts";
import { enforce, patternsOf } from "../../../src/timing/patterns.ts";
import { controllerTables } from "../../../src/timing/tables.ts";

/**
 * Every site file of a folder as the native part gets it, for programs without Node: of each the length of its name, the name in bytes padded
 * to integers, the number of patterns, and then as integers the controller's tables, the monitor's tables, and an input for each pattern (its
 * start pattern first) that nobody calls in.
 */
function integersOf(file: string): number[] {
  const read = readSiteFile(file);
  if (!read.ok) throw new Error(`${file} is no site: ${JSON.stringify(read.problems)}`);
  const { site } = read;
  const name = Buffer.from(basename(file, ".toml"));
  const padded = Buffer.alloc(Math.ceil(name.length / 4) * 4);
  name.copy(padded);
  const patterns = [...patternsOf(site)].sort(([a], [b]) => Number(b === site.start_pattern) - Number(a === site.start_pattern));
  const inputs = patterns.map(([, greens]) => {
    const buffer = inputBuffer.make();
    enforce(greens, inputBuffer.views(buffer));
    return buffer;
  });
  const words = new Int32Array(padded.buffer, padded.byteOffset, padded.length / 4);
  return [
    name.length,
    ...words,
    inputs.length,
    ...controllerTables(site),
    ...monitorTables(site),
    ...inputs.flatMap((input) => [...input]),
  ];
}

const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) throw new Error("usage: node tables.ts FOLDER FILE");
const files = readdirSync(folder).filter((file) => file.endsWith(".toml"));
writeFileSync(out, Int32Array.from(files.sort().flatMap((file) => integersOf(join(folder, file)))));
