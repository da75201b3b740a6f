import { EventEmitter } from "node:events";
import { type Start, Thread, type ToThread } from "../../../src/platform/recorder-thread.ts";

/** What `new Worker` is to a recorder: messages are copied and come later, one after the other. */
export class ThreadHere extends EventEmitter {
  #thread: Thread | null = null;
  readonly #start: Start;
  readonly #ended: (port: ThreadHere) => void;
  #to: ToThread[] = [];
  #from: unknown[] = [];

  constructor(start: Start, ended: (port: ThreadHere) => void) {
    super();
    this.#start = structuredClone(start);
    this.#ended = ended;
  }

  postMessage(message: unknown): void {
    this.#to.push(structuredClone(message) as ToThread);
  }

  terminate(): Promise<number> {
    this.#ended(this);
    return Promise.resolve(0);
  }

  look(): void {
    this.#do((thread) => thread.look());
  }

  /** Whether there was anything to be done. */
  deliver(): boolean {
    const [to, from] = [this.#to, this.#from];
    [this.#to, this.#from] = [[], []];
    for (const message of to)
      this.#do((thread) => {
        if (message.kind === "append") thread.append(message.items, message.opening, message.flush);
        else thread.close();
      });
    for (const message of from) this.emit("message", message);
    return to.length + from.length > 0;
  }

  #do(does: (thread: Thread) => void): void {
    try {
      this.#thread ??= new Thread(this.#start, (message) => this.#from.push(structuredClone(message)));
      does(this.#thread);
    } catch (error) {
      this.#ended(this);
      this.emit("error", error);
    }
  }
}
