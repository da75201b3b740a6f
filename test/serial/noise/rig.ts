import { readFileSync } from "node:fs";
import { readSite } from "../../../src/config/index.ts";
import { openDevice } from "../../../src/detection/protocols/index.ts";
import type { Device, Scan } from "../../../src/serial/device.ts";
import { Line } from "../../../src/serial/line.ts";
import { openFieldDevice } from "../../../src/street/devices/index.ts";
import { Bus } from "../../../src/street/field-line.ts";
import { Random } from "../../../src/street/random.ts";
import { Sensor } from "../../../src/street/sensor.ts";
import type { DeviceConfig, Site } from "../../../src/traffic/site.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import { Interference } from "./interference.ts";

/** What became of the messages of one device on one bad line. */
export interface Tally {
  /** Messages that the device has sent, and those of them of which one bit or more, or two or more, were turned over. */
  readonly sent: number;
  readonly damaged: number;
  readonly twice: number;
  /** Frames that were taken for good; those among them that the device has never sent. */
  readonly accepted: number;
  readonly wrong: number;
  /** Questions whose whole answer came undamaged (for a device that talks by itself, messages), and of those the ones not understood. */
  readonly whole: number;
  readonly missed: number;
  /** The longest run of whole answers, one behind the other, that were not understood. */
  readonly run: number;
  readonly noise_bytes: number;
}

const BAUD = 9_600;
const STEP_MS = 100;
/** Messages that a frame may be part of: with what comes late, the last few. */
const REMEMBERED = 4;

/** Takes what a device says of its bytes and holds it against what was sent. */
class Judge implements Device {
  accepted = 0;
  wrong = 0;
  readonly name: string;
  readonly timing: Device["timing"];
  readonly urgent = false;
  readonly #device: Device;
  readonly #plain: (bytes: Uint8Array) => string;
  readonly #sent: string[] = [];

  constructor(device: Device, plain: (bytes: Uint8Array) => string) {
    this.#plain = plain;
    this.#device = device;
    this.name = device.name;
    this.timing = device.timing;
  }

  sends(message: Uint8Array): void {
    this.#sent.push(this.#plain(message));
    if (this.#sent.length > REMEMBERED) this.#sent.shift();
  }

  request(now: Instant): Uint8Array | null {
    return this.#device.request(now);
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    const scan = this.#device.scan(bytes, now);
    if (scan.kind === "frame") {
      this.accepted++;
      const frame = this.#plain(bytes.subarray(0, scan.length));
      if (!this.#sent.some((message) => message.includes(frame))) this.wrong++;
    }
    return scan;
  }
}

const exact = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
/** A sentence may end its line either way, and have its checksum in small letters: turned into that, it still says what it said. */
const sentence = (bytes: Uint8Array): string =>
  exact(bytes)
    .replaceAll("\r", "")
    .replace(/\*..\n$/, (end) => end.toUpperCase());

const lines = (bytes: Uint8Array): string =>
  exact(bytes)
    .split(/(?<=\n)/)
    .map((line) => sentence(Buffer.from(line, "latin1")))
    .join("");

/** A question on its way, and its answer. */
class Exchange {
  whole = true;
  answered = false;
  readonly accepted: number;
  readonly until: number;

  constructor(accepted: number, until: number) {
    this.accepted = accepted;
    this.until = until;
  }
}

/** One device on a line of its own through `hours` of simulated time, with `rate` of all bits turned over in both directions. */
export function noisy(config: DeviceConfig, rate: number, hours: number, seed: number): Tally {
  const roll = dice(seed);
  const judge = new Judge(openDevice(config), config.protocol === "count-sentence" ? (bytes) => lines(bytes) : exact);
  const line = new Line("noisy", [judge], { baud: BAUD });
  const sensors = Array.from({ length: 4 }, () => new Sensor());
  const msPerByte = (11 * 1_000) / BAUD;
  const place = { config, site: siteFor(config), inputs: sensors, msPerByte, random: new Random(seed, 1), began_ms: 0 };
  const box = openFieldDevice(place);
  const bus = new Bus([box]);
  const [there, back] = [new Interference(rate, roll), new Interference(rate, roll)];
  const listens = judge.timing.poll_ms === 0;
  const silence_ms = () => Math.max(1, Math.ceil((back.silence() * 1_000) / BAUD));
  let [sent, whole, missed, run, longest] = [0, 0, 0, 0, 0];
  let exchange = new Exchange(0, 0);
  const settle = () => {
    if (!exchange.answered || !exchange.whole) return;
    whole++;
    if (judge.accepted > exchange.accepted) run = 0;
    else {
      missed++;
      longest = Math.max(longest, ++run);
    }
  };
  const out = (now: number, request: Uint8Array | null) => {
    if (request === null) return;
    settle();
    exchange = new Exchange(judge.accepted, now + request.length * msPerByte + judge.timing.timeout_ms);
    const passed = there.pass(request);
    if (passed !== request) exchange.whole = false;
    bus.heard(Instant(now), passed);
  };
  let stepAt = STEP_MS;
  let noiseAt = silence_ms();
  let now = 0;
  out(0, line.opened(Instant(0)));
  for (const end = hours * 3_600_000; ; ) {
    now = Math.max(now, Math.min(line.wakeAt, bus.saysAt, stepAt, noiseAt));
    if (now > end) break;
    if (bus.saysAt <= now) {
      const message = bus.said(Instant(now))!;
      judge.sends(message);
      sent++;
      if (listens) {
        settle();
        exchange = new Exchange(judge.accepted, Number.POSITIVE_INFINITY);
      }
      const passed = back.pass(message);
      if (passed !== message) exchange.whole = false;
      if (now < exchange.until) exchange.answered = true;
      out(now, line.heard(Instant(now), passed));
    } else if (stepAt <= now) {
      stepAt += STEP_MS;
      const sensor = sensors[roll(sensors.length)]!;
      sensor.set(roll(8) === 0, roll(150));
      box.step?.(Instant(now));
    } else if (noiseAt <= now) {
      noiseAt = now + silence_ms();
      out(now, line.heard(Instant(now), Uint8Array.of(roll(256))));
    } else out(now, line.wake(Instant(now)));
    line.drain();
  }
  const { accepted, wrong } = judge;
  const { noise_bytes } = line.health()[0]!;
  return { sent, damaged: back.damaged, twice: back.twice, accepted, wrong, whole, missed, run: longest, noise_bytes };
}

/** A four-leg site whose first four detectors hang on the device. */
function siteFor(config: DeviceConfig): Site {
  const file = "deploy/sites/four-leg.toml";
  const read = readSite(readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8"), file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const detectors = read.site.detectors.slice(0, 4).map((each, i) => ({ ...each, device: config.name, input: i + 1 }));
  return { ...read.site, devices: [config], detectors };
}
