import { readSite } from "../config/index.ts";
import type { Site } from "../traffic/site.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import { type Saved, savedIn, type Tried } from "./saved.ts";
import { sha256 } from "./sha256.ts";
import { type Planned, planned } from "./text.ts";
import { type Part, Upload } from "./upload.ts";

interface Kept {
  readonly hash: string;
  readonly text: string;
  readonly site: Site;
  tried: Tried | null;
}

/** A plan has come into force in this tick. */
export interface Turned {
  /** "" for the site file's own. */
  readonly hash: string;
  readonly was: string;
  readonly why: string;
}

/** The one in force, the one before it, and one that is new. */
const KEPT_MAX = 3;
/** Falling down the ladder within so long of an activation brings the plan before it back. */
const WATCH_MS = 900_000;
const AHEAD_MAX_MS = 14 * 86_400_000;

const shortly = (hash: string): string => (hash === "" ? "the site file's own plan" : `plan ${hash.slice(0, 12)}`);

/**
 * The plans of a unit: uploaded, checked, tried, in force, and the one before. Pure but for its own state, which `saved` gives and a new life begins
 * with; every change comes from a request or from the wall time, so a replay does the same.
 */
export class Plans {
  readonly #base: { readonly text: string; readonly site: Site };
  readonly #siteHash: string;
  readonly #kept = new Map<string, Kept>();
  readonly #upload = new Upload();
  #inForce = "";
  #before = "";
  #pending: { readonly hash: string; readonly at: WallTime } | null = null;
  /** Who has asked for what waits. */
  #by = "the centre";
  #watchedUntil = 0;
  #turned: Turned | null = null;
  /** null: something has changed since. */
  #saved: string | null = null;

  /** `saved`: what an earlier life left; null for nothing. */
  constructor(base: { readonly text: string; readonly site: Site }, saved: string | null) {
    this.#base = base;
    this.#siteHash = sha256(base.text);
    if (saved !== null) this.#restore(savedIn(saved));
  }

  /** With the plan in force. */
  get site(): Site {
    return this.#kept.get(this.#inForce)?.site ?? this.#base.site;
  }

  get any(): boolean {
    return this.#kept.size > 0;
  }

  /** As JSON; the same string as long as nothing has changed. */
  get saved(): string {
    this.#saved ??= JSON.stringify(this.#state());
    return this.#saved;
  }

