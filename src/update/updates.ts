import type { Request } from "../journal/port.ts";
import type { Live } from "../traffic/live.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import { AHEAD_MAX_MS, type UpdateAsked } from "./asked.ts";
import type { Job, SlotRequest, UpdateDesk } from "./desk.ts";
import { handOverRequest, STANDS_MS } from "./hand-over.ts";
import { type Release, whyNot } from "./release.ts";
import { isOver, toldRequest, type UpdateState, type UpdateTold } from "./told.ts";

/** What came of fetching. `trouble` may be over the next time. */
export type Fetched = { readonly kind: "done" } | { readonly kind: "refused" | "trouble"; readonly words: string };

export interface UpdatesPorts {
  readonly running: () => Release;
  /** Why nothing here can take a release; "" where there is a second slot. */
  readonly noSlot: () => string;
  readonly desk: UpdateDesk;
  readonly fetch: (asked: UpdateAsked, signal: AbortSignal) => Promise<Fetched>;
  /** Into the journal's inbox. False while there is no journal. */
  readonly offer: (request: Request) => boolean;
  /** The brain has acknowledged something lately. */
  readonly brainReached: () => boolean;
  readonly now: () => number;
  readonly wall: () => WallTime;
  readonly told?: (words: string) => void;
}

interface Step {
  readonly state: UpdateState;
  readonly words: string;
  /** The street side has told it already. */
  readonly told?: boolean;
}

/** Who names no end of the window has a day. */
const WINDOW_MS = 24 * 3_600_000;
/** A line that broke is tried again after this, and each time half as long again, up to a quarter of an hour. */
const RETRY_MS = 10_000;
const RETRY_MAX_MS = 900_000;
/** Writing a slot on the slowest card takes five minutes; who has not answered after this is not there. */
const INSTALL_MS = 30 * 60_000;
/** Down, up, twice, and up to an hour to prove itself (the gate's time, where only the brain is missing). */
const RESTART_MS = 150 * 60_000;
/** By then root has taken the request up, and the signals stand in flash no longer if it has not. */
const RESTART_BEGINS_MS = 2 * STANDS_MS;
/** A street side that has not been heard for so long controls nothing, and its cabinet flashes by itself. */
const UNHEARD_MS = 120_000;
const ASK_AGAIN_MS = 15_000;

/**
 * The centre side's half of an update: fetches, has it installed, has the signals handed over, has the machine started anew, and says each state to the
 * journal. One at a time. What it has begun stands on the desk, so a restart of the link, or of the machine, goes on with it.
 */
export class Updates {
  readonly #ports: UpdatesPorts;
  #job: Job | null;
  #since: number;
  #live: { readonly at: number; readonly live: Live } | null = null;
  #heard: number;
  #fetching: AbortController | null = null;
  #retryAt = 0;
  #retry_ms = RETRY_MS;
  #askAgainAt = 0;
  /** Ends of updates that never were a job. */
  readonly #owed: UpdateTold[] = [];
  /** Of a stick: it is not begun twice. */
  #last = "";
  #lastWords = "";

  constructor(ports: UpdatesPorts) {
    this.#ports = ports;
    this.#job = ports.desk.job();
    this.#since = ports.now();
    this.#heard = this.#since;
  }

