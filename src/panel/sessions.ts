import type { Asked } from "./web.ts";

/** A day's work. Whoever comes back the next morning has the code at hand. */
export const SESSION_MS = 12 * 3_600_000;
/** A browser keeps its cookie for longer than it is good: so it can be told that it was. */
const COOKIE_MS = 36 * 3_600_000;
/** Ten people with some browsers each; the one that was used least lately makes room. */
const SESSIONS_MAX = 64;

/** One browser that has given the unit's code. */
export interface Session {
  /** Counted; not what the browser holds. */
  readonly number: number;
  readonly since: number;
  used: number;
  /** What is open for it, to be closed with it. */
  readonly open: Set<() => void>;
  /** The street side's session of a technician that this browser began; null for who only looks. */
  technician: Raised | null;
}

/** A technician's session on the street side, as this browser began it at `at`. */
export interface Raised {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  /** The street side has shown it: from then on another one in its place, or none, is its end. */
  shown: boolean;
}

/** What a session is kept under, without what the browser holds. */
export interface Secrets {
  /** A name that nobody guesses. */
  readonly made: () => string;
  /** One way: a process's memory that is read gives no cookie. */
  readonly kept: (secret: string) => string;
}

/** Who has logged in, in this process's life: a link that starts anew has forgotten them all. Time is monotonic, in ms. */
export class Sessions {
  readonly #cookie: string;
  readonly #secrets: Secrets;
  /** Least lately used first. */
  readonly #there = new Map<string, Session>();
  #count = 0;

  /** Cookies are shared by all ports of an address, so each unit has a name of its own. */
  constructor(unit: string, secrets: Secrets) {
    this.#cookie = `stopline-${unit.replace(/[^\w-]/g, "_")}`;
    this.#secrets = secrets;
  }

  get all(): Iterable<Session> {
    return this.#there.values();
  }

  /** The session whose cookie a request brings, if it is one of ours and not over. */
  of(asked: Asked, now: number): Session | null {
    const key = this.#key(asked);
    const session = this.#there.get(key);
    if (session === undefined) return null;
    if (now - session.since >= SESSION_MS) {
      this.#end(key, session);
      return null;
    }
    session.used = now;
    this.#there.delete(key);
    this.#there.set(key, session);
    return session;
  }

  /** Whether a request brings the cookie of one that is over, that has made room for others, or of before this process. */
  forgot(asked: Asked): boolean {
    const key = this.#key(asked);
    return key !== "" && !this.#there.has(key);
  }

  /** A new one, with what the browser is to keep: scripts cannot read it, and no page of another's sends it. */
  begin(now: number): { readonly session: Session; readonly cookie: string } {
    const secret = this.#secrets.made();
    this.#count += 1;
    const session: Session = { number: this.#count, since: now, used: now, open: new Set(), technician: null };
    this.#there.set(this.#secrets.kept(secret), session);
    const [oldest] = this.#there;
    if (this.#there.size > SESSIONS_MAX && oldest !== undefined) this.#end(...oldest);
    return { session, cookie: this.#words(secret, COOKIE_MS / 1_000) };
  }

  /** From now on its cookie is nobody's, and what was open for it is closed. Returns what makes the browser forget it. */
  end(asked: Asked): string {
    const key = this.#key(asked);
    const session = this.#there.get(key);
    if (session !== undefined) this.#end(key, session);
    return this.#words("", 0);
  }

  /** Ends those whose time is over: a stream asks for nothing, and would go on for ever. */
  sweep(now: number): void {
    for (const [key, session] of this.#there) if (now - session.since >= SESSION_MS) this.#end(key, session);
  }

  #end(key: string, session: Session): void {
    this.#there.delete(key);
    for (const close of session.open) close();
    session.open.clear();
  }

  #key(asked: Asked): string {
    for (const pair of asked.header("cookie").split(";")) {
      const [name, secret] = pair.trim().split("=", 2);
      if (name === this.#cookie && secret) return this.#secrets.kept(secret);
    }
    return "";
  }

  readonly #words = (secret: string, s: number): string => `${this.#cookie}=${secret}; Path=/; Max-Age=${s}; HttpOnly; SameSite=Strict`;
}
