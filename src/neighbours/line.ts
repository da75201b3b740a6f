import { type Departures, LEFT_STEPS } from "../traffic/departures.ts";
import { AHEAD_STEPS, LANES_MAX } from "../traffic/numbers.ts";
import type { WallTime } from "../traffic/time.ts";

/** What a neighbour says, as the link process passes it on to the street side: a line of JSON. */
export interface Heard {
  readonly unit: string;
  readonly said: Departures;
}

export const lineOf = (heard: Heard): string => JSON.stringify(heard);

/** Null for every line that is none. Whoever may write to the socket may write anything. */
export function heardIn(line: string): Heard | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isTable(parsed) || typeof parsed["unit"] !== "string" || !isTable(parsed["said"])) return null;
  const { issued, lanes } = parsed["said"];
  if (!Number.isSafeInteger(issued) || !Array.isArray(lanes) || lanes.length > LANES_MAX || !lanes.every(isLane)) return null;
  return { unit: parsed["unit"], said: { issued: issued as WallTime, lanes } };
}

type Table = { readonly [key: string]: unknown };
const isTable = (value: unknown): value is Table => typeof value === "object" && value !== null && !Array.isArray(value);

function isLane(value: unknown): value is Departures["lanes"][number] {
  if (!isTable(value) || typeof value["approach"] !== "string" || !Number.isSafeInteger(value["lane"])) return false;
  return areCounts(value["left"], LEFT_STEPS) && areCounts(value["expected"], AHEAD_STEPS);
}

const areCounts = (value: unknown, most: number): boolean =>
  Array.isArray(value) && value.length <= most && value.every((n) => Number.isSafeInteger(n) && n >= 0);
