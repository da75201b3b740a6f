import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Stopped } from "../flash/copy.ts";
import { type Job, jobProblems } from "../flash/jobs.ts";
import { mapOf } from "../platform/image-file.ts";
import { askedImage, askedSite, askedTarget, PERSON, somebody } from "./flash-asked.ts";
import { checkAuthority } from "./flash-identity.ts";
import { flashJobs } from "./flash-jobs.ts";
import { flashOne } from "./flash-one.ts";
import { candidates, listing } from "./flash-target.ts";
import { FlashTeller } from "./flash-teller.ts";
import { verifyRecord } from "./flash-verify.ts";
import { say, sayJson } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline flash                       asks a person on a terminal for the image, the site file and the disk, from lists
stopline flash --list [--json]
stopline flash IMAGE DISK|FILE --site SITE [--ca DIR] [--address A/N [--gateway G] [--dns D]] [--interface I] [--broker H:P] [--panel PORT]
               [--records DIR] [--key FILE] [--large] [--yes [--serial S]] [--dry-run] [--json]
stopline flash IMAGE DISK|FILE --blank …
stopline flash IMAGE [DISK] --jobs TABLE.csv [--out DIR] [--again] …
stopline flash --verify RECORD [DISK|FILE] [--station KEY]

Writes an image (.img, or packed as .img.zst, .gz or .xz) onto a card, reads it back, gives the card the unit's identity, and keeps a signed
record and a label. Only blocks that matter are written; a pulled card or Ctrl-C goes on where it stopped, by the same words again. Disks of
this computer are refused; what the desktop mounted by itself is unmounted. As root, or as whoever may write to the disk; a file needs no rights.

  --list           the disks of this computer, which can be written and why the others cannot
  --site SITE      the unit's site file, checked as by "stopline check"
  --ca DIR         the authority of "stopline ca": the unit's certificate and key; made if there is none   (ca, where it is)
  --address A/N    a fixed address, as 10.20.0.5/24; without it the unit asks DHCP
  --gateway G, --dns D   with --address: the way out, and who knows names
  --interface I    only this port of the board, such as end0           (every wired one)
  --broker H:P     a broker instead of the site file's
  --panel PORT     opens the status page to the cabinet's net there, for who has the code of the label   (on the unit alone)
  --blank          the image as it is: no identity, no label
  --jobs TABLE     one row a unit: unit, site, and if wanted address, gateway, dns, interface, broker, panel. Asks for the next card, leaves
                   out what is done, says every wrong row before the first card
  --out DIR        with --jobs: a file for each unit instead of a card, DIR/UNIT.img
  --again          with --jobs: those that are done, too
  --records DIR    where records, labels and the station's key are     (flashed)
  --key FILE       the station's key; made at the first use            (DIR/station.key)
  --verify RECORD  was it signed by this station, and is the disk still as it was flashed?
  --station KEY    of --verify: another station's public key             (that of --key)
  --large          allows a disk of more than 300 GB
  --yes            asks nobody
  --serial S       with --yes: the disk's serial number, so that no other one is written; a file goes by its path
  --dry-run        says what would be done, and writes nothing
  --json           an object a line, for programs