  #state(): Saved {
    const kept = [...this.#kept.values()].map(({ hash, text, tried }) => ({ hash, text, tried }));
    const [in_force, before, pending] = [this.#inForce, this.#before, this.#pending];
    return { site: this.#siteHash, in_force, before, pending, watched_until: this.#watchedUntil, kept };
  }

  /** One part of a plan; with the last one it is checked. The refusal, or the hash of a plan that is whole and kept, or "". */
  take(part: Part): { readonly refused: string } | { readonly kept: string } {
    const taken = this.#upload.take(part);
    if ("refused" in taken || taken.text === null) return "refused" in taken ? taken : { kept: "" };
    const { text } = taken;
    const hash = sha256(text);
    if (hash !== part.hash) return { refused: `the parts make up ${hash.slice(0, 12)}, not ${part.hash.slice(0, 12)}: upload it again` };
    if (this.#kept.has(hash)) return { kept: hash };
    const checked = this.#checked(text);
    if ("refused" in checked) return checked;
    if (!this.#makeRoom())
      return { refused: `${KEPT_MAX} plans are kept, and all are needed: in force, before that, or waiting for its time` };
    this.#kept.set(hash, { hash, text, site: checked.site, tried: null });
    this.#saved = null;
    return { kept: hash };
  }

  /** The hash that is meant by its first digits, or the refusal. */
  named(digits: string): string | { readonly refused: string } {
    const meant = [...this.#kept.keys()].filter((hash) => hash.startsWith(digits));
    if (meant.length === 1) return meant[0]!;
    const has = this.#kept.size === 0 ? "none is" : [...this.#kept.keys()].map((hash) => hash.slice(0, 12)).join(", ");
    return {
      refused: meant.length > 1 ? `${digits} means more than one plan: ${has}` : `plan ${digits} is not on this unit (${has}); upload it`,
    };
  }

  /** "" or why not. */
  tried(tried: Tried): string {
    const kept = this.#kept.get(tried.hash);
    if (kept === undefined) return `plan ${tried.hash.slice(0, 12)} is not on this unit (any more)`;
    kept.tried = tried;
    this.#saved = null;
    return "";
  }

  /** `at` 0: now. "" or why not. */
  activate(digits: string, at: WallTime, wall: WallTime, by = "the centre"): string {
    const hash = this.named(digits);
    if (typeof hash !== "string") return hash.refused;
    const unfit = this.#unfit(hash);
    if (unfit !== "") return unfit;
    if (at !== 0 && at < wall) return `${iso(at)} is over; this unit's clock says ${iso(wall)}`;
    if (at > wall + AHEAD_MAX_MS) return `${iso(at)} is more than two weeks away`;
    this.#pending = { hash, at: at === 0 ? wall : at };
    this.#by = by;
    this.#saved = null;
    return "";
  }

  /** "" or why that plan may not come into force as things stand. */
  #unfit(hash: string): string {
    const kept = this.#kept.get(hash);
    if (kept === undefined) return `${shortly(hash)} is not on this unit any more`;
    if (hash === this.#inForce) return `${shortly(hash)} is in force already`;
    const { tried } = kept;
    if (tried === null) return `${shortly(hash)} has not been tried on this unit's own traffic yet: try-plan ${hash.slice(0, 12)} first`;
    if (!tried.passed) return `${shortly(hash)} has not passed its trial: ${tried.words}`;
    if (tried.against !== this.#inForce)
      return `${shortly(hash)} was tried against ${shortly(tried.against)}, and ${shortly(this.#inForce)} is in force: try it again`;
    return "";
  }

  /** As `rollBack`, of nothing but the plan that is meant; "" for whichever it is. Whoever has heard no answer may say it again. "" or why not. */
  takeBack(digits: string, why: string): string {
    if (digits === "") return this.rollBack(why);
    if (this.#pending?.hash.startsWith(digits)) return this.rollBack(why);
    if (this.#inForce.startsWith(digits)) return this.#back(why);
    return `plan ${digits.slice(0, 12)} is not in force here and does not wait for its time: ${shortly(this.#inForce)} is in force`;
  }

  /** "" or why not. */
  rollBack(why: string): string {
    this.#saved = null;
    if (this.#pending !== null) {
      this.#pending = null;
      return "";
    }
    if (this.#inForce === "") return "the site file's own plan is in force: there is nothing to roll back";
    return this.#back(why);
  }

  #back(why: string): "" {
    this.#turn(this.#before, why);
    this.#before = "";
    this.#watchedUntil = 0;
    return "";
  }

  /** What comes into force in this tick, or has since the last one. `fallen`: why the unit has fallen down the ladder, "" if it has not. */
  step(wall: WallTime, fallen: string): Turned | null {
    if (this.#watchedUntil > 0 && wall >= this.#watchedUntil) {
      this.#watchedUntil = 0;
      this.#saved = null;
    }
    if (fallen !== "" && this.#watchedUntil > 0) {
      this.#pending = null;
      this.rollBack(`within a quarter of an hour of its activation: ${fallen}`);
    }
    if (this.#pending !== null && wall >= this.#pending.at) {
      const { hash } = this.#pending;
      this.#pending = null;
      // What was so when it was asked for need not be any more: another trial may have ended since, another version may have started.
      const unfit = this.#unfit(hash);
      if (unfit !== "") {
        this.#stays(`its time has come and it does not come into force: ${unfit}`);
        return this.#told();
      }
      this.#before = this.#inForce;
      this.#watchedUntil = wall + WATCH_MS;
      this.#turn(hash, `${this.#by} has activated it`);
    }
    return this.#told();
  }

  #told(): Turned | null {
    const turned = this.#turned;
    this.#turned = null;
    return turned;
  }

  /** What is in force stays there, and why that is said. */
  #stays(why: string): void {
    this.#turn(this.#inForce, why);
  }

  #turn(hash: string, why: string): void {
    const was = this.#inForce;
    this.#saved = null;
    this.#inForce = hash;
    this.#turned = { hash, was, why };
  }

  #checked(text: string): Planned {
    return planned(this.#base, text, readSite);
  }

  /** The oldest that nothing hangs on goes. False if there is none. */
  #makeRoom(): boolean {
    if (this.#kept.size < KEPT_MAX) return true;
    const needed = [this.#inForce, this.#before, this.#pending?.hash];
    const idle = [...this.#kept.keys()].find((hash) => !needed.includes(hash));
    return idle !== undefined && this.#kept.delete(idle);
  }

  /** What does not fit this site file any more, or this version, is left: the site file's own plan is in force then. */
  #restore(saved: Saved | null): void {
    const why = saved === null ? "what was kept of plans cannot be read" : this.#lacks(saved);
    if (why !== "") {
      this.#kept.clear();
      if (saved?.in_force !== "") this.#turned = { hash: "", was: saved?.in_force ?? "", why };
      return;
    }
    const { in_force, before, pending, watched_until } = saved!;
    this.#inForce = in_force;
    this.#before = this.#there(before) ? before : "";
    // Whether it still can be is seen when its time comes, and said then.
    this.#pending = pending === null ? null : { hash: pending.hash, at: pending.at as WallTime };
    this.#watchedUntil = watched_until;
    if (in_force !== "") this.#turned = { hash: in_force, was: in_force, why: "it was in force before the unit started" };
  }

  /** Takes in what can still be kept. "" or why the plan that was in force cannot be. */
  #lacks(saved: Saved): string {
    if (saved.site !== this.#siteHash) return "the site file is another one";
    for (const { hash, text, tried } of saved.kept) {
      const checked = sha256(text) === hash ? this.#checked(text) : { refused: "" };
      if ("site" in checked) this.#kept.set(hash, { hash, text, site: checked.site, tried });
    }
    return this.#there(saved.in_force) ? "" : "it passes the checks no longer";
  }

  #there(hash: string): boolean {
    return hash === "" || this.#kept.has(hash);
  }
}
