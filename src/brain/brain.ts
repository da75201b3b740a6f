import { stopline } from "#wire";
import type { Connection, Message } from "../sync/broker.ts";
import { topic, topicOf } from "../sync/topics.ts";
import { takeApart } from "./apart.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import { Fleet, type UnitView } from "./fleet.ts";
import { type Order, type OrderOptions, type OrderResult, Orders } from "./orders.ts";
import { Outbox } from "./outbox.ts";
import type { Place, PlacedRecord } from "./reading.ts";
import { spanWords } from "./sequence.ts";
import { Session, type SessionPorts } from "./session.ts";
import type { Acked, Outcome, Store } from "./store.ts";
import { Waiting } from "./waiting.ts";

export interface BrainPorts extends SessionPorts {
  readonly store: Store;
  /** Ed25519 by the brain's own key. */
  readonly sign: (body: Uint8Array) => Uint8Array;
  readonly uuid: () => string;
  /**
   * Several keepers of this name at one broker share the journals between them ($share of MQTT 5; many brokers have it in 3.1.1 too): each chunk goes
   * to one of them. Which one does not matter: the store puts each record in its place, and acknowledges what has no hole before it.
   */
  readonly share?: string;
}

/**
 * `keeper`: receives, stores, acknowledges; one process for a store. `watcher`: looks at what units retain and at what the keeper stores,
 * and may send commands.
 */
export type Role = "keeper" | "watcher";

export interface BrainEvents {
  connected?(): void;
  /** Also each time that a connection could not be made. */
  lost?(cause: string): void;
  /** Something of this unit has changed. */
  changed?(unit: string): void;
  /** Something that a person should know, in words. */
  notice?(words: string): void;
  /** What a unit has said, as it came; nothing of it is stored yet. */
  heard?(arrival: Arrival): void;
  /** A vehicle's report, under its seal. Who does not listen for them gets none from the broker. */
  position?(vehicle: string, payload: Uint8Array): void;
}

/** What arrives within this is one commit and one acknowledgement: a disk takes tens of commits a second, units send thousands of chunks. */
const COMMIT_MS = 200;
/** A status alone changes nothing that must last: it is written with whatever else comes, or after this. */
const STATUS_MS = 5_000;
const RETRY_MS = 1_000;

/** The centre's half of the contract, as a reference: presence, status, journal and results in; acknowledgements and commands out. */
export class Brain {
  readonly #ports: BrainPorts;
  readonly #role: Role;
  readonly #on: BrainEvents;
  readonly #session: Session;
  readonly #outbox: Outbox;
  readonly #orders: Orders;
  readonly #fleet: Fleet;
  readonly #waiting = new Waiting();
  /** Of each unit what was acknowledged last. */
  readonly #acked = new Map<string, string>();
  /** Of each unit what may be acknowledged, as it was stored last. */
  readonly #acks = new Map<string, Acked>();
  /** The commit that is underway. */
  #committing: Promise<void> = Promise.resolve();
  #busy = false;
  /** When the waiting ones are committed, by the monotonic clock; Infinity while nothing waits. */
  #due = Number.POSITIVE_INFINITY;
  #stopTimer: () => void = () => {};
  #committedAt = Number.NEGATIVE_INFINITY;
  #fault = "";
  readonly #ended: () => Promise<void>;
  #closed = false;

