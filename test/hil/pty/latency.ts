import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cable } from "../../../src/cli/street.ts";
import { Clock, everyTenth } from "../../../src/platform/clock.ts";
import { watchLive } from "../../../src/platform/live-socket.ts";
import { Cabinet } from "../../../src/street/cabinet.ts";
import type { FieldLine } from "../../../src/street/street.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { type Figure, quantile } from "../../bench/figures.ts";
import { endsWithUs } from "../../ends-with-us.ts";
import { edited, siteOf } from "../play.ts";
import { Part } from "./part.ts";

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

/**
 * From a contact that closes to the lamp that changes for it, on real ttys: the board is polled, the frame decoded, a tick taken, the frame with the lamps
 * written. `units` of them side by side, each a process of its own, for so many seconds.
 */
export async function latency(units: number, seconds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-latency-"));
  endsWithUs(() => rmSync(folder, { recursive: true, force: true }));
  const crossings = Array.from({ length: units }, (_, i) => new Crossing(join(folder, String(i)), i + 1));
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  for (const crossing of crossings) await crossing.close();
  const sorted = (of: (crossing: Crossing) => readonly number[]) => Float64Array.from(crossings.flatMap(of)).sort();
  const [lamps, ticks] = [sorted(({ lamps_ms }) => lamps_ms), sorted(({ late_ms }) => late_ms)];
  return [figure("detector to lamp, on ttys", lamps, "times"), figure("tick lateness, on ttys", ticks, "ticks")];
}

const figure = (name: string, sorted: Float64Array, what: string): Figure => ({
  name,
  unit: "ms",
  median: quantile(sorted, 500),
  low: quantile(sorted, 999),
  high: sorted.at(-1) ?? Number.NaN,
  of: `99.9 % and worst of ${sorted.length} ${what}`,
});

class Crossing {
  readonly lamps_ms: number[] = [];
  readonly late_ms: number[] = [];
  readonly #cabinet: Cabinet;
  readonly #ends: (() => Promise<void> | void)[] = [];
  /** Which street is green, and since when; null until one is. */
  #green: { readonly street: 0 | 1; readonly since: number } | null = null;
  /** When the other street's contact was closed; NaN while it is not. */
  #closed = Number.NaN;
  #comes: NodeJS.Timeout | undefined;
  /** Each street's first one serves whoever may have been waiting on foot at start-up: it ends when they are across. */
  #greens = 0;

  constructor(folder: string, seed: number) {
    const ttys = join(folder, "tty");
    mkdirSync(ttys, { recursive: true });
    const text = edited(readFileSync(join(import.meta.dirname, "../../../deploy/sites/tee.toml"), "utf8"), EDITS);
    const file = join(folder, "site.toml");
    writeFileSync(file, text);
    const site = siteOf(text, file);
    const cabinet = new Cabinet(site, seed);
    this.#cabinet = cabinet;
    const clock = new Clock();
    const cables = cabinet.ports.map((port) => new Cable(this.#heard(cabinet.line(port)), join(ttys, port), () => clock.now()));
    const live = join(folder, "live.sock");
    const stop = everyTenth(clock, (now) => {
      cabinet.look(now);
      cabinet.turn(now);
      for (const cable of cables) cable.look();
      this.#look();
    });
    const watch = watchLive(
      live,
      ({ tick_late_ms }) => this.#green !== null && this.late_ms.push(tick_late_ms),
      () => {},
    );
    const unit = new Part(["unit", file, "--journal", join(folder, "journal.db"), "--live", live, "--ports", ttys]);
    this.#ends.push(
      stop,
      () => watch.close(),
      () => clearTimeout(this.#comes),
      () => unit.end(),
      () => {
        for (const cable of cables) cable.close();
      },
    );
  }

  async close(): Promise<void> {
    for (const end of this.#ends) await end();
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
    this.lamps_ms.push(performance.now() - this.#closed);
    this.#closed = Number.NaN;
  }

  #look(): void {
    const street = STREETS.findIndex(({ channel }) => this.#shows(channel) === "green");
    if (street < 0 || street === this.#green?.street) return;
    for (const { detector } of STREETS) this.#cabinet.sensor(detector).on = false;
    this.#green = { street: street as 0 | 1, since: performance.now() };
    this.#closed = Number.NaN;
    clearTimeout(this.#comes);
    const rested_ms = this.#greens++ < 2 ? STARTED_MS : RESTED_MS;
    this.#comes = setTimeout(() => this.#come(), rested_ms + Math.random() * ANY_MS);
  }

  /** Somebody comes on the other street. */
  #come(): void {
    this.#cabinet.sensor(STREETS[1 - this.#green!.street]!.detector).on = true;
    this.#closed = performance.now();
  }

  #shows(channel: number) {
    return this.#cabinet.lights.heads.find((head) => head.channel.number === channel)?.aspect;
  }
}
