import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Entry, entry, inputEntry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { FOUR_LEG } from "../streets.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Monday the 19th of October 2026, 00:00 in Berlin, by summer time, which ends on the Sunday behind it. */
export const MONDAY = Date.UTC(2026, 9, 18, 22, 0);
/** The Monday behind it, by winter time: seven days and an hour later. */
export const NEXT_MONDAY = Date.UTC(2026, 9, 25, 23, 0);
/** Of the four-leg site's phase 2: a loop at the line, and one forty metres before it, 2.88 s at the limit. */
export const [LINE, ADVANCE, DRIVE_MS] = [7, 17, 2_880];

/** A journal file of one session of the four-leg site; times are wall times, in any order. */
export class Weeks {
  readonly #entries: { readonly wall: number; readonly entry: (at: Instant) => Entry }[] = [];
  readonly #begin: number;

  constructor(begin = MONDAY) {
    this.#begin = begin;
    this.record(begin, CODE.sessionStart, 0, 0, JSON.stringify({ version: "0.1.0", site: FOUR_LEG, wall: begin }), true);
    this.record(begin, CODE.unitFlashStatus, 2);
  }

  record(wall: number, code: number, param: number, value = 0, detail = "", input = false): this {
    const made = (at: Instant) => (input ? inputEntry(at, code, param, value, detail) : entry(at, code, param, value, detail));
    this.#entries.push({ wall, entry: made });
    return this;
  }

  /** Somebody over a loop for 0.4 s. */
  vehicle(detector: number, wall: number): this {
    return this.record(wall, CODE.inputOn, detector, 1, "", true).record(wall + 400, CODE.inputOff, detector, 1, "", true);
  }

  /** Somebody who is at the line of phase 2 then. */
  arrival(wall: number): this {
    return this.vehicle(ADVANCE, wall - DRIVE_MS);
  }

  /** Green, yellow at `yellow`, red 3.6 s later. */
  turn(phase: number, green: number, yellow: number, cause = 4): this {
    this.record(green, 1, phase).record(yellow, cause, phase).record(yellow, 8, phase);
    this.record(yellow + 3_600, 9, phase).record(yellow + 3_600, 10, phase);
    return this.record(yellow + 5_100, 11, phase).record(yellow + 5_100, 12, phase);
  }

  write(path: string): void {
    const recorder = openSyncRecorder(path, { unit: "DEMO-001", epoch: "e1", created: WallTime(this.#begin) });
    for (const { wall, entry: made } of this.#entries.toSorted((a, b) => a.wall - b.wall)) {
      recorder.append([made(Instant(wall - this.#begin))], WallTime(this.#begin));
    }
    recorder.close();
  }
}