  /** Where the update stands, or the last one ended, for whoever looks at the page; "" for none. */
  get words(): string {
    if (this.#job === null) return this.#lastWords;
    const { state, words, asked, id } = this.#job;
    const { hand_over } = this.#live?.live ?? {};
    const waits =
      state === "installed" && hand_over?.id === id
        ? `the signals: ${hand_over.stage}${hand_over.why === "" ? "" : `, ${hand_over.why}`}`
        : words;
    return `to ${asked.version}: ${state}${waits === "" ? "" : `, ${waits}`}`;
  }

  /** Why a command cannot be, as things stand; "" if it can. What only the bundle itself says comes later, as a record. */
  whyNot(asked: UpdateAsked): string {
    const { noSlot, desk, wall } = this.#ports;
    const running = this.#ports.running();
    const none = noSlot();
    if (none !== "") return none;
    if (this.#job !== null) return `the update to ${this.#job.asked.version} is underway (${this.#job.state}); ask again when it is over`;
    if (asked.until !== 0 && asked.until <= wall()) return `its window was over at ${iso(asked.until as WallTime)}`;
    if (Math.max(asked.not_before, asked.until) > wall() + AHEAD_MAX_MS) return "its window is more than two weeks ahead";
    const older = whyNot({ version: asked.version, security: running.security }, running, asked.allow_older);
    return older === "" ? desk.whyNoRoom(asked.size) : older;
  }

  /** The command of this id is recorded as done. Never throws: what cannot be begun is told. */
  begin(id: string, asked: UpdateAsked): void {
    const refused = (words: string): void => {
      this.#owed.push({ id, version: asked.version, state: "refused", words: words.slice(0, 250) });
    };
    try {
      // Between its result and now a stick may have been quicker.
      if (this.#job === null) this.#begin(id, asked);
      else refused(`the update to ${this.#job.asked.version} is underway (${this.#job.state})`);
    } catch (error) {
      this.#job = null;
      refused(`it cannot be kept: ${(error as Error).message}`);
    }
  }

  #begin(id: string, asked: UpdateAsked): void {
    const until = asked.until === 0 ? Math.max(asked.not_before, this.#ports.wall()) + WINDOW_MS : asked.until;
    this.#ports.desk.tidy(asked.sha256);
    this.#start({ id, from: "brain", asked: { ...asked, until }, state: "fetching", words: sizeWords(asked.size), told: false });
  }

  live(live: Live): void {
    this.#heard = this.#ports.now();
    this.#live = { at: this.#heard, live };
  }

  /** About once a second. Never throws. */
  step(): void {
    try {
      this.#pay();
      this.#stick();
      if (this.#job === null || !this.#tell(this.#job)) return;
      const next = isOver(this.#job.state) ? null : this.#next(this.#job);
      if (next !== null) this.#become(this.#job, next);
      else if (isOver(this.#job.state)) this.#end();
    } catch (error) {
      // A full disk, a journal that is away: the next second tries again.
      this.#ports.told?.(`the update waits: ${(error as Error).message}`);
    }
  }

  close(): void {
    this.#fetching?.abort();
  }

  /** null: it stays where it is. */
  #next(job: Job): Step | null {
    const { desk, wall, now } = this.#ports;
    const { id, asked } = job;
    const root = desk.state();
    const said = root?.id === id ? root : null;
    const begins = wall() >= asked.not_before;
    switch (job.state) {
      case "fetching":
        return this.#fetched(job);
      case "checked":
        return begins ? { state: "installing", words: "" } : { state: "waiting", words: `until ${iso(asked.not_before as WallTime)}` };
      case "waiting":
        return begins ? { state: "installing", words: "" } : null;
      case "installing":
        if (said?.state === "installed" || said?.state === "refused") return { state: said.state, words: said.words };
        if (now() - this.#since > INSTALL_MS) return givenUp(`nobody has installed it within ${INSTALL_MS / 60_000} minutes`);
        if (said === null || said.state === "offered") this.#requestOnce({ kind: "install", id, ...releaseOf(asked) });
        return null;
      case "installed":
        // The link was ended between its request and its own note of it: the machine has been through it already.
        if (said?.state === "proved" || said?.state === "fell-back") return { state: said.state, words: said.words };
        return this.#handOver(job);
      case "restarting":
        if (said?.state === "proved" || said?.state === "fell-back") return { state: said.state, words: said.words };
        if (said?.state === "refused") return givenUp(said.words);
        // The power went before root had made the other slot the first one, so the signals are to be handed over for it once more.
        if (said?.state === "installed" && now() - this.#since > RESTART_BEGINS_MS) return { state: "installed", words: said.words };
        // The street side has told it.
        if (this.#handedOver(id) === "given-up") return { ...givenUp(""), told: true };
        return now() - this.#since > RESTART_MS ? givenUp(`nobody has said within ${RESTART_MS / 60_000} minutes what became of it`) : null;
      default:
        return null;
    }
  }

  #fetched(job: Job): Step | null {
    const { desk, wall, now } = this.#ports;
    const { asked } = job;
    if (asked.bundle === "") return { state: "checked", words: "it was on the unit already" };
    if (wall() > asked.until) {
      this.#fetching?.abort();
      return givenUp("it could not be fetched within its window");
    }
    if (this.#fetching !== null || now() < this.#retryAt) return null;
    const room = desk.whyNoRoom(asked.size);
    if (room !== "") return { state: "refused", words: room };
    this.#fetch(job);
    return null;
  }

  #fetch(job: Job): void {
    const { fetch, now, told = () => {} } = this.#ports;
    const stop = new AbortController();
    this.#fetching = stop;
    fetch(job.asked, stop.signal)
      .catch((error: Error): Fetched => ({ kind: "trouble", words: error.message }))
      .then((fetched) => {
        this.#fetching = null;
        if (stop.signal.aborted || this.#job !== job) return;
        if (fetched.kind === "done") this.#become(job, { state: "checked", words: "" });
        else if (fetched.kind === "refused") this.#become(job, { state: "refused", words: fetched.words });
        else {
          told(`the bundle of ${job.asked.version} is not here yet: ${fetched.words}`);
          this.#retryAt = now() + this.#retry_ms;
          this.#retry_ms = Math.min(RETRY_MAX_MS, this.#retry_ms * 1.5);
        }
      })
      // A disk that does not take the new state: it is fetched again, which costs nothing.
      .catch((error: Error) => told(`the update waits: ${error.message}`));
  }

  #handOver(job: Job): Step | null {
    const { now, wall, offer } = this.#ports;
    const { id, asked } = job;
    if (now() - this.#heard > UNHEARD_MS)
      return this.#restart(id, { state: "restarting", words: "nothing controls the signals, so nothing is waited for" });
    const stage = this.#handedOver(id);
    if (stage === "standing") return this.#restart(id, { state: "restarting", words: "", told: true });
    if (stage === "given-up") return { ...givenUp(""), told: true };
    if (stage !== null || now() < this.#askAgainAt) return null;
    // A street side that was started anew does not know of it any more.
    if (wall() > asked.until) return givenUp("no safe moment came in its window");
    this.#askAgainAt = now() + ASK_AGAIN_MS;
    offer(handOverRequest({ id, version: asked.version, until: asked.until }, wall(), wall()));
    return null;
  }

  #restart(id: string, step: Step): Step {
    this.#ports.desk.request({ kind: "restart", id, brain: this.#ports.brainReached() });
    return step;
  }

  #handedOver(id: string): "waiting" | "entering" | "standing" | "given-up" | null {
    const { hand_over } = this.#live?.live ?? {};
    return hand_over?.id === id ? hand_over.stage : null;
  }

  #pay(): void {
    for (let owed = this.#owed[0]; owed !== undefined; owed = this.#owed[0]) {
      if (!this.#ports.offer(toldRequest(owed, this.#ports.wall()))) return;
      this.#owed.shift();
    }
  }

  /** What a stick has brought, and root has checked. */
  #stick(): void {
    const said = this.#job === null ? this.#ports.desk.state() : null;
    if (said?.state !== "offered" || said.id === this.#last) return;
    const { id, version, sha256, size, words } = said;
    const asked = { bundle: "", version, sha256, size, not_before: 0, until: this.#ports.wall() + WINDOW_MS, allow_older: false };
    this.#start({ id, from: "stick", asked, state: "checked", words, told: false });
  }

  #requestOnce(request: SlotRequest): void {
    if (this.#ports.now() < this.#askAgainAt) return;
    this.#ports.desk.request(request);
    this.#askAgainAt = this.#ports.now() + INSTALL_MS;
  }

  /** True when the journal knows of its state. */
  #tell(job: Job): boolean {
    if (job.told) return true;
    const { offer, desk, wall, told } = this.#ports;
    const { id, asked, state, words } = job;
    if (!offer(toldRequest({ id, version: asked.version, state, words }, wall()))) return false;
    told?.(`update to ${asked.version}: ${state}${words === "" ? "" : `, ${words}`}`);
    this.#job = { ...job, told: true };
    desk.keep(this.#job);
    return true;
  }

  #start(job: Job): void {
    this.#ports.desk.keep(job);
    this.#job = job;
    this.#fresh();
  }

  #become(job: Job, { state, words, told = false }: Step): void {
    const next = { ...job, state, words, told };
    this.#ports.desk.keep(next);
    this.#job = next;
    this.#fresh();
  }

  #fresh(): void {
    this.#since = this.#ports.now();
    this.#askAgainAt = 0;
    this.#retryAt = 0;
    this.#retry_ms = RETRY_MS;
  }

  #end(): void {
    this.#last = this.#job!.id;
    this.#lastWords = this.words;
    this.#ports.desk.tidy(null);
    this.#ports.desk.keep(null);
    this.#job = null;
  }
}

const givenUp = (words: string): Step => ({ state: "given-up", words });

const releaseOf = ({ version, sha256, size, allow_older }: UpdateAsked) => ({ version, sha256, size, allow_older });

export const sizeWords = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
