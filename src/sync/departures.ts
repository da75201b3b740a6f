import { stopline } from "#wire";
import { type Departures, LEFT_STEPS } from "../traffic/departures.ts";
import type { Live } from "../traffic/live.ts";
import { AHEAD_STEPS, LANES_MAX } from "../traffic/numbers.ts";
import { WallTime } from "../traffic/time.ts";

/** What has changed goes out once a second at the most; that nobody leaves is said again only so often. */
export const DEPARTURES_APART_MS = 1_000;
export const NOBODY_EVERY_MS = 5_000;

/** Decides when neighbours are told who leaves. Live state is replaced, never queued: so is this. */
export class DeparturesReport {
  readonly #unit: string;
  #said: Departures | null = null;
  #sent = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #empty = false;

  constructor(unit: string) {
    this.#unit = unit;
  }

  live({ departures }: Live): void {
    this.#said = departures;
  }

  /** The street side does not run: what it said last grows old, and is not said again. */
  gone(): void {
    this.#said = null;
  }

  /** The encoded Departures to send now, or null. `now` is monotonic, in ms. */
  due(now: number): Uint8Array | null {
    const said = this.#said;
    if (said === null || said.issued === this.#sent || now - this.#sentAt < DEPARTURES_APART_MS) return null;
    const lanes = said.lanes.filter(({ left, expected }) => left.length > 0 || expected.length > 0);
    if (lanes.length === 0 && this.#empty && now - this.#sentAt < NOBODY_EVERY_MS) return null;
    this.#sent = said.issued;
    this.#sentAt = now;
    this.#empty = lanes.length === 0;
    const body = lanes.map(({ approach, lane, left, expected }) => ({ approach, lane, left: [...left], expected: [...expected] }));
    return stopline.v1.Departures.encode({ unit: this.#unit, issuedMs: said.issued, lanes: body }).finish();
  }
}

/** What `unit` says in a message; null if it is none, speaks for somebody else, or is longer than anything that a unit says. */
export function departuresIn(payload: Uint8Array, unit: string): Departures | null {
  try {
    const said = stopline.v1.Departures.decode(payload);
    if (said.unit !== unit || said.lanes.length > LANES_MAX) return null;
    const lanes = said.lanes.map((each) => ({
      approach: each.approach ?? "",
      lane: each.lane ?? 0,
      left: each.left ?? [],
      expected: each.expected ?? [],
    }));
    if (lanes.some(({ left, expected }) => left.length > LEFT_STEPS || expected.length > AHEAD_STEPS)) return null;
    return { issued: WallTime(said.issuedMs), lanes };
  } catch {
    return null;
  }
}
