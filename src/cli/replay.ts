import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { readJournal } from "../platform/recorder.ts";
import { type Replayed, replay } from "../replay.ts";
import { meaningOf } from "../traffic/codes.ts";
import type { Entry } from "../traffic/entry.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline replay JOURNAL [--json]

Feeds what came in, as the journal has it, to this version of the logic, and compares every decision with the recorded one.
Says the first difference, or none.

  --json   an object for other programs

Exit code 0 if there is none, 1 if there is one or nothing could be replayed.
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("name one journal, as in: stopline replay var/demo/journal.db");
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}`);
  const started = performance.now();
  const told = replay(readJournal(file));
  if (values.json) console.log(JSON.stringify(told));
  else console.log(inWords(told, (performance.now() - started) / 1_000));
  return told.difference || told.sessions === 0 ? 1 : 0;
}

const line = (e: Entry | null): string =>
  e === null
    ? "nothing"
    : `${(e.at / 1_000).toFixed(3)} s  code ${e.code} (${meaningOf(e.code)?.words ?? "unknown"})  ${e.param}  ${e.value}  ${e.detail}`;

function inWords({ sessions, records, ticks, difference, skipped }: Replayed, took_s: number): string {
  const hours = ticks / 36_000;
  const lines = skipped.map((s) => `not replayed: ${s}`);
  lines.push(
    `replayed ${sessions} session${sessions === 1 ? "" : "s"}: ${records} records, ${hours.toFixed(2)} h of street, in ${took_s.toFixed(1)} s`,
  );
  if (difference === null) lines.push(sessions > 0 ? "no difference" : "nothing to compare");
  else {
    lines.push(`first difference, session ${difference.session}, tick ${(difference.tick / 1_000).toFixed(1)} s:`);
    lines.push(`  recorded${difference.recorded ? ` (seq ${difference.recorded.seq})` : ""}: ${line(difference.recorded)}`);
    lines.push(`  replayed: ${line(difference.replayed)}`);
  }
  return lines.join("\n");
}

export const verb: Verb = { summary: "feed a journal back in and find the first difference", usage: USAGE, run };
