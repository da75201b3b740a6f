import type { Live } from "../traffic/live.ts";
import type { WallTime } from "../traffic/time.ts";

/** One input that a person can trip: a detector or a push button. */
export interface Input {
  readonly kind: "detector" | "button";
  readonly number: number;
}

/** What has come of "now this one". */
export type Tripped =
  /**
   * Not yet, and it is not too late. `on`: it has come and shall go, or it was on "before" and shall go first. `others` have come: traffic, or the
   * wires of the one that was tripped.
   */
  | { readonly says: "waiting"; readonly on: "no" | "came" | "before"; readonly left_ms: number; readonly others: readonly Input[] }
  /** It came and went, and nobody else did: that is the proof. */
  | { readonly says: "came"; readonly times: number; readonly held_ms: number }
  /** It came, and so did others: traffic, or one wire on two inputs. A person says which. */
  | { readonly says: "came-with"; readonly others: readonly Input[] }
  /** Others came and it did not: wires are swapped, or the site file has the numbers wrong. */
  | { readonly says: "others"; readonly others: readonly Input[] }
  /** It has come, or was on before, and does not go. */
  | { readonly says: "stuck"; readonly before: boolean }
  | { readonly says: "chatters"; readonly times: number }
  | { readonly says: "never" }
  /** The unit itself says that it has failed. */
  | { readonly says: "failed"; readonly fault: string }
  /** The unit has started anew in the middle: its counts begin again. */
  | { readonly says: "restarted" };

/**
 * A vehicle walks over a loop, or a person presses a button, within this; whoever needs longer taps again. As long a vehicle may stand there, which
 * waits at red.
 */
export const WAITS_MS = 60_000;
/** So often within one try is no hand and no bicycle wheel. */
const CHATTERS = 6;
/** Another one that comes so soon after it may be the same wire. */
const SETTLES_MS = 1_500;

interface Now {
  readonly on: boolean;
  readonly seen: number;
}

/**
 * "Now this one": the unit watches which inputs come on while somebody trips one. Fed with frames; counts that the unit keeps are compared, so a frame
 * that is lost loses nothing. Pure: `at` is the unit's own Instant, and nothing else tells the time.
 */
export class Trip {
  readonly target: Input;
  readonly began: WallTime;
  #before: ReadonlyMap<string, Now>;
  #since: number;
  #last: Live;
  /** It was on when somebody said "now", and has not gone since: nothing is judged before it has. */
  #onBefore: boolean;
  /** When the target was first seen on, and when it was last not. */
  #cameAt: number | null = null;
  #wentAt: number | null = null;
  /** Who counts by himself is never on. */
  #wasOn = false;
  /** What it came to, once that is certain: what happens behind it says nothing any more. */
  #settled: Tripped | null = null;

  constructor(target: Input, live: Live) {
    this.target = target;
    this.began = live.wall;
    this.#before = inputsOf(live);
    this.#since = live.at;
    this.#last = live;
    this.#onBefore = this.#before.get(keyOf(target))?.on === true;
  }

  show(live: Live): void {
    if (this.#settled !== null && this.#settled.says !== "stuck") return;
    if (live.at < this.#last.at) {
      this.#settled = { says: "restarted" };
      return;
    }
    this.#last = live;
    const target = inputsOf(live).get(keyOf(this.target));
    // Its queue has left, or what was called stuck lets go after all: the whole minute is for who trips it now.
    if (!target?.on && (this.#settled !== null || (this.#onBefore && this.#times(live) === 0))) this.#anew(live);
    if (this.#settled !== null) return;
    // It came again between two frames.
    if (this.#times(live) > 0) this.#onBefore = false;
    this.#wasOn ||= target?.on === true;
    if (this.#cameAt === null && !this.#onBefore && (target?.on || this.#times(live) > 0)) this.#cameAt = live.at;
    this.#wentAt = target?.on || this.#cameAt === null ? null : (this.#wentAt ?? live.at);
    const now = this.now;
    if (now.says !== "waiting") this.#settled = now;
  }

  #anew(live: Live): void {
    this.#before = inputsOf(live);
    this.#since = live.at;
    this.#onBefore = false;
    this.#cameAt = null;
    this.#wentAt = null;
    this.#wasOn = false;
    this.#settled = null;
  }

  get now(): Tripped {
    if (this.#settled !== null) return this.#settled;
    const live = this.#last;
    const fault = faultOf(live, this.target);
    if (fault !== "") return { says: "failed", fault };
    const times = this.#times(live);
    if (times >= CHATTERS && this.#wasOn && this.target.kind === "detector") return { says: "chatters", times };
    const others = this.#others(live);
    if (this.#cameAt !== null) {
      const held_ms = (this.#wentAt ?? live.at) - this.#cameAt;
      if (this.#wentAt === null) return held_ms >= WAITS_MS ? { says: "stuck", before: false } : this.#waits(live);
      if (live.at - this.#wentAt < SETTLES_MS) return this.#waits(live);
      return others.length === 0 ? { says: "came", times, held_ms } : { says: "came-with", others };
    }
    if (live.at - this.#since < WAITS_MS) return this.#waits(live);
    if (this.#onBefore) return { says: "stuck", before: true };
    return others.length === 0 ? { says: "never" } : { says: "others", others };
  }

  #waits(live: Live): Tripped {
    const on = this.#onBefore ? "before" : this.#cameAt === null ? "no" : "came";
    const left_ms = Math.max(0, WAITS_MS - (live.at - (this.#cameAt ?? this.#since)));
    return { says: "waiting", on, left_ms, others: this.#onBefore ? [] : this.#others(live) };
  }

  #times(live: Live): number {
    const key = keyOf(this.target);
    return (inputsOf(live).get(key)?.seen ?? 0) - (this.#before.get(key)?.seen ?? 0);
  }

  #others(live: Live): readonly Input[] {
    return [...inputsOf(live)].flatMap(([key, { seen }]) =>
      key !== keyOf(this.target) && seen > (this.#before.get(key)?.seen ?? 0) ? [inputOf(key)] : [],
    );
  }
}

const keyOf = ({ kind, number }: Input): string => `${kind}-${number}`;

function inputOf(key: string): Input {
  const [kind, number] = key.split("-") as [Input["kind"], string];
  return { kind, number: Number(number) };
}

const inputsOf = (live: Live): ReadonlyMap<string, Now> =>
  new Map<string, Now>([
    ...live.detectors.map((each) => [`detector-${each.detector}`, each] as const),
    ...live.buttons.map((each) => [`button-${each.button}`, each] as const),
  ]);

/** A detector that misses vehicles or was silent may have failed by the rules and still be right now: what the electronics say counts, and silence. */
function faultOf(live: Live, { kind, number }: Input): string {
  if (kind === "button") return "";
  const fault = live.detectors.find((each) => each.detector === number)?.fault ?? "";
  return /open|short|inductance|watchdog|answer/.test(fault) ? fault : "";
}
