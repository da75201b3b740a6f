import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Answer, close, message, type Seen, step, subscribes, type Values, whole } from "./codec.ts";
import { type Domain, SUBSCRIBE } from "./words.ts";

const NOTHING: ReadonlyMap<string, Values> = new Map();

/** A conversation with one SUMO: what is asked together is answered together, so a step with everything in it is one round trip. */
export class Traci {
  readonly #socket: Socket;
  #heard: Buffer[] = [];
  #length = 0;
  #waiting: { readonly resolve: (answer: Buffer) => void; readonly reject: (error: Error) => void } | null = null;
  #ended: Error | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (bytes) => this.#hear(bytes));
    socket.on("error", (error) => this.#end(error));
    socket.on("close", () => this.#end(new Error("SUMO has closed the connection")));
  }

  /** Tries until SUMO listens, which it does once it has read its net, or until `gone` says that it never will. */
  static async connect(port: number, gone: () => boolean): Promise<Traci> {
    for (;;) {
      const socket = connect(port, "127.0.0.1");
      try {
        await once(socket, "connect");
        return new Traci(socket);
      } catch (error) {
        if (gone()) throw error;
        await pause(50);
      }
    }
  }

  /** Commands that answer with no more than their status. */
  async tell(commands: readonly Buffer[]): Promise<void> {
    if (commands.length === 0) return;
    const answer = await this.#ask(commands);
    for (const _ of commands) answer.status();
  }

  /** Subscriptions, and what they say of the moment. */
  async subscribe(commands: readonly Buffer[]): Promise<Seen> {
    const seen = new Map<number, Map<string, Values>>();
    if (commands.length === 0) return bySubscription(seen);
    const answer = await this.#ask(commands);
    for (const _ of commands) {
      answer.status();
      answer.subscription(seen);
    }
    return bySubscription(seen);
  }

  /** Tells what is to be told, new subscriptions among it, and goes one step further. */
  async step(commands: readonly Buffer[]): Promise<Seen> {
    const answer = await this.#ask([...commands, step()]);
    for (const command of commands) {
      answer.status();
      if (subscribes(command)) answer.subscription(new Map());
    }
    answer.status();
    const seen = new Map<number, Map<string, Values>>();
    answer.step(seen);
    return bySubscription(seen);
  }

  async close(): Promise<void> {
    await this.tell([close()]);
    this.#socket.end();
  }

  #ask(commands: readonly Buffer[]): Promise<Answer> {
    if (this.#ended !== null) throw this.#ended;
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    this.#waiting = { resolve, reject };
    this.#socket.write(message(commands));
    return promise.then((bytes) => new Answer(bytes));
  }

  #hear(bytes: Buffer): void {
    this.#heard.push(bytes);
    this.#length += bytes.length;
    // A long answer comes in many pieces: they are put together once, when the length at its front is reached.
    if (this.#heard[0]!.length < 4) this.#heard = [Buffer.concat(this.#heard)];
    if (this.#heard[0]!.length < 4 || this.#length < this.#heard[0]!.readInt32BE(0)) return;
    const all = Buffer.concat(this.#heard);
    const length = whole(all);
    this.#heard = all.length > length ? [all.subarray(length)] : [];
    this.#length = all.length - length;
    this.#waiting?.resolve(all.subarray(0, length));
    this.#waiting = null;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

const bySubscription = (seen: ReadonlyMap<number, ReadonlyMap<string, Values>>): Seen => {
  const of = (domain: Domain) => seen.get(SUBSCRIBE[domain]) ?? NOTHING;
  return {
    loop: of("loop"),
    light: of("light"),
    lane: of("lane"),
    vehicle: of("vehicle"),
    simulation: of("simulation"),
    laneArea: of("laneArea"),
    person: of("person"),
  };
};
