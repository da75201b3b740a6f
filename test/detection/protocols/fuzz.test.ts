import t from "tap";
import { openDevice, PROTOCOLS } from "../../../src/detection/protocols/index.ts";
import type { Device, Reading, Scan } from "../../../src/serial/device.ts";
import { Line } from "../../../src/serial/line.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import { type Capture, capture as captureOf, folders } from "./captures.ts";

/** Answers spoilt in every way that seeds can think of, so many for each capture. For longer: `RUNS=100000 SEED=3 node` and this file. */
const RUNS = Number(process.env["RUNS"] ?? 300);
const SEED = Number(process.env["SEED"] ?? 5);

t.setTimeout(0);

const CAPTURES = folders().flatMap(({ captures }) => captures.map(captureOf));
type Roll = (sides: number) => number;

/** What any protocol's device may send: what an answer of ours may be spliced with. */
const FRAMES = CAPTURES.flatMap(({ exchanges }) => exchanges.map(({ answered }) => answered));

function spoil(bytes: Uint8Array, roll: Roll): Uint8Array {
  let spoilt = [...bytes];
  for (let times = 1 + roll(4); times > 0; times--) {
    const [at, other] = [roll(spoilt.length + 1), FRAMES[roll(FRAMES.length)]!];
    const many = 1 + roll(8);
    switch (roll(7)) {
      case 0:
        if (at < spoilt.length) spoilt[at]! ^= 1 << roll(8);
        break;
      case 1:
        spoilt.splice(at, many);
        break;
      case 2:
        spoilt.splice(at, 0, ...Array.from({ length: many }, () => roll(256)));
        break;
      case 3:
        spoilt.splice(at, 0, ...spoilt.slice(at, at + many));
        break;
      case 4:
        spoilt.splice(at, many, ...new Array<number>(many).fill([0, 0xff, 0x0d, 0x5a][roll(4)]!));
        break;
      case 5:
        spoilt = [...spoilt.slice(0, at), ...other.subarray(roll(other.length))];
        break;
      case 6:
        spoilt.splice(at, 0, ...other.subarray(0, roll(other.length)));
        break;
    }
  }
  return Uint8Array.from(spoilt);
}

/** Counts the bytes of the frames that its device takes in. */
class Counting implements Device {
  frames = 0;
  readonly name: string;
  readonly timing: Device["timing"];
  readonly urgent = false;
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
    this.name = device.name;
    this.timing = device.timing;
  }

  request(now: Instant): Uint8Array | null {
    return this.#device.request(now);
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    const scan = this.#device.scan(bytes, now);
    if (scan.kind === "frame") this.frames += scan.length;
    return scan;
  }
}

/** The capture up to exchange `turn`, whose answer is `stream`, in pieces of at most `piece` bytes. */
function play(capture: Capture, turn: number, stream: Uint8Array, piece: number) {
  const device = new Counting(openDevice(capture.config));
  const line = new Line("line", [device], { baud: 9_600 });
  line.opened(Instant(0));
  let sent = 0;
  const readings: Reading[] = [];
  for (let i = 0; i <= turn; i++) {
    const now = Instant(10_000 * i + 50);
    const { asked, answered } = capture.exchanges[i]!;
    if (i > 0 && asked.length > 0) line.wake(now);
    const bytes = i === turn ? stream : answered;
    for (let at = 0; at < bytes.length; at += piece) line.heard(now, bytes.subarray(at, at + piece));
    sent += bytes.length;
    for (const heard of line.drain()) if (heard.kind === "reading") readings.push(heard.reading);
  }
  const { answering } = line.health()[0]!;
  line.closed(Instant(10_000 * turn + 60));
  return { readings, answering, sent, frames: device.frames, noise: line.health()[0]!.noise_bytes };
}

/** Of a reading: what no device may say. */
function oddities(reading: Reading, inputs: number): readonly string[] {
  const whole = Object.entries(reading).flatMap(([name, value]) => (typeof value === "number" && !Number.isInteger(value) ? [name] : []));
  const range = (name: string, value: number | undefined, first: number, last: number) =>
    value === undefined || (value >= first && value <= last) ? [] : [`${name} ${value}`];
  if (reading.input > 0) whole.push(...range("input", reading.input, 1, inputs));
  if (reading.kind === "presence")
    whole.push(...range("age_ms", reading.age_ms, 0, 90_000_000), ...range("speed_dkmh", reading.speed_dkmh, 0, 10_000));
  if (reading.kind === "count") {
    whole.push(...range("occupancy_pm", reading.occupancy_pm, -1, 1_000), ...range("speed_dkmh", reading.speed_dkmh, -1, 10_000));
    whole.push(...range("volume", reading.volume, 0, 0xff_ffff), ...range("interval_ms", reading.interval_ms, 100, 3_600_000));
  }
  return whole;
}

for (const capture of CAPTURES) {
  t.test(`${capture.name}, spoilt ${RUNS} times`, async (t) => {
    const roll = dice(SEED);
    const { protocol, profile } = capture.config;
    const inputs = PROTOCOLS[protocol as keyof typeof PROTOCOLS].inputs(profile);
    const wrong: string[] = [];
    for (let run = 0; run < RUNS && wrong.length === 0; run++) {
      const turn = roll(capture.exchanges.length);
      const good = capture.exchanges[turn]!.answered;
      const stream = Uint8Array.of(...spoil(good, roll), ...good);
      const piece = 1 + roll(stream.length);
      const found: string[] = [];
      try {
        const [whole, cut] = [play(capture, turn, stream, stream.length), play(capture, turn, stream, piece)];
        if (!whole.answering) found.push("the good answer behind it is not understood");
        if (whole.frames + whole.noise !== whole.sent)
          found.push(`${whole.frames} + ${whole.noise} of ${whole.sent} bytes are accounted for`);
        if (JSON.stringify(whole) !== JSON.stringify(cut)) found.push(`in pieces of ${piece} it is another street`);
        found.push(...whole.readings.flatMap((reading) => oddities(reading, inputs)));
      } catch (error) {
        found.push(String(error));
      }
      if (found.length > 0) wrong.push(`run ${run}, exchange ${turn}: ${found.join("; ")}: ${Buffer.from(stream).toString("hex")}`);
    }
    t.same(wrong, []);
  });
}
