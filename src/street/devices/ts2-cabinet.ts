import { BROADCAST, blank, isOf, MMU } from "../../serial/framing/ts2/frame.ts";
import { type Lamps, loadSwitchesIn, terminalOutputsIn } from "../../serial/framing/ts2/load-switches.ts";
import type { MmuCard } from "../../serial/framing/ts2/mmu-card.ts";
import { enclose, Octets } from "../../serial/framing/ts2/octets.ts";
import { INPUTS, terminalInputs } from "../../serial/framing/ts2/terminals.ts";
import { FLASH_LIT_MS, FLASH_MS } from "../../signals/indications.ts";
import { monitorBuffer } from "../../timing/buffers.ts";
import { monitorTables } from "../../timing/monitor-tables.ts";
import { LOAD_SWITCHES, SWITCH_LAMPS, switchOf } from "../../traffic/cabinet.ts";
import type { Channel, Site } from "../../traffic/site.ts";
import type { Instant } from "../../traffic/time.ts";
import type { Sensor } from "../sensor.ts";
import { type FieldDevice, Mouth, type Place, SERVICE_MS } from "./device.ts";
import { Mmu } from "./mmu.ts";

const DARK: Lamps = { green: 0, yellow: 0, red: 0 };
const MIN_FLASH_S = 6;
/** Inputs of terminals BIU 2 come behind those of BIU 1. */
const OF_BIU_2 = 40;

/**
 * The lamps' side of a NEMA TS 2 cabinet: two terminals and facilities BIUs, their load switches, the MMU, the flasher. Load switches change
 * with the output transfer, all at once; the MMU sees the lamps and not what was told.
 */
export class Ts2Cabinet implements FieldDevice {
  readonly mmu: Mmu;
  readonly #mouth: Mouth;
  readonly #msPerByte: number;
  readonly #octets = new Octets();
  readonly #channels: readonly Channel[];
  readonly #inputs: readonly (Sensor | undefined)[];
  readonly #lamps = new Uint8Array(LOAD_SWITCHES * SWITCH_LAMPS);
  /** What each BIU was told and has not transferred, what both show. */
  readonly #told: [Lamps, Lamps] = [DARK, DARK];
  #driven: Lamps = DARK;
  /** Lamps that are burnt out. */
  readonly #burnt = { green: 0, yellow: 0, red: 0 };
  /** Load switches' outputs that have welded together. */
  readonly #welded = { green: 0, yellow: 0, red: 0 };
  /** The last date and time that was broadcast, as it came. */
  date: Uint8Array | null = null;

