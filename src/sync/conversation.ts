import { stopline } from "#wire";
import type { LinkJournal } from "../journal/port.ts";
import type { Departures } from "../traffic/departures.ts";
import type { WallTime } from "../traffic/time.ts";
import { Busy, type Connection, type Message } from "./broker.ts";
import type { CentreTime } from "./centre-time.ts";
import { bodyOf, type Delivery } from "./delivery.ts";
import { type DeparturesReport, departuresIn } from "./departures.ts";
import type { Errands } from "./errands.ts";
import type { Orders } from "./orders.ts";
import { presence } from "./presence.ts";
import { resultsIn } from "./results.ts";
import type { StatusReport } from "./status.ts";
import type { Timers } from "./timers.ts";
import { TOPICS, type TopicName, topic, topicOf } from "./topics.ts";

/** QoS 1 messages in flight at once, if the broker takes as many. More does not go faster: 32 fill 50 ms of any line that we have. */
const WINDOW = 32;
/** How often the journal is looked at. */
export const LOOK_MS = 100;
/** How long the last words may take. */
const LAST_WORDS_MS = 2_000;
/** Far more results than a window of chunks can hold. */
const SAID_MAX = 1_000;
/** What a message has beside its body: its topic, its header, and what `historical` adds. */
const ENVELOPE_BYTES = 256;

export interface ConversationPorts {
  readonly unit: string;
  readonly version: string;
  readonly timers: Timers;
  readonly journal: LinkJournal;
  readonly delivery: Delivery;
  readonly orders: Orders;
  readonly errands: Errands;
  readonly status: StatusReport;
  readonly departures: DeparturesReport;
  readonly centreTime: CentreTime;
  /** Units that are listened to. */
  readonly neighbours: readonly string[];
  readonly heard: (unit: string, said: Departures) => void;
  /** What a technician should know, in words. */
  readonly told: (words: string) => void;
}

interface Letter {
  readonly name: TopicName;
  readonly body: Uint8Array;
  /** The broker has taken it. */
  readonly done?: () => void;
}

/**
 * What is said on one connection, from "online" to "shutdown". Nothing survives it: the journal, the delivery and the orders hold all
 * that must. QoS 1 messages are counted against the broker's receive maximum, which the library does not do.
 */
export class Conversation {
  readonly #ports: ConversationPorts;
  readonly #connection: Connection;
  readonly #failed: (cause: string, busy?: boolean) => void;
  readonly #window: number;
  readonly #since: WallTime;
  /** What waits for a place in the window, in order. Chunks wait in the journal instead, so this is never long. */
  readonly #queue: Letter[] = [];
  /** Results that this round has said. In the next one they are said again, because the brain may not have been there. */
  readonly #said = new Set<string>();
  #round = 0;
  #doubted = false;
  #inFlight = 0;
  #epoch: string | null = null;
  #statusUnderway = false;
  #departuresUnderway = false;
  #stopTimer: (() => void) | null = null;
  #begun = false;
  #over = false;
  /** Called when a place in the window comes free after the end. */
  #vacant: (() => void) | null = null;

  /** `failed` is called if the broker refuses something while the connection still stands, or the journal cannot be read or written. */
  constructor(ports: ConversationPorts, connection: Connection, failed: (cause: string, busy?: boolean) => void) {
    this.#ports = ports;
    this.#connection = connection;
    this.#failed = failed;
    this.#window = Math.max(1, Math.min(WINDOW, connection.receiveMaximum));
    this.#since = ports.timers.wall();
  }

  async begin(): Promise<void> {
    const { unit, delivery, status } = this.#ports;
    this.#epoch = this.#ports.journal.epoch();
    this.#ports.centreTime.forget();
    // We listen before we say that we are there: whoever hears of us speaks at once, and a command that nobody listens to is lost.
    await this.#connection.subscribe([topic("ack", unit), topic("command", unit)]);
    await this.#say("presence", this.#presence("online"));
    delivery.connected(this.#connection.packetMaximum - ENVELOPE_BYTES);
    status.again();
    this.#begun = true;
    this.#listen();
    this.#look();
  }

  heard({ topic: text, payload, retained }: Message): void {
    const { unit, orders, timers, neighbours } = this.#ports;
    const what = topicOf(text);
    if (this.#over) return;
    if (what?.name === "departures" && !retained && neighbours.includes(what.unit)) {
      const said = departuresIn(payload, what.unit);
      if (said !== null) this.#ports.heard(what.unit, said);
    }
    if (what?.unit !== unit) return;
    this.#guarded(() => {
      if (what.name === "ack") this.#acked(payload, retained);
      // The brain retains no command: one that the broker kept is somebody else's, or was said long ago.
      if (what.name === "command" && !retained) {
        const result = orders.heard(payload, timers.now(), timers.wall());
        if (result !== null) this.#queue.push({ name: "result", body: result });
      }
      this.#pump();
    });
  }

