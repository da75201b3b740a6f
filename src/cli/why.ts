import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { readSite } from "../config/index.ts";
import { type Chunk, type Record, wallOf } from "../journal/port.ts";
import { WallWords } from "../journal/words.ts";
import { type JournalReader, openJournal } from "../platform/journal-file.ts";
import { CODE } from "../traffic/codes.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import type { Beginning } from "../unit.ts";
import { type Answer, type Moment, unplannable, whyAt } from "../why.ts";
import { momentIn } from "./moment.ts";
import { whole } from "./numbers.ts";
import { say, sayJson } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";
import { whyLines } from "./why-words.ts";

const USAGE = `
stopline why JOURNAL [--at T] [--session N] [--json]

Why the signals did what they did: who might have come next, what the plan expected of each, what tipped it, and what it knew of every
lane. The journal is replayed up to then, and must be one of this version's decisions.

  --at T        "2026-01-05 07:12:03.4" or "07:12:03" (when it last was that) by the site's clocks, with Z or +01:00 behind it by
                another's; or 732.4, seconds of a session            (the journal's last moment)
  --session N   of --at in seconds: which start of the unit          (the last one)
  --json        for other programs
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { at: { type: "string" }, session: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    throw new UsageError('name one journal, as in: stopline why var/demo/journal.db --at "07:12:03"');
  }
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}`);
  const number = values.session === undefined ? null : whole("session", values.session);
  const reader = openJournal(file);
  try {
    const asked = askedOf(reader, values.at, number);
    const site = "refused" in asked ? null : siteOf(reader, asked.session);
    const answer = answerOf(reader, asked, site);
    if ("refused" in answer) {
      if (values.json) sayJson(answer);
      else console.error(`stopline: ${answer.refused}`);
      return 1;
    }
    if (values.json) sayJson(answer.why);
    else for (const line of whyLines(site!, answer.why)) say(line);
    return 0;
  } finally {
    reader.close();
  }
}

function answerOf(reader: JournalReader, asked: Asked | { readonly refused: string }, site: Site | null): Answer {
  if ("refused" in asked) return asked;
  const refused = site === null ? "" : unplannable(site);
  return refused === "" ? whyAt(only(reader, asked), asked.moment) : { refused };
}

interface Session {
  readonly session: number;
  readonly first_seq: number;
  /** Wall times of its first and last record. */
  readonly from: WallTime;
  readonly to: WallTime;
  readonly last: Instant;
}

type Asked = Session & { readonly moment: Moment };

/** Which session the moment lies in. */
function askedOf(reader: JournalReader, text: string | undefined, number: number | null): Asked | { readonly refused: string } {
  const sessions = reader.summary().sessions.map((each) => rangeOf(reader, each));
  const last = number === null ? sessions.at(-1) : sessions.find(({ session }) => session === number);
  if (last === undefined) {
    const there = sessions.length === 0 ? "nothing is in it yet" : `it has ${sessions.map(({ session }) => session).join(", ")}`;
    return {
      refused: number === null ? `there is no record in the journal: ${there}` : `there is no session ${number} in the journal; ${there}`,
    };
  }
  const words = new WallWords();
  words.set(zoneOf(reader, last.session));
  const moment = text === undefined ? { at: last.last } : momentIn(text, words.zone, last.to);
  if ("at" in moment) {
    if (moment.at <= last.last) return { ...last, moment };
    return { refused: `session ${last.session} ends ${(last.last / 1_000).toFixed(1)} s after its start, before ${text} s` };
  }
  if (number !== null && "wall" in moment) {
    if (moment.wall >= last.from && moment.wall <= last.to) return { ...last, moment };
    return { refused: `session ${number} goes from ${words.at(last.from)} to ${words.at(last.to)} (${words.zone})` };
  }
  const found = sessions.findLast(({ from, to }) => from <= moment.wall && moment.wall <= to);
  if (found !== undefined) return { ...found, moment };
  const before = sessions.findLast(({ to }) => to < moment.wall);
  const after = sessions.find(({ from }) => from > moment.wall);
  if (before !== undefined && after !== undefined) {
    const gone = `session ${before.session} ends ${words.at(before.to)}, session ${after.session} begins ${words.at(after.from)}`;
    return { refused: `the unit did not run then, or its records were dropped: ${gone} (${words.zone})` };
  }
  return { refused: `the journal goes from ${words.at(sessions[0]!.from)} to ${words.at(last.to)} (${words.zone})` };
}

function rangeOf(
  reader: JournalReader,
  { session, first_seq, last_seq }: ReturnType<JournalReader["summary"]>["sessions"][number],
): Session {
  const first = firstOf(reader, first_seq - 1);
  const end = firstOf(reader, last_seq - 1);
  const last = end.records.at(-1)!.at;
  const from = beginningOf(reader.beginning(session))?.wall ?? wallOf(first.wall_base, first.records[0]!.at);
  return { session, first_seq, from, to: wallOf(end.wall_base, last), last };
}

/** The chunk with the record behind `after`; there is one. */
function firstOf(reader: JournalReader, after: number): Chunk {
  for (const chunk of reader.chunks(after)) return chunk;
  throw new Error(`record ${after + 1} has gone from the journal meanwhile; try again`);
}

function* only(reader: JournalReader, { session, first_seq }: Session): Generator<Chunk, void, undefined> {
  for (const chunk of reader.chunks(first_seq - 1)) {
    if (chunk.session !== session) return;
    yield chunk;
  }
}

const beginningOf = (record: Record | null): Beginning | null =>
  record?.code === CODE.sessionStart ? (JSON.parse(record.detail) as Beginning) : null;

function siteOf(reader: JournalReader, session: number): Site | null {
  const beginning = beginningOf(reader.beginning(session));
  const read = beginning === null ? null : readSite(beginning.site, "the recorded site file");
  return read?.ok ? read.site : null;
}

const zoneOf = (reader: JournalReader, session: number): string => siteOf(reader, session)?.time_zone ?? "UTC";

export const verb: Verb = { summary: "why the signals did what they did at a moment", usage: USAGE, run };
