import type { Calls } from "../traffic/calls.ts";
import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import { PHASES_MAX } from "../traffic/numbers.ts";
import type { PedestrianDetector } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { wordsOf } from "./faults.ts";

/**
 * Push buttons. A button asks for its phase's walk while it is pressed, and all the time while it has failed: nobody can see from the
 * cabinet that somebody is standing there, and a walk for no one costs some green, while no walk sends people across on red.
 * For the same reason it is not the press alone that asks: a contact that sticks gives no second press, and still serves everybody.
 * Buttons are named by their place in the site's list.
 */
export class PedestrianCalls {
  readonly #buttons: readonly PedestrianDetector[];
  readonly #calls: Calls;
  readonly #tell: (entry: Entry) => void;
  readonly #pressed: Uint8Array;
  readonly #faults: Uint16Array;
  /** Buttons that ask, by phase less one. */
  readonly #asking = new Uint8Array(PHASES_MAX);
  #stirred = false;

  constructor(buttons: readonly PedestrianDetector[], calls: Calls, tell: (entry: Entry) => void) {
    this.#buttons = buttons;
    this.#calls = calls;
    this.#tell = tell;
    this.#pressed = new Uint8Array(buttons.length);
    this.#faults = new Uint16Array(buttons.length);
  }

  /** A new tick: buttons that were let go in the last one no longer ask. */
  begin(): void {
    if (!this.#stirred) return;
    this.#stirred = false;
    for (let p = 0; p < PHASES_MAX; p++) this.#calls.pedestrian[p] = this.#asking[p]! > 0 ? 1 : 0;
  }

  press(i: number, on: boolean): void {
    const asked = this.#asks(i);
    this.#pressed[i] = on ? 1 : 0;
    this.#settle(i, asked);
  }

  /** A fault of `faults.ts` begins or ends. */
  report(i: number, bit: number, on: boolean, at: Instant): void {
    const asked = this.#asks(i);
    const before = this.#faults[i]!;
    const after = on ? before | bit : before & ~bit;
    this.#faults[i] = after;
    const { number } = this.#buttons[i]!;
    if (after & ~before) this.#tell(entry(at, CODE.pedestrianFailed, number, 0, wordsOf(bit)));
    else if (before !== 0 && after === 0) this.#tell(entry(at, CODE.pedestrianRestored, number, 0, wordsOf(bit)));
    this.#settle(i, asked);
  }

  #asks(i: number): boolean {
    return this.#pressed[i] === 1 || this.#faults[i] !== 0;
  }

  #settle(i: number, asked: boolean): void {
    const asks = this.#asks(i);
    if (asks === asked) return;
    const p = this.#buttons[i]!.call_phase - 1;
    this.#asking[p]! += asks ? 1 : -1;
    if (asks) this.#calls.pedestrian[p] = 1;
    // A button let go has asked in this tick; the next one forgets it.
    else this.#stirred = true;
  }
}