  /** A broker that does not let us hear a neighbour costs a better plan, not the connection. */
  #listen(): void {
    const { neighbours, told } = this.#ports;
    for (const unit of neighbours) {
      this.#connection.subscribe([topic("departures", unit)]).catch((error: Error) => {
        if (!this.#over) told(`who leaves neighbour ${unit} cannot be heard: ${error.message}`);
      });
    }
  }

  /** The connection has ended: nothing more is said. */
  over(): void {
    this.#over = true;
    this.#stopTimer?.();
  }

  /** Says "shutdown" and goodbye. */
  async end(): Promise<void> {
    this.over();
    let stop = () => {};
    const late = new Promise<void>((resolve) => {
      stop = this.#ports.timers.after(LAST_WORDS_MS, resolve);
    });
    await Promise.race([this.#lastWords(), late]);
    stop();
    await this.#connection.close();
  }

  #look(): void {
    if (this.#over) return;
    const { journal, status, timers } = this.#ports;
    const epoch = journal.epoch();
    if (epoch !== null && epoch !== this.#epoch) {
      this.#epoch = epoch;
      this.#queue.push({ name: "presence", body: this.#presence("online") });
    }
    const wanted = this.#statusUnderway
      ? null
      : status.due(timers.now(), timers.wall(), { epoch, last_seq: journal.last_seq(), acked_seq: journal.acked() });
    if (wanted !== null) {
      this.#statusUnderway = true;
      const done = () => {
        this.#statusUnderway = false;
      };
      this.#post({ name: "status", body: wanted, done });
    }
    this.#tellNeighbours();
    this.#pump();
    this.#stopTimer = timers.after(LOOK_MS, () => this.#guarded(() => this.#look()));
  }

  #tellNeighbours(): void {
    const { departures, timers } = this.#ports;
    const body = this.#departuresUnderway ? null : departures.due(timers.now());
    if (body === null || body.length > this.#connection.packetMaximum - ENVELOPE_BYTES) return;
    this.#departuresUnderway = true;
    const done = () => {
      this.#departuresUnderway = false;
    };
    this.#post({ name: "departures", body, done });
  }

  /** Fills the window: what waits, then what the delivery gives. */
  #pump(): void {
    while (this.#begun && !this.#over && this.#inFlight < this.#window) {
      const letter = this.#queue.shift();
      if (letter !== undefined) this.#post({ ...letter, done: () => this.#confirmed(letter) });
      else if (!this.#fetch() && !this.#fetchAgain()) return;
    }
  }

  #confirmed(letter: Letter): void {
    letter.done?.();
    this.#pump();
  }

  /** Puts the next parcel into the queue, the results in it before it. False if there is none. */
  #fetch(): boolean {
    const { unit, delivery, errands, timers } = this.#ports;
    const parcel = delivery.next(timers.now(), this.#window - this.#inFlight);
    if (parcel === null) return false;
    if (delivery.rounds !== this.#round) this.#said.clear();
    this.#round = delivery.rounds;
    const results = resultsIn(unit, parcel.chunk.body);
    for (const { id, body } of results) {
      if (this.#said.has(id)) continue;
      this.#said.add(id);
      if (this.#said.size > SAID_MAX) this.#said.delete(this.#said.values().next().value!);
      this.#queue.push({ name: "result", body });
    }
    const done = () => {
      delivery.confirmed(parcel, timers.now());
      for (const result of results) errands.settled(result.id, result.done);
    };
    this.#queue.push({ name: parcel.lane, body: bodyOf(parcel), done });
    return true;
  }

  /** What the brain has asked for once more comes after everything that it has not had yet. */
  #fetchAgain(): boolean {
    // One place stays free, where there is more than one.
    if (this.#inFlight > 0 && this.#window - this.#inFlight < 2) return false;
    const body = this.#ports.errands.next(this.#ports.timers.now(), this.#connection.packetMaximum - ENVELOPE_BYTES);
    if (body === null) return false;
    this.#queue.push({ name: "backfill", body });
    return true;
  }

  #acked(payload: Uint8Array, retained: boolean): void {
    const { unit, journal, delivery, timers, told, centreTime } = this.#ports;
    const ack = decodeAck(payload);
    // Of another store: the brain's memory of an older one.
    if (ack === null || ack.unit !== unit || ack.epoch !== journal.epoch()) return;
    // One that the broker kept was said at any time.
    if (!retained && ack.wallMs !== 0) centreTime.heard(ack.wallMs, timers.now());
    const last_seq = journal.last_seq();
    if (ack.seq > last_seq && !this.#doubted) {
      this.#doubted = true;
      told(
        `the brain acknowledges record ${ack.seq} of a journal that ends at ${last_seq}: the disk has lost records that it had taken, ` +
          "or somebody else speaks for the brain; the street side begins a new epoch, once a day at most",
      );
    }
    journal.ack(ack.epoch, ack.seq);
    delivery.acked(journal.acked(), timers.now());
  }

  #presence(state: "online" | "shutdown"): Uint8Array {
    const { unit, version, journal, timers } = this.#ports;
    return presence(unit, state, state === "online" ? this.#since : timers.wall(), version, journal, this.#connection.certificateEnds);
  }

  #say(name: TopicName, body: Uint8Array): Promise<void> {
    const { qos, retain } = TOPICS[name];
    const said = this.#connection.publish(topic(name, this.#ports.unit), body, { qos, retain });
    if (qos === 0) return said;
    this.#inFlight += 1;
    return said.finally(() => {
      this.#inFlight -= 1;
      this.#vacant?.();
    });
  }

  #post({ name, body, done }: Letter): void {
    this.#say(name, body).then(
      () => this.#guarded(() => done?.()),
      (error: Error) => {
        if (!this.#over) this.#failed(error.message, error instanceof Busy);
      },
    );
  }

  /** A disk that is full or broken costs the connection and a wait, not the process and its status page. */
  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#failed((error as Error).message);
    }
  }

  async #lastWords(): Promise<void> {
    while (this.#inFlight >= this.#window) {
      await new Promise<void>((resolve) => {
        this.#vacant = resolve;
      });
    }
    try {
      await this.#say("presence", this.#presence("shutdown"));
    } catch {
      // A connection that breaks now says "offline" by its will instead.
    }
  }
}

function decodeAck(payload: Uint8Array): stopline.v1.Ack | null {
  try {
    return stopline.v1.Ack.decode(payload);
  } catch {
    return null;
  }
}