  /** `closed` is called at the end of `close`, for a store that nobody else closes. */
  constructor(ports: BrainPorts, role: Role = "keeper", on: BrainEvents = {}, closed: () => Promise<void> = async () => {}) {
    this.#ended = closed;
    this.#ports = ports;
    this.#role = role;
    this.#on = on;
    this.#fleet = new Fleet(() => ports.store.tallies());
    this.#outbox = new Outbox((cause) => this.#notice(`the broker did not take the ${cause}`));
    this.#orders = new Orders({
      book: ports.store.book,
      sign: ports.sign,
      timers: ports.timers,
      uuid: ports.uuid,
      post: (unit, id, body) => this.#outbox.put({ name: "command", unit, body }, id),
      whereabouts: (unit) => this.#whereabouts(unit),
    });
    this.#session = new Session(ports, {
      begin: (connection) => this.#begin(connection),
      message: (message) => this.#message(message),
      lost: (cause) => {
        this.#outbox.over();
        this.#fleet.lost();
        this.#on.lost?.(cause);
      },
    });
  }

  /** Why there is no connection to the broker, in words; "" while there is one. */
  get cause(): string {
    return this.#session.cause;
  }

  start(): void {
    this.#session.start();
  }

  fleet(): Promise<readonly UnitView[]> {
    return this.#fleet.all();
  }

  /**
   * The records of a unit that are behind `after` (null: from the first one on), in order, without holes, at most `limit`. A program that keeps the
   * place of the last one that it has done, in one transaction with what it made of it, does each once.
   */
  records(unit: string, after: Place | null = null, limit = 1_000): Promise<readonly PlacedRecord[]> {
    return this.#ports.store.recordsAfter(unit, after, limit);
  }

  /** Resolves with the unit's one result; rejects with NoAnswer, in words. Waits for a connection if there is none. */
  send(unit: string, order: Order, options: OrderOptions): Promise<OrderResult> {
    return this.#orders.send(unit, order, options);
  }

  /** What has arrived is stored; it is not acknowledged any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimer();
    await this.#committing;
    if (!this.#waiting.empty) await this.#commit();
    await this.#session.close();
    await this.#ended();
  }

  async #begin(connection: Connection): Promise<void> {
    const { share } = this.#ports;
    const group = share === undefined ? "" : `$share/${share}/`;
    const kept = this.#role === "keeper" ? (["live", "backfill"] as const).map((name) => `${group}${topic(name, "+")}`) : [];
    const vehicles = this.#on.position === undefined ? [] : [topic("position", "+")];
    await connection.subscribe([...(["presence", "status", "result"] as const).map((name) => topic(name, "+")), ...kept, ...vehicles]);
    this.#outbox.connected(connection);
    this.#orders.again();
    this.#on.connected?.();
  }

  #message(message: Message): void {
    const at = topicOf(message.topic);
    if (at?.name === "position") {
      if (!message.retained) this.#on.position?.(at.unit, message.payload);
      return;
    }
    const arrival = arrivalOf(message);
    if (arrival === null) return;
    if (arrival.kind === "unreadable") {
      this.#notice(`${arrival.unit}: a message that cannot be read, ${arrival.why}`);
      return;
    }
    const { unit } = arrival;
    this.#fleet.heard(arrival, this.#ports.timers.wall());
    this.#on.heard?.(arrival);
    // Whoever asked need not wait for the disk.
    if (arrival.kind === "result") this.#orders.heard(arrival.result);
    if (arrival.kind === "result" || this.#role === "keeper") this.#keep(arrival, message.payload.length);
    const back = arrival.kind === "presence" && arrival.presence.state === stopline.v1.Presence.State.ONLINE && !arrival.retained;
    if (back) this.#orders.again(unit);
    if (arrival.kind !== "chunk") this.#on.changed?.(unit);
  }

  #keep(arrival: Arrival, bytes: number): void {
    this.#waiting.put(arrival, bytes);
    const now = this.#ports.timers.now();
    this.#commitAt(arrival.kind === "status" ? now + STATUS_MS : Math.max(now, this.#committedAt + COMMIT_MS));
  }

  #commitAt(due: number): void {
    if (due >= this.#due || this.#closed) return;
    this.#stopTimer();
    this.#due = due;
    this.#stopTimer = this.#ports.timers.after(Math.max(0, due - this.#ports.timers.now()), () => {
      this.#due = Number.POSITIVE_INFINITY;
      // One at a time; what comes meanwhile is the next one's.
      if (!this.#busy) this.#committing = this.#commit();
    });
  }

  async #commit(): Promise<void> {
    const { store, timers } = this.#ports;
    this.#busy = true;
    const arrivals = this.#waiting.begin();
    let outcomes: readonly Outcome[] = [];
    let fault = "";
    try {
      const { taken, refused } = await takeApart(arrivals, (some) => store.take(some, timers.wall()));
      outcomes = taken;
      for (const { one, why } of refused) this.#notice(`${one.unit}: a ${one.kind} that cannot be stored, ${why}`);
      this.#waiting.done();
      this.#committedAt = timers.now();
      this.#failed("");
    } catch (error) {
      fault = (error as Error).message;
      this.#waiting.failed();
      // Whatever comes meanwhile, it is tried again after RETRY_MS and not before.
      this.#committedAt = timers.now() + RETRY_MS - COMMIT_MS;
    }
    for (const words of outcomes.map(noticeOf)) if (words !== "") this.#notice(words);
    // The journal's word on a command, whose message may have been lost.
    for (const outcome of outcomes) if (outcome.kind === "settled") this.#orders.heard(outcome.result);
    if (fault === "" && this.#role === "keeper") fault = await this.#acknowledge(arrivals);
    if (fault !== "") this.#failed(fault);
    this.#busy = false;
    if (!this.#waiting.empty) this.#commitAt(timers.now() + (fault === "" ? COMMIT_MS : RETRY_MS));
  }

  /** Says again what a chunk that came again wants to know; after a status alone only what it has changed. Returns why that is not known. */
  async #acknowledge(arrivals: readonly Arrival[]): Promise<string> {
    const units = new Set(arrivals.map((arrival) => arrival.unit));
    const due = new Set(arrivals.filter(({ kind }) => kind === "chunk" || kind === "presence").map(({ unit }) => unit));
    try {
      for (const [unit, ack] of await this.#ports.store.acksOf([...units])) this.#acks.set(unit, ack);
    } catch (error) {
      return (error as Error).message;
    }
    for (const unit of units) {
      if (!due.has(unit) && saidOf(this.#acks.get(unit)) === (this.#acked.get(unit) ?? "")) continue;
      this.#outbox.put({ name: "ack", unit, body: () => this.#ack(unit) });
      this.#on.changed?.(unit);
    }
    return "";
  }

  /** null if there is nothing to acknowledge. */
  #ack(unit: string): Uint8Array | null {
    const ack = this.#acks.get(unit);
    if (ack === undefined || ack.seq === 0) return null;
    this.#acked.set(unit, saidOf(ack));
    return stopline.v1.Ack.encode({ unit, epoch: ack.epoch, seq: ack.seq, wallMs: this.#ports.timers.wall() }).finish();
  }

  #failed(fault: string): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#notice(fault === "" ? "the store takes records again" : `the store takes nothing (${fault}); nothing is acknowledged meanwhile`);
  }

  async #whereabouts(unit: string): Promise<string> {
    if (this.cause !== "") return this.cause;
    const units = await this.fleet();
    const view = units.find((each) => each.unit === unit);
    if (view !== undefined) return `it is ${view.presence === "unknown" ? "known, but not heard of now" : view.presence}`;
    return `no such unit has been heard of; there ${units.length === 0 ? "are none" : `is ${units.map((each) => each.unit).join(", ")}`}`;
  }

  #notice(words: string): void {
    if (!this.#closed) this.#on.notice?.(words);
  }
}

