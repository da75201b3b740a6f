import type { Instant } from "../traffic/time.ts";
import type { Device, DeviceHealth, Reading, Scan } from "./device.ts";
import { Station } from "./station.ts";

/** What a line has to tell: a reading, or a device lost and found. `at` is when the last byte of the frame was received. */
export type Heard =
  | { readonly kind: "reading"; readonly at: Instant; readonly device: string; readonly reading: Reading }
  | { readonly kind: "answering"; readonly at: Instant; readonly device: string; readonly answering: boolean };

export interface LineOptions {
  /** For the byte times that time-outs and gaps are made of. */
  readonly baud?: number;
  /** Behind a gateway frames are parted by datagrams: nobody waits for a pause. */
  readonly datagrams?: boolean;
}

/** Four times the longest frame that any of our protocols has. */
const BUFFER_BYTES = 1024;
/** A start bit, eight data bits, parity, a stop bit: never less than the line takes. */
const BITS_A_BYTE = 11;
/** Whoever talks longer than this without a pause says no sentence of any protocol, and is not waited for. */
const SENTENCE_BYTES = 256;
const NOTHING_HEARD: readonly Heard[] = [];

/**
 * One serial line and the devices on it: asks one at a time, waits, tries again, rests those that do not answer, finds frames in what
 * comes back. It has no port and no clock: each entrance takes the present instant and returns the bytes to write now, or null.
 * Call `wake` at `wakeAt`, and read the port before: a time-out that overtakes its own answer in the operating system is a lost poll.
 */
export class Line {
  readonly port: string;
  readonly #stations: readonly Station[];
  readonly #listeners: readonly Station[];
  readonly #msPerByte: number;
  readonly #gap_ms: number;
  readonly #patience_ms: number;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #held = 0;
  #open = false;
  #asked: Station | null = null;
  /** Bytes of its answer so far: one that goes on for longer than any is not waited for, or everybody else would stay as he was last heard. */
  #answered = 0;
  #deadline = Number.POSITIVE_INFINITY;
  /** Nobody speaks before this: 3.5 characters of silence part two Modbus frames (serial line V1.02, 2.5.1.1). */
  #quietUntil = 0;
  /** When the talk began that has not paused since, the answer that we were waiting for left out. */
  #loudSince = 0;
  /** Whom noise is counted against: the one asked last. */
  #suspect: Station | undefined;
  #heard: Heard[] = [];

  constructor(port: string, devices: readonly Device[], { baud = 9_600, datagrams = false }: LineOptions = {}) {
    this.port = port;
    this.#stations = devices.map((device) => new Station(device, devices.length === 1));
    this.#listeners = this.#stations.filter((s) => s.listens);
    this.#suspect = this.#stations[0];
    this.#msPerByte = (BITS_A_BYTE * 1_000) / baud;
    this.#gap_ms = datagrams ? 0 : Math.ceil(Math.max(1.75, 3.5 * this.#msPerByte));
    this.#patience_ms = Math.ceil(SENTENCE_BYTES * this.#msPerByte);
  }

  get open(): boolean {
    return this.#open;
  }

