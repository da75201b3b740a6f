import type { ControlMode, FlashStatus } from "../traffic/live.ts";
import { type Instant, TICK_MS } from "../traffic/time.ts";

/** What the ladder looks at, once a tick. */
export interface Footing {
  /** The driver's board confirms what it is told. */
  readonly outputs: boolean;
  /** The monitor has latched a fault in this life of the unit. */
  readonly monitor: boolean;
  /** It has, in this life or in an earlier one, and nobody has reset it. */
  readonly latched: boolean;
  /** What the cabinet's own monitor wants, and why; null: nothing, or there is none that says so. */
  readonly cabinet: { readonly flash: FlashStatus; readonly cause: string } | null;
  /** The flash that a switch in the cabinet asks for. */
  readonly switched: Extract<FlashStatus, "automatic" | "local-manual"> | null;
  /** The centre asks for automatic flash. */
  readonly flashAsked: string;
  /** The signals are given out of hand for the restart of an update. */
  readonly handsOver: boolean;
  /** What the centre asks of phases, in words; "" for nothing. */
  readonly controlled: string;
  readonly stopTime: boolean;
  readonly manual: boolean;
  /** The controller is still in its start-up flash or all red. */
  readonly startUp: boolean;
  /** Phases that a detector calls; how many of them stand on recall because one of their detectors failed; how many see nothing at all. */
  readonly phasesDetected: number;
  readonly phasesRecalled: number;
  readonly phasesBlind: number;
  /** The pattern in force has a strategy that plans. */
  readonly plans: boolean;
  /** Lanes that it looks at; how many of them have a detector that has failed. */
  readonly lanes: number;
  readonly lanesUntrusted: number;
}

export interface Rung {
  readonly mode: ControlMode;
  readonly cause: string;
  /** Why the controller must stand in flash; null: it need not. */
  readonly flash: FlashStatus | null;
}

/** Down goes at once; up again only after detection has been whole this long, so that a loose connector does not make the signals swing. */
const CLIMB_MS = 60_000;

/**
 * The way down and the way up again: adaptive → actuated → the local fixed plan → flash. Each step has one cause, in words that the journal keeps.
 *
 * - Flash: the outputs are not confirmed (the cabinet has dropped to its own flash; when it comes back the signals must begin from
 *   start-up, never in the middle of a green), the monitor has latched a fault, the cabinet's own monitor (MMU) has failed, calls for flash or
 *   is programmed for another intersection, a switch in the cabinet asks for it, or the centre does. Of several reasons
 *   the one that is harder to leave is told.
 * - Fixed: more than half of the phases that have detectors are blind. One blind phase is recalled to its maximum and the rest stay
 *   actuated; with most of them on recall, nobody has checked the sum of those maximums as a cycle, while the fixed plan was.
 * - Actuated, where the pattern would plan: more than a quarter of the lanes have a detector that has failed, or there is no lane at all. One
 *   such lane is planned for as if somebody always waited there; a plan made mostly of such guesses is worse than gaps.
 */
export class Ladder {
  #rung: Rung = { mode: "start-up", cause: "the unit has just started", flash: null };
  readonly #fixed = new Step();
  readonly #actuated = new Step();

  get rung(): Rung {
    return this.#rung;
  }

  /** True when the rung changed in this tick. */
  step(now: Instant, on: Footing): boolean {
    const wanted = this.#wanted(now, on);
    if (wanted.mode === this.#rung.mode && wanted.cause === this.#rung.cause) return false;
    this.#rung = wanted;
    return true;
  }

  #wanted(now: Instant, on: Footing): Rung {
    this.#fixed.look(now, on, on.phasesBlind * 2 > on.phasesDetected, on.phasesBlind === 0);
    this.#actuated.look(now, on, on.lanesUntrusted * 4 > on.lanes, on.lanesUntrusted === 0);
    if (on.latched) return flash("fault-monitor", LATCHED);
    if (on.monitor) return flash("fault-monitor", "the conflict monitor's fault is reset, and ends when the unit is started again");
    if (!on.outputs) return flash("other", "the output board has not confirmed the lamps in time");
    if (on.cabinet !== null) return flash(on.cabinet.flash, on.cabinet.cause);
    if (on.switched === "local-manual") return flash(on.switched, "flash is switched on in the cabinet");
    if (on.switched !== null)
      return flash(on.switched, on.startUp ? AUTOMATIC : `${AUTOMATIC}: on the way by the entry phases and all red`);
    if (on.flashAsked !== "") {
      const asked = `asked for by ${on.flashAsked}`;
      return flash("automatic", on.startUp ? asked : `${asked}: on the way by the entry phases and all red`);
    }
    if (on.handsOver) return flash("automatic", on.startUp ? HANDED : `${HANDED}: on the way by the entry phases and all red`);
    const { mode, cause } = this.#served(on);
    return { mode, cause: on.stopTime ? "stop time is on: every interval stands" : cause, flash: null };
  }

  #served(on: Footing): Omit<Rung, "flash"> {
    if (on.startUp) return { mode: "start-up", cause: "flash, all red, then the first greens" };
    const mode = this.#fixed.down ? "fixed" : on.plans && on.lanes > 0 && !this.#actuated.down ? "adaptive" : "actuated";
    if (on.manual) return { mode, cause: "manual control is on: greens end when the officer advances the interval" };
    if (this.#fixed.down) return { mode, cause: "more than half of the detected phases are without detection" };
    if (on.plans && on.lanes === 0) return { mode, cause: "no lane has a detector that a plan could go by" };
    if (on.plans && mode === "actuated")
      return { mode, cause: "more than a quarter of the lanes are not seen: no plan, greens end by their gaps" };
    if (on.phasesRecalled > 0) return { mode, cause: recalled(on.phasesRecalled) };
    if (on.controlled !== "") return { mode, cause: on.controlled };
    return { mode, cause: "detection is good" };
  }
}

/** One step down, and the rule by which it is climbed again. */
class Step {
  #down = false;
  #wholeSince: Instant | null = null;

  get down(): boolean {
    return this.#down;
  }

  look(now: Instant, { startUp }: Footing, lost: boolean, whole: boolean): void {
    if (lost) {
      this.#down = true;
      this.#wholeSince = null;
    } else if (startUp && whole) {
      // Before the first green nothing can swing: adapters that came a second after the unit do not cost a minute.
      this.#down = false;
    } else if (this.#down && whole) {
      this.#wholeSince ??= (now - TICK_MS) as Instant;
      if (now - this.#wholeSince >= CLIMB_MS) this.#down = false;
    } else this.#wholeSince = null;
  }
}

const LATCHED = "the conflict monitor has latched a fault, and nobody has reset it in the cabinet";
const HANDED = "an update waits for the machine to start anew";
const AUTOMATIC = "automatic flash is switched on";

const flash = (status: FlashStatus, cause: string): Rung => ({ mode: "flash", cause, flash: status });

const recalled = (phases: number): string =>
  `${phases === 1 ? "1 phase stands" : `${phases} phases stand`} on recall: detectors have failed`;
