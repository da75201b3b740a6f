import { MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import type { Instant } from "../../../traffic/time.ts";
import { framed, framedFront, plainText, SERIAL_NUMBER, VERSION } from "./codec.ts";

/** When a line comes up everything else is more urgent than who is there. */
const SETTLED_MS = 60_000;
const QUESTIONS = [SERIAL_NUMBER, VERSION] as const;
/** An answer can be lost; and a card that does not know the question is not asked for ever. */
const TRIES = 2;
/** Eight bits of checksum let a wrong digit through now and then: only what was said in two rounds of questions in a row is believed. */
const ROUNDS = 4;

/** Who a card is: asked once it has answered for a minute, between two looks at its loops, and anew when it has been away. */
export class Introduction {
  readonly #address: number;
  /** Since when it has answered for its loops; null while it has not. */
  #since: Instant | null = null;
  #due = false;
  /** Of the question that is asked, or is next; behind the last one everything is known that can be. */
  #turn = 0;
  #tries = 0;
  #round = 0;
  #texts: readonly string[] = [];
  /** What the round before has said, and what was told. */
  #before: readonly string[] = [];
  #told: readonly string[] | null = null;

  constructor(address: number) {
    this.#address = address;
  }

  /** The next question may be put now. */
  get due(): boolean {
    return this.#due;
  }

  request(): Uint8Array {
    this.#due = false;
    this.#tries++;
    return framed(this.#address, [QUESTIONS[this.#turn]!]);
  }

  /** It has answered for its loops. What is known now and was not told before. */
  answered(now: Instant): readonly Reading[] {
    this.#since ??= now;
    const news = this.#tries >= TRIES ? this.#next("") : NOTHING_NEW;
    this.#due = this.#turn < QUESTIONS.length && now - this.#since >= SETTLED_MS;
    return news;
  }

  forget(): void {
    this.#since = null;
    this.#due = false;
    this.#turn = this.#tries = this.#round = 0;
    this.#texts = this.#before = [];
  }

  /** What `bytes` begins with, where the answer to the question is awaited. */
  scan(bytes: Uint8Array): Scan {
    const front = framedFront(bytes, this.#address, QUESTIONS[this.#turn]!);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    const readings = this.#next(plainText(bytes, front));
    this.#due = this.#turn < QUESTIONS.length;
    return { kind: "frame", length: front, readings };
  }

  #next(text: string): readonly Reading[] {
    this.#texts = [...this.#texts, text];
    this.#tries = 0;
    this.#turn++;
    if (this.#turn < QUESTIONS.length) return NOTHING_NEW;
    const [said, before] = [this.#texts, this.#before];
    this.#before = said;
    this.#texts = [];
    if (said.every((text) => text === "")) return NOTHING_NEW;
    if (same(said, before)) return this.#news(said);
    if (++this.#round < ROUNDS) this.#turn = 0;
    return NOTHING_NEW;
  }

  /** Where it says less than it did nobody knows whether it is another one. */
  #news(said: readonly string[]): readonly Reading[] {
    const told = this.#told;
    if (told !== null && (same(said, told) || said.some((text, i) => text === "" && told[i] !== ""))) return NOTHING_NEW;
    this.#told = said;
    const [serial_number, version] = said as readonly [string, string];
    return [{ kind: "identity", input: 0, serial_number, version, changed: told !== null }];
  }
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((text, i) => text === others[i]);
