import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Cable } from "../../../src/cli/street.ts";
import { everyTenth, type Ticking } from "../../../src/platform/clock.ts";
import { Cabinet } from "../../../src/street/cabinet.ts";
import type { FieldLine } from "../../../src/street/street.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { edited, siteOf } from "../play.ts";

/** Two streets without a recall: whoever is green stays until the other street calls, and then ends at once. */
const EDITS = [
  ['recall = "soft"                       # back here when nobody else waits', 'recall = "none"'],
  ['recall = "soft"', 'recall = "none"'],
] as const;
/** Of the site: the main street's channel and the loop at its line, and the other's. */
const STREETS = [
  { channel: 1, detector: 1 },
  { channel: 2, detector: 3 },
] as const;
/** Past every minimum green and passage. */
const [RESTED_MS, STARTED_MS] = [8_600, 30_000];
/** Neither tick nor poll knows when somebody comes. */
const ANY_MS = 1_000;

/** The time that its boxes live by. */
export interface CrossingClock extends Ticking {
  now(): Instant;
}

/** A crossing of two streets on ttys in a folder, where somebody always comes on the one that is red: from a contact that closes to the lamp that changes for it. */
export class Crossing {
  /** Its site file. */
  readonly text: string;
  /** Each port's tty, in the site file's order. */
  readonly ttys: readonly string[];
  readonly lamps_ms: number[] = [];
  readonly late_ms: number[] = [];
  readonly #clock: CrossingClock;
  readonly #cabinet: Cabinet;
  readonly #cables: readonly Cable[];
  readonly #stop: () => void;
  /** Which street is green, and when somebody comes on the other; null until one is. */
  #green: { readonly street: 0 | 1; readonly rested: number } | null = null;
  /** When the other street's contact was closed; NaN while it is not. */
  #closed = Number.NaN;
  #comes: NodeJS.Timeout | null = null;
  /** Each street's first one serves whoever may have been waiting on foot at start-up: it ends when they are across. */
  #greens = 0;

  constructor(folder: string, seed: number, clock: CrossingClock) {
    this.#clock = clock;
    mkdirSync(folder, { recursive: true });
    this.text = edited(readFileSync(join(import.meta.dirname, "../../../deploy/sites/tee.toml"), "utf8"), EDITS);
    const cabinet = new Cabinet(siteOf(this.text, "tee.toml"), seed);
    this.#cabinet = cabinet;
    this.ttys = cabinet.ports.map((port) => join(folder, port));
    this.#cables = cabinet.ports.map((port, i) => new Cable(this.#heard(cabinet.line(port)), this.ttys[i]!, () => clock.now()));
    this.#stop = everyTenth(clock, (now) => {
      cabinet.look(now);
      cabinet.turn(now);
      for (const cable of this.#cables) cable.look();
      this.#look();
    });
  }

  /** How late a tick of its unit's was, as the unit has it; counted once a street is green. */
  ticked(late_ms: number): void {
    if (this.#green !== null) this.late_ms.push(late_ms);
  }

  close(): void {
    this.#stop();
    if (this.#comes !== null) clearTimeout(this.#comes);
    for (const cable of this.#cables) cable.close();
  }

  /** Lamps are looked at when the board has heard something, at its millisecond. */
  #heard(line: FieldLine): FieldLine {
    return {
      heard: (now, bytes) => {
        line.heard(now, bytes);
        if (!Number.isNaN(this.#closed)) this.#changed(now);
      },
      get saysAt() {
        return line.saysAt;
      },
      said: (now) => line.said(now),
    };
  }

  #changed(now: Instant): void {
    const { channel } = STREETS[this.#green!.street];
    const { yellow, device } = this.#cabinet.lights.heads.find((head) => head.channel.number === channel)!.channel;
    const board = this.#cabinet.box(device);
    if (board.lamps!(now)[yellow - 1] !== 1) return;
    this.lamps_ms.push(this.#clock.exact() - this.#closed);
    this.#closed = Number.NaN;
  }

  #look(): void {
    const at = this.#clock.exact();
    const street = STREETS.findIndex(({ channel }) => this.#shows(channel) === "green");
    if (street >= 0 && street !== this.#green?.street) {
      for (const { detector } of STREETS) this.#cabinet.sensor(detector).on = false;
      this.#closed = Number.NaN;
      if (this.#comes !== null) clearTimeout(this.#comes);
      this.#comes = null;
      this.#green = { street: street as 0 | 1, rested: at + (this.#greens++ < 2 ? STARTED_MS : RESTED_MS) };
    } else if (this.#green !== null && this.#comes === null && at >= this.#green.rested)
      this.#comes = setTimeout(() => this.#come(), Math.random() * ANY_MS);
  }

  /** Somebody comes on the other street. */
  #come(): void {
    this.#cabinet.sensor(STREETS[1 - this.#green!.street]!.detector).on = true;
    this.#closed = this.#clock.exact();
  }

  #shows(channel: number) {
    return this.#cabinet.lights.heads.find((head) => head.channel.number === channel)?.aspect;
  }
}