Exit code: 0 done and read back, 1 not.`;

const OPTIONS = {
  list: { type: "boolean", default: false },
  site: { type: "string" },
  ca: { type: "string" },
  address: { type: "string", default: "" },
  gateway: { type: "string", default: "" },
  dns: { type: "string", default: "" },
  interface: { type: "string", default: "" },
  broker: { type: "string", default: "" },
  panel: { type: "string", default: "" },
  blank: { type: "boolean", default: false },
  jobs: { type: "string" },
  out: { type: "string" },
  again: { type: "boolean", default: false },
  records: { type: "string", default: "flashed" },
  key: { type: "string" },
  verify: { type: "string" },
  station: { type: "string" },
  serial: { type: "string" },
  large: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

export type FlashOptions = ReturnType<typeof read>["values"];

const read = (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args);
  if (positionals.length > 2) throw new UsageError(`too many words: ${positionals.slice(2).join(" ")}`);
  if (values.list) return list(values.json, values.large);
  const tell = new FlashTeller(values.json);
  try {
    if (values.verify !== undefined) return await verifyRecord(values.verify, positionals[0], values, tell);
    const asks = !values.yes && !values.json && somebody();
    const image = positionals[0] ?? (asks ? await askedImage(PERSON) : "");
    if (image === "") throw new UsageError("name the image, as in: stopline flash stopline.img sdb --site site.toml");
    return await (asks
      ? flash(image, ...(await askedFor(image, positionals[1], values)), tell)
      : flash(image, positionals[1], values, tell));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    tell.words(error.message || "stopped");
    return 1;
  } finally {
    tell.close();
  }
}

function list(json: boolean, large: boolean): number {
  if (json) for (const disk of candidates(0, large)) sayJson(disk);
  else for (const line of listing(0, large)) line.split("\n").forEach(say);
  return 0;
}

/** What the words leave out, from a person. */
async function askedFor(image: string, target: string | undefined, values: FlashOptions): Promise<[string | undefined, FlashOptions]> {
  if (values.jobs !== undefined || !existsSync(image)) return [target, values];
  const site = values.site ?? (values.blank ? "" : await askedSite(PERSON));
  // How large a packed image is shows when it is read; a card that is too small for it is refused then.
  const bytes = /\.(zst|gz|xz)$/.test(image) ? 0 : statSync(image).size;
  const whose = values.blank || site === "" ? { blank: true } : { site };
  return [target ?? (await askedTarget(PERSON, bytes, values)), { ...values, ...whose }];
}

async function flash(file: string, target: string | undefined, values: FlashOptions, tell: FlashTeller): Promise<number> {
  if (!existsSync(file)) throw new Error(`there is no image ${file}; "make image" makes one`);
  const desk = { authority: authorityIn(values.ca) };
  checkAuthority(desk);
  if (values.jobs === undefined) {
    if (target === undefined) throw new UsageError(`name the disk. There are:\n${listing(0, values.large).join("\n")}`);
    if (values.blank === (values.site !== undefined)) throw new UsageError("say whose card it is: --site SITE, or --blank for none");
  } else if (values.site !== undefined || values.blank) throw new UsageError("with --jobs the table says whose cards they are");
  // What is wrong with the words is said before an image of a gigabyte is read.
  const order = values.jobs === undefined ? { job: jobOf(values) } : { table: values.jobs };
  const image = {
    file,
    version: versionBeside(file),
    map: await mapOf(file, !values["dry-run"], (bytes) => {
      if (tell.stopped()) throw new Stopped();
      tell.reading(bytes);
    }),
  };
  return "job" in order
    ? flashOne(image, target!, order.job, desk, values, tell)
    : flashJobs(image, target, order.table, desk, values, tell);
}

function jobOf(values: FlashOptions): Job | null {
  if (values.site === undefined) return null;
  const { site, address, gateway, dns, interface: port, broker, panel } = values;
  const job = { row: 0, unit: "", site, address, gateway, dns, interface: port, broker, panel };
  const problems = jobProblems({ ...job, unit: "any" });
  if (problems.length > 0) throw new UsageError(problems.join("; "));
  return job;
}

/** The authority where it usually is, if nobody names another. */
function authorityIn(named: string | undefined): string {
  if (named !== undefined) return named;
  return existsSync(join("ca", "crl.pem")) ? "ca" : "";
}

/** The first line of the manifest that `make image` lays beside an image. */
function versionBeside(file: string): string {
  const manifest = join(dirname(file), "manifest");
  return existsSync(manifest) ? readFileSync(manifest, "utf8").split("\n", 1)[0]!.slice(0, 200) : "";
}

export const verb: Verb = { summary: "write cards: the image, each unit's identity, a label, a signed record", usage: USAGE, run };
