import type { Chunk } from "./journal/port.ts";
import { begin } from "./replay.ts";
import { CODE } from "./traffic/codes.ts";
import type { Live, Weighed } from "./traffic/live.ts";
import type { Site } from "./traffic/site.ts";
import { plans } from "./traffic/strategies.ts";
import { type Instant, TICK_MS, type WallTime } from "./traffic/time.ts";
import type { Unit } from "./unit.ts";

/** When to look: by the unit's clock as it was then, or by what its session counted. */
export type Moment = { readonly wall: WallTime } | { readonly at: Instant };

/** A weighing that tipped something, and when. */
export interface Decided extends Weighed {
  readonly at: Instant;
  readonly wall: WallTime;
}

/** What a unit did at a moment, and why. */
export interface Why {
  readonly session: number;
  /** The first tenth that was not before the moment: everything that was shown and known then. */
  readonly live: Live;
  /** The last decision that was free to be another; null if none was in the three minutes before, or nothing plans. */
  readonly decided: Decided | null;
}

export type Answer = { readonly why: Why } | { readonly refused: string };

/** No minimum, walk and clearance hold a plan for longer. */
const LOOK_BACK_MS = 180_000;

/**
 * Replays one session up to a moment and reads the state there: replay is exact, so nothing more than the journal needs to be kept.
 * `chunks`: all of the session's, in order.
 */
export function whyAt(chunks: Iterable<Chunk>, moment: Moment): Answer {
  const seen = new Seen(moment);
  const skipped: string[] = [];
  let course: ReturnType<typeof begin> = null;
  let session = -1;
  for (const chunk of chunks) {
    if (session < 0) course = begin(chunk, skipped, (now, unit) => seen.look(now, unit));
    if (course === null) return { refused: skipped.join("; ") };
    session = chunk.session;
    for (const record of chunk.records) {
      if (record.code === CODE.gap) {
        const from = `from record ${record.seq} on, before that moment`;
        return { refused: `session ${session}: records were dropped ${from}, so what came in is not known (${record.detail})` };
      }
      const difference = course.take(record);
      if (seen.live !== null) return { why: { session, live: seen.live, decided: seen.decided } };
      if (difference !== null) return { refused: apart(session, difference.tick) };
    }
  }
  const difference = course?.finish() ?? null;
  if (seen.live !== null) return { why: { session, live: seen.live, decided: seen.decided } };
  if (difference !== null) return { refused: apart(session, difference.tick) };
  return { refused: session < 0 ? "there is no such session in the journal" : `session ${session} ends before that moment` };
}

const apart = (session: number, tick: Instant): string =>
  `session ${session}: this version decides otherwise than the recorded one from ${(tick / 1_000).toFixed(1)} s on, so its reasons would be others; \`stopline replay\` says where`;

/** "" or why no moment of a site has a plan. */
export const unplannable = ({ patterns }: Pick<Site, "patterns">): string =>
  patterns.some(({ strategy }) => plans(strategy))
    ? ""
    : "no pattern of this site plans (strategy adaptive or max-pressure): greens end by gaps, maximums and splits, and `stopline journal` says which";

/** Keeps the state at the moment, and the last decision before it. */
class Seen {
  readonly #moment: Moment;
  live: Live | null = null;
  decided: Decided | null = null;

  constructor(moment: Moment) {
    this.#moment = moment;
  }

  look(now: Instant, unit: Unit): void {
    if (this.live !== null) return;
    const left = "at" in this.#moment ? this.#moment.at - now : this.#moment.wall - unit.wallBase - now;
    if (left > LOOK_BACK_MS) return;
    const live = unit.live(NO_JOURNAL, 0);
    if (live.plan === null) this.decided = null;
    else if (live.plan.reason !== "committed" && !this.#repeats(now, live.plan)) {
      this.decided = { ...live.plan, at: now, wall: live.wall };
    }
    if (left <= 0) this.live = live;
  }

  /** A plan is made once a second and stands in between: the tenths after it show the same one. */
  #repeats(now: Instant, plan: Weighed): boolean {
    const was = this.decided;
    if (was === null || plan.reason !== was.reason || now - was.at >= REPLAN_MS) return false;
    return plan.candidates.every((candidate, c) => {
      const other = was.candidates[c];
      return candidate.delay_s === other?.delay_s && candidate.chosen === other.chosen && candidate.green === other.green;
    });
  }
}

/** kEvery in native/strategies/planner/planner.cc. */
const REPLAN_MS = 10 * TICK_MS;
const NO_JOURNAL = { epoch: "", session: 0, last_seq: 0, pending: 0 };
