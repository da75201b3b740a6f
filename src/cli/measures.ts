import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { LocalTime } from "../journal/local-time.ts";
import { namesOf } from "../journal/words.ts";
import { measure } from "../measures/measures.ts";
import { type JournalReader, openJournal } from "../platform/journal-file.ts";
import { DEFAULT_FILES } from "./journal.ts";
import { measuresLines } from "./measures-words.ts";
import { say, sayJson } from "./say.ts";
import { spanOf } from "./span.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline measures [JOURNAL] [--from T] [--to T] [--bin 15m] [--json]

How the intersection worked, from the unit's own records: volumes and occupancy, the split monitor, arrivals on green, the Purdue
coordination diagram's data, split failures; by phase and pattern. src/measures/README.md has the definition of each.

  --from T, --to T   "2026-01-05 07:00" or "07:00" (when it last was that), by the site's clocks; as in stopline why --at
  --bin D       5m, 10m, 15m, 20m, 30m or 60m; typed, the table has a line for each of them too    (15m)
  --json        all of it for other programs: every bin, and every cycle with its arrivals
`;

const MINUTE_MS = 60_000;
const BINS_MIN = [5, 10, 15, 20, 30, 60];

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: "string" },
      to: { type: "string" },
      bin: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const file = positionals[0] ?? DEFAULT_FILES.find((each) => existsSync(each));
  if (positionals.length > 1 || file === undefined) throw new UsageError("name one journal, as in: stopline measures var/demo/journal.db");
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}`);
  const bin_ms = binOf(values.bin ?? "15m") * MINUTE_MS;
  const reader = openJournal(file);
  try {
    const zone = zoneOf(reader);
    const asked = { ...spanOf(reader, zone, values.from, values.to), bin_ms };
    const measured = measure(reader.summary().unit, reader.chunks(0), asked, new LocalTime(zone));
    if (values.json) sayJson(measured);
    else for (const line of measuresLines(measured, values.bin !== undefined)) say(line);
    return measured.from === null ? 1 : 0;
  } finally {
    reader.close();
  }
}

function binOf(text: string): number {
  const minutes = text === "1h" ? 60 : /^\d{1,2}m$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (!BINS_MIN.includes(minutes)) throw new UsageError(`--bin is ${BINS_MIN.map((m) => `${m}m`).join(", ")}; not "${text}"`);
  return minutes;
}

function zoneOf(reader: JournalReader): string {
  const last = reader.summary().sessions.at(-1);
  return namesOf(last === undefined ? null : reader.beginning(last.session)).zone;
}

export const verb: Verb = { summary: "how the intersection worked: volumes, splits, arrivals on green, split failures", usage: USAGE, run };
