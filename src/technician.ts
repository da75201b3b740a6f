import { CODE } from "./traffic/codes.ts";
import { type Entry, entry } from "./traffic/entry.ts";
import { Instant } from "./traffic/time.ts";

/** So long after the last thing that was done a session ends by itself. */
export const TECHNICIAN_MS = 30 * 60_000;

/** The detail of a `technician` record, as JSON; its value is 1 for a beginning, 0 for an end. */
export interface TechnicianDetail {
  readonly name: string;
  readonly why: string;
}

interface Open {
  readonly session: string;
  readonly name: string;
  until: Instant;
}

/**
 * The one technician who may do something at the status page. The street side keeps it, so that it is one whatever becomes of the page, and ends when
 * nobody is there any more; a street side that starts anew has none. Each beginning and end is a record.
 */
export class Technician {
  #open: Open | null = null;

  /** For eyes; null while there is none. */
  live(now: Instant): { readonly session: string; readonly name: string; readonly left_s: number } | null {
    if (this.#open === null) return null;
    const { session, name, until } = this.#open;
    return { session, name, left_s: Math.max(0, Math.ceil((until - now) / 1_000)) };
  }

  /** "" or why not. Whoever begins again, as after a link that started anew, takes up his own. */
  begin(session: string, name: string, instead: boolean, now: Instant, entries: Entry[]): string {
    const open = this.#open;
    if (open !== null && open.session === session) return "this session has begun already";
    if (open !== null && open.name !== name && !instead)
      return `${open.name} is in a technician session, which ends in ${Math.ceil((open.until - now) / 60_000)} min unless more is done in it`;
    if (open !== null) this.#end(now, `${name} begins another`, entries);
    this.#open = { session, name, until: Instant(now + TECHNICIAN_MS) };
    entries.push(told(now, 1, name, "at the status page"));
    return "";
  }

  /** "" or why not. */
  end(session: string, now: Instant, entries: Entry[]): string {
    if (this.#open?.session !== session) return OVER;
    this.#end(now, "ended by hand", entries);
    return "";
  }

  /** Whether this is the session; if so it lasts anew. "" or why not. */
  does(session: string, now: Instant): string {
    if (this.#open?.session !== session) return OVER;
    this.#open.until = Instant(now + TECHNICIAN_MS);
    return "";
  }

  /** He has done something that asks for no session, such as walking through the checklist: it lasts anew. */
  lasts(name: string, now: Instant): void {
    if (this.#open?.name === name) this.#open.until = Instant(now + TECHNICIAN_MS);
  }

  step(now: Instant, entries: Entry[]): void {
    if (this.#open !== null && now >= this.#open.until) this.#end(now, "nothing was done for half an hour", entries);
  }

  #end(now: Instant, why: string, entries: Entry[]): void {
    entries.push(told(now, 0, this.#open!.name, why));
    this.#open = null;
  }
}

const OVER = "this technician session is over; begin another";

const told = (now: Instant, value: 0 | 1, name: string, why: string): Entry =>
  entry(now, CODE.technician, 0, value, JSON.stringify({ name, why } satisfies TechnicianDetail));
