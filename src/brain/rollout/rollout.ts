import { sha256 } from "../../plans/sha256.ts";
import { type Answer, type Errand, isFinal, isOut, type Seen, type Stand, type Stands } from "./stand.ts";

export interface RolloutAsked {
  /** Of each unit its plan's text. */
  readonly plans: { readonly [unit: string]: string };
  /** Unix time in ms of the common moment; 0: as soon as may be. */
  readonly at_ms: number;
  /** All or none; else each for itself, and who comes late joins. */
  readonly together: boolean;
  /** Who is not through within so long is left out. */
  readonly longest_ms: number;
  /** It ends when each unit has tried its plan: nothing is put in force. */
  readonly rehearsal?: true;
}

/** What has to outlast the process, as JSON. */
export interface RolloutKept {
  readonly began_ms: number;
  /** 0: not chosen yet. */
  readonly at_ms: number;
  /** Why everything is taken back; "" while nothing is. */
  readonly back: string;
  /** Of each unit that was asked to activate: what was in force there; "" for the site file's own. */
  readonly before: { readonly [unit: string]: string };
  readonly stands: Stands;
}

/** Where nobody named a moment, all units have so long to hear of it. */
const AHEAD_MS = 60_000;
/** All or none: so long before the moment everybody has to have taken it. */
const LEAST_MS = 15_000;
/** A trial lives through two half hours twice, and waits for others. */
const TRIAL_MS = 30 * 60_000;
/** A way back of which nothing was heard is said again. */
const AGAIN_MS = 60_000;

/**
 * Plans of several units, put in force at one moment: uploaded, tried on each unit's own traffic, activated by each unit's own clock, taken back together.
 * Pure; what it knows is `kept`, from which it can go on. Everything that it asks can be asked again: a unit that has done it says so, and does no more.
 */
export class Rollout {
  readonly #asked: RolloutAsked;
  readonly #hashes: ReadonlyMap<string, string>;
  readonly #busy = new Set<string>();
  readonly #stands: { [unit: string]: Stand };
  #began_ms: number;
  #at_ms: number;
  #back: string;
  readonly #before: { [unit: string]: string };

