import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Chunk, type Record, wallOf } from "../journal/port.ts";
import { type Names, NO_NAMES } from "../journal/record-words.ts";
import { headingLines, IN_ENGLISH, type LineLanguage, namesOf, recordLine, summaryLines, WallWords } from "../journal/words.ts";
import { type JournalReader, openJournal } from "../platform/journal-file.ts";
import { CODE, meaningOf } from "../traffic/codes.ts";
import type { Language } from "../traffic/language.ts";
import { iso } from "../traffic/time.ts";
import { EXPORT_USAGE, exportJournal } from "./journal-export.ts";
import { KIND_NAMES, picks, type Wanted, wants } from "./journal-wanted.ts";
import { languageIn } from "./language.ts";
import { whole } from "./numbers.ts";
import { json, shown } from "./say.ts";
import { EVER, type Span, spanOf } from "./span.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline journal [FILE] [--last N] [--from SEQ] [--since T] [--until T] [--kind K]… [--code N]… [--phase N]… [--detector N]… [--follow] [--language TAG] [--json]
stopline journal [FILE] --summary [--language TAG] [--json]

Prints a journal's records in words, also of a unit that is running. Without FILE: var/demo/journal.db, or var/journal.db.
A ">" marks what came in from detectors, devices and the brain; the rest is what the unit made of it.

  --last N      only the last N of them
  --from SEQ    begins with this record
  --since T     only what happened from then on, by the clocks of the street: "2026-01-05 07:00", or "07:00" when it last was that
  --until T     only what happened before
  --kind K      only records of this kind: ${KIND_NAMES}
  --code N      only records of this code
  --phase N     only what is about this phase
  --detector N  only what is about this detector (these four may be given more than once: any of them will do)
  --follow      goes on with what comes; a running unit commits every ten seconds, and at once what is urgent
  --summary     whose journal it is, what is in it, what the brain has, what is missing
  --language TAG  en or zh-Hans                                                 (LANG)
  --json        an object a line, for other programs
${EXPORT_USAGE}`;

/** Where verbs look for a journal by themselves. */
export const DEFAULT_FILES = ["var/demo/journal.db", "var/journal.db"];
const FOLLOW_MS = 200;

interface Asked {
  readonly from: number;
  readonly last: number;
  readonly json: boolean;
  readonly told: LineLanguage;
  readonly wanted: Wanted;
}

async function run(args: readonly string[]): Promise<number> {
  if (args[0] === "export") return exportJournal(args.slice(1), () => DEFAULT_FILES.find((each) => existsSync(each)));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      last: { type: "string" },
      from: { type: "string" },
      since: { type: "string" },
      until: { type: "string" },
      kind: { type: "string", multiple: true, default: [] },
      code: { type: "string", multiple: true, default: [] },
      phase: { type: "string", multiple: true, default: [] },
      detector: { type: "string", multiple: true, default: [] },
      follow: { type: "boolean", default: false },
      summary: { type: "boolean", default: false },
      language: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (positionals.length > 1) throw new UsageError("name one journal, as in: stopline journal var/demo/journal.db");
  const file = positionals[0] ?? DEFAULT_FILES.find((each) => existsSync(each));
  if (file === undefined) throw new UsageError(`name a journal; there is none at ${DEFAULT_FILES.join(" or ")}`);
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}: look at its name; a unit that has never run has none`);
  const told = await toldIn(languageIn(values.language));
  const numbers = (name: "code" | "phase" | "detector") => values[name].map((text) => whole(name, text));
  const asked = (span: Span): Asked => ({
    from: values.from === undefined ? 1 : whole("from", values.from, 1),
    last: values.last === undefined ? Number.POSITIVE_INFINITY : whole("last", values.last, 1),
    json: values.json,
    told,
    wanted: { codes: numbers("code"), kinds: values.kind, phases: numbers("phase"), detectors: numbers("detector"), span },
  });
  // What was typed wrong is said before a file is opened.
  wants(asked(EVER).wanted);
  // Whoever reads along may have seen enough.
  process.stdout.on("error", () => process.exit(0));
  let reader: JournalReader;
  try {
    reader = openJournal(file);
  } catch (error) {
    console.error(`stopline: ${(error as Error).message}`);
    return 1;
  }
  try {
    if (values.summary) await summarize(reader, values.json, told);
    else {
      const { since, until } = values;
      const span = since === undefined && until === undefined ? EVER : spanOf(reader, zoneOf(reader), since, until, ["since", "until"]);
      reader = await print(reader, file, asked(span), values.follow);
    }
    return 0;
  } finally {
    reader.close();
  }
}