  /** When `wake` has something to do, in ms as an Instant; Infinity if nothing is due. It may already be past. */
  get wakeAt(): number {
    if (!this.#open) return Number.POSITIVE_INFINITY;
    let at = Number.POSITIVE_INFINITY;
    for (const s of this.#stations) {
      at = Math.min(at, s.lostAt);
      if (s.listens) at = Math.min(at, s.due);
      else if (this.#asked === null) at = Math.min(at, Math.max(this.#freeAt, s.urgent ? 0 : s.due));
    }
    return this.#asked === null ? at : Math.min(at, this.#deadline);
  }

  /** The port is open: polls are spread over their intervals, and devices that were resting are tried at once. */
  opened(now: Instant): Uint8Array | null {
    this.#forget();
    this.#open = true;
    this.#quietUntil = now;
    this.#loudSince = now;
    this.#stations.forEach((s, i) => {
      s.opened(now, now + Math.floor((i * s.device.timing.poll_ms) / this.#stations.length));
    });
    return this.#speak(now);
  }

  /** The port is closed, or could not be opened: none of its devices answers. */
  closed(now: Instant): void {
    this.#forget();
    this.#open = false;
    for (const s of this.#stations) if (s.closed()) this.#tell(now, s, false);
  }

  /** Bytes from the port. */
  heard(now: Instant, bytes: Uint8Array): Uint8Array | null {
    if (!this.#open) return null;
    this.#lapse(now);
    if (now >= this.#quietUntil) this.#loudSince = now;
    this.#quietUntil = now + this.#gap_ms;
    let rest = bytes;
    while (this.#held > 0 && rest.length > 0) {
      const part = rest.subarray(0, BUFFER_BYTES - this.#held);
      this.#buffer.set(part, this.#held);
      rest = rest.subarray(part.length);
      const end = this.#held + part.length;
      this.#keep(this.#buffer, this.#take(now, this.#buffer, end), end);
    }
    // Most often a whole answer arrives at once, into an empty buffer: it is read where it lies.
    if (rest.length > 0) this.#keep(rest, this.#take(now, rest, rest.length), rest.length);
    return this.#speak(now);
  }

  /** Time has passed: counts time-outs, asks whoever is due. */
  wake(now: Instant): Uint8Array | null {
    if (!this.#open) return null;
    this.#lapse(now);
    for (const s of this.#listeners) {
      if (now >= s.due && s.missed(now)) this.#tell(now, s, false);
    }
    if (this.#asked !== null && now >= this.#deadline) {
      const s = this.#asked;
      this.#asked = null;
      // What came of a broken answer must not be taken for the beginning of the next one.
      this.#noise(this.#held);
      this.#held = 0;
      if (s.missed(now)) this.#tell(now, s, false);
    }
    return this.#speak(now);
  }

  /**
   * A tick has come: whoever is too late by now is lost before anything new is shown. A process that stood still comes to its tick before it
   * comes to its ports, and would otherwise show an old green to a board that has long been in its own flash.
   */
  look(now: Instant): void {
    if (this.#open) this.#lapse(now);
  }

  /** What was heard since the last call, in order. */
  drain(): readonly Heard[] {
    if (this.#heard.length === 0) return NOTHING_HEARD;
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  /** Every noise byte of the line is counted against some device: the one that was asked last. */
  health(): readonly DeviceHealth[] {
    return this.#stations.map((s) => s.health());
  }

  #forget(): void {
    this.#noise(this.#held);
    this.#held = 0;
    this.#asked = null;
  }

  #noise(bytes: number): void {
    if (this.#suspect) this.#suspect.noise_bytes += bytes;
  }

  #tell(at: Instant, s: Station, answering: boolean): void {
    this.#heard.push({ kind: "answering", at, device: s.device.name, answering });
  }

  /** Before anything that an answer could change: one that comes too late does not undo that it was too late. */
  #lapse(now: Instant): void {
    for (const s of this.#stations) if (s.lapsed(now)) this.#tell(now, s, false);
  }

  /** From when on we may speak: after a pause, or over somebody who makes none. */
  get #freeAt(): number {
    return Math.min(this.#quietUntil, this.#loudSince + this.#patience_ms);
  }

  /** Asks the device that has something urgent to say, else the one that has waited longest, if the line is free. */
  #speak(now: Instant): Uint8Array | null {
    if (!this.#open || this.#asked !== null || now < this.#freeAt) return null;
    for (let turn = 0; turn < this.#stations.length; turn++) {
      const s = this.#next(now);
      if (s === null) return null;
      s.polled(now);
      const request = s.device.request(now);
      if (request !== null) return this.#ask(now, s, request);
    }
    return null;
  }

  #ask(now: Instant, s: Station, request: Uint8Array): Uint8Array {
    this.#noise(this.#held);
    this.#held = 0;
    s.polls++;
    this.#asked = s;
    this.#answered = 0;
    this.#suspect = s;
    this.#deadline = Math.ceil(now + request.length * this.#msPerByte) + s.device.timing.timeout_ms;
    return request;
  }

  #next(now: Instant): Station | null {
    let next: Station | null = null;
    for (const s of this.#stations) {
      if (s.listens) continue;
      if (s.urgent) return s;
      if (s.due <= now && (next === null || s.due < next.due)) next = s;
    }
    return next;
  }

  /** Takes frames and noise from the front of `bytes[0..end]`; returns where what may still become a frame begins. */
  #take(now: Instant, bytes: Uint8Array, end: number): number {
    let from = 0;
    while (from < end) {
      const rest = from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end);
      const length = this.#front(now, rest);
      if (length === 0) break;
      from += Math.min(length, rest.length);
    }
    return from;
  }

  /** Offers the front of `rest` to the device that was asked, then to those that talk by themselves; returns the bytes used up. */
  #front(now: Instant, rest: Uint8Array): number {
    let noise = rest.length;
    const asked = this.#asked;
    if (asked !== null) {
      const scan = asked.device.scan(rest, now);
      if (scan.kind === "frame") return this.#answer(now, asked, scan);
      noise = scan.kind === "more" ? 0 : Math.min(noise, scan.length);
    }
    for (const s of this.#listeners) {
      const scan = s.device.scan(rest, now);
      if (scan.kind === "frame") return this.#answer(now, s, scan);
      noise = scan.kind === "more" ? 0 : Math.min(noise, scan.length);
    }
    this.#noise(noise);
    return noise;
  }

  #answer(now: Instant, s: Station, scan: Scan & { readonly kind: "frame" }): number {
    if (s === this.#asked) {
      this.#loudSince = now;
      this.#answered += scan.length;
      if (scan.unfinished && this.#answered <= s.device.timing.answer_bytes) this.#deadline = now + s.device.timing.timeout_ms;
      else this.#asked = null;
    }
    if (s.answered(now, scan.confirms)) this.#tell(now, s, true);
    for (const reading of scan.readings) this.#heard.push({ kind: "reading", at: now, device: s.device.name, reading });
    return scan.length;
  }

  /** Keeps `bytes[from..end]` at the front of the buffer. A buffer full of what never became a frame is noise. */
  #keep(bytes: Uint8Array, from: number, end: number): void {
    const left = end - from;
    if (left >= BUFFER_BYTES) {
      this.#noise(left);
      this.#held = 0;
      return;
    }
    if (left > 0) {
      if (bytes === this.#buffer) this.#buffer.copyWithin(0, from, end);
      else this.#buffer.set(bytes.subarray(from, end));
    }
    this.#held = left;
  }
}
