import type { Drive, Driven, Lead } from "./shown.ts";

const STANDS_MS = 0.1;
const MOVES_MS = 1;

/** Keeps what one of the two simulations says of an ambulance. */
export class DriveLog {
  readonly #sent_s: number;
  #drive: Drive = { state: "waiting", now: null, took_s: 0, way_m: 0, lost_s: 0, stops: 0 };
  #stands = false;
  /** By the second since it was sent: how far it was then. */
  readonly #way_m: number[] = [];

  constructor(sent_s: number) {
    this.#sent_s = sent_s;
  }

  get drive(): Drive {
    return this.#drive;
  }

  step(at_s: number, now: Driven | undefined): void {
    const before = this.#drive;
    if (before.state === "arrived") return;
    const took_s = at_s - this.#sent_s;
    if (now === undefined)
      this.#drive = before.state === "waiting" ? { ...before, took_s } : { ...before, state: "arrived", now: null, took_s };
    else {
      const begins = !this.#stands && now.speed_ms < STANDS_MS && now.way_m > 0;
      this.#stands = now.speed_ms < STANDS_MS || (this.#stands && now.speed_ms < MOVES_MS);
      const { way_m, lost_s } = now;
      this.#drive = { state: "driving", now, took_s, way_m, lost_s, stops: before.stops + Number(begins) };
    }
    this.#way_m[took_s] = this.#drive.way_m;
  }

  /** So many seconds after it was sent it had come so far; between two seconds in a straight line; null where it has not come so far yet. */
  reached_s(way_m: number): number | null {
    const later = this.#way_m.findIndex((each) => each !== undefined && each >= way_m);
    if (later < 0) return null;
    const [from, to] = [this.#way_m[later - 1] ?? 0, this.#way_m[later]!];
    return later === 0 || to === from ? later : later - (to - way_m) / (to - from);
  }
}

export function leadOf(own: DriveLog, other: DriveLog): Lead {
  const ahead_m = own.drive.way_m - other.drive.way_m;
  if (own.drive.state === "arrived" && other.drive.state === "arrived")
    return { ahead_m: 0, ahead_s: other.drive.took_s - own.drive.took_s };
  // Whoever is behind is where the other was: how long ago?
  const [first, second, sign] = ahead_m >= 0 ? [own, other, 1] : [other, own, -1];
  const since_s = second.drive.way_m === 0 ? null : first.reached_s(second.drive.way_m);
  return { ahead_m, ahead_s: since_s === null ? 0 : sign * Math.max(0, second.drive.took_s - since_s) };
}

/** An ambulance that was sent, in both simulations. */
export interface Trip {
  readonly number: number;
  /** Under which it reports. */
  readonly vehicle: string;
  /** Its place in the plan's list. */
  readonly errand: number;
  readonly sent_s: number;
  /** Broken off. */
  readonly ended: boolean;
  readonly own: DriveLog;
  readonly other: DriveLog;
}
