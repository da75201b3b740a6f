import { PROTOCOLS, type ProtocolName } from "../../src/detection/protocols/index.ts";
import { type OpenTap, settingsWords, type Tap } from "../../src/doctor/tap.ts";
import { byteTime_ms, type LineSettings } from "../../src/serial/load.ts";
import type { FieldDevice } from "../../src/street/devices/device.ts";
import { openFieldDevice } from "../../src/street/devices/index.ts";
import { Bus, type FieldLine } from "../../src/street/field-line.ts";
import { Random } from "../../src/street/random.ts";
import { Sensor } from "../../src/street/sensor.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";

/** A simulated line that is moved on with its devices, once every 100 ms. */
export interface SteppedLine extends FieldLine {
  step(now: Instant): void;
}

/** One simulated device, alone on its line: a question is heard when its last byte is there, and an answer comes byte by byte. */
export function lineWith(protocol: ProtocolName, address: number, baud: number): SteppedLine {
  const { timeout_ms, profiles } = PROTOCOLS[protocol];
  const config = { name: "box", port: "line", protocol, profile: profiles[0] ?? "", address, poll_ms: 5_000, timeout_ms };
  const inputs = Array.from({ length: 4 }, () => new Sensor());
  const site = { detectors: [] } as unknown as Site;
  const device = openFieldDevice({ config, site, inputs, msPerByte: 0, random: new Random(7, 0), began_ms: 0 });
  return new SlowLine(device, byteTime_ms(plainly(baud)));
}

export const plainly = (baud: number): LineSettings => ({ baud, parity: "none", stop_bits: 1 });

class SlowLine implements SteppedLine {
  readonly #device: FieldDevice;
  readonly #bus: Bus;
  readonly #byte_ms: number;
  #coming: { readonly at: number; readonly byte: number }[] = [];

  constructor(device: FieldDevice, byte_ms: number) {
    this.#device = device;
    this.#bus = new Bus([device]);
    this.#byte_ms = byte_ms;
  }

  step(now: Instant): void {
    this.#device.step?.(now);
  }

  heard(now: Instant, bytes: Uint8Array): void {
    this.#bus.heard(Instant(Math.ceil(now + bytes.length * this.#byte_ms)), bytes);
  }

  get saysAt(): number {
    return Math.min(this.#bus.saysAt, this.#coming[0]?.at ?? Number.POSITIVE_INFINITY);
  }

  said(now: Instant): Uint8Array | null {
    const from = this.#bus.saysAt;
    for (const [i, byte] of (this.#bus.said(now) ?? []).entries()) {
      this.#coming.push({ at: Math.ceil(from + (i + 1) * this.#byte_ms), byte });
    }
    const due = this.#coming.filter(({ at }) => at <= now);
    this.#coming = this.#coming.slice(due.length);
    return due.length > 0 ? Uint8Array.from(due, ({ byte }) => byte) : null;
  }
}

/** What arrives of bytes that were said at other settings than they are heard at. */
export const spoilt = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x55);

/** A tap on a simulated line, in the line's own time: it goes on only while somebody listens. */
export class BusTap implements Tap {
  readonly path = "/dev/line";
  /** In ms. */
  now = 0;
  /** Every question. */
  readonly said: { readonly at: number; readonly settings: string; readonly bytes: Uint8Array }[] = [];
  readonly #line: SteppedLine;
  readonly #right: string;
  #stepped = 0;

  constructor(line: SteppedLine, right: LineSettings) {
    this.#line = line;
    this.#right = settingsWords(right);
  }

  async open(settings: LineSettings): Promise<OpenTap> {
    const words = settingsWords(settings);
    const through = (bytes: Uint8Array): Uint8Array => (words === this.#right ? bytes : spoilt(bytes));
    return {
      write: (bytes) => {
        this.said.push({ at: this.now, settings: words, bytes: bytes.slice() });
        this.#line.heard(Instant(Math.ceil(this.now)), through(bytes));
      },
      listen: async (ms, heard) => {
        const until = this.now + ms;
        for (let next = this.#next(); next <= until; next = this.#next()) {
          this.now = Math.max(this.now, next);
          for (; this.#stepped + 100 <= this.now; this.#stepped += 100) this.#line.step(Instant(this.#stepped + 100));
          const bytes = this.#line.saysAt <= this.now ? this.#line.said(Instant(Math.floor(this.now))) : null;
          if (bytes !== null && heard(through(bytes.slice()))) return;
        }
        this.now = until;
      },
      close: async () => {},
    };
  }

  #next(): number {
    return Math.min(this.#line.saysAt, this.#stepped + 100);
  }
}
