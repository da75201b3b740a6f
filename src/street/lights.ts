import type { PhaseNumber } from "../traffic/numbers.ts";
import type { Channel, Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";

/**
 * What a driver makes of a signal head. `stop` is a head that is dark or flashes: stop, look, go when it is your turn. `yield` is a flashing
 * yellow arrow: turn where those who come towards you leave a gap.
 */
export type Aspect = "green" | "yellow" | "red" | "stop" | "yield";

/** A head that was dark within this long flashes, or has just ceased to: 60 flashes a minute leave it dark for 500 ms. */
const FLASHES_WITHIN_MS = 600;

/** Something with lamps on it. */
export interface LampBoard {
  lamps(now: Instant): Uint8Array;
}

/** One signal head, as it is seen from the street: by its lamps alone. */
export class Head {
  readonly channel: Channel;
  aspect: Aspect = "stop";
  /** Since when it has shown this. */
  since = 0;
  greens = 0;
  green_ms = 0;
  stop_ms = 0;
  readonly #arrow: boolean;
  #darkAt = 0;
  #yellowAt = Number.NEGATIVE_INFINITY;

  /** `arrow`: its yellow may flash in the ordinary course of things. */
  constructor(channel: Channel, arrow: boolean) {
    this.channel = channel;
    this.#arrow = arrow;
  }

  look(now: number, lamps: Uint8Array, step_ms: number): void {
    if (this.aspect === "green") this.green_ms += step_ms;
    else if (this.aspect === "stop") this.stop_ms += step_ms;
    const seen = this.#seen(now, lamps);
    if (seen === this.aspect) return;
    this.aspect = seen;
    this.since = now;
    if (seen === "green") this.greens++;
  }

  #seen(now: number, lamps: Uint8Array): Aspect {
    const { red, yellow, green } = this.channel;
    const lit: Aspect =
      green > 0 && lamps[green - 1] === 1
        ? "green"
        : yellow > 0 && lamps[yellow - 1] === 1
          ? "yellow"
          : red > 0 && lamps[red - 1] === 1
            ? "red"
            : "stop";
    if (lit === "stop") this.#darkAt = now;
    if (lit === "yellow") this.#yellowAt = now;
    if (now - this.#darkAt > FLASHES_WITHIN_MS) return lit;
    return this.#arrow && now - this.#yellowAt <= FLASHES_WITHIN_MS ? "yield" : "stop";
  }
}

/** Every signal head of the site. */
export class Lights {
  readonly heads: readonly Head[];
  readonly #byBoard: readonly { readonly board: LampBoard; readonly heads: readonly Head[] }[];

  /** Boards by the name of their device. A channel whose board is not there stays dark. */
  constructor(site: Site, boards: ReadonlyMap<string, LampBoard>) {
    const arrows = site.overlaps.filter(({ kind }) => kind === "flashing-yellow-arrow").map(({ number }) => number);
    const made = site.channels.map((channel) => ({
      board: channel.device,
      head: new Head(channel, channel.overlap !== null && arrows.includes(channel.overlap)),
    }));
    this.heads = made.map((m) => m.head);
    this.#byBoard = [...boards].map(([name, board]) => ({ board, heads: made.filter((m) => m.board === name).map((m) => m.head) }));
  }

  look(now: Instant, step_ms: number): void {
    for (const { board, heads } of this.#byBoard) {
      const lamps = board.lamps(now);
      for (const head of heads) head.look(now, lamps, step_ms);
    }
  }

  of(channel: Channel): Head {
    return this.heads.find((head) => head.channel === channel)!;
  }

  /** What those look at who walk with a phase. */
  walk(phase: PhaseNumber): Head | undefined {
    return this.heads.find(({ channel }) => channel.kind === "pedestrian" && [channel.phase, ...channel.also_phases].includes(phase));
  }
}
