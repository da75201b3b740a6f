import type { ProtocolName } from "../detection/protocols/index.ts";
import type { LineSettings } from "../serial/load.ts";
import type { Instant } from "../traffic/time.ts";
import { visit } from "./ask.ts";
import { Ears } from "./ear.ts";
import { identityOf } from "./identity.ts";
import { overhear, type Sound, type Wanted } from "./overhear.ts";
import { type Question, restAt, roundsOf, silent_ms } from "./rounds.ts";
import { type OpenTap, settingsWords, type Tap } from "./tap.ts";
import { sendBack, woke } from "./wake.ts";

/** Somebody who answered a question. */
export interface Resident {
  readonly protocol: ProtocolName;
  readonly address: number;
  /** Profiles whose question it answers; empty for one that answers, and none of them. */
  readonly profiles: readonly string[];
  /** What it says of itself; absent where it was not asked, or said nothing. */
  readonly identity?: string;
}

export interface Census {
  readonly settings: LineSettings | null;
  readonly residents: readonly Resident[];
  /** An elektronika board took a question for a command: whether it has said that it detects again. Absent: none did. */
  readonly woken?: { readonly detects: boolean };
  /** Somebody who talks by himself, heard between the questions. Absent: nobody. */
  readonly talker?: Sound;
  /** It was ended before everybody was asked: how many were, of how many. Absent: it was not. */
  readonly ended?: { readonly asked: number; readonly of: number };
}

/** What of a scan is told while it goes on. */
export interface Progress {
  /** From 1; null while those are asked who may live beside somebody who has answered. */
  readonly round: number | null;
  readonly rounds: number;
  readonly settings: string;
  readonly protocol: string;
  readonly address: number;
  readonly found: number;
  /** How much longer if nobody else answers. */
  readonly left_ms: number;
}

export interface ScanWatch {
  now(): Instant;
  progress(progress: Progress): void;
  /** True ends it, with what was found so far. */
  stopped(): boolean;
}

/** So many bytes that are nobody's answer: somebody talks by himself, at another speed. */
const STRAYS = 16;
/** Answers take time as well, and so do ports, timers and a laptop that is busy. */
const LONGER = 1.25;
const LONGER_MS = 60_000;

/** In how many ms a scan has ended, whatever happens on the line; it ends itself then. */
export const bound_ms = (questions: readonly Question[]): number => Math.ceil(silent_ms(questions) * LONGER) + LONGER_MS;

/**
 * Asks who lives on a line, at every usual setting, in rounds that widen (`rounds.ts`), until somebody answers; then at that setting who else does.
 * `talks`: somebody is known to talk there, so that nothing is made of what is heard besides.
 */
export async function takeCensus(tap: Tap, wanted: Wanted, watch: ScanWatch, talks = false): Promise<Census> {
  return new Scan(tap, wanted, watch, talks).run();
}

class Scan {
  readonly #tap: Tap;
  readonly #wanted: Wanted;
  readonly #watch: ScanWatch;
  readonly #rounds: readonly (readonly Question[])[];
  readonly #asked = new Set<string>();
  readonly #residents: Resident[] = [];
  /** By setting; null where nothing is made of what is heard besides. */
  readonly #ears: Map<string, Ears> | null;
  #questions = 0;
  #strays = 0;
  #until: number;
  #left_ms: number;
  #woken: { readonly detects: boolean } | undefined;

  constructor(tap: Tap, wanted: Wanted, watch: ScanWatch, talks: boolean) {
    this.#tap = tap;
    this.#wanted = wanted;
    this.#watch = watch;
    this.#rounds = roundsOf(wanted);
    this.#ears = talks ? null : new Map();
    this.#until = watch.now() + bound_ms(this.#rounds.flat());
    this.#left_ms = silent_ms(this.#rounds.flat());
  }

