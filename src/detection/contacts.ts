import { type Contacts, NO_CONTACTS } from "../traffic/calls.ts";
import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import type { FlashStatus } from "../traffic/live.ts";
import { PREEMPTS_MAX } from "../traffic/numbers.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Site, UnitInput } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { bitOf, wordsOf } from "./faults.ts";

/** What the cabinet's contacts ask for in one tick. */
export interface Asked {
  readonly contacts: Contacts;
  /** The flash that a switch in the cabinet asks for; null: none. */
  readonly flash: Extract<FlashStatus, "automatic" | "local-manual"> | null;
  /** A contact in the cabinet permits lamps to be tested. */
  readonly lamps: boolean;
  /** Contacts that see a special vehicle. */
  readonly sees: readonly UnitInput[];
  /** Alarms of contacts that cannot be read, and their ends. */
  readonly entries: readonly Entry[];
}

/**
 * What a contact counts as while nobody can read it (its device does not answer, or reports the input faulty). None asks for something new
 * by being lost, and none keeps traffic from being served for ever: a preempt ends, the officer's contacts let go and the controller goes on
 * by itself. A flash that somebody has switched on stays: who works on the lamps in the cabinet must not get greens because a wire broke.
 */
const UNREADABLE = {
  preempt: "counts as off",
  flash: "stays as it was last read",
  "local-flash": "stays as it was last read",
  "stop-time": "counts as off",
  "manual-control": "counts as off",
  "interval-advance": "counts as not pressed",
  priority: "counts as off",
  "lamp-test": "permits nothing",
} as const satisfies { readonly [D in UnitInput["does"]]: string };

const NO_ANSWER = bitOf("no-answer");
const QUIET: readonly Entry[] = [];
const NOBODY: Asked = { contacts: NO_CONTACTS, flash: null, lamps: false, sees: [], entries: QUIET };

/**
 * Contacts that are no detectors: preempt inputs, receivers that see a special vehicle, flash switches, what is behind the officer's door. A
 * preempt or a vehicle that came and went within a tick has still called; everything else counts as it is when the tick ends. The interval advance counts once a press, and not when it is
 * found pressed: nobody knows since when. What a line reads ten times a second needs no debouncing beside that.
 * Contacts are named by their place in the site's list.
 */
export class ContactInputs {
  readonly #inputs: readonly UnitInput[];
  /** By number, place in the site's list. */
  readonly #placeOf: ReadonlyMap<number, number>;
  /** By device, places. */
  readonly #on: readonly (readonly number[])[];
  readonly #closed: Uint8Array;
  /** What it read last, good or not: a board tells only of what changes, and a fault of an input may end without that. */
  readonly #said: Uint8Array;
  /** Whether it has been read since it could be. */
  readonly #known: Uint8Array;
  readonly #faults: Uint16Array;
  /** Presses and preempts of this tick. */
  readonly #came: Uint8Array;
  readonly #preempt = new Uint8Array(PREEMPTS_MAX);
  #asked: Asked = NOBODY;
  #stirred = false;

  constructor({ inputs, devices }: Site) {
    this.#inputs = inputs;
    this.#placeOf = new Map(inputs.map(({ number }, i) => [number, i]));
    this.#on = devices.map(({ name }) => inputs.flatMap((input, i) => (input.device === name ? [i] : [])));
    this.#closed = new Uint8Array(inputs.length);
    this.#said = new Uint8Array(inputs.length);
    this.#known = new Uint8Array(inputs.length);
    this.#faults = new Uint16Array(inputs.length);
    this.#came = new Uint8Array(inputs.length);
  }

  /** `observations` are sorted by their stamps. The arrays of what it returns are good until the next step. */
  step(now: Instant, observations: readonly Observation[]): Asked {
    const entries: Entry[] = [];
    let stirred = this.#stirred;
    this.#stirred = false;
    for (const o of observations) {
      if (o.kind === "device") {
        for (const i of this.#on[o.device] ?? []) entries.push(...this.#report(now, i, NO_ANSWER, !o.answering));
        stirred = true;
      } else if (o.kind === "contact" || o.kind === "contact-fault") {
        const i = this.#placeOf.get(o.contact);
        if (i === undefined) continue;
        if (o.kind === "contact") this.#read(i, o.on);
        else entries.push(...this.#report(now, i, bitOf(o.fault), o.on));
        stirred = true;
      }
    }
    if (!stirred) return this.#asked.entries === QUIET ? this.#asked : this.#settle(QUIET);
    return this.#settle(entries.length > 0 ? entries : QUIET);
  }

  #read(i: number, on: boolean): void {
    const { does } = this.#inputs[i]!;
    const rises = on && this.#known[i] === 1 && this.#closed[i] === 0;
    if (does === "preempt" || does === "priority" ? on : does === "interval-advance" && rises) {
      this.#came[i] = 1;
      // The next tick forgets it.
      this.#stirred = true;
    }
    this.#said[i] = on ? 1 : 0;
    if (this.#faults[i] === 0) this.#closed[i] = this.#said[i]!;
    this.#known[i] = 1;
  }

  #report(now: Instant, i: number, bit: number, on: boolean): Entry[] {
    const before = this.#faults[i]!;
    const after = on ? before | bit : before & ~bit;
    this.#faults[i] = after;
    // A device that was lost tells of all of its inputs when it answers again.
    if (bit === NO_ANSWER && on && UNREADABLE[this.#inputs[i]!.does] !== UNREADABLE.flash) this.#said[i] = 0;
    if (after === 0) this.#closed[i] = this.#said[i]!;
    if ((before === 0) === (after === 0)) return [];
    const { number, name, does } = this.#inputs[i]!;
    const which = `contact ${number} "${name}"`;
    if (after === 0) return [entry(now, CODE.alarmOff, number, 0, `${which} can be read again`)];
    this.#known[i] = 0;
    if (UNREADABLE[does] !== UNREADABLE.flash) this.#closed[i] = 0;
    return [entry(now, CODE.alarmOn, number, 0, `${which} cannot be read (${wordsOf(after)}): it ${UNREADABLE[does]}`)];
  }

  #settle(entries: readonly Entry[]): Asked {
    this.#preempt.fill(0);
    this.#inputs.forEach(({ preempt }, i) => {
      if (preempt !== null && this.#calls(i)) this.#preempt[preempt - 1] = 1;
    });
    const contacts: Contacts = {
      preempt: this.#preempt,
      stop_time: this.#any("stop-time"),
      manual: this.#any("manual-control"),
      advance: this.#any("interval-advance"),
    };
    const sees = this.#inputs.filter(({ priority }, i) => priority !== null && this.#calls(i));
    this.#came.fill(0);
    const flash = this.#any("local-flash") ? "local-manual" : this.#any("flash") ? "automatic" : null;
    this.#asked = { contacts, flash, lamps: this.#any("lamp-test"), sees, entries };
    return this.#asked;
  }

  #any(does: UnitInput["does"]): boolean {
    return this.#inputs.some((input, i) => input.does === does && this.#calls(i));
  }

  #calls(i: number): boolean {
    const { does } = this.#inputs[i]!;
    if (does === "interval-advance") return this.#came[i] === 1 && this.#faults[i] === 0;
    return this.#closed[i] === 1 || (this.#came[i] === 1 && this.#faults[i] === 0);
  }
}
