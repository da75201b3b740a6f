import type { Device, Scan } from "../../src/serial/device.ts";
import type { Heard, Line } from "../../src/serial/line.ts";
import { Instant } from "../../src/traffic/time.ts";

/** A plain question and answer: `?` and an address; `!`, the address, a value and their sum. */
export class Asker implements Device {
  readonly name: string;
  readonly timing;
  readonly address: number;
  urgent = false;

  constructor(address: number, { poll_ms = 250, timeout_ms = 100, retries = 2 } = {}) {
    this.address = address;
    this.name = `card ${address}`;
    this.timing = { poll_ms, timeout_ms, retries, request_bytes: 2, answer_bytes: 4 };
  }

  request(): Uint8Array {
    this.urgent = false;
    return Uint8Array.of(0x3f, this.address);
  }

  scan(bytes: Uint8Array): Scan {
    const [mark, address, value, sum] = bytes;
    if (mark !== 0x21) return { kind: "noise", length: 1 };
    if (address !== undefined && address !== this.address) return { kind: "noise", length: 1 };
    if (sum === undefined) return { kind: "more" };
    if (sum !== ((address! + value!) & 0xff)) return { kind: "noise", length: 1 };
    return { kind: "frame", length: 4, readings: [{ kind: "presence", input: value!, on: true }] };
  }
}

export const answerOf = (address: number, value: number) => Uint8Array.of(0x21, address, value, (address + value) & 0xff);

/** What a card on the simulated bus does with a question: an answer after so many ms, or silence. */
export type Card = (now: number, turn: number) => { readonly after_ms: number; readonly bytes: Uint8Array } | null;

export interface Said {
  readonly at: number;
  readonly address: number;
}

/** Runs a line against cards by address in simulated ms; every question and everything heard is kept. */
export class Bus {
  readonly said: Said[] = [];
  readonly heard: Heard[] = [];
  readonly #line: Line;
  readonly #cards: ReadonlyMap<number, Card>;
  readonly #coming: { at: number; bytes: Uint8Array }[] = [];
  readonly #turns = new Map<number, number>();
  now = 0;

  constructor(line: Line, cards: ReadonlyMap<number, Card>) {
    this.#line = line;
    this.#cards = cards;
  }

  open(): void {
    this.#out(this.#line.opened(Instant(this.now)));
  }

  /** Somebody says a byte of nothing each ms, after `from` and up to `until`. */
  babble(from: number, until: number): void {
    for (let at = from + 1; at <= until; at++) this.#coming.push({ at, bytes: Uint8Array.of(0xff) });
  }

  /** Lets the bus live up to and including `until`. */
  run(until: number): void {
    for (;;) {
      const next = Math.min(this.#line.wakeAt, ...this.#coming.map((c) => c.at));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      const at = this.#coming.findIndex((c) => c.at <= this.now);
      if (at >= 0) this.#out(this.#line.heard(Instant(this.now), this.#coming.splice(at, 1)[0]!.bytes));
      else this.#out(this.#line.wake(Instant(this.now)));
      this.heard.push(...this.#line.drain());
    }
    this.now = until;
  }

  #out(bytes: Uint8Array | null): void {
    if (bytes === null) return;
    const address = bytes[1]!;
    this.said.push({ at: this.now, address });
    const turn = this.#turns.get(address) ?? 0;
    this.#turns.set(address, turn + 1);
    const answer = this.#cards.get(address)?.(this.now, turn);
    if (answer) this.#coming.push({ at: this.now + answer.after_ms, bytes: answer.bytes });
  }
}

/** Answers each question after `after_ms`, with its turn as the value. */
export const alive =
  (address: number, after_ms = 10): Card =>
  (_, turn) => ({ after_ms, bytes: answerOf(address, turn & 0xff) });

export const dead: Card = () => null;
