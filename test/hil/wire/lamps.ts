import { isOf } from "../../../src/serial/framing/ts2/frame.ts";
import { type Lamps, terminalOutputsIn } from "../../../src/serial/framing/ts2/load-switches.ts";
import { Octets } from "../../../src/serial/framing/ts2/octets.ts";
import type { Channel, DeviceConfig, Site } from "../../../src/traffic/site.ts";
import type { Seen } from "../seen.ts";
import { CoilWrites } from "./modbus.ts";

export const [RED, YELLOW, GREEN] = [1, 2, 4];

export type LampNews =
  /** A channel's lamps are told to be these: RED, YELLOW, GREEN together. */
  | { readonly kind: "lit"; readonly at: number; readonly channel: number; readonly lit: number }
  /** From here on the cabinet flashes by itself, because nobody talks to it any more; or it does no longer. */
  | { readonly kind: "left-alone"; readonly at: number; readonly alone: boolean };

/** What a board does when it is not talked to is in its manual; a heartbeat that does not change for so long is no talk. */
const ALONE_MS = 1_000;
/** Changes of the heartbeat after which it takes writes again. */
const CHANGES = 2;

interface Board {
  hear(at: number, bytes: Uint8Array): void;
  readonly port: string;
  /** When it was last talked to as it wants to be. */
  readonly talkedAt: number;
  readonly listens: boolean;
}

/** The lamps as the unit tells them to be, read from the bytes that the cabinet hears. */
export class LampsOnTheWire {
  readonly #boards: readonly Board[];
  readonly #lit = new Map<number, number>();
  readonly #tell: (news: LampNews) => void;
  #alone = true;

  constructor(site: Site, tell: (news: LampNews) => void) {
    this.#tell = tell;
    this.#boards = site.devices.flatMap((device): readonly Board[] => {
      const channels = site.channels.filter((c) => c.device === device.name);
      if (channels.length === 0) return [];
      const lights = (at: number, on: (output: number) => boolean): void => this.#look(at, channels, on);
      return device.protocol === "ts2-load-switches" ? [new LoadSwitches(device, lights)] : [new Coils(device, channels, lights)];
    });
  }

  see(seen: Seen): void {
    this.pass(seen.at);
    if (seen.kind !== "said" || seen.from !== "unit") return;
    for (const board of this.#boards) if (board.port === seen.port) board.hear(seen.at, seen.bytes);
    this.pass(seen.at);
  }

  /** Time has passed. */
  pass(at: number): void {
    const alone = this.#boards.some((board) => !board.listens || at - board.talkedAt > ALONE_MS);
    if (alone === this.#alone) return;
    this.#alone = alone;
    this.#tell({ kind: "left-alone", at, alone });
  }

  #look(at: number, channels: readonly Channel[], on: (output: number) => boolean): void {
    for (const { number, red, yellow, green } of channels) {
      const lit = (red > 0 && on(red) ? RED : 0) | (yellow > 0 && on(yellow) ? YELLOW : 0) | (green > 0 && on(green) ? GREEN : 0);
      if (this.#lit.get(number) === lit) continue;
      this.#lit.set(number, lit);
      this.#tell({ kind: "lit", at, channel: number, lit });
    }
  }
}

type Lights = (at: number, on: (output: number) => boolean) => void;

/** Coils, and behind the last whole byte of lamps the heartbeat. */
class Coils implements Board {
  readonly port: string;
  talkedAt = 0;
  readonly #writes: CoilWrites;
  readonly #heartbeat: number;
  readonly #lights: Lights;
  #beat: boolean | null = null;
  #changes = 0;

  constructor({ port, address }: DeviceConfig, channels: readonly Channel[], lights: Lights) {
    this.port = port;
    this.#writes = new CoilWrites(address);
    const last = Math.max(...channels.flatMap(({ red, yellow, green }) => [red, yellow, green]));
    this.#heartbeat = Math.ceil(last / 8) * 8;
    this.#lights = lights;
  }

  get listens(): boolean {
    return this.#changes >= CHANGES;
  }

  hear(at: number, bytes: Uint8Array): void {
    for (const { start, on } of this.#writes.hear(bytes)) {
      if (start !== 0 || on.length <= this.#heartbeat) continue;
      this.#lights(at, (output) => on[output - 1]!);
      const beat = on[this.#heartbeat]!;
      if (beat === this.#beat) continue;
      if (at - this.talkedAt > ALONE_MS) this.#changes = 0;
      if (this.#beat !== null) this.#changes++;
      this.#beat = beat;
      this.talkedAt = at;
    }
  }
}

const DARK: Lamps = { green: 0, yellow: 0, red: 0 };

/** A TS 2 cabinet's: told by types 10 and 11, changed by type 18, and left alone when its monitor hears no type 0. */
class LoadSwitches implements Board {
  readonly port: string;
  readonly listens = true;
  talkedAt = Number.NEGATIVE_INFINITY;
  readonly #octets = new Octets();
  readonly #lights: Lights;
  readonly #told: [Lamps, Lamps] = [DARK, DARK];

  constructor({ port }: DeviceConfig, lights: Lights) {
    this.port = port;
    this.#lights = lights;
  }

  hear(at: number, bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0; ) {
      const front = this.#octets.front(rest);
      if (front === 0) return;
      if (front > 0) this.#take(at, this.#octets.frame);
      rest = rest.subarray(Math.abs(front));
    }
  }

  #take(at: number, frame: Uint8Array): void {
    if (isOf(frame, 0)) this.talkedAt = at;
    if (isOf(frame, 10)) this.#told[0] = terminalOutputsIn(frame)!;
    if (isOf(frame, 11)) this.#told[1] = terminalOutputsIn(frame)!;
    if (!isOf(frame, 18)) return;
    const [one, two] = this.#told;
    const all = [one.red | two.red, one.yellow | two.yellow, one.green | two.green];
    this.#lights(at, (output) => ((all[(output - 1) % 3]! >> Math.floor((output - 1) / 3)) & 1) === 1);
  }
}
