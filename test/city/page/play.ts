import type { Driven, Frame } from "../shown.ts";

/** A place between two seconds. */
export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly heading_deg: number;
  readonly speed_ms: number;
}

const KEPT = 40;

/** Frames come once a second of the city; the page shows the moment a little behind the newest, so that there is always one to go on to. */
export class Play {
  #frames: Frame[] = [];
  #places = new WeakMap<Frame, Map<string, Placed>>();
  #shown_s = 0;
  #heard_ms = 0;
  #last_ms = 0;

  take(frame: Frame, now_ms: number): void {
    // A server that was started anew begins at its own first second.
    if (frame.at_s <= (this.#frames.at(-1)?.at_s ?? 0)) this.#frames = [];
    if (this.#frames.length === 0) this.#shown_s = frame.at_s - 1;
    this.#frames.push(frame);
    if (this.#frames.length > KEPT) this.#frames.shift();
    this.#heard_ms = now_ms;
  }

  get newest(): Frame | undefined {
    return this.#frames.at(-1);
  }

  /** Goes on to this moment; `still`: in whole seconds. The frame that is shown and the next, and how far between them. */
  step(now_ms: number, still: boolean): { readonly from: Frame; readonly to: Frame; readonly share: number } | null {
    const newest = this.newest;
    if (newest === undefined) return null;
    const passed_s = Math.min(0.25, (now_ms - this.#last_ms) / 1_000);
    this.#last_ms = now_ms;
    const rate = Math.max(0.2, newest.kept_speed);
    // Where we want to be: a second behind what may have come by now.
    const wanted = newest.at_s - 1.15 + Math.min(1, ((now_ms - this.#heard_ms) / 1_000) * rate);
    const off = wanted - this.#shown_s;
    if (Math.abs(off) > 3 * Math.max(1, rate)) this.#shown_s = wanted;
    this.#shown_s += passed_s * rate * Math.min(1.6, Math.max(0.4, 1 + off * 0.5));
    this.#shown_s = Math.min(this.#shown_s, newest.at_s);
    const i = this.#frames.findLastIndex((frame) => frame.at_s <= this.#shown_s);
    const from = this.#frames[Math.max(0, i)]!;
    const to = this.#frames[Math.max(0, i) + 1] ?? from;
    return { from, to, share: still || to === from ? 0 : Math.min(1, Math.max(0, (this.#shown_s - from.at_s) / (to.at_s - from.at_s))) };
  }

  place(frame: Frame, vehicle: string): Placed | undefined {
    let places = this.#places.get(frame);
    if (places === undefined) {
      places = new Map(
        frame.vehicles.map(([id, x, y, heading_deg, speed]) => [id, { x: x / 10, y: y / 10, heading_deg, speed_ms: speed / 10 }]),
      );
      this.#places.set(frame, places);
    }
    return places.get(vehicle);
  }
}

export const placedOf = ({ x_m, y_m, heading_deg, speed_ms }: Driven): Placed => ({ x: x_m, y: y_m, heading_deg, speed_ms });

/** On a smooth curve from one second's place to the next one's, along both headings. */
export function between(a: Placed, b: Placed, share: number): Placed {
  const s = share;
  const [h0, h1] = [2 * s ** 3 - 3 * s ** 2 + 1, s ** 3 - 2 * s ** 2 + s];
  const [h2, h3] = [-2 * s ** 3 + 3 * s ** 2, s ** 3 - s ** 2];
  const rad = (deg: number): number => (deg * Math.PI) / 180;
  const turn = ((b.heading_deg - a.heading_deg + 540) % 360) - 180;
  return {
    x: h0 * a.x + h1 * a.speed_ms * Math.sin(rad(a.heading_deg)) + h2 * b.x + h3 * b.speed_ms * Math.sin(rad(b.heading_deg)),
    y: h0 * a.y + h1 * a.speed_ms * Math.cos(rad(a.heading_deg)) + h2 * b.y + h3 * b.speed_ms * Math.cos(rad(b.heading_deg)),
    heading_deg: a.heading_deg + turn * s,
    speed_ms: a.speed_ms + (b.speed_ms - a.speed_ms) * s,
  };
}
