import type { Live } from "../traffic/live.ts";
import { type Instant, iso, type WallTime } from "../traffic/time.ts";
import type { Before } from "./desk.ts";

/** What a look at a unit sees, from outside of both its sides. */
export interface Look {
  /** Monotonic, in ms. */
  readonly now: number;
  /** The newest frame of the street side, and how long ago it came; null: none. */
  readonly live: Live | null;
  readonly age_ms: number;
  /** What the brain has acknowledged of the journal; null: it cannot be read. */
  readonly acked: number | null;
}

export type Check = "control" | "lamps" | "detectors" | "journal" | "brain";
export type Health = { readonly [C in Check]: string };

/** A tick is a tenth; a frame that is older than this says that there are none. */
const TICK_AGE_MS = 1_000;
/** Chunks close within a minute at the longest, and each minute is counted in one. */
const COMMIT_MS = 150_000;

/**
 * Whether a unit does what it is there for, by what is seen of it from outside: tick, lamps, detectors, journal, brain. What was away before the
 * restart already (a cut cable, a dead broker) is no fault of the release that runs now.
 */
export class Watch {
  readonly #lamps: ReadonlySet<string>;
  readonly #before: Before | null;
  #at: Instant | null = null;
  #ticked = Number.NEGATIVE_INFINITY;
  #seq = 0;
  #committed = Number.NEGATIVE_INFINITY;
  /** From here on what the brain acknowledges was recorded while we looked. */
  #first: number | null = null;

  /** `lamps`: the devices of the site's channels. `before` null: only what every unit must do is asked. */
  constructor(lamps: ReadonlySet<string>, before: Before | null) {
    this.#lamps = lamps;
    this.#before = before;
  }

  /** What is wrong, by what it is wrong with; "" for nothing. */
  look({ now, live, age_ms, acked }: Look): Health {
    if (live !== null && age_ms < TICK_AGE_MS && live.at !== this.#at) {
      this.#at = live.at;
      this.#ticked = now;
    }
    const seq = live?.journal.last_seq ?? 0;
    this.#first ??= live === null ? null : seq;
    if (seq > this.#seq && this.#seq > 0) this.#committed = now;
    if (seq > 0) this.#seq = seq;
    const silent = live === null ? "the street side cannot be heard" : now - this.#ticked > TICK_AGE_MS ? "control does not tick" : "";
    if (live === null || silent !== "")
      return { control: silent, lamps: silent, detectors: silent, journal: silent, brain: this.#brain(acked) };
    return { control: controlOf(live), ...this.#devices(live), journal: this.#journal(live, now), brain: this.#brain(acked) };
  }

  #devices({ devices }: Live): Pick<Health, "lamps" | "detectors"> {
    const away = devices.filter(({ answering }) => !answering).map(({ device }) => device);
    const lamps = away.filter((device) => this.#lamps.has(device));
    const others = away.filter((device) => !this.#lamps.has(device) && (this.#before?.answering.includes(device) ?? false));
    return {
      lamps: lamps.length === 0 ? "" : `the lamps' device ${lamps.join(", ")} does not answer`,
      detectors: others.length === 0 ? "" : `${others.join(", ")} answered before the restart, and does not now`,
    };
  }

  #journal({ journal, at }: Live, now: number): string {
    if (journal.fault !== "") return `the journal takes no records: ${journal.fault}`;
    // Before the first chunk could close there is nothing to see.
    return now - this.#committed > COMMIT_MS
      ? `the journal has committed nothing for ${COMMIT_MS / 1_000} s (${at / 1_000} s after the start)`
      : "";
  }

  #brain(acked: number | null): string {
    if (this.#before?.brain !== true) return "";
    if (this.#first !== null && acked !== null && acked > this.#first) return "";
    return "the brain was reached before the restart, and has acknowledged nothing since";
  }
}

function controlOf({ mode, mode_cause, flash, wall }: Live): string {
  if (mode === "start-up") return `the signals are starting (${iso(wall as WallTime)})`;
  if (mode === "flash" && (flash === "other" || flash === "fault-monitor")) return `the signals flash: ${mode_cause}`;
  return "";
}

const CHECKS: readonly Check[] = ["control", "lamps", "detectors", "journal", "brain"];

/** All that is wrong, in one line; "" for nothing. `without` the brain, if that is not to count. */
export const wrong = (health: Health, without: readonly Check[] = []): string =>
  [...new Set(CHECKS.filter((check) => !without.includes(check)).map((check) => health[check]))].filter((words) => words !== "").join("; ");
