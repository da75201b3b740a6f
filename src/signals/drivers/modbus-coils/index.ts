import { type DeviceTiming, MORE, NOTHING_NEW, type Scan } from "../../../serial/device.ts";
import { type Exchange, frontOf, isException, seal, writeCoilsExchange } from "../../../serial/framing/modbus-rtu.ts";
import type { ChannelCodes } from "../../../traffic/calls.ts";
import type { Channel, DeviceConfig, Site } from "../../../traffic/site.ts";
import { Instant } from "../../../traffic/time.ts";
import { lastLamp, lightLamps } from "../../indications.ts";
import type { Driver } from "../driver.ts";

/** The first data byte of function 15. */
const DATA = 7;
/** Without a `show` for this long the heartbeat stops: five tenths, so that a late tick is not taken for a dead one. */
const SHOWN_WITHIN_MS = 500;
/** The board leaves us 1,000 ms after its heartbeat last changed. Its clock is not ours: what has taken longer than this may be too long. */
export const LOST_AFTER_MS = 900;

/** The heartbeat's coil: the lamps fill whole bytes, and it begins the next one. */
export const heartbeatCoil = (lamps: number): number => Math.ceil(lamps / 8) * 8 + 1;

/**
 * An output board: every lamp and the heartbeat in one write, confirmed by its echo. The echo has no data, so it cannot be told which of
 * several writes it confirms. Therefore the heartbeat stays as it is until it has been confirmed (every write since it changed says the
 * same), and after a time-out the next change is not believed while an echo of what was before it may still be on its way.
 */
class ModbusCoils implements Driver {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly #channels: readonly Channel[];
  readonly #lamps: Uint8Array;
  /** The lamps as data bytes, as they are to be written. */
  readonly #packed: Uint8Array;
  readonly #exchange: Exchange;
  #urgent = false;
  /** Null until something is shown for the first time. */
  #shownAt: Instant | null = null;
  #beat = 0;
  /** When the heartbeat last changed, and whether the board has confirmed that. */
  #beatAt = Instant(0);
  #confirmed = true;
  /** A write has had no echo yet. */
  #awaiting = false;
  /** Echoes of writes up to now may come until then; of writes before the heartbeat changed, until `#othersUntil`. */
  #lateUntil = 0;
  #othersUntil = 0;
  /** No echo that comes now can be of another beat. */
  #certain = true;

  constructor(config: DeviceConfig, site: Site) {
    this.name = config.name;
    // An answer for which the board has long been lost is not waited for.
    const timeout_ms = Math.min(config.timeout_ms, LOST_AFTER_MS);
    this.#channels = site.channels.filter((c) => c.device === config.name);
    const coils = heartbeatCoil(lastLamp(this.#channels));
    this.#lamps = new Uint8Array(coils - 1);
    this.#packed = new Uint8Array((coils - 1) / 8);
    this.#exchange = writeCoilsExchange(config.address, 0, coils);
    const bytes = { request_bytes: this.#exchange.request.length, answer_bytes: this.#exchange.length };
    this.timing = { poll_ms: config.poll_ms, timeout_ms, retries: 2, lost_after_ms: LOST_AFTER_MS, ...bytes };
  }

  get urgent(): boolean {
    return this.#urgent;
  }

  show(now: Instant, channels: ChannelCodes): void {
    lightLamps(now, this.#channels, channels, this.#lamps);
    if (this.#pack() || this.#shownAt === null) this.#urgent = true;
    this.#shownAt = now;
  }

  request(now: Instant): Uint8Array | null {
    if (this.#shownAt === null) return null;
    const { request } = this.#exchange;
    request.set(this.#packed, DATA);
    if (this.#awaiting) this.#lateUntil = now + this.timing.timeout_ms;
    this.#awaiting = true;
    if (this.#confirmed && now - this.#shownAt <= SHOWN_WITHIN_MS) this.#change(now);
    this.#certain = now >= this.#othersUntil;
    request[DATA + this.#packed.length] = this.#beat;
    this.#urgent = false;
    return seal(request);
  }

  scan(bytes: Uint8Array): Scan {
    const front = frontOf(bytes, this.#exchange);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    // A refusal is no confirmation: thrown away, it ends as a time-out, and after the tries as a board that does not answer.
    if (isException(bytes)) return { kind: "noise", length: front };
    this.#awaiting = false;
    if (this.#confirmed || !this.#certain) return { kind: "frame", length: front, readings: NOTHING_NEW };
    this.#confirmed = true;
    return { kind: "frame", length: front, readings: NOTHING_NEW, confirms: this.#beatAt };
  }

  #change(now: Instant): void {
    this.#beat ^= 1;
    this.#beatAt = now;
    this.#confirmed = false;
    this.#othersUntil = this.#lateUntil;
  }

  /** Returns true if a lamp changed. */
  #pack(): boolean {
    let changed = false;
    for (let i = 0; i < this.#packed.length; i++) {
      let byte = 0;
      for (let bit = 0; bit < 8; bit++) byte |= this.#lamps[i * 8 + bit]! << bit;
      if (byte !== this.#packed[i]) changed = true;
      this.#packed[i] = byte;
    }
    return changed;
  }
}

export const openModbusCoils = (config: DeviceConfig, site: Site): Driver => new ModbusCoils(config, site);
