import { refusal, words } from "./answers.ts";
import { Limit, RATES, type Rates } from "./limits.ts";
import type { Role, Route, Who } from "./routes.ts";
import { type Raised, type Secrets, type Session, Sessions } from "./sessions.ts";
import type { Answer, Asked, Headers, TextAnswer } from "./web.ts";

/** Whether a code is the right one. Slow on purpose, and elsewhere than on the loop that asks. */
export type Check = (code: string) => Promise<boolean>;

/** The codes of a unit; null where it has none. */
export interface Codes {
  /** Without it everybody who reaches the page may look: so it is reached from the unit itself alone. */
  readonly page: Check | null;
  /** Without it nobody may do anything. */
  readonly technician: Check | null;
}

export interface DoorPorts {
  readonly codes: Codes;
  readonly secrets: Secrets;
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** Others than the usual ones. */
  readonly rates?: Rates;
}

/** A frame with the session in it comes ten times a second; a street side that does not show it for so long has none. */
const SHOWN_MS = 5_000;
const ENOUGH: readonly Role[] = ["open", "viewer", "technician"];
/** What a POST may bring where its route says nothing else: a form's few fields. */
const BODY_MAX = 4_096;

/** Who comes in, and how often. */
export class Doors {
  readonly ports: DoorPorts;
  readonly sessions: Sessions;
  readonly logins: Limit;
  /** Of strangers, by address. */
  readonly #requests: Limit;
  readonly #posts: Limit;
  /** Of those who have logged in, by session: who floods from the same address, or from everywhere, does not shut them out. */
  readonly #theirRequests: Limit;
  readonly #theirPosts: Limit;
  readonly #theirCodes: Limit;

  /** The session that the street side has last shown to be the technician's; "" for none. */
  readonly #holder: () => string;

  constructor(unit: string, ports: DoorPorts, holder: () => string = () => "") {
    this.ports = ports;
    this.#holder = holder;
    const { requests, posts, logins } = ports.rates ?? RATES;
    [this.logins, this.#theirCodes] = [new Limit(logins), new Limit(logins)];
    [this.#requests, this.#posts] = [new Limit(requests), new Limit(posts)];
    [this.#theirRequests, this.#theirPosts] = [new Limit(requests), new Limit(posts)];
    this.sessions = new Sessions(unit, ports.secrets);
  }

  who(asked: Asked): Who {
    const session = this.sessions.of(asked, this.ports.now());
    const technician = this.technician(asked);
    if (technician !== null) return { role: "technician", name: technician.name };
    return { role: session !== null || this.ports.codes.page === null ? "viewer" : "open", name: "" };
  }

  /** The technician's session that a browser holds; null for none, or one that is over. The street side judges what is asked in it anew. */
  technician(asked: Asked): Raised | null {
    const now = this.ports.now();
    const session = this.sessions.of(asked, now);
    if (session?.technician == null) return null;
    const { id, at, shown } = session.technician;
    if (this.#holder() === id) session.technician.shown = true;
    else if (shown || now - at > SHOWN_MS) session.technician = null;
    return session.technician;
  }

  /** The browser that asks holds the technician's session from now on; what it is to keep, if it had nothing. */
  raise(asked: Asked, { id, name }: { readonly id: string; readonly name: string }): Headers {
    const now = this.ports.now();
    const there = this.sessions.of(asked, now);
    const { session, cookie } = there === null ? this.sessions.begin(now) : { session: there, cookie: "" };
    session.technician = { id, name, at: now, shown: false };
    return cookie === "" ? {} : { "set-cookie": cookie };
  }

  /** It does not any more; which one it was. */
  lower(asked: Asked): Raised | null {
    const session = this.sessions.of(asked, this.ports.now());
    const was = session?.technician ?? null;
    if (session !== null) session.technician = null;
    return was;
  }

  /** Null for who may go on. */
  tooMany(asked: Asked): Answer | null {
    const now = this.ports.now();
    const session = this.sessions.of(asked, now);
    const [requests, posts] = session === null ? [this.#requests, this.#posts] : [this.#theirRequests, this.#theirPosts];
    const name = session === null ? asked.address : `session ${session.number}`;
    if (requests.take(name, now) && (asked.method === "GET" || posts.take(name, now))) return null;
    return words(429, "That is more than this unit answers. Wait a few seconds.", { "retry-after": "5", connection: "close" });
  }

  /** Whether another code may be tried: who is in is not kept from it by who guesses outside. */
  mayTry(asked: Asked): boolean {
    const now = this.ports.now();
    const session = this.sessions.of(asked, now);
    return session === null ? this.logins.take(asked.address, now) : this.#theirCodes.take(`session ${session.number}`, now);
  }

  /** The route's answer, for who may have it. */
  async admit(route: Route, asked: Asked): Promise<Answer> {
    const who = this.who(asked);
    if (ENOUGH.indexOf(who.role) < ENOUGH.indexOf(route.role)) return shut(who.role, route.role);
    if (route.method === "GET") return this.#held(asked, await route.answer(asked, who, null));
    // A page of somebody else's can send a form here, and says where it is from; JSON it cannot send without asking.
    if (asked.header("origin") !== `http://${asked.header("host")}`) return words(403, "Only this page's own buttons do anything here.");
    if (!/^application\/json\s*(;|$)/i.test(asked.header("content-type"))) return words(415, "What is sent here is application/json.");
    const most = route.body_max ?? BODY_MAX;
    const sent = await asked.body(most);
    if (sent === null) return words(413, `That is too long, no text, or too slow: here are ${most} bytes at most.`);
    const value = parsed(sent);
    if (value === undefined) return words(400, "That is no JSON.");
    // The body may have taken seconds, and in them the session may have ended.
    const now = this.who(asked);
    return ENOUGH.indexOf(now.role) < ENOUGH.indexOf(route.role) ? shut(now.role, route.role) : route.answer(asked, now, value);
  }

  /** A stream ends with the session that it was opened for. */
  #held(asked: Asked, answer: Answer): Answer {
    const session: Session | null = this.sessions.of(asked, this.ports.now());
    if (answer.kind !== "events" || session === null) return answer;
    return {
      ...answer,
      opened: (reader) => {
        const close = (): void => reader.close();
        session.open.add(close);
        answer.opened({
          ...reader,
          on: (heard) =>
            reader.on({
              ready: heard.ready,
              gone: () => {
                session.open.delete(close);
                heard.gone();
              },
            }),
        });
      },
    };
  }
}

const shut = (has: Role, needs: Role): TextAnswer =>
  needs === "technician" && has !== "open"
    ? refusal(403, "technician", "That is a technician's: begin a technician session first.")
    : refusal(401, "code", "This unit shows itself to who has its code. It stands on the label.");

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
