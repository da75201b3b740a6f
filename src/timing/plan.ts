import type { PatternSource } from "../traffic/live.ts";
import type { PatternNumber } from "../traffic/numbers.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import { scheduled } from "./schedule.ts";
import { TimeBase } from "./time-base.ts";

/** The pattern to be in force, who put it there, and why in words. */
export interface Chosen {
  readonly pattern: PatternNumber;
  readonly source: PatternSource;
  readonly why: string;
  /** For coordination: see `LocalTime`. */
  readonly clock_ds: number;
}

interface Asked {
  readonly pattern: PatternNumber;
  readonly until: Instant;
}

/**
 * Which pattern is in force: the brain's as long as it lasts, else the schedule's, else the start pattern; on the ladder's third rung the
 * fallback. A pattern of the brain's ends at its own time or, where the site file says a backup time (NTCIP 1202 unitBackupTime), when no
 * command of the brain's was carried out for so long: a brain that lives says so by any command. The street side cannot see the brain
 * otherwise, since it knows no network, and what it knows must be in the journal.
 */
export class Plan {
  #site: Site;
  readonly #timeBase: TimeBase;
  #asked: Asked | null = null;
  /** The brain's pattern was dropped because it was not heard. */
  #unheard = false;
  #heard: Instant | null = null;
  #local: { readonly key: number; readonly date: string; readonly pattern: PatternNumber | null } | null = null;

  constructor(site: Site) {
    this.#site = site;
    this.#timeBase = new TimeBase(site.time_zone);
  }

  /** Other patterns, day plans and another schedule. A pattern of the brain's that is not among them is over. */
  use(site: Site): void {
    this.#site = site;
    this.#local = null;
    if (!site.patterns.some(({ number }) => number === this.#asked?.pattern)) this.#asked = null;
  }

  /** The brain was heard: a command of its own was carried out. */
  heard(now: Instant): void {
    this.#heard = now;
    this.#unheard = false;
  }

  /** The brain's pattern, and until when. */
  ask(pattern: PatternNumber, until: Instant): void {
    this.#asked = { pattern, until };
  }

  /** At a tick with its wall time. `fixed`: why the local fixed plan must stand, "" where it need not. */
  choose(now: Instant, wall: WallTime, fixed: string): Chosen {
    const { backup_ds, fallback_pattern, start_pattern } = this.#site;
    if (this.#asked !== null && now >= this.#asked.until) this.#asked = null;
    const silent = backup_ds > 0 && this.#heard !== null && now >= this.#heard + backup_ds * 100;
    if (this.#asked !== null && silent) {
      this.#asked = null;
      this.#unheard = true;
    }
    const { day, before, minute, clock_ds } = this.#timeBase.at(wall);
    if (fixed !== "") return { pattern: fallback_pattern, source: "other", why: fixed, clock_ds };
    if (this.#asked !== null) return { pattern: this.#asked.pattern, source: "system-control", why: "the centre asked for it", clock_ds };
    if (this.#local?.key !== minute || this.#local.date !== day.date)
      this.#local = { key: minute, date: day.date, pattern: scheduled(this.#site, day, minute, before) };
    const { pattern } = this.#local;
    const why = pattern === null ? "the start pattern" : "the schedule";
    if (this.#unheard) {
      const silence = `nothing was heard from the centre for ${backup_ds / 10} s: ${why}`;
      return { pattern: pattern ?? start_pattern, source: "backup-mode", why: silence, clock_ds };
    }
    return { pattern: pattern ?? start_pattern, source: pattern === null ? "other" : "timebase", why, clock_ds };
  }
}
