import { stopline } from "#wire";
import type { Connection, Message } from "../sync/broker.ts";
import { topic } from "../sync/topics.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import { Fleet, type UnitView } from "./fleet.ts";
import { type Order, type OrderOptions, type OrderResult, Orders } from "./orders.ts";
import { Outbox } from "./outbox.ts";
import { spanWords } from "./sequence.ts";
import { Session, type SessionPorts } from "./session.ts";
import type { Outcome, Store } from "./store.ts";

export interface BrainPorts extends SessionPorts {
  readonly store: Store;
  /** Ed25519 by the brain's own key. */
  readonly sign: (body: Uint8Array) => Uint8Array;
  readonly uuid: () => string;
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
}

/** What arrives within this is one commit and one acknowledgement: a disk takes tens of commits a second, units send thousands of chunks. */
const COMMIT_MS = 200;
/** A status alone changes nothing that must last: it is written with whatever else comes, or after this. */
const STATUS_MS = 5_000;
/** Where the disk does not take them, arrivals wait for this many; more are dropped, and their units send them again. */
const WAITING_MAX = 20_000;
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
  #waiting: Arrival[] = [];
  /** When the waiting ones are committed, by the monotonic clock; Infinity while nothing waits. */
  #due = Number.POSITIVE_INFINITY;
  #stopTimer: () => void = () => {};
  #committedAt = Number.NEGATIVE_INFINITY;
  #fault = "";
  #closed = false;

  constructor(ports: BrainPorts, role: Role = "keeper", on: BrainEvents = {}) {
    this.#ports = ports;
    this.#role = role;
    this.#on = on;
    this.#fleet = new Fleet(ports.store.tallies);
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

  fleet(): readonly UnitView[] {
    return this.#fleet.all();
  }

  /** Resolves with the unit's one result; rejects with NoAnswer, in words. Waits for a connection if there is none. */
  send(unit: string, order: Order, options: OrderOptions): Promise<OrderResult> {
    return this.#orders.send(unit, order, options);
  }

  /** What has arrived is stored; it is not acknowledged any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimer();
    if (this.#waiting.length > 0) this.#commit();
    await this.#session.close();
  }

  async #begin(connection: Connection): Promise<void> {
    const kept = this.#role === "keeper" ? (["live", "backfill"] as const) : [];
    await connection.subscribe((["presence", "status", "result", ...kept] as const).map((name) => topic(name, "+")));
    this.#outbox.connected(connection);
    this.#orders.again();
    this.#on.connected?.();
  }

  #message(message: Message): void {
    const arrival = arrivalOf(message);
    if (arrival === null) return;
    if (arrival.kind === "unreadable") {
      this.#notice(`${arrival.unit}: a message that cannot be read, ${arrival.why}`);
      return;
    }
    const { unit } = arrival;
    this.#fleet.heard(arrival, this.#ports.timers.wall());
    if (arrival.kind === "result") this.#result(arrival.result);
    else if (this.#role === "keeper") this.#keep(arrival);
    const back = arrival.kind === "presence" && arrival.presence.state === stopline.v1.Presence.State.ONLINE && !arrival.retained;
    if (back) this.#orders.again(unit);
    if (arrival.kind !== "chunk") this.#on.changed?.(unit);
  }

  #result(result: stopline.v1.Result): void {
    if (this.#orders.heard(result) !== "first") return;
    const asked = this.#ports.store.book.wordsOf(result.commandId);
    this.#notice(`${result.unit}: ${asked} ${result.done ? "done" : `refused: ${result.refused}`}`);
  }

  #keep(arrival: Arrival): void {
    if (this.#waiting.length >= WAITING_MAX) return;
    this.#waiting.push(arrival);
    const now = this.#ports.timers.now();
    this.#commitAt(arrival.kind === "status" ? now + STATUS_MS : Math.max(now, this.#committedAt + COMMIT_MS));
  }

  #commitAt(due: number): void {
    if (due >= this.#due || this.#closed) return;
    this.#stopTimer();
    this.#due = due;
    this.#stopTimer = this.#ports.timers.after(Math.max(0, due - this.#ports.timers.now()), () => this.#commit());
  }

  #commit(): void {
    const { store, timers } = this.#ports;
    const arrivals = this.#waiting;
    this.#due = Number.POSITIVE_INFINITY;
    let outcomes: readonly Outcome[];
    try {
      outcomes = store.take(latest(arrivals), timers.wall());
    } catch (error) {
      this.#failed((error as Error).message);
      this.#commitAt(timers.now() + RETRY_MS);
      return;
    }
    this.#waiting = [];
    this.#committedAt = timers.now();
    this.#failed("");
    for (const words of outcomes.map(noticeOf)) if (words !== "") this.#notice(words);
    const units = new Set(arrivals.filter((arrival) => arrival.kind !== "status").map((arrival) => arrival.unit));
    for (const unit of units) {
      this.#outbox.put({ name: "ack", unit, body: () => this.#ack(unit) });
      this.#on.changed?.(unit);
    }
  }

  #ack(unit: string): Uint8Array | null {
    const ack = this.#ports.store.ackOf(unit);
    return ack === null || ack.seq === 0 ? null : stopline.v1.Ack.encode({ unit, ...ack }).finish();
  }

  #failed(fault: string): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#notice(fault === "" ? "the store takes records again" : `the store takes nothing (${fault}); nothing is acknowledged meanwhile`);
  }

  #whereabouts(unit: string): string {
    if (this.cause !== "") return this.cause;
    const units = this.fleet();
    const view = units.find((each) => each.unit === unit);
    if (view !== undefined) return `it is ${view.presence === "unknown" ? "known, but not heard of now" : view.presence}`;
    return `no such unit has been heard of; there ${units.length === 0 ? "are none" : `is ${units.map((each) => each.unit).join(", ")}`}`;
  }

  #notice(words: string): void {
    if (!this.#closed) this.#on.notice?.(words);
  }
}

/** Of each unit's statuses only the last: each is complete in itself. */
function latest(arrivals: readonly Arrival[]): readonly Arrival[] {
  const last = new Map<string, Arrival>();
  for (const arrival of arrivals) if (arrival.kind === "status") last.set(arrival.unit, arrival);
  return arrivals.filter((arrival) => arrival.kind !== "status" || last.get(arrival.unit) === arrival);
}

function noticeOf(outcome: Outcome): string {
  const { unit } = outcome;
  switch (outcome.kind) {
    case "placed":
      return "";
    case "gap":
      return `${unit}: records ${spanWords(outcome.spans)} will not come: ${outcome.reason}`;
    case "contradiction":
      return `${unit}: record ${outcome.seq} has come again with other contents; was its card put back from a copy, or is there a second unit with this name?`;
    case "anew": {
      const lost = outcome.lost.length === 0 ? "nothing of the old one is missing" : `of the old one ${spanWords(outcome.lost)} never came`;
      return `${unit}: its journal was made anew (epoch ${outcome.epoch} after ${outcome.old}); ${lost}`;
    }
  }
}
