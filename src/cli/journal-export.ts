import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSite } from "../config/index.ts";
import { type HiResSpan, hiRes, type LeftOut } from "../journal/hi-res.ts";
import { type HiResDevice, type HiResFormat, hiResFile, hiResName } from "../journal/hi-res-files.ts";
import { LocalTime, localWords } from "../journal/local-time.ts";
import { namesOf } from "../journal/words.ts";
import { type JournalReader, openJournal } from "../platform/journal-file.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Beginning } from "../unit.ts";
import { say, sayJson } from "./say.ts";
import { spanOf } from "./span.ts";
import { UsageError } from "./verb.ts";

export const EXPORT_USAGE = `
stopline journal export [FILE] --out DIR [--format csv|dat|datZ]… [--from T] [--to T] [--every 15m] [--device ID] [--utc] [--partial] [--json]

Writes the records that the Indiana hi-resolution enumerations know (codes below 300) into files for programs that make performance
measures: CSV as ODOT's atspm reads it, Econolite's .dat and .datZ as ATSPM reads them. A file holds a whole quarter of an hour, or what
--every says; asked again it is the same, byte for byte, and (device, time, event, parameter) comes once in all of them together.

  --out DIR     the folder for them; made if it is not there
  --format F    may be given more than once                    (csv)
  --from T, --to T   only files that touch this time, whole; as in stopline why --at
  --every D     5m, 10m, 15m, 20m, 30m or 60m a file           (60m for csv, 15m for dat and datZ)
  --device ID   what the device is called there                (the unit's id)
  --utc         by UTC's clocks, which are never set back      (the site's, as its people read them); a folder has the one or the other
  --partial     the file whose time is not over too, with .partial behind its name
  --json        an object for other programs
`;

const FORMATS = ["csv", "dat", "datZ"] as const satisfies readonly HiResFormat[];
const TENTHS_A_MINUTE = 600;
const [HOUR_TENTHS, SHORTEST_TENTHS] = [60 * TENTHS_A_MINUTE, 5 * TENTHS_A_MINUTE];
const SPANS_MIN = [5, 10, 15, 20, 30, 60];
const TENTH_MS = 100;

/** What became of it. */
interface Told {
  readonly written: string[];
  readonly unchanged: string[];
  /** There already, with other content: never written over. */
  readonly refused: string[];
  /** Their events are in files that are there, of another length: never given twice. */
  readonly elsewhere: string[];
  readonly partial: string[];
  readonly left_out: LeftOut[];
}