  async run(): Promise<Census> {
    let listened = this.#ears === null;
    for (const [i, round] of this.#rounds.entries()) {
      for (const group of bySettings(round)) {
        const census = await this.#at(group, i + 1);
        if (census !== null) return census;
      }
      if (listened || this.#strays < STRAYS) continue;
      // Whoever talks now and then was not heard at first, or was asleep: better listened to than talked over.
      listened = true;
      const talker = await overhear(this.#tap, this.#wanted, this.#watch.now, () => {}, this.#watch.stopped, true);
      if (talker.protocol !== null) return { settings: null, residents: [], talker };
    }
    return { settings: null, residents: [] };
  }

  /** Null where nobody answered, and others are to be asked. */
  async #at(questions: readonly Question[], round: number): Promise<Census | null> {
    const { settings } = questions[0]!;
    const open = await this.#tap.open(settings);
    try {
      for (const question of questions) {
        const ended = this.#ended(questions);
        if (ended !== null) return ended;
        if (await this.#ask(open, question, round)) return await this.#rest(open, settings);
        if (this.#woken !== undefined) return this.#board(settings);
        const talker = this.#talker(settings);
        if (talker !== null) return { settings: null, residents: [], talker };
      }
    } finally {
      await open.close();
    }
    return null;
  }

  async #rest(open: OpenTap, settings: LineSettings): Promise<Census> {
    const rest = restAt(settings, this.#residents[0]!.protocol, this.#wanted).filter((question) => !this.#asked.has(keyOf(question)));
    this.#left_ms = silent_ms(rest);
    this.#until = this.#watch.now() + bound_ms(rest);
    for (const question of rest) {
      const ended = this.#ended(rest);
      if (ended !== null) return { ...ended, settings, residents: this.#residents };
      await this.#ask(open, question, null);
    }
    return { settings, residents: this.#residents };
  }

  /** True if somebody answered. */
  async #ask(open: OpenTap, question: Question, round: number | null): Promise<boolean> {
    const { settings, protocol, address, wakes, ms } = question;
    const found = this.#residents.length;
    const left_ms = this.#left_ms;
    this.#watch.progress({ round, rounds: this.#rounds.length, settings: settingsWords(settings), protocol, address, found, left_ms });
    const { profiles, strays } = await visit(open, settings, protocol, address);
    this.#asked.add(keyOf(question));
    this.#questions++;
    this.#left_ms = Math.max(0, this.#left_ms - ms);
    if (profiles !== null) {
      const identity = await identityOf(open, protocol, address);
      this.#residents.push({ protocol, address, profiles, ...(identity === "" ? {} : { identity }) });
    } else if (wakes && found === 0 && (await woke(open, String.fromCharCode(...strays)))) {
      this.#woken = { detects: await sendBack(open) };
    } else this.#overheard(settings, strays);
    return profiles !== null;
  }

  #overheard(settings: LineSettings, bytes: Uint8Array): void {
    if (this.#ears === null || bytes.length === 0) return;
    this.#strays += bytes.length;
    const at = settingsWords(settings);
    const ears = this.#ears.get(at) ?? new Ears(this.#wanted.protocol === undefined ? undefined : [this.#wanted.protocol]);
    this.#ears.set(at, ears);
    ears.hear(this.#watch.now(), bytes);
    ears.settle(this.#watch.now());
  }

  /** Whoever said something whole at these settings without being asked, or too late. */
  #talker(settings: LineSettings): Sound | null {
    const ears = this.#ears?.get(settingsWords(settings));
    const best = ears?.best;
    if (!ears || !best?.sure) return null;
    const addresses = [...best.addresses.keys()].sort((a, b) => a - b);
    return { settings, protocol: best.protocol, addresses, frames: best.frames, noise_bytes: best.noise_bytes, bytes: ears.bytes };
  }

  #board(settings: LineSettings): Census {
    return { settings, residents: [{ protocol: "elektronika", address: 0, profiles: [] }], woken: this.#woken! };
  }

  #ended(questions: readonly Question[]): Census | null {
    if (!this.#watch.stopped() && this.#watch.now() < this.#until) return null;
    const of =
      this.#residents.length > 0
        ? this.#questions + questions.filter((each) => !this.#asked.has(keyOf(each))).length
        : this.#rounds.flat().length;
    return { settings: null, residents: [], ended: { asked: this.#questions, of } };
  }
}

const keyOf = ({ settings, protocol, address }: Question): string => `${settingsWords(settings)} ${protocol} ${address}`;

function bySettings(round: readonly Question[]): readonly (readonly Question[])[] {
  return [...Map.groupBy(round, ({ settings }) => settingsWords(settings)).values()];
}
