import { readSite } from "../../../../src/config/index.ts";
import { importFrom, type Wiring } from "../../../../src/import/index.ts";
import type { Net } from "../../../../src/import/net.ts";
import type { Request } from "../../../../src/journal/port.ts";
import { Hearing } from "../../../../src/neighbours/hearing.ts";
import type { ChannelCodes } from "../../../../src/traffic/calls.ts";
import { CODE } from "../../../../src/traffic/codes.ts";
import type { Departures } from "../../../../src/traffic/departures.ts";
import type { Entry } from "../../../../src/traffic/entry.ts";
import type { Live } from "../../../../src/traffic/live.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Site } from "../../../../src/traffic/site.ts";
import { Instant, TICK_MS, WallTime } from "../../../../src/traffic/time.ts";
import { Unit } from "../../../../src/unit.ts";
import type { World } from "../world.ts";

/** A site that was imported from the net, with the pattern that is asked for in force from its start. */
export type Imported =
  | { readonly ok: true; readonly site: Site; readonly text: string; readonly wiring: Wiring }
  | { readonly ok: false; readonly words: string };

export function importLight(
  net: Net,
  file: string,
  tls: string,
  pattern: string,
  cameras: boolean,
  remade: World["remade"] = ({ text }) => text,
): Imported {
  const made = importFrom(net, { net: file, tls, cameras });
  if (!made.ok) return made;
  const imported = { ...made, text: remade({ tls, text: made.text }) };
  const read = readSite(imported.text, `${tls}.toml`);
  if (!read.ok) {
    const { line, words } = read.problems[0]!;
    return { ok: false, words: `its imported site is refused: line ${line}: ${words}` };
  }
  const found = read.site.patterns.find(({ name }) => name === pattern);
  // Nobody would see in the figures that it is not the pattern which was asked for.
  if (found === undefined)
    throw new Error(
      `the imported site of "${tls}" has no pattern "${pattern}", but ${read.site.patterns.map(({ name }) => name).join(", ")}`,
    );
  return { ok: true, site: { ...read.site, start_pattern: found.number }, text: imported.text, wiring: imported.wiring };
}

/** Start-up is over within this: flash and all red are tens of seconds at the most. */
const START_UP_TICKS = 3_000;
const GREEN = 3;
const NOTHING: readonly Request[] = [];

/** The unit of one traffic light, with boards that answer. It has started up before the simulation begins. */
export class Signal {
  readonly #tls: string;
  readonly #unit: Unit;
  readonly #site: Site;
  readonly #text: string;
  readonly #hearing: Hearing;
  /** What is on its way from neighbours, and when it is there. */
  #letters: { readonly from: string; readonly said: Departures; readonly at: number }[] = [];
  #now = 0;
  /** The unit's time at the begin of the simulation. */
  readonly #began: number;
  readonly #begin_s: number;
  #channels: ChannelCodes;
  /** Commands that have come since the last tick. */
  #inbox: readonly Request[] = [];
  #told: (entry: Entry, wall: WallTime) => void = () => {};
  /** What its clock must be put right by; 0 but once. */
  #correction_ms = 0;
  /** Processor time in the unit, in milliseconds. */
  spent_ms = 0;

  constructor(tls: string, site: Site, text: string, begin_s: number) {
    this.#tls = tls;
    this.#begin_s = begin_s;
    this.#site = site;
    this.#text = text;
    this.#hearing = new Hearing(site);
    this.#unit = new Unit(site, { version: "bench", site: text, wall: WallTime(Date.UTC(2026, 0, 5) + begin_s * 1_000) });
    const boards = site.devices.map((_, device): Observation => ({ kind: "device", at: Instant(TICK_MS), device, answering: true }));
    this.#channels = this.#tick(boards);
    for (let tick = 1; !this.#channels.includes(GREEN); tick++) {
      if (tick === START_UP_TICKS) throw new Error(`the unit of "${tls}" shows no green after ${START_UP_TICKS / 10} s`);
      this.#channels = this.#tick([]);
    }
    this.#began = this.#now;
  }

  /** The simulation's seconds → the unit's time. */
  readonly instant = (s: number): Instant => Instant(this.#began + Math.round((s - this.#begin_s) * 1_000));

  /** A second of ten ticks with what was seen in it; what is shown at its end. */
  second(observations: readonly Observation[]): ChannelCodes {
    const started = performance.now();
    const sorted = observations.toSorted((a, b) => a.at - b.at);
    let next = 0;
    for (let tick = 0; tick < 10; tick++) {
      const from = next;
      while (next < sorted.length && sorted[next]!.at <= this.#now + TICK_MS) next++;
      this.#channels = this.#tick(sorted.slice(from, next));
    }
    this.spent_ms += performance.now() - started;
    return this.#channels;
  }

  get id(): string {
    return this.#site.id;
  }

  /** What it has told of itself as it began (record 300), as far as the centre looks at it. */
  get begins(): string {
    return JSON.stringify({ site: this.#text });
  }

  /** Whether it listens to `unit`. */
  names(unit: string): boolean {
    return this.#site.neighbours.some((each) => each.unit === unit);
  }

  get departures(): Departures | null {
    return this.#unit.departures;
  }

  /** A neighbour has said something, which is here so much later. */
  tell(from: string, said: Departures, latency_ms: number): void {
    this.#letters.push({ from, said, at: this.#now + latency_ms });
  }

  /**
   * Somebody listens at its journal, and puts commands into its inbox. Its clock is put right: what start-up took has been before the begin of
   * the simulation.
   */
  listen(told: (entry: Entry, wall: WallTime) => void): { readonly put: (request: Request) => void } {
    this.#told = told;
    this.#correction_ms = -this.#began;
    const put = (request: Request): void => {
      this.#inbox = [...this.#inbox, request];
    };
    return { put };
  }

  /** Who has a place for priority. */
  get asking(): readonly string[] {
    return this.#live.priority.map(({ vehicle }) => vehicle);
  }

  /** What it knows of its lanes. */
  get plan(): Live["plan"] {
    return this.#live.plan;
  }

  get #live(): Live {
    return this.#unit.live({ epoch: "", session: 0, last_seq: 0, pending: 0, fault: "" }, 0);
  }

  get channels(): ChannelCodes {
    return this.#channels;
  }

  #tick(observations: readonly Observation[]): ChannelCodes {
    this.#now += TICK_MS;
    const come = this.#letters.filter(({ at }) => at <= this.#now);
    if (come.length > 0) this.#letters = this.#letters.filter(({ at }) => at > this.#now);
    for (const { from, said } of come) this.#hearing.hear(from, said, Instant(this.#now));
    const { entries, channels } = this.#unit.decide({
      now: Instant(this.#now),
      observations,
      requests: this.#inbox,
      announcements: this.#hearing.take(Instant(this.#now)),
      correction_ms: this.#correction_ms,
      missed: 0,
    });
    [this.#inbox, this.#correction_ms] = [NOTHING, 0];
    for (const each of entries) this.#told(each, WallTime(this.#unit.wallBase + each.at));
    for (const { code, detail } of entries)
      if (code === CODE.monitorFault) throw new Error(`the monitor of "${this.#tls}" has latched a fault at ${this.#now} ms: ${detail}`);
    return channels;
  }
}
