import { isOver, type UpdateTold } from "../../update/told.ts";
import type { Group } from "./groups.ts";

/** Where a unit of a staged update stands. */
export type Stand =
  | { readonly state: "to come" }
  /** Its command is on its way; `id` "" until its answer is there. */
  | { readonly state: "asked"; readonly id: string; readonly at_ms: number }
  | { readonly state: "underway"; readonly id: string; readonly at_ms: number; readonly step: string }
  | { readonly state: "proved"; readonly words: string }
  /** The release or the unit is not what it should be: nobody else gets it. */
  | { readonly state: "failed"; readonly words: string }
  /** It is as it was, and can be asked again another day. */
  | { readonly state: "passed over"; readonly words: string }
  /** Nobody knows whether it is underway: in its group nothing begins any more. */
  | { readonly state: "lost"; readonly words: string };

export type Stands = { readonly [unit: string]: Stand };

/**
 * An update of many units: of each group one at a time, the next when the one before has proved itself, and nobody any more after the first that
 * failed. Pure; what it knows is its `stands`, from which it can go on.
 */
export class Staging {
  readonly #groups: readonly Group[];
  readonly #together: boolean;
  readonly #longest_ms: number;
  #stands: { [unit: string]: Stand };

  /** `together`: all of a group at once. Who says nothing final within `longest_ms` is lost. */
  constructor(groups: readonly Group[], together: boolean, longest_ms: number, kept: Stands = {}) {
    this.#groups = groups;
    this.#together = together;
    this.#longest_ms = longest_ms;
    const units = groups.flatMap((group) => group.units);
    this.#stands = Object.fromEntries(units.map((unit) => [unit, kept[unit] ?? { state: "to come" }]));
  }

  get stands(): Stands {
    return this.#stands;
  }

  /** The first failure, in words; "" for none. */
  get stopped(): string {
    for (const [unit, stand] of Object.entries(this.#stands)) if (stand.state === "failed") return `${unit}: ${stand.words}`;
    return "";
  }

  /** Whose journals are to be looked at. */
  get watched(): readonly string[] {
    return Object.keys(this.#stands).filter((unit) => this.#open(unit));
  }

  /** Nothing is underway, and nothing more will begin. */
  get over(): boolean {
    return this.watched.length === 0 && this.#due().length === 0;
  }

  /** Who is to be sent the command now. They count as asked from here on. */
  begin(now_ms: number): readonly string[] {
    const due = this.#due();
    for (const unit of due) this.#stands[unit] = { state: "asked", id: "", at_ms: now_ms };
    return due;
  }

  /** It runs the release already. */
  has(unit: string): void {
    if (this.#stands[unit]?.state === "to come") this.#stands[unit] = { state: "proved", words: "runs it already" };
  }

  /** The one result of its command. */
  answered(unit: string, id: string, refused: string): void {
    const stand = this.#stands[unit];
    if (stand?.state !== "asked" || stand.id !== "") return;
    this.#stands[unit] = refused === "" ? { ...stand, id } : { state: "failed", words: `refused: ${refused}` };
  }

  /** Nobody has answered. `sent`: the unit may have it. */
  unanswered(unit: string, why: string, sent: boolean): void {
    const stand = this.#stands[unit];
    if (stand?.state === "asked" && stand.id === "") this.#stands[unit] = { state: sent ? "lost" : "passed over", words: why };
  }

  /** The newest that its journal says of updates, and when by its clock. */
  told(unit: string, told: UpdateTold, version: string, wall_ms: number): void {
    const stand = this.#stands[unit];
    if (stand?.state !== "asked" && stand?.state !== "underway") return;
    // Without an answer yet, what it says of this version since then is the answer: the message of it may have been lost.
    const ours = stand.id === "" ? told.version === version && wall_ms > stand.at_ms - CLOCKS_APART_MS : told.id === stand.id;
    if (!ours) return;
    const words = told.words === "" ? told.state : `${told.state}: ${told.words}`;
    if (!isOver(told.state)) this.#stands[unit] = { state: "underway", id: told.id, at_ms: stand.at_ms, step: words };
    else if (told.state === "proved") this.#stands[unit] = { state: "proved", words: "" };
    else this.#stands[unit] = { state: told.state === "given-up" ? "passed over" : "failed", words };
  }

  /**
   * Time goes by. A command that has had no answer within `unanswered_ms` was never sent, or its answer never heard, by one that was ended meanwhile; if
   * the unit has begun, its journal says so before.
   */
  look(now_ms: number, unanswered_ms: number): void {
    for (const [unit, stand] of Object.entries(this.#stands))
      if (stand.state === "asked" && stand.id === "" && now_ms - stand.at_ms > unanswered_ms) this.#stands[unit] = { state: "to come" };
      else if ((stand.state === "asked" || stand.state === "underway") && now_ms - stand.at_ms > this.#longest_ms) {
        const last = stand.state === "underway" ? stand.step : "nothing";
        this.#stands[unit] = {
          state: "lost",
          words: `nothing final within ${Math.round(this.#longest_ms / 60_000)} minutes; last: ${last}`,
        };
      }
  }

  #open(unit: string): boolean {
    const { state } = this.#stands[unit]!;
    return state === "asked" || state === "underway";
  }

  #due(): readonly string[] {
    if (this.stopped !== "") return [];
    return this.#groups.flatMap(({ units }) => {
      if (units.some((unit) => this.#stands[unit]!.state === "lost")) return [];
      const waiting = units.filter((unit) => this.#stands[unit]!.state === "to come");
      if (this.#together) return waiting;
      return units.some((unit) => this.#open(unit)) ? [] : waiting.slice(0, 1);
    });
  }
}

/** Unit and centre may differ by so much. */
const CLOCKS_APART_MS = 300_000;
