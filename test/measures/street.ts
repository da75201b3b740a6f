import { LocalTime } from "../../src/journal/local-time.ts";
import type { Chunk, Record } from "../../src/journal/port.ts";
import { measure } from "../../src/measures/measures.ts";
import type { Measures } from "../../src/measures/told.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

export const M = 60_000;
export const MONDAY = Date.UTC(2026, 0, 5, 7, 0);

/** A session of a site file whose records are told by hand, in any order; times in ms since MONDAY. */
export class Day {
  readonly #site: string;
  readonly #records: Omit<Record, "seq">[] = [];
  readonly #steps: { readonly at: number; readonly by: number }[] = [];

  constructor(site: string) {
    this.#site = site;
  }

  at(at: number, code: number, param: number, value = 0, detail = "", input = false): this {
    this.#records.push({ at: Instant(at), code, param, value, detail, input });
    return this;
  }

  /** The lamps come out of flash. */
  lit(at: number): this {
    return this.at(at, CODE.unitFlashStatus, 2);
  }

  vehicle(detector: number, from: number, to: number): this {
    return this.at(from, CODE.inputOn, detector, 1, "", true).at(to, CODE.inputOff, detector, 1, "", true);
  }

  /** A phase's turn: green, yellow at `yellow`, and 3.6 s of yellow and 1.5 s of red clearance. */
  turn(phase: number, green: number, yellow: number, cause = 4): this {
    this.at(green, 1, phase).at(yellow, cause, phase).at(yellow, 7, phase).at(yellow, 8, phase);
    const red = yellow + 3_600;
    return this.at(red, 9, phase)
      .at(red, 10, phase)
      .at(red + 1_500, 11, phase)
      .at(red + 1_500, 12, phase);
  }

  /** The clocks are set by `by` ms. */
  correct(at: number, by: number): this {
    this.#steps.push({ at, by });
    return this;
  }

  /** As the journal has it: a chunk a minute. */
  chunks(): readonly Chunk[] {
    const detail = JSON.stringify({ version: "0", site: this.#site, wall: MONDAY });
    const start = { at: Instant(0), code: CODE.sessionStart, param: 0, value: 0, detail, input: true };
    const records = [start, ...this.#records.toSorted((a, b) => a.at - b.at)].map((record, i) => ({ ...record, seq: i + 1 }));
    return [...Map.groupBy(records, ({ at }) => Math.floor(at / M)).values()].map((those) => {
      const steps = this.#steps.filter(({ at }) => at <= those[0]!.at);
      const wall_base = WallTime(MONDAY + steps.reduce((sum, { by }) => sum + by, 0));
      return { unit: "DEMO-001", epoch: "e", session: 1, first_seq: those[0]!.seq, last_seq: those.at(-1)!.seq, wall_base, records: those };
    });
  }

  measured(from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): Measures {
    return measure("DEMO-001", this.chunks(), { from, to, bin_ms: 15 * M }, new LocalTime("Europe/Berlin"));
  }
}
