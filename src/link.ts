import type { LinkJournal } from "./journal/port.ts";
import { Backoff, type BackoffOptions, fieldBackoff } from "./sync/backoff.ts";
import type { BrokerAddress, Connect } from "./sync/broker.ts";
import { CentreTime } from "./sync/centre-time.ts";
import { DELIVERY, Delivery, type DeliveryOptions } from "./sync/delivery.ts";
import { DeparturesReport } from "./sync/departures.ts";
import { Errands } from "./sync/errands.ts";
import { Orders, type Verify } from "./sync/orders.ts";
import { Session } from "./sync/session.ts";
import { type Commissioned, StatusReport } from "./sync/status.ts";
import type { Timers } from "./sync/timers.ts";
import type { Departures } from "./traffic/departures.ts";
import type { LinkLive, Live } from "./traffic/live.ts";
import type { WallTime } from "./traffic/time.ts";
import type { UpdateAsked } from "./update/asked.ts";

/** Where nobody says how many there are. */
const FLEET = 100;
const ERRORS_KEPT = 5;

/** What the centre side needs of the world. */
export interface LinkPorts {
  readonly connect: Connect;
  readonly journal: LinkJournal;
  readonly timers: Timers;
  /** From 0 up to 1, other numbers on each unit: the jitter that keeps a city from calling at once. */
  readonly random: () => number;
  /** Checks the brain's signature; null for a unit that pins no key. */
  readonly verify: Verify | null;
  /** Gets what neighbours say of who leaves them. */
  readonly heard?: (unit: string, said: Departures) => void;
  /** Ends this process, for whoever runs it to start it anew. */
  readonly restart?: () => void;
  readonly clockKept?: () => boolean;
  readonly commissioned?: () => Commissioned;
  /** Why this unit cannot take a release, or not this one. */
  readonly noUpdate?: (asked: UpdateAsked) => string;
  /** Takes a release, as its command of this id asks. */
  readonly update?: (id: string, asked: UpdateAsked) => void;
  /** Tries a plan beside this process, and lays what came of it into the inbox. */
  readonly tryPlan?: (hash: string, id: string) => void;
}

export interface LinkOptions {
  readonly unit: string;
  readonly version: string;
  readonly broker: BrokerAddress;
  /** Units that are listened to: those that the site file names. */
  readonly neighbours?: readonly string[];
  readonly backoff?: BackoffOptions;
  readonly delivery?: DeliveryOptions;
}

/**
 * The centre side: presence, live status, journal delivery, commands. It meets the street side only in the journal, apart from the live
 * state that it is shown; it may hang, crash or be restarted at any moment, and the signals do not notice.
 */
export class Link {
  readonly #journal: LinkJournal;
  readonly #broker: string;
  readonly #status: StatusReport;
  readonly #departures: DeparturesReport;
  readonly #orders: Orders;
  readonly #session: Session;
  readonly #timers: Timers;
  readonly #centreTime = new CentreTime();
  /** Last first. */
  #errors: { readonly wall: WallTime; readonly words: string }[] = [];
  #known = { epoch: "", last_seq: 0, acked_seq: 0 };

  /** `told` gets what a technician should know: connected, or why not. */
  constructor(
    options: LinkOptions,
    {
      connect,
      journal,
      timers,
      random,
      verify,
      heard = () => {},
      restart = () => {},
      clockKept = () => false,
      commissioned = () => null,
      noUpdate = () => "nothing here takes releases",
      update = () => {},
      tryPlan = () => {},
    }: LinkPorts,
    told: (words: string) => void = () => {},
  ) {
    const { unit, version, broker: address, neighbours = [] } = options;
    this.#journal = journal;
    this.#timers = timers;
    this.#broker = `${address.host}:${address.port}`;
    this.#status = new StatusReport(unit, commissioned);
    this.#departures = new DeparturesReport(unit);
    const errands = new Errands(journal, { restart, clockKept, noUpdate, update, tryPlan });
    this.#orders = new Orders({ unit, journal, verify, errands });
    const delivery = new Delivery(journal, options.delivery ?? DELIVERY);
    const backoff = new Backoff(options.backoff ?? fieldBackoff(FLEET), random);
    const centre = {
      unit,
      version,
      timers,
      journal,
      delivery,
      orders: this.#orders,
      errands,
      status: this.#status,
      departures: this.#departures,
      centreTime: this.#centreTime,
      neighbours,
      heard,
      told,
    };
    const ports = { ...centre, address, connect, backoff };
    let last = "";
    this.#session = new Session(ports, (state) => {
      if (state.state === "connecting") return;
      const words = state.state === "connected" ? `connected to ${this.#broker}` : state.cause;
      if (words !== last) told(words);
      last = words;
      if (state.state === "waiting") this.#erred({ wall: timers.wall(), words });
    });
  }

  /** `powered`: with the whole machine, and perhaps with the whole city. */
  start(powered = false): void {
    this.#session.start(powered);
  }

  live(live: Live): void {
    this.#status.live(live);
    this.#departures.live(live);
  }

  /** The street side cannot be heard. */
  gone(): void {
    this.#status.gone();
    this.#departures.gone();
  }

  state(): LinkLive {
    const session = this.#session.state;
    return {
      broker: this.#broker,
      state: session.state,
      cause: session.state === "connected" ? "" : session.cause,
      ...this.#journalNow(),
      commands_taken: this.#orders.taken,
      commands_refused: this.#orders.refused,
      ...(session.state === "connected" ? { since: session.since } : {}),
      ...this.#brainAhead(),
      ...this.#session.carried(),
      errors: this.#errors,
    };
  }

  #erred(error: { readonly wall: WallTime; readonly words: string }): void {
    this.#errors = [error, ...this.#errors.filter(({ words }) => words !== error.words)].slice(0, ERRORS_KEPT);
  }

  #brainAhead(): Pick<LinkLive, "brain_ahead_ms"> {
    const timers = this.#timers;
    const there = this.#centreTime.at(timers.now());
    return there === null ? {} : { brain_ahead_ms: there - timers.wall() };
  }

  /** The journal as it stands; as it last stood, while it cannot be read (the session's cause says so then). */
  #journalNow() {
    try {
      this.#known = { epoch: this.#journal.epoch() ?? "", last_seq: this.#journal.last_seq(), acked_seq: this.#journal.acked() };
    } catch {}
    return this.#known;
  }

  /** Connects anew, because who we are has changed: our certificate. What was on its way is sent again. */
  redial(): void {
    this.#session.redial();
  }

  /** Says "shutdown" and goodbye. The journal is its owner's to close. */
  close(): Promise<void> {
    return this.#session.close();
  }
}
