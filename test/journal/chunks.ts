import type { Chunk, Record } from "../../src/journal/port.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";

/** What happened at an instant of a session: code, parameter. */
export type Happened = readonly [at: number, code: number, param: number];

/** A journal in memory, told session by session; each chunk has one wall base. */
export class Told {
  readonly chunks: Chunk[] = [];
  #session = 0;
  #zone = "UTC";
  #next = 1;

  constructor(first_seq = 1) {
    this.#next = first_seq;
  }

  session(zone: string, base: number): this {
    this.#session++;
    this.#zone = zone;
    const site = `[site]\nid = "four-leg"\ntime_zone = "${this.#zone}"\n`;
    return this.#add(base, [{ at: 0, code: CODE.sessionStart, param: 0, detail: JSON.stringify({ version: "0.1.0", site, wall: base }) }]);
  }

  /** A chunk of a running session, at the wall time that the unit holds for its Instant 0. */
  chunk(base: number, ...happened: readonly Happened[]): this {
    return this.#add(
      base,
      happened.map(([at, code, param]) => ({ at, code, param, detail: "" })),
    );
  }

  /** Records `from` to `to` have been dropped; the last of them was of `at`. */
  gap(base: number, at: number, to: number): this {
    const detail = JSON.stringify({ from: this.#next, to, reason: "full" });
    this.#add(base, [{ at, code: CODE.gap, param: 0, detail }], to);
    return this;
  }

  #add(base: number, happened: readonly { at: number; code: number; param: number; detail: string }[], last?: number): this {
    const first_seq = this.#next;
    const records: Record[] = happened.map(({ at, code, param, detail }, i) => {
      return { seq: first_seq + i, at: Instant(at), code, param, value: 0, detail, input: code === CODE.sessionStart };
    });
    const last_seq = last ?? first_seq + records.length - 1;
    this.#next = last_seq + 1;
    this.chunks.push({ unit: "four-leg", epoch: "e1", session: this.#session, first_seq, last_seq, wall_base: WallTime(base), records });
    return this;
  }
}
