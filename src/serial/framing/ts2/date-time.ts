import { blank, HEAD_BYTES, isOf } from "./frame.ts";

/** Type 9, to everybody: the time of the place, and which BIUs are there (a bit each, BIU 1 in bit 0). */
export interface DateTime {
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Of the century. */
  readonly year: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly tenth: number;
  readonly terminals: number;
  readonly detectors: number;
}

const ORDER = ["month", "day", "year", "hour", "minute", "second", "tenth", "terminals", "detectors"] as const;

export function dateTime(at: DateTime): Uint8Array {
  const frame = blank(9);
  ORDER.forEach((name, i) => {
    frame[HEAD_BYTES + i] = at[name];
  });
  return frame;
}

/** What a type 9 frame says; null for any other. Nobody has looked whether there is such a day. */
export function dateTimeIn(frame: Uint8Array): DateTime | null {
  if (!isOf(frame, 9)) return null;
  const [month, day, year, hour, minute, second, tenth, terminals, detectors] = frame.subarray(HEAD_BYTES) as unknown as number[];
  return {
    month: month!,
    day: day!,
    year: year!,
    hour: hour!,
    minute: minute!,
    second: second!,
    tenth: tenth!,
    terminals: terminals!,
    detectors: detectors!,
  };
}
