import type { Timers } from "../../sync/timers.ts";
import { CODE } from "../../traffic/codes.ts";
import type { Arrival, KeptRecord } from "../arrival.ts";
import { NoAnswer, type Order, type OrderOptions, type OrderResult } from "../orders.ts";
import type { Errand } from "./asking.ts";
import type { Corridor } from "./corridor.ts";

export interface EscortPorts {
  readonly corridor: Corridor;
  readonly units: ReadonlySet<string>;
  readonly timers: Timers;
  /** The brain's. */
  readonly send: (unit: string, order: Order, options: OrderOptions) => Promise<OrderResult>;
  readonly lastOf: (unit: string, code: number) => Promise<KeptRecord | null>;
  readonly notice: (words: string) => void;
}

const STEP_MS = 1_000;
/** A request says in how many seconds somebody comes: one that arrives later than this says the wrong thing. */
const EXPIRES_S = 5;
/** The same words about the same vehicle or unit are said once in so long, and of so many. */
const [SAID_MS, SAID_MAX] = [60_000, 256];

/** The corridor at a brain: hears what the brain hears, steps once a second, and has its commands sent. */
export class Escort {
  readonly #ports: EscortPorts;
  readonly #said = new Map<string, number>();
  /** Of whom the store is still to be asked what it is told in an earlier life of ours. */
  readonly #untold: string[];
  #stopTimer: () => void = () => {};
  #closed = false;

  constructor(ports: EscortPorts) {
    this.#ports = ports;
    this.#untold = [...ports.units];
  }

  start(): void {
    this.#next(this.#ports.timers.now() + STEP_MS);
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  /** What a unit has said. */
  heard(arrival: Arrival): void {
    this.#ports.corridor.unit(arrival);
  }

  /** A sealed report of a vehicle. */
  position(vehicle: string, payload: Uint8Array): void {
    const { corridor, timers } = this.#ports;
    const verdict = corridor.heard(timers.wall(), vehicle, payload);
    if (typeof verdict !== "string") this.#say(`a report of ${vehicle} is not taken: ${verdict.refused}`);
    else if (verdict === "lost") this.#say(`${vehicle} is on no road from which its way leads on; nothing is asked for it`);
    else if (verdict === "late" || verdict === "ahead")
      this.#say(`${vehicle} reports ${verdict}: its clock or ours is wrong, or its line is slow`);
  }

  /** Each second at its own time: how long a step takes does not add up. */
  #next(due: number): void {
    const { timers } = this.#ports;
    this.#stopTimer = timers.after(Math.max(0, due - timers.now()), () => {
      if (this.#closed) return;
      this.#step();
      this.#next(Math.max(due, timers.now()) + STEP_MS);
    });
  }

  #step(): void {
    const { corridor, timers, lastOf } = this.#ports;
    for (const errand of corridor.step(timers.wall())) void this.#run(errand);
    // One a second: a store may have to look through a whole journal.
    const unit = this.#untold.pop();
    if (unit === undefined) return;
    lastOf(unit, CODE.sessionStart).then(
      (record) => record !== null && corridor.record(unit, record.code, record.detail, record.wall_ms),
      (error: Error) => this.#say(`what ${unit} has told cannot be read (${error.message}); it is asked early`),
    );
  }

  async #run(errand: Errand): Promise<void> {
    const { corridor, send, timers } = this.#ports;
    try {
      const { done, refused } = await send(errand.unit, errand.order, { expires_s: EXPIRES_S });
      // That there is nothing left to cancel is no news.
      if (!done && errand.order.cancelPriority === undefined) this.#say(`${errand.unit} refuses ${errand.vehicle}: ${refused}`);
      corridor.answered(timers.wall(), errand, done ? "done" : "refused");
    } catch (error) {
      if (!(error instanceof NoAnswer)) this.#say(`nothing can be asked of ${errand.unit}: ${(error as Error).message}`);
      corridor.answered(timers.wall(), errand, "no-answer");
    }
  }

  /** Names out of reports are anybody's: without a bound they would fill our memory and the log. */
  #say(words: string): void {
    const now = this.#ports.timers.now();
    for (const [said, at] of this.#said) if (now - at >= SAID_MS) this.#said.delete(said);
    if (this.#closed || this.#said.has(words) || this.#said.size >= SAID_MAX) return;
    this.#said.set(words, now);
    this.#ports.notice(words);
  }
}