/** `stopline journal export`. `file`: the journal. */
export function exportJournal(args: readonly string[], defaultFile: () => string | undefined): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: "string" },
      format: { type: "string", multiple: true, default: [] },
      from: { type: "string" },
      to: { type: "string" },
      every: { type: "string" },
      device: { type: "string" },
      utc: { type: "boolean", default: false },
      partial: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const file = positionals[0] ?? defaultFile();
  if (positionals.length > 1 || file === undefined)
    throw new UsageError("name one journal, as in: stopline journal export var/journal.db --out DIR");
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}`);
  const { out } = values;
  if (out === undefined) throw new UsageError("name the folder for the files, as in: --out export");
  const formats = values.format.length === 0 ? (["csv"] as const) : values.format.map(formatOf);
  if (values.device !== undefined && !/^[A-Za-z0-9-]{1,64}$/.test(values.device))
    throw new UsageError(`--device is made of letters, digits and dashes, not "${values.device}"`);
  const minutes = values.every === undefined ? null : minutesOf(values.every);
  const reader = openJournal(file);
  try {
    const about = aboutOf(reader);
    const device = { id: values.device ?? about.device.id, phases: about.device.phases };
    const zone = values.utc ? "UTC" : about.zone;
    const asked = spanOf(reader, zone, values.from, values.to);
    const local = new LocalTime(zone);
    const from = tenthOf(local, asked.from);
    const to = tenthOf(local, asked.to);
    mkdirSync(out, { recursive: true });
    keepClocks(out, zone);
    const told: Told = { written: [], unchanged: [], refused: [], elsewhere: [], partial: [], left_out: [] };
    const lengths = new Map(formats.map((format) => [format, (minutes ?? (format === "csv" ? 60 : 15)) * TENTHS_A_MINUTE]));
    /** Hours, by format, that a file of another length begins. */
    const longer = new Set<string>();
    for (const length of new Set(lengths.values())) {
      const those = formats.filter((format) => lengths.get(format) === length);
      for (const piece of hiRes(reader.chunks(0), length, values.utc)) {
        if (piece.kind === "left-out") {
          if (piece.to_tenth > from && piece.from_tenth < to) told.left_out.push(piece);
          continue;
        }
        const wanted = piece.from_tenth + length > from && piece.from_tenth < to;
        for (const format of those) {
          const path = join(out, hiResName(piece.from_tenth, device, format));
          const there = existsSync(path);
          const begins = !piece.running && piece.from_tenth % HOUR_TENTHS === 0 && there;
          if (!wanted && !begins) continue;
          const { name, bytes } = hiResFile(piece, device, format);
          const hour = `${format} ${Math.floor(piece.from_tenth / HOUR_TENTHS)}`;
          if (begins && !readFileSync(path).equals(bytes)) longer.add(hour);
          if (!wanted) continue;
          if (!piece.running && !there && (longer.has(hour) || holdsShorter(out, piece, length, device, format))) told.elsewhere.push(name);
          else put(path, name, bytes, piece.running, values.partial, told);
        }
      }
    }
    if (values.json) sayJson(told);
    else for (const line of linesOf(told, out, values.partial)) say(line);
    return told.refused.length + told.elsewhere.length > 0 ? 1 : 0;
  } finally {
    reader.close();
  }
}

/** By whose clocks the files of a folder are: nobody could tell from the files. */
const CLOCKS = ".clocks";

function keepClocks(out: string, zone: string): void {
  const path = join(out, CLOCKS);
  const there = existsSync(path) ? readFileSync(path, "utf8").trim() : null;
  if (there === null) place(path, Buffer.from(`${zone}\n`));
  else if (there !== zone)
    throw new UsageError(
      `the files in ${out} are by the clocks of ${there}, and these would be by those of ${zone}: every event would be there twice, hours apart. Write them into another folder`,
    );
}

const tenthOf = (local: LocalTime, wall: number): number =>
  Number.isFinite(wall) ? Math.floor(local.of(wall as WallTime) / TENTH_MS) : wall;

function formatOf(text: string): HiResFormat {
  const found = FORMATS.find((format) => format.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw new UsageError(`--format is ${FORMATS.join(", ")}; not "${text}"`);
  return found;
}

/** Of a length that divides the hour. */
function minutesOf(text: string): number {
  const minutes = /^\d{1,2}m$/.test(text) ? Number.parseInt(text, 10) : /^1h$/.test(text) ? 60 : 0;
  if (!SPANS_MIN.includes(minutes)) throw new UsageError(`--every is ${SPANS_MIN.map((m) => `${m}m`).join(", ")}; not "${text}"`);
  return minutes;
}

/** Of the last session, as far as its site file can be read. */
function aboutOf(reader: JournalReader): { readonly zone: string; readonly device: HiResDevice } {
  const { unit, sessions } = reader.summary();
  const last = sessions.at(-1);
  const first = last === undefined ? null : reader.beginning(last.session);
  const { zone } = namesOf(first);
  let phases: readonly number[] = [];
  try {
    const read = readSite((JSON.parse(first?.detail ?? "") as Beginning).site, "the recorded site file");
    if (read.ok) phases = read.site.phases.map(({ number }) => number);
  } catch {
    // A beginning that is gone, or of a version that is no longer understood: readers look at the phases for themselves.
  }
  return { zone, device: { id: unit, phases } };
}

/** Whether files of a shorter --every lie within the time of `span`. */
function holdsShorter(out: string, span: HiResSpan, length: number, device: HiResDevice, format: HiResFormat): boolean {
  for (let tenth = SHORTEST_TENTHS; tenth < length; tenth += SHORTEST_TENTHS)
    if (existsSync(join(out, hiResName(span.from_tenth + tenth, device, format)))) return true;
  return false;
}

function put(path: string, name: string, bytes: Uint8Array, running: boolean, partial: boolean, told: Told): void {
  if (running) {
    if (!partial) {
      told.partial.push(name);
      return;
    }
    place(`${path}.partial`, bytes);
    told.written.push(`${name}.partial`);
    return;
  }
  if (!existsSync(path)) {
    place(path, bytes);
    told.written.push(name);
  } else if (readFileSync(path).equals(bytes)) told.unchanged.push(name);
  else told.refused.push(name);
  rmSync(`${path}.partial`, { force: true });
}

/** In one step: who reads the folder meanwhile finds no half of a file. */
function place(path: string, bytes: Uint8Array): void {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

function linesOf({ written, unchanged, refused, elsewhere, partial, left_out }: Told, out: string, all: boolean): string[] {
  const words = (tenth: number) => localWords(tenth * TENTH_MS);
  return [
    `${written.length} ${written.length === 1 ? "file" : "files"} written to ${out}, ${unchanged.length} there already as they are`,
    ...refused.map((name) => `${name} is there with other content and stays as it is: it comes from another journal, or was changed`),
    ...elsewhere.map((name) => `${name} is not written: its events are there already, in a file of another --every`),
    ...(all ? [] : partial.map((name) => `${name} is not written: its time is not over (--partial writes what there is of it)`)),
    ...left_out.map(({ from_tenth, to_tenth, why }) => `left out: ${words(from_tenth)} to ${words(to_tenth)}: ${why}`),
  ];
}
