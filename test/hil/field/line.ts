import { seal } from "../../../src/serial/framing/modbus-rtu.ts";
import type { FieldLine } from "../../../src/street/street.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { Interference } from "../../serial/noise/interference.ts";

/** Bytes on their way to the unit. */
interface Due {
  readonly at: number;
  readonly bytes: Uint8Array;
}

const MILLION = 1_000_000;
/** An adapter hears itself as soon as it has spoken. */
const ECHO_MS = 1;
/** Two who answer within this speak at the same time. */
const AT_ONCE_MS = 8;
const NOTHING = new Uint8Array(0);

/** One line of the cabinet with whatever is wrong with it; `heard` gets every byte as whoever is at that end hears it. */
export class LineWithWeather implements FieldLine {
  readonly #line: FieldLine;
  readonly #roll: (sides: number) => number;
  readonly #heard: (at: Instant, from: "unit" | "cabinet", bytes: Uint8Array) => void;
  #noise: Interference | null = null;
  /** Nothing is plugged in. */
  out = false;
  late_ms = 0;
  /** The adapter hears itself. */
  echoes = false;
  /** Modbus addresses: who answers for whom besides. */
  impostor: { readonly address: number; readonly of: number } | null = null;
  #due: Due[] = [];

  constructor(line: FieldLine, roll: (sides: number) => number, heard: (at: Instant, from: "unit" | "cabinet", bytes: Uint8Array) => void) {
    this.#line = line;
    this.#roll = roll;
    this.#heard = heard;
  }

  /** Turned bits of a million; 0: the welder has gone home. */
  set noise_per_million(bits: number) {
    this.#noise = bits > 0 ? new Interference(bits / MILLION, this.#roll) : null;
  }

  heard(now: Instant, bytes: Uint8Array): void {
    if (this.out) return;
    if (this.echoes) this.#say(now + ECHO_MS, bytes.slice());
    const passed = this.#noise?.pass(bytes) ?? bytes;
    if (passed.length === 0) return;
    this.#heard(now, "unit", passed);
    this.#line.heard(now, passed);
    const { impostor } = this;
    if (impostor !== null && passed[0] === impostor.of) this.#line.heard(now, readdressed(passed, impostor.address));
  }

  get saysAt(): number {
    return Math.min(this.#line.saysAt, this.#due[0]?.at ?? Number.POSITIVE_INFINITY);
  }

  said(now: Instant): Uint8Array | null {
    const said = this.#line.saysAt <= now ? this.#line.said(now) : null;
    if (said !== null && !this.out) this.#answer(now, said.slice());
    let together: Uint8Array = NOTHING;
    while (this.#due[0] !== undefined && this.#due[0].at <= now) together = joined(together, this.#due.shift()!.bytes);
    if (together.length === 0 || this.out) return null;
    const passed = this.#noise?.pass(together) ?? together;
    if (passed.length === 0) return null;
    this.#heard(now, "cabinet", passed);
    return passed;
  }

  #answer(now: Instant, said: Uint8Array): void {
    const { impostor } = this;
    if (impostor === null || (said[0] !== impostor.address && said[0] !== impostor.of)) {
      this.#say(now + this.late_ms, said);
      return;
    }
    // Whichever comes first is on its way when the other begins: two who pull one wire.
    const own = said[0] === impostor.of ? said : readdressed(said, impostor.of);
    const other = this.#due.findIndex(({ bytes }) => bytes[0] === impostor.of);
    if (other < 0) {
      this.#say(now + AT_ONCE_MS + this.late_ms, own);
      return;
    }
    const [{ at, bytes }] = this.#due.splice(other, 1) as [Due];
    this.#say(
      at,
      Uint8Array.from({ length: Math.max(own.length, bytes.length) }, (_, i) => (own[i] ?? 0xff) & (bytes[i] ?? 0xff)),
    );
  }

  #say(at: number, bytes: Uint8Array): void {
    this.#due.push({ at, bytes });
    this.#due.sort((a, b) => a.at - b.at);
  }
}

const readdressed = (frame: Uint8Array, address: number): Uint8Array => {
  const copy = frame.slice();
  copy[0] = address;
  return seal(copy);
};

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  const both = new Uint8Array(front.length + back.length);
  both.set(front);
  both.set(back, front.length);
  return both;
}
