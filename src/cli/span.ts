import { wallOf } from "../journal/port.ts";
import type { JournalReader } from "../platform/journal-file.ts";
import type { WallTime } from "../traffic/time.ts";
import { momentIn } from "./moment.ts";
import { UsageError } from "./verb.ts";

/** From a moment up to another one that is not in it any more; infinite where nothing was said. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const EVER: Span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** What was typed after --from and --to, or what they are called. Times without a date are those of the journal's last day. */
export function spanOf(
  reader: JournalReader,
  zone: string,
  from: string | undefined,
  to: string | undefined,
  [fromName, toName]: readonly [string, string] = ["from", "to"],
): Span {
  const last = from === undefined && to === undefined ? (0 as WallTime) : lastOf(reader);
  const wall = (name: string, text: string | undefined, without: number): number => {
    if (text === undefined) return without;
    const moment = momentIn(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} 00:00` : text, zone, last, `--${name}`);
    if ("wall" in moment) return moment.wall;
    throw new UsageError(`--${name} is a time such as "2026-01-05 07:00" or "07:00" (when it last was that), not "${text}"`);
  };
  const span = { from: wall(fromName, from, EVER.from), to: wall(toName, to, EVER.to) };
  if (span.from >= span.to) throw new UsageError(`--${fromName} lies behind --${toName}`);
  return span;
}

function lastOf(reader: JournalReader): WallTime {
  let last = 0 as WallTime;
  for (const { wall_base, records } of reader.chunks(reader.last_seq() - 1)) last = wallOf(wall_base, records.at(-1)!.at);
  return last;
}