  constructor(asked: RolloutAsked, now_ms: number, kept: RolloutKept | null = null) {
    this.#asked = asked;
    this.#hashes = new Map(Object.entries(asked.plans).map(([unit, text]) => [unit, sha256(text)]));
    this.#stands = Object.fromEntries(
      Object.keys(asked.plans).map((unit) => [
        unit,
        resumed(kept !== null && Object.hasOwn(kept.stands, unit) ? kept.stands[unit] : undefined),
      ]),
    );
    this.#began_ms = kept?.began_ms ?? now_ms;
    this.#at_ms = kept?.at_ms ?? asked.at_ms;
    this.#back = kept?.back ?? "";
    this.#before = { ...kept?.before };
  }

  get stands(): Stands {
    return this.#stands;
  }

  get kept(): RolloutKept {
    return { began_ms: this.#began_ms, at_ms: this.#at_ms, back: this.#back, before: this.#before, stands: this.#stands };
  }

  #isFinal(stand: Stand): boolean {
    return isFinal(stand) || (stand.state === "ready" && this.#asked.rehearsal === true);
  }

  hashOf(unit: string): string {
    return this.#hashes.get(unit)!;
  }

  /** Nothing is underway, and nothing more will begin. */
  get over(): boolean {
    return this.#busy.size === 0 && Object.values(this.#stands).every((stand) => this.#isFinal(stand));
  }

  /** Before the moment it is cancelled, after it everybody goes back to the plan before. */
  takeBack(why: string): void {
    if (this.#back !== "") return;
    this.#back = why;
    // Where it is in force, or may be, it has been a result; now it is one no longer.
    for (const [unit, stand] of Object.entries(this.#stands))
      if (stand.state === "in force" || mayHaveIt(stand)) this.#stands[unit] = { state: "waiting", after_seq: 0 };
  }

  /** Who is to be asked what now. `seen`: of a unit that nobody has heard of, `here` is false. */
  step(now_ms: number, seen: (unit: string) => Seen): readonly Errand[] {
    for (const unit of this.#hashes.keys()) this.#look(unit, now_ms, seen(unit));
    if (this.#asked.together) this.#hold(now_ms);
    const errands: Errand[] = [];
    for (const unit of this.#hashes.keys()) {
      if (this.#busy.has(unit) || !seen(unit).here) continue;
      const errand = this.#next(unit, now_ms, seen(unit));
      if (errand === null) continue;
      this.#busy.add(unit);
      errands.push(errand);
    }
    return errands;
  }

  answered({ unit, does }: Errand, seen: Seen, answer: Answer): void {
    this.#busy.delete(unit);
    const stand = this.#stands[unit]!;
    if (this.#isFinal(stand)) return;
    if ("unanswered" in answer) {
      if (does === "try" && stand.state === "trying") this.#stands[unit] = { state: "kept" };
      return;
    }
    const refused = "refused" in answer ? answer.refused : "";
    if (does === "take back") {
      // It says so, too, where there is nothing of ours to be taken back.
      const words = stand.state === "taking back" ? stand.words : "";
      if (refused === "" || seen.turned?.hash !== this.hashOf(unit)) this.#stands[unit] = { state: "taken back", words };
    } else if (refused !== "") this.#refused(unit, does, refused);
    else if (does === "upload" && stand.state === "to come") this.#stands[unit] = { state: "kept" };
    else if (does === "activate" && stand.state === "asked") this.#stands[unit] = { state: "waiting", after_seq: seen.turned?.seq ?? 0 };
  }

  #refused(unit: string, does: Errand["does"], words: string): void {
    // Somebody has put another plan in force meanwhile, or the unit has let go of ours for want of room: from the beginning.
    const anew = does !== "upload" && /try it again|is not on this unit|has not been tried/.test(words);
    if (does === "activate" && /is in force already/.test(words)) this.#stands[unit] = { state: "in force" };
    else this.#stands[unit] = anew ? { state: "to come" } : { state: "failed", words: `refused: ${words}` };
  }

  /** What its journal says. */
  #look(unit: string, now_ms: number, { here, turned, tried }: Seen): void {
    const stand = this.#stands[unit]!;
    const hash = this.hashOf(unit);
    const ours = turned?.hash === hash;
    if (stand.state === "in force") {
      if (here && !ours)
        this.#stands[unit] = { state: "failed", words: `in force no longer: ${turned?.why ?? "its journal is a new one"}` };
      return;
    }
    if (this.#back === "" && here && ours && mayHaveIt(stand)) {
      this.#stands[unit] = { state: "in force" };
      return;
    }
    if (this.#isFinal(stand)) return;
    if (this.#back !== "") {
      if (REACHED.includes(stand.state) || (here && ours)) return;
      if (!this.#busy.has(unit)) this.#stands[unit] = { state: "left out", words: this.#back };
      return;
    }
    if (here && ours && stand.state !== "taking back") this.#stands[unit] = { state: "in force" };
    else if (
      stand.state === "waiting" &&
      turned !== null &&
      turned.seq > stand.after_seq &&
      here &&
      this.#isLost(hash, now_ms, turned, tried)
    )
      this.#stands[unit] = { state: "failed", words: turned.why, reached: true };
    else if (stand.state === "trying" && tried?.hash === hash && tried.passed && tried.against === (turned?.hash ?? ""))
      this.#stands[unit] = { state: "ready", words: tried.words };
    else if (stand.state === "trying" && tried?.hash === hash && tried.seq > stand.after_seq)
      this.#stands[unit] = tried.passed ? { state: "kept" } : { state: "failed", words: `its trial: ${tried.words}` };
    else if (stand.state === "trying" && now_ms - stand.at_ms > TRIAL_MS)
      this.#stands[unit] = { state: "failed", words: "its trial has come to nothing within half an hour" };
    else if (now_ms - this.#began_ms > this.#asked.longest_ms && now_ms > this.#at_ms && !this.#busy.has(unit))
      this.#stands[unit] = {
        ...{ state: "left out", words: here ? `it was still ${stand.state}` : "it was away" },
        ...(REACHED.includes(stand.state) ? { reached: true } : {}),
      };
  }

  /** All or none, a plan that came between trial and moment is known before it: nobody will put in force what was tried against another one. */
  #isLost(hash: string, now_ms: number, turned: NonNullable<Seen["turned"]>, tried: Seen["tried"]): boolean {
    if (now_ms >= this.#at_ms) return true;
    // A unit that starts says anew what was in force before.
    return this.#asked.together && !(tried?.hash === hash && tried.against === turned.hash);
  }

  /** All or none. */
  #hold(now_ms: number): void {
    if (this.#back !== "") return;
    const stands = Object.entries(this.#stands);
    const [lost] = stands.filter(([, stand]) => isOut(stand));
    // Once the moment has come, each unit looks after itself.
    const come = this.#at_ms > 0 && now_ms >= this.#at_ms;
    const ready = stands.every(([, { state }]) => state === "ready" || state === "asked" || state === "waiting" || state === "in force");
    if (lost !== undefined && !come) this.takeBack(`all or none, and of ${lost[0]}: ${"words" in lost[1] ? lost[1].words : ""}`);
    else if (this.#at_ms === 0 && ready) this.#at_ms = now_ms + AHEAD_MS;
    else if (this.#at_ms > 0 && !come && now_ms > this.#at_ms - LEAST_MS) {
      const late = stands.filter(([, { state }]) => state !== "waiting" && state !== "in force").map(([unit]) => unit);
      if (late.length > 0) this.takeBack(`all or none, and at the moment ${late.join(", ")} had not taken it`);
    }
  }

  #next(unit: string, now_ms: number, { turned, tried }: Seen): Errand | null {
    const stand = this.#stands[unit]!;
    const hash = this.hashOf(unit);
    const errand = (does: Errand["does"], at_ms = 0): Errand => ({ unit, does, at_ms });
    if (this.#back !== "") {
      if (isFinal(stand) || (stand.state === "taking back" && now_ms - stand.at_ms < AGAIN_MS)) return null;
      if (!REACHED.includes(stand.state) && turned?.hash !== hash) return null;
      this.#stands[unit] = { state: "taking back", at_ms: now_ms, words: this.#back };
      return errand("take back");
    }
    switch (stand.state) {
      case "to come":
        return errand("upload");
      case "kept":
        this.#stands[unit] = { state: "trying", at_ms: now_ms, after_seq: tried?.seq ?? 0 };
        return tried?.hash === hash && tried.passed && tried.against === (turned?.hash ?? "") ? null : errand("try");
      case "ready":
      case "asked": {
        const { together, rehearsal } = this.#asked;
        if (rehearsal) return null;
        if (together && !Object.values(this.#stands).every(({ state }) => READY.includes(state))) return null;
        if (together && this.#at_ms === 0) return null;
        this.#stands[unit] = { state: "asked" };
        this.#before[unit] ??= turned?.hash ?? "";
        return errand("activate", this.#at_ms > now_ms + 1_000 ? this.#at_ms : 0);
      }
      default:
        return null;
    }
  }
}

/** Of a trial nobody knows whether the unit was asked for it before we were ended. */
const resumed = (stand: Stand | undefined): Stand =>
  stand === undefined ? { state: "to come" } : stand.state === "trying" ? { state: "kept" } : stand;

/** It was given up, and may have taken the activation all the same: its own clock puts the plan in force. */
const mayHaveIt = (stand: Stand): boolean => "reached" in stand && stand.reached === true;

/** The unit may have taken the activation. */
const REACHED: readonly Stand["state"][] = ["asked", "waiting", "taking back"];
const READY: readonly Stand["state"][] = ["ready", "asked", "waiting", "in force"];