/** A table of sentences is read only by whoever reads in its language. */
async function toldIn(language: Language): Promise<LineLanguage> {
  if (language === "en") return IN_ENGLISH;
  const { inChinese } = await import("../panel/chinese/index.ts");
  return { language, sentence: inChinese };
}

async function summarize(reader: JournalReader, json: boolean, told: LineLanguage): Promise<void> {
  const summary = reader.summary();
  const words = new WallWords();
  words.set(zoneOf(reader));
  await say(json ? JSON.stringify(summary) : summaryLines(summary, words, told).join("\n"));
}

/** The street's time zone, as the last session had it. */
function zoneOf(reader: JournalReader): string {
  const session = reader.summary().sessions.at(-1)?.session;
  return session === undefined ? "UTC" : namesOf(reader.beginning(session)).zone;
}

/** Returns the reader to be closed: following may have gone on to a new store. */
async function print(first: JournalReader, file: string, asked: Asked, follow: boolean): Promise<JournalReader> {
  let reader = first;
  const printer = new Printer(reader, asked);
  // What cannot be among the last ones need not be read, unless some are picked out.
  const tail = picks(asked.wanted) ? 0 : reader.last_seq() - asked.last;
  let after = Math.max(asked.from - 1, tail, 0);
  const kept: string[] = [];
  for (const chunk of reader.chunks(after)) {
    const lines = printer.lines(chunk, after);
    if (asked.last === Number.POSITIVE_INFINITY) await printer.say(lines);
    else {
      kept.push(...lines);
      kept.splice(0, kept.length - asked.last);
    }
    after = chunk.last_seq;
  }
  await printer.say(kept);
  if (!follow) {
    if (!printer.said) console.error(`no such record; the journal has ${reader.summary().first_seq} to ${reader.last_seq()}`);
    return reader;
  }

  let stopped = false;
  process.once("SIGINT", () => {
    stopped = true;
  });
  while (!stopped) {
    for (const chunk of reader.chunks(after)) {
      await printer.say(printer.lines(chunk, after));
      after = chunk.last_seq;
    }
    const next = reader.moved() ? opened(file) : null;
    if (next !== null) {
      reader.close();
      reader = next;
      printer.turnTo(reader);
      after = 0;
    }
    await pause(FOLLOW_MS);
  }
  return reader;
}

/** Null while the new store is still being made. */
function opened(file: string): JournalReader | null {
  try {
    return openJournal(file);
  } catch {
    return null;
  }
}

/** Chunks as lines. */
class Printer {
  readonly #asked: Asked;
  readonly #wants: ReturnType<typeof wants>;
  readonly #words = new WallWords();
  #reader: JournalReader;
  #session = -1;
  #names: Names = NO_NAMES;
  #said = false;

  constructor(reader: JournalReader, asked: Asked) {
    this.#reader = reader;
    this.#asked = asked;
    this.#wants = wants(asked.wanted);
  }

  turnTo(reader: JournalReader): void {
    this.#reader = reader;
    this.#session = -1;
  }

  lines({ session, wall_base, records, last_seq }: Chunk, after: number): string[] {
    if (session !== this.#session) {
      const names = namesOf(beginningIn(records) ?? this.#reader.beginning(session));
      this.#words.set(names.zone);
      this.#names = names;
    }
    this.#session = session;
    // A gap record's own seq is the first that it stands for; it is wanted until the last of them.
    return records
      .filter((r) => (r.seq > after || (r.code === CODE.gap && last_seq > after)) && this.#wants(r, wallOf(wall_base, r.at)))
      .map((r) =>
        this.#asked.json
          ? this.#object(r, session, wall_base)
          : shown(recordLine(r, wall_base, this.#words, this.#names, this.#asked.told)),
      );
  }

  /** Whether there was anything to print. */
  get said(): boolean {
    return this.#said;
  }

  /** Under a heading. */
  async say(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    if (!this.#said && !this.#asked.json) await say(...headingLines(this.#words, this.#asked.told));
    this.#said = true;
    await say(...lines);
  }

  #object(record: Record, session: number, wall_base: Chunk["wall_base"]): string {
    return json({ session, ...record, wall: iso(wallOf(wall_base, record.at)), words: meaningOf(record.code)?.words ?? "" });
  }
}

const beginningIn = (records: readonly Record[]): Record | null => records.find((r) => r.code === CODE.sessionStart) ?? null;

async function say(...lines: readonly string[]): Promise<void> {
  if (lines.length > 0 && !process.stdout.write(`${lines.join("\n")}\n`)) await once(process.stdout, "drain");
}

export const verb: Verb = { summary: "print a journal's records, or follow it", usage: USAGE, run };
