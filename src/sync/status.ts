import { stopline } from "#wire";
import type { Live } from "../traffic/live.ts";
import type { WallTime } from "../traffic/time.ts";

/** At the least this often, so that a centre can tell a standing unit from a silent one; and never more often than twice a second. */
export const STATUS_EVERY_MS = 5_000;
export const STATUS_APART_MS = 500;

/** The last walk of somebody who commissions the site; null for none. */
export type Commissioned = {
  readonly by: string;
  readonly at: WallTime;
  readonly finished: boolean;
  readonly safe: boolean;
  readonly open: number;
} | null;

export interface JournalState {
  /** null while there is no journal. */
  readonly epoch: string | null;
  readonly last_seq: number;
  readonly acked_seq: number;
}

/**
 * Decides when a Status is due and what it says. Live state comes ten times a second and is replaced, never queued. The street side
 * being gone is a state too: the brain must not go on showing the greens of a dead unit.
 */
export class StatusReport {
  readonly #unit: string;
  #live: Live | null = null;
  #gone = false;
  readonly #commissioned: () => Commissioned;
  #sentAt = Number.NEGATIVE_INFINITY;
  #sent = "";

  constructor(unit: string, commissioned: () => Commissioned = () => null) {
    this.#unit = unit;
    this.#commissioned = commissioned;
  }

  live(live: Live): void {
    this.#live = live;
    this.#gone = false;
  }

  /** The street side does not run, or cannot be heard. */
  gone(): void {
    this.#gone = true;
  }

  /** A new connection: the broker may have lost what it retained. */
  again(): void {
    this.#sentAt = Number.NEGATIVE_INFINITY;
  }

  /** The encoded Status to send now, or null. `now` is monotonic, in ms. */
  due(now: number, wall: WallTime, journal: JournalState): Uint8Array | null {
    const body = this.#body();
    if (body === null || now - this.#sentAt < STATUS_APART_MS) return null;
    const says = JSON.stringify(body);
    if (says === this.#sent && now - this.#sentAt < STATUS_EVERY_MS) return null;
    this.#sentAt = now;
    this.#sent = says;
    const wallMs = this.#gone || this.#live === null ? wall : this.#live.wall;
    const { epoch, last_seq, acked_seq } = journal;
    return stopline.v1.Status.encode({ ...body, wallMs, epoch: epoch ?? "", lastSeq: last_seq, ackedSeq: acked_seq }).finish();
  }

  /** Everything whose change is worth a message. */
  #body(): stopline.v1.Status.$Properties | null {
    const walk = this.#commissioned();
    const walked =
      walk === null ? {} : { commissioning: { by: walk.by, atMs: walk.at, finished: walk.finished, safe: walk.safe, open: walk.open } };
    if (this.#gone) return { unit: this.#unit, mode: "silent", modeCause: "the street side does not run", ...walked };
    const live = this.#live;
    if (live === null) return null;
    return {
      ...walked,
      unit: this.#unit,
      mode: live.mode,
      modeCause: live.mode_cause,
      pattern: live.pattern,
      phases: live.phases.map(({ phase, interval, call, ped_call }) => ({ phase, interval, call, pedCall: ped_call })),
      monitorFault: live.monitor.fault,
      failedDetectors: live.detectors.filter((d) => d.fault !== "").map((d) => d.detector),
      journalFault: live.journal.fault,
      doubts: live.detectors.flatMap(({ detector, doubt }) => (doubt === undefined ? [] : [{ detector, doubt }])),
    };
  }
}