  constructor(place: Place) {
    this.#mouth = new Mouth(place);
    this.#msPerByte = place.msPerByte;
    this.#inputs = place.inputs;
    this.#channels = place.site.channels.filter((c) => c.device === place.config.name);
    const mask = (channels: readonly Channel[]) => channels.reduce((bits, { green }) => bits | (1 << (switchOf(green) - 1)), 0);
    const { overlaps } = place.site;
    const arrow = ({ overlap }: Channel) => overlaps.some(({ number, kind }) => number === overlap && kind === "flashing-yellow-arrow");
    this.mmu = new Mmu({
      card: cardFor(place.site, this.#channels),
      vehicles: mask(this.#channels.filter(({ kind }) => kind !== "pedestrian")),
      arrows: mask(this.#channels.filter(arrow)),
    });
  }

  get saysAt(): number {
    return this.#mouth.at;
  }

  say(): Uint8Array {
    return this.#mouth.take();
  }

  step(now: Instant): void {
    const { green, yellow, red } = this.#lit(this.#driven);
    this.mmu.step(now, { green: green & ~this.#burnt.green, yellow: yellow & ~this.#burnt.yellow, red: red & ~this.#burnt.red });
  }

  /** A lamp of a load switch burns out, or is replaced. */
  burn(number: number, lamp: keyof Lamps, out: boolean): void {
    if (out) this.#burnt[lamp] |= 1 << (number - 1);
    else this.#burnt[lamp] &= ~(1 << (number - 1));
  }

  /** An output of a load switch welds together: it is lit whatever it is told. */
  weld(number: number, lamp: keyof Lamps, on: boolean): void {
    if (on) this.#welded[lamp] |= 1 << (number - 1);
    else this.#welded[lamp] &= ~(1 << (number - 1));
  }

  hear(now: Instant, bytes: Uint8Array): number {
    const front = this.#octets.front(bytes);
    if (front <= 0) return front;
    const frame = this.#octets.frame;
    if (frame[0] === BROADCAST) {
      if (isOf(frame, 18)) this.#transfer();
      if (isOf(frame, 9)) this.date = frame.slice();
      return front;
    }
    const answer = this.#answer(now, frame);
    if (answer === null) return -front;
    this.#mouth.say(now + front * this.#msPerByte + SERVICE_MS, enclose(answer));
    return front;
  }

  lamps(now: Instant): Uint8Array {
    this.#lamps.fill(0);
    if (this.mmu.relay) this.#light(this.#lit(this.#driven));
    else if (now % FLASH_MS < FLASH_LIT_MS) this.#light(this.#flasher());
    return this.#lamps;
  }

  #transfer(): void {
    const [one, two] = this.#told;
    this.#driven = { green: one.green | two.green, yellow: one.yellow | two.yellow, red: one.red | two.red };
  }

  #answer(now: Instant, frame: Uint8Array): Uint8Array | null {
    for (const biu of [1, 2] as const) {
      if (!isOf(frame, 9 + biu)) continue;
      this.#told[biu - 1] = terminalOutputsIn(frame)!;
      return terminalInputs(
        biu,
        Array.from({ length: INPUTS }, (_, i) => this.#inputs[i + (biu === 1 ? 0 : OF_BIU_2)]?.calls ?? false),
      );
    }
    if (frame[0] !== MMU) return null;
    const switches = loadSwitchesIn(frame);
    if (switches !== null) {
      this.mmu.hear(now, switches.flash);
      return blank(128);
    }
    if (isOf(frame, 1)) return this.mmu.status(now);
    return isOf(frame, 3) ? this.mmu.programming() : null;
  }

  #lit({ green, yellow, red }: Lamps): Lamps {
    const welded = this.#welded;
    return { green: green | welded.green, yellow: yellow | welded.yellow, red: red | welded.red };
  }

  #flasher(): Lamps {
    const lit = { green: 0, yellow: 0, red: 0 };
    for (const { flash, green } of this.#channels) if (flash !== "dark") lit[flash] |= 1 << (switchOf(green) - 1);
    return lit;
  }

  #light(lit: Lamps): void {
    for (let s = 0; s < LOAD_SWITCHES; s++) {
      const bit = 1 << s;
      if (lit.red & ~this.#burnt.red & bit) this.#lamps[SWITCH_LAMPS * s] = 1;
      if (lit.yellow & ~this.#burnt.yellow & bit) this.#lamps[SWITCH_LAMPS * s + 1] = 1;
      if (lit.green & ~this.#burnt.green & bit) this.#lamps[SWITCH_LAMPS * s + 2] = 1;
    }
  }
}

/** A card as a technician would solder it for this site. */
function cardFor(site: Site, channels: readonly Channel[]): MmuCard {
  const { compatible: together, permissive } = monitorBuffer.views(monitorTables(site));
  const compatible = new Array<number>(LOAD_SWITCHES).fill(0);
  for (const a of channels) {
    for (const b of channels) {
      const both = (together[a.number - 1]! | permissive[a.number - 1]!) & (1 << (b.number - 1));
      if (a === b || both === 0) continue;
      compatible[switchOf(a.green) - 1]! |= 1 << (switchOf(b.green) - 1);
      compatible[switchOf(b.green) - 1]! |= 1 << (switchOf(a.green) - 1);
    }
  }
  return { compatible, yellow_not_watched: 0, min_flash_s: MIN_FLASH_S, latches_24_volt: false, latches_controller_voltage: false };
}

export const openTs2Cabinet = (place: Place): FieldDevice => new Ts2Cabinet(place);