const saidOf = (ack: Acked | undefined): string => (ack === undefined || ack.seq === 0 ? "" : `${ack.epoch} ${ack.seq}`);

const TWO_OF_A_NAME = "was its card put back from a copy, or is there a second unit with this name?";

function noticeOf(outcome: Outcome): string {
  const { unit } = outcome;
  switch (outcome.kind) {
    case "placed":
      return "";
    case "gap":
      return `${unit}: records ${spanWords(outcome.spans)} will not come: ${outcome.reason}`;
    case "contradiction":
      return `${unit}: record ${outcome.seq} has come again with other contents; ${TWO_OF_A_NAME}`;
    case "anew": {
      const lost = outcome.lost.length === 0 ? "nothing of the old one is missing" : `of the old one ${spanWords(outcome.lost)} never came`;
      if (outcome.again)
        return `${unit}: its journal is the one of before again (epoch ${outcome.epoch} after ${outcome.old}); ${TWO_OF_A_NAME}`;
      return `${unit}: its journal was made anew (epoch ${outcome.epoch} after ${outcome.old}); ${lost}`;
    }
    case "settled": {
      const { settlement, words, result } = outcome;
      if (settlement === "repeated") return "";
      const said = `${unit}: ${words} ${result.done ? "done" : `refused: ${result.refused}`}`;
      return settlement === "first" ? said : `${said}. So says its journal; a message has said otherwise before`;
    }
  }
}
