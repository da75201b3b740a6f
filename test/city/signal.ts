import { join } from "node:path";
import { boundOf } from "../../src/config/journal-bound.ts";
import { Link } from "../../src/link.ts";
import { PAGE_BYTES } from "../../src/platform/database.ts";
import { connectMqtt } from "../../src/platform/mqtt.ts";
import { type ClosingRecorder, openLinkJournal, openRecorder } from "../../src/platform/recorder.ts";
import { signatureBy } from "../../src/platform/signature.ts";
import { VERSION } from "../../src/platform/version.ts";
import { BENCH_BACKOFF } from "../../src/sync/backoff.ts";
import type { BrokerAddress } from "../../src/sync/broker.ts";
import { SparingJournal } from "../../src/sync/sparing.ts";
import type { ChannelCodes } from "../../src/traffic/calls.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Live } from "../../src/traffic/live.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import { Instant, TICK_MS } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import type { Fitted } from "../bench/traffic/ours/fitted.ts";
import type { Seen } from "../bench/traffic/traci/codec.ts";
import type { Pace } from "./pace.ts";

/** Start-up is over within this, and the unit's clock is put right behind it. */
const START_UP_TICKS = 3_000;
const [RED, GREEN] = [1, 3];
const NOBODY: ReadonlySet<string> = new Set();

export interface SignalPorts {
  readonly folder: string;
  readonly pace: Pace;
  readonly broker: BrokerAddress;
  /** The brain's. */
  readonly commandKey: string;
  readonly told: (words: string) => void;
}

/** One intersection of the city as it is on the street, but for the cables: the unit, its journal on disk, its link to the broker. */
export class CitySignal {
  readonly #fitted: Fitted;
  readonly #unit: Unit;
  readonly #recorder: ClosingRecorder;
  readonly #journal: SparingJournal;
  readonly #link: Link;
  #now = 0;
  /** The unit's time when the city's is 0. */
  #began = 0;
  #correction_ms = 0;
  #seen: readonly Observation[] = [];
  #channels: ChannelCodes;

  static async open(fitted: Fitted, ports: SignalPorts): Promise<CitySignal> {
    const { site } = fitted;
    const file = join(ports.folder, `${site.id}.db`);
    const recorder = await openRecorder(file, { unit: site.id, pages_max: Math.ceil(boundOf(site) / PAGE_BYTES) });
    return new CitySignal(fitted, ports, recorder, new SparingJournal(openLinkJournal(file, site.id), ports.pace));
  }

  private constructor(fitted: Fitted, ports: SignalPorts, recorder: ClosingRecorder, journal: SparingJournal) {
    const { site, text } = fitted;
    const { pace, broker, commandKey, told } = ports;
    this.#fitted = fitted;
    this.#recorder = recorder;
    this.#journal = journal;
    this.#unit = new Unit(site, { version: VERSION, site: text, wall: pace.wall() });
    const boards = site.devices.map((_, device): Observation => ({ kind: "device", at: Instant(TICK_MS), device, answering: true }));
    this.#seen = boards;
    this.#channels = this.#tick();
    for (let tick = 1; !this.#channels.includes(GREEN); tick++) {
      if (tick === START_UP_TICKS) throw new Error(`${site.id} shows no green after ${START_UP_TICKS / 10} s`);
      this.#channels = this.#tick();
    }
    this.#began = this.#now;
    this.#correction_ms = -this.#now;
    const options = { unit: site.id, version: VERSION, broker, backoff: BENCH_BACKOFF };
    const link = { connect: connectMqtt, journal, timers: pace, random: Math.random, verify: signatureBy(commandKey) };
    this.#link = new Link(options, link, (words) => told(`${site.id}: ${words}`));
    this.#link.start();
  }

  get id(): string {
    return this.#fitted.site.id;
  }

  get fitted(): Fitted {
    return this.#fitted;
  }

  /** A letter for each link of the traffic light. */
  get letters(): string {
    return this.#fitted.letters(this.#channels);
  }

  /** Places of the letters that are green in a stage. */
  linksOf(stage: number): readonly number[] {
    const groups = this.#fitted.site.stages?.stages.find(({ number }) => number === stage)?.groups ?? [];
    const channels = new Uint8Array(this.#channels.length).fill(RED);
    for (const { name, number } of this.#fitted.site.channels) if (groups.includes(name)) channels[number - 1] = GREEN;
    return [...this.#fitted.letters(channels)].flatMap((letter, link) => (letter === "G" || letter === "g" ? [link] : []));
  }

  /** SUMO has gone one second on: what was seen in it, for the ticks that follow. */
  see(seen: Seen, end_s: number): void {
    const observed = this.#fitted.observed(seen, end_s, (s) => Instant(this.#began + Math.round(s * 1_000)), NOBODY);
    this.#seen = observed.toSorted((a, b) => a.at - b.at);
  }

  /** A tenth of a second, commands and journal and all; throws when the monitor latches a fault. */
  step(): void {
    this.#channels = this.#tick();
    this.#link.live(this.live());
  }

  live(): Live {
    return this.#unit.live(this.#recorder.status(), 0);
  }

  /** Commands that the link has taken. */
  get commands(): number {
    return this.#link.state().commands_taken;
  }

  get delivered(): { readonly records: number; readonly acked: number; readonly connected: boolean } {
    const { last_seq, acked_seq, state } = this.#link.state();
    return { records: last_seq, acked: acked_seq, connected: state === "connected" };
  }

  async close(): Promise<void> {
    await this.#link.close();
    this.#journal.close();
    await this.#recorder.close();
  }

  #tick(): ChannelCodes {
    this.#now += TICK_MS;
    let due = 0;
    while (due < this.#seen.length && this.#seen[due]!.at <= this.#now) due++;
    const observations = this.#seen.slice(0, due);
    this.#seen = this.#seen.slice(due);
    const { entries, channels } = this.#unit.decide({
      now: Instant(this.#now),
      observations,
      requests: this.#recorder.requests(),
      announcements: [],
      correction_ms: this.#correction_ms,
      missed: 0,
    });
    this.#correction_ms = 0;
    if (entries.length > 0) this.#recorder.append(entries, this.#unit.wallBase);
    for (const { code, detail } of entries)
      if (code === CODE.monitorFault) throw new Error(`the monitor of ${this.id} has latched a fault: ${detail}`);
    return channels;
  }
}
