import { type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import { blank, DETECTORS, isOf } from "../../../serial/framing/ts2/frame.ts";
import { type Lamps, loadSwitchDrivers, OUTPUTS, SWITCHES_OF_BIU, terminalOutputs } from "../../../serial/framing/ts2/load-switches.ts";
import { mmuCardIn } from "../../../serial/framing/ts2/mmu-card.ts";
import { type MmuStatus, mmuStatusIn } from "../../../serial/framing/ts2/mmu-status.ts";
import { enclose, Octets } from "../../../serial/framing/ts2/octets.ts";
import { type CabinetWord, SWITCH_LAMPS, switchOf } from "../../../traffic/cabinet.ts";
import { type ChannelCodes, INDICATIONS } from "../../../traffic/calls.ts";
import type { Channel, DeviceConfig, Site } from "../../../traffic/site.ts";
import { Instant, type WallTime } from "../../../traffic/time.ts";
import { lightLamps } from "../../indications.ts";
import type { Driver } from "../driver.ts";
import { Dates } from "./date.ts";
import { TerminalInputs } from "./inputs.ts";
import { Seen } from "./seen.ts";
import { statusOf } from "./words.ts";

export { INPUTS_MAX as TS2_INPUTS } from "./inputs.ts";

/** Without a `show` for this long nothing more is said: five tenths, so that a late tick is not taken for a dead one. */
const SHOWN_WITHIN_MS = 500;
/** The MMU takes the lamps away about 1,000 ms after its last load switch data (Port 1 timeout). Its clock is not ours. */
export const TS2_LOST_AFTER_MS = 900;
/** Retries are cheap: a question and its answer take some milliseconds, and a datagram may be lost. */
export const TS2_RETRIES = 4;
/** A lost driver's cabinet is in flash, and stalls nobody. */
const REST_MS = 1_000;
/** Frames of types 3 and 9 go out once a second. */
const CARD_EVERY_MS = 1_000;
/** Who has not asked for this long does not know what his inputs did. */
const FORGET_AFTER_MS = 500;
/** A whole round with both terminals BIUs and the card, enclosed, as far as escapes allow to say. */
export const ROUND_BYTES = { request: 96, answer: 76 } as const;

/**
 * What is asked in one round, in this order. Types 18 and 9 are broadcast, which nobody answers, so each travels before a question. The MMU
 * hears of the lamps last: while a terminals BIU does not answer it hears nothing, and after its Port 1 timeout the cabinet flashes.
 */
type Step = "terminals-1" | "terminals-2" | "switches" | "status" | "card";

const DARK: Lamps = { red: 0, yellow: 0, green: 0 };
const ORDER = ["red", "yellow", "green"] as const;
const TRANSFER = enclose(blank(18));
const STATUS = enclose(blank(1));
const CARD = enclose(blank(3));

/** Load switches on NEMA TS 2 Port 1: two terminals BIUs that drive them, and the MMU that watches them, as one device. */
class LoadSwitches implements Driver {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly watched = true;
  readonly #channels: readonly Channel[];
  readonly #vehicles: readonly Channel[];
  readonly #steps: readonly Step[];
  readonly #octets = new Octets();
  readonly #inputs: TerminalInputs;
  readonly #seen: Seen;
  readonly #dates: Dates;
  readonly #outputs = new Uint8Array(OUTPUTS);
  /** As they are to be shown, and as the round on its way tells them. */
  #shown: Lamps & { readonly flash: boolean } = { ...DARK, flash: false };
  #told = this.#shown;
  /** Null until something is shown for the first time. */
  #shownAt: Instant | null = null;
  #wall = 0 as WallTime;
  #changed = false;
  /** The step that is asked or comes next, and where the round ends; both 0 between rounds. */
  #at = 0;
  #end = 0;
  #awaiting = false;
  #beganAt = Instant(0);
  /**
   * What answers prove: the load switch data of the round that began then, or of a later one. Answers to what was asked in vain may come until
   * `#lateUntil`, and nobody can tell them from those to the same question asked again.
   */
  #provenAt = Instant(0);
  #lateUntil = 0;
  #cardAt = 0;
  #card = "";
  #status = "";
  #startUpCalls = 0;

  constructor({ name, poll_ms, timeout_ms, port }: DeviceConfig, site: Site) {
    this.name = name;
    this.#channels = site.channels.filter((c) => c.device === name);
    this.#vehicles = this.#channels.filter(({ kind }) => kind !== "pedestrian");
    this.#inputs = new TerminalInputs(name, site);
    this.#seen = new Seen(this.#channels);
    const drives = (biu: 1 | 2) =>
      this.#channels.some((c) => Math.ceil(switchOf(c.green) / SWITCHES_OF_BIU) === biu) || this.#inputs.on(biu);
    const terminals = ([1, 2] as const).filter(drives);
    this.#steps = [...terminals.map((biu): Step => `terminals-${biu}`), "switches", "status", "card"];
    const racks = site.devices.filter((d) => d.port === port && d.protocol === "ts2-detectors");
    this.#dates = new Dates(
      site.time_zone,
      terminals.reduce((mask, biu) => mask | (1 << (biu - 1)), 0),
      racks.reduce((mask, { address }) => mask | (1 << (address - DETECTORS)), 0),
    );
    const bytes = { request_bytes: ROUND_BYTES.request, answer_bytes: ROUND_BYTES.answer };
    this.timing = { poll_ms, timeout_ms, retries: TS2_RETRIES, lost_after_ms: TS2_LOST_AFTER_MS, rest_ms: REST_MS, ...bytes };
  }

  /** A lamp has changed, or a round goes on. */
  get urgent(): boolean {
    return this.#changed || (this.#at < this.#end && !this.#awaiting);
  }

  show(now: Instant, codes: ChannelCodes): void {
    lightLamps(now, this.#channels, codes, this.#outputs);
    const flash = this.#vehicles.length > 0 && this.#vehicles.every(({ number }) => flashes(codes[number - 1]!));
    const lamps = { ...this.#lit(), flash };
    if (this.#shownAt === null || !same(lamps, this.#shown)) this.#changed = true;
    this.#shown = lamps;
    this.#shownAt = now;
  }

  date(wall: WallTime): void {
    this.#wall = wall;
  }

  request(now: Instant): Uint8Array | null {
    if (this.#awaiting) this.#missed(now);
    if (this.#shownAt === null || now - this.#shownAt > SHOWN_WITHIN_MS) {
      this.#stop();
      return null;
    }
    if (this.#at === this.#end) this.#begin(now);
    this.#awaiting = true;
    return this.#ask(this.#steps[this.#at]!);
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    const front = this.#octets.front(bytes);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    const readings = this.#awaiting ? this.#answered(this.#steps[this.#at]!, this.#octets.frame, now) : null;
    if (readings === null) return { kind: "noise", length: front };
    this.#awaiting = false;
    if (++this.#at < this.#end) return { kind: "frame", length: front, readings };
    this.#stop();
    return { kind: "frame", length: front, readings, confirms: this.#provenAt };
  }

  #begin(now: Instant): void {
    if (now - this.#beganAt > FORGET_AFTER_MS) this.forget();
    this.#told = this.#shown;
    this.#changed = false;
    if (now >= this.#lateUntil) this.#provenAt = now;
    this.#beganAt = now;
    this.#at = 0;
    this.#end = now >= this.#cardAt ? this.#steps.length : this.#steps.length - 1;
  }

  #stop(): void {
    this.#at = 0;
    this.#end = 0;
  }

  /** The round begins anew with what is to be shown now: half of it was told long ago, and none of it is transferred. */
  #missed(now: Instant): void {
    this.#awaiting = false;
    this.#lateUntil = now + this.timing.timeout_ms;
    this.#stop();
    this.forget();
  }

  /** Nobody knows what the inputs did, what the MMU saw or which card it has while nobody looked. */
  forget(): void {
    this.#inputs.forget();
    this.#seen.forget();
    this.#cardAt = 0;
  }

  #ask(step: Step): Uint8Array {
    switch (step) {
      case "terminals-1":
        return enclose(terminalOutputs(1, this.#told));
      case "terminals-2":
        return enclose(terminalOutputs(2, this.#told));
      case "switches":
        return Uint8Array.of(...TRANSFER, ...enclose(loadSwitchDrivers(this.#told, this.#told.flash)));
      case "status":
        return STATUS;
      case "card":
        return Uint8Array.of(...enclose(this.#dates.frame(this.#wall)), ...CARD);
    }
  }

  /** Null for what is no answer to `step`. */
  #answered(step: Step, frame: Uint8Array, now: Instant): readonly Reading[] | null {
    switch (step) {
      case "terminals-1":
        return this.#inputs.read(frame, 1);
      case "terminals-2":
        return this.#inputs.read(frame, 2);
      case "switches":
        return isOf(frame, 128) ? NOTHING_NEW : null;
      case "status": {
        const status = mmuStatusIn(frame);
        return status === null ? null : this.#look(status, now);
      }
      case "card":
        return this.#program(frame, now);
    }
  }

  #look(status: MmuStatus, now: Instant): readonly Reading[] {
    this.#startUpCalls = status.says.includes("start-up-flash-call") ? this.#startUpCalls + 1 : 0;
    const word = statusOf(status, this.#startUpCalls > 1);
    const readings: Reading[] = [];
    // A picture that moves in failure is no news: what the MMU says is.
    const said = `${word.flash} ${word.flash === null ? "" : status.says.join()}`;
    if (said !== this.#status) readings.push(reading(word));
    this.#status = said;
    if (word.flash !== null || this.#told.flash) this.#seen.forget();
    else {
      const differs = this.#seen.look(now, this.#told, status.seen);
      if (differs !== null) readings.push(reading(differs));
    }
    return readings;
  }

  #program(frame: Uint8Array, now: Instant): readonly Reading[] | null {
    const card = mmuCardIn(frame);
    if (card === null) return null;
    this.#cardAt = now + CARD_EVERY_MS;
    const said = frame.join();
    if (said === this.#card) return NOTHING_NEW;
    this.#card = said;
    return [reading({ says: "card", card: { compatible: card.compatible, min_flash_s: card.min_flash_s } })];
  }

  /** The lamps of the load switches, from the outputs that light them: red, yellow and green of each in turn. */
  #lit(): Lamps {
    const lit = { red: 0, yellow: 0, green: 0 };
    for (let output = 0; output < OUTPUTS; output++) {
      if (this.#outputs[output] === 0) continue;
      lit[ORDER[output % SWITCH_LAMPS]!] |= 1 << (switchOf(output + 1) - 1);
    }
    return lit;
  }
}

const flashes = (code: number): boolean => INDICATIONS[code]?.startsWith("flashing") ?? false;
const same = (a: Lamps & { readonly flash: boolean }, b: Lamps & { readonly flash: boolean }): boolean =>
  a.red === b.red && a.yellow === b.yellow && a.green === b.green && a.flash === b.flash;
const reading = (word: CabinetWord): Reading => ({ kind: "cabinet", input: 0, word });

export const openLoadSwitches = (config: DeviceConfig, site: Site): Driver => new LoadSwitches(config, site);
