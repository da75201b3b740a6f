import { dateTime } from "../../../serial/framing/ts2/date-time.ts";
import type { WallTime } from "../../../traffic/time.ts";

/** What a calendar can hold. */
const WALL_MAX = 8e15;

/** Type 9 frames: the time of the place, for whoever on the bus keeps a log. */
export class Dates {
  readonly #format: Intl.DateTimeFormat;
  readonly #terminals: number;
  readonly #detectors: number;

  /** `terminals` and `detectors`: a bit for each BIU that is there. */
  constructor(zone: string, terminals: number, detectors: number) {
    const numeric = "numeric";
    const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const;
    this.#format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", { timeZone: zone, hourCycle: "h23", ...parts });
    this.#terminals = terminals;
    this.#detectors = detectors;
  }

  frame(wall: WallTime): Uint8Array {
    const within = Math.min(Math.max(wall, 0), WALL_MAX);
    const parts = this.#format.formatToParts(within);
    const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
    return dateTime({
      month: of("month"),
      day: of("day"),
      year: of("year") % 100,
      hour: of("hour"),
      minute: of("minute"),
      second: of("second"),
      tenth: Math.floor((within % 1_000) / 100),
      terminals: this.#terminals,
      detectors: this.#detectors,
    });
  }
}
