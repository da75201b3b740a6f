import { CODE } from "../traffic/codes.ts";
import { detailOf, textIn } from "../traffic/detail.ts";
import type { Entry } from "../traffic/entry.ts";
import type { Site } from "../traffic/site.ts";
import { plans } from "../traffic/strategies.ts";

/** What makes a half hour say nothing of the parameters: somebody or something else had the signals, or it is not known what came. */
export interface Spoil {
  readonly from: number;
  /** Infinity while it lasts. */
  to: number;
  readonly words: string;
}

/** Clocks are disciplined by some ms all day; a jump moves what the hour of the day was. */
const JUMP_MS = 2_000;
const MISSED_TENTHS = 50;
/** NTCIP 1202 unitFlashStatus. */
const [NOT_FLASH, START_UP] = [2, 7];
const [PREEMPT_ON, PREEMPT_OFF, PREEMPT_EXIT] = [102, 104, 111];
const [MANUAL, STOP_TIME] = [178, 180];
/** A preempt's greens, and what had to wait for them, are over after this. */
const AFTER_MS = 120_000;
const PREEMPTED = "a preempt had the signals";

/** What the centre asks of phases, by the code of its beginning and of its end. */
const HELD: ReadonlyMap<number, string> = new Map([
  [CODE.holdOn, "hold"],
  [CODE.omitOn, "omit"],
  [CODE.pedestrianOmitOn, "ped-omit"],
]);
const LET_GO: ReadonlyMap<number, string> = new Map([
  [CODE.holdOff, "hold"],
  [CODE.omitOff, "omit"],
  [CODE.pedestrianOmitOff, "ped-omit"],
]);

/** Reads a session's entries in their order. */
export class Spoils {
  readonly all: Spoil[] = [];
  readonly #site: Pick<Site, "patterns">;
  readonly #underPlans: boolean;
  /** By what began them: those that last. */
  readonly #open = new Map<string, Spoil>();
  #pattern = 0;
  #mode = "";

  /** `underPlans`: a plan of the centre's spoils nothing, because only who came is asked for. */
  constructor(site: Pick<Site, "patterns">, underPlans = false) {
    this.#site = site;
    this.#underPlans = underPlans;
  }

  take({ at, code, param, value, detail }: Entry): void {
    if (code === CODE.tenthsMissed && value >= MISSED_TENTHS) this.#mark(at, at + value * 100, "the unit stood still");
    else if (code === CODE.clockCorrected && Math.abs(value) >= JUMP_MS) this.#mark(at, at, "the clock was set");
    else if (code === CODE.unitFlashStatus) this.#lasts("flash", param !== NOT_FLASH && param !== START_UP, at, "the signals flashed");
    else if (code === MANUAL) this.#lasts("manual", param === 1, at, "somebody had the signals in hand");
    else if (code === STOP_TIME) this.#lasts("stop time", param === 1, at, "time was stopped in the cabinet");
    else if (code === PREEMPT_ON || code === PREEMPT_OFF) this.#lasts(`preempt ${param}`, code === PREEMPT_ON, at, PREEMPTED);
    else if (HELD.has(code)) this.#lasts(`${HELD.get(code)} ${param}`, true, at, "the centre held or omitted a phase");
    else if (LET_GO.has(code)) this.#lasts(`${LET_GO.get(code)} ${param}`, false, at, "");
    else if (code === CODE.detectorForced || code === CODE.detectorFreed)
      this.#lasts(`forced ${param}`, code === CODE.detectorForced, at, "the centre had forced a detector");
    else if (code === CODE.planInForce && !this.#underPlans)
      this.#lasts("plan", textIn(detailOf(detail), "hash") !== "", at, "a plan of the centre's was in force");
    else if (code === PREEMPT_EXIT) this.#mark(at, at + AFTER_MS, PREEMPTED);
    else if (code === CODE.patternChanged) {
      this.#pattern = param;
      this.#lasts("centre", detail.includes('"system-control"'), at, "the centre had chosen the pattern");
      this.#rung(at);
    } else if (code === CODE.controlMode) {
      this.#mode = textIn(detailOf(detail), "mode", this.#mode);
      this.#rung(at);
    }
  }

  /** From the last record before a hole to the first behind it nobody knows what happened. */
  hole(from: number, to: number): void {
    this.#mark(from, to, "records were dropped");
  }

  /** Why a time is not used; "" where it is. */
  of(from: number, to: number): string {
    return this.all.find((spoil) => spoil.from < to && spoil.to > from)?.words ?? "";
  }

  /** What ended before `at` is not asked for any more. */
  forget(at: number): void {
    const kept = this.all.filter(({ to }) => to >= at);
    this.all.splice(0, this.all.length, ...kept);
  }

  #rung(at: number): void {
    const strategy = this.#site.patterns.find(({ number }) => number === this.#pattern)?.strategy;
    const gaps = this.#mode === "actuated" && strategy !== undefined && plans(strategy);
    this.#lasts("fixed", this.#mode === "fixed", at, "detection had failed so far that the fixed plan stood");
    this.#lasts("gaps", gaps, at, "detection had failed so far that the plan gave way to gaps");
  }

  #mark(from: number, to: number, words: string): void {
    this.all.push({ from, to: to + 1, words });
  }

  #lasts(what: string, on: boolean, at: number, words: string): void {
    const open = this.#open.get(what);
    if (on && open === undefined) {
      const spoil = { from: at, to: Number.POSITIVE_INFINITY, words };
      this.#open.set(what, spoil);
      this.all.push(spoil);
    } else if (!on && open !== undefined) {
      open.to = at;
      this.#open.delete(what);
    }
  }
}
