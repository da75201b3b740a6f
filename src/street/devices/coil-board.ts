import { heartbeatCoil } from "../../signals/drivers/modbus-coils/index.ts";
import { FLASH_LIT_MS, FLASH_MS, lastLamp } from "../../signals/indications.ts";
import type { Channel } from "../../traffic/site.ts";
import type { Instant } from "../../traffic/time.ts";
import type { FieldDevice, Place } from "./device.ts";
import { ModbusSlave } from "./modbus-slave.ts";

/** Without a change of the heartbeat for this long the board takes the lamps away. */
const HEARTBEAT_MS = 1_000;
/** Changes in a row, none of them late, after which it takes writes again. */
const CHANGES = 2;

/**
 * The cabinet's output board: coils that light lamps while the heartbeat lives, and a flasher of its own. It confirms writes in flash as
 * well, and does not light what they say.
 */
export class CoilBoard implements FieldDevice {
  readonly #slave: ModbusSlave;
  readonly #channels: readonly Channel[];
  readonly #coils: Uint8Array;
  readonly #lamps: Uint8Array;
  readonly #heartbeat: number;
  /** Relays that have welded together, and lamps that are burnt out, by output. */
  readonly #welded = new Set<number>();
  readonly #burnt = new Set<number>();
  /** The heartbeat's last value; -1 before the first write since power came. */
  #beat = -1;
  #changed = 0;
  #changes = 0;

  constructor(place: Place) {
    this.#channels = place.site.channels.filter((c) => c.device === place.config.name);
    this.#heartbeat = heartbeatCoil(lastLamp(this.#channels)) - 1;
    this.#coils = new Uint8Array(this.#heartbeat + 1);
    this.#lamps = new Uint8Array(this.#heartbeat);
    this.#slave = new ModbusSlave(place, {
      coil: (address) => (address < this.#coils.length ? this.#coils[address] === 1 : null),
      write: (now, start, count, data, from) => this.#write(now, start, count, data, from),
    });
  }

  get saysAt(): number {
    return this.#slave.saysAt;
  }

  say(): Uint8Array {
    return this.#slave.say();
  }

  hear(now: Instant, bytes: Uint8Array): number {
    return this.#slave.hear(now, bytes);
  }

  lamps(now: Instant): Uint8Array {
    if (this.#flashes(now)) this.#flash(now);
    else for (let i = 0; i < this.#lamps.length; i++) this.#lamps[i] = this.#coils[i]!;
    for (const output of this.#welded) this.#lamps[output - 1] = 1;
    for (const output of this.#burnt) this.#lamps[output - 1] = 0;
    return this.#lamps;
  }

  /** An output's relay welds together: its lamp is lit whatever it is told, and nobody on the line can see it. */
  weld(output: number, on: boolean): void {
    if (on) this.#welded.add(output);
    else this.#welded.delete(output);
  }

  /** An output's lamp burns out, or is replaced. */
  burn(output: number, out: boolean): void {
    if (out) this.#burnt.add(output);
    else this.#burnt.delete(output);
  }

  /** True while the lamps are not the unit's. Out of flash leads only a heartbeat that changes again and again. */
  #flashes(now: Instant): boolean {
    if (now - this.#changed > HEARTBEAT_MS) this.#changes = 0;
    return this.#changes < CHANGES;
  }

  #flash(now: Instant): void {
    this.#lamps.fill(0);
    if (now % FLASH_MS >= FLASH_LIT_MS) return;
    for (const { flash, red, yellow } of this.#channels) {
      if (flash === "red" && red > 0) this.#lamps[red - 1] = 1;
      if (flash === "yellow" && yellow > 0) this.#lamps[yellow - 1] = 1;
    }
  }

  #write(now: Instant, start: number, count: number, data: Uint8Array, from: number): boolean {
    if (start + count > this.#coils.length) return false;
    for (let i = 0; i < count; i++) this.#coils[start + i] = (data[from + (i >> 3)]! >> (i & 7)) & 1;
    const beat = this.#coils[this.#heartbeat]!;
    if (beat === this.#beat) return true;
    this.#flashes(now);
    if (this.#beat >= 0) this.#changes++;
    this.#beat = beat;
    this.#changed = now;
    return true;
  }
}

export const openCoilBoard = (place: Place): FieldDevice => new CoilBoard(place);
