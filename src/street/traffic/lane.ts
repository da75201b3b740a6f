import type { Aspect } from "../lights.ts";
import type { Random } from "../random.ts";
import type { Sensor } from "../sensor.ts";
import { STEP_MS, STEP_S } from "../step.ts";
import type { Arrivals } from "./arrivals.ts";
import { Counts } from "./counts.ts";
import type { LanePlan } from "./demand.ts";
import {
  ACCEL,
  approach,
  BRAKING_MAX,
  beforeBend,
  bendOf,
  CAR_M,
  CAR_MORE_CM,
  cannotBrake,
  cannotStop,
  follow,
  GAP_M,
  GAP_MORE_CM,
  LINE_M,
  TRUCK_M,
} from "./driving.ts";
import { Zone } from "./zone.ts";

/** Where vehicles come into sight, and where they have left the intersection; metres before the stop line. */
export const LINK_M = 250;
const GONE_M = -20;
/** More than stand on the link bumper to bumper, and a power of two. */
const SLOTS = 64;
const MASK = SLOTS - 1;
const TRUCKS_PM = 50;
/** From green to the first driver's foot. */
const REACTION_MS = 1_500;
/** How long a right-turner stands at a red line before it turns, and how near others may be then. */
const [LOOKS_MS, CLEAR_M] = [1_500, 60];
/** On a flashing arrow: how near to the line a driver looks for a gap, and how long the one that comes must be away. */
const [LOOKS_M, GAP_S] = [12, 4.5];
/** Slower than this stands; who has stood must have driven this fast to stop again. */
const [STANDS, DRIVES] = [1.2, 4];
const AT_LINE_M = 2.5;
/** Who passes the line whatever the head shows, and why. */
const [WAITS, TOO_LATE, ON_RED] = [0, 1, 2];

/**
 * One lane: a file of vehicles, foremost first, each driven by the one before it and by the signal head. Floats, but none that a machine
 * could round in its own way: only + − × ÷ and the square root, which IEEE 754 fixes to the last bit.
 */
export class Lane {
  readonly plan: LanePlan;
  readonly counts = new Counts();
  /** Whose way a right-turner on red would cross; null for a lane that must not turn on red. */
  yieldsTo: Lane | null = null;
  /** To whom it gives way on a flashing yellow arrow. */
  oncoming: readonly Lane[] = [];
  aspect: Aspect = "stop";
  /** How long the first who may not pass has stood at the line; 0 where nobody does. */
  stood_ms = 0;
  readonly #arrivals: Pick<Arrivals, "comes">;
  readonly #random: Random;
  readonly #limit: number;
  readonly #zones: Zone[] = [];
  /** Arrived, but not yet on the link: the queue is as long as the link. Instants of arrival. */
  readonly #outside: number[] = [];
  #head = 0;
  #size = 0;
  /** Front bumper, metres before the stop line; speed, m/s. */
  readonly #x = new Float64Array(SLOTS);
  readonly #v = new Float64Array(SLOTS);
  readonly #length = new Float64Array(SLOTS);
  /** What it leaves in front of it when it stands. */
  readonly #gap = new Float64Array(SLOTS);
  readonly #wants = new Float64Array(SLOTS);
  readonly #bend = new Float64Array(SLOTS);
  readonly #arrived = new Float64Array(SLOTS);
  readonly #right = new Uint8Array(SLOTS);
  readonly #goes = new Uint8Array(SLOTS);
  readonly #halted = new Uint8Array(SLOTS);

  constructor(plan: LanePlan, arrivals: Pick<Arrivals, "comes">, random: Random) {
    this.plan = plan;
    this.#arrivals = arrivals;
    this.#random = random;
    this.#limit = plan.approach.speed_limit_kmh / 3.6;
  }

  /** `length_m` of a camera's zone; 0 of a loop. */
  watch(sensor: Sensor, distance_m: number, length_m = 0): void {
    this.#zones.push(new Zone(sensor, distance_m, length_m));
  }

  /** Everybody who has arrived and not yet passed the stop line. */
  get present(): number {
    return this.#size - this.#before(WAITS) + this.#outside.length;
  }

  get outside(): number {
    return this.#outside.length;
  }

  /** How much later than unhindered each of those who are present is by now, in ms. */
  delaysSoFar_ms(now: number): readonly number[] {
    const delays: number[] = this.#outside.map((arrived) => now - arrived);
    for (let k = this.#before(WAITS); k < this.#size; k++) {
      const i = (this.#head + k) & MASK;
      delays.push(Math.max(0, now - this.#arrived[i]! - ((LINK_M - this.#x[i]!) / this.#wants[i]!) * 1_000));
    }
    return delays;
  }

  /** Metres to the line of the first who has not passed it; Infinity for nobody. */
  get nearest_m(): number {
    const k = this.#before(WAITS);
    return k < this.#size ? this.#x[(this.#head + k) & MASK]! : Number.POSITIVE_INFINITY;
  }

  /** Front bumpers on the link and just past the line, foremost first. */
  positions_m(): readonly number[] {
    return Array.from({ length: this.#size }, (_, k) => this.#x[(this.#head + k) & MASK]!);
  }

  /** The first at the line takes its turn. */
  go(why: number = TOO_LATE): void {
    let k = this.#before(WAITS);
    while (k < this.#size && this.#goes[(this.#head + k) & MASK] !== WAITS) k++;
    if (k < this.#size) this.#goes[(this.#head + k) & MASK] = why;
    this.stood_ms = 0;
  }

  /** `since` is when the head began to show `aspect`. */
  step(now: number, aspect: Aspect, since: number): void {
    if (this.#arrivals.comes(now)) {
      this.#outside.push(now);
      this.counts.arrived++;
    }
    if (this.#outside.length > 0) this.#enter();
    const before = this.aspect;
    this.aspect = aspect;
    if (this.#size > 0) {
      if (aspect !== before) this.#decide(before);
      if (aspect === "red" && this.stood_ms >= LOOKS_MS) this.#turnOnRed();
      if (aspect === "yield") this.#turnThroughGap();
      this.#drive(now, now - since < REACTION_MS);
      if (this.#x[this.#head]! < GONE_M) this.#leave();
    } else this.counts.queue(0);
  }

  /** Vehicles on the link that have passed the line already. */
  #before(from: number): number {
    let k = from;
    while (k < this.#size && this.#x[(this.#head + k) & MASK]! <= 0) k++;
    return k;
  }

  #leave(): void {
    this.#head = (this.#head + 1) & MASK;
    this.#size--;
  }

  /** The next from outside comes onto the link as soon as it can drive there about as fast as the one before it. */
  #enter(): void {
    if (this.#size === SLOTS) return;
    const i = (this.#head + this.#size) & MASK;
    let v = this.#limit;
    if (this.#size > 0) {
      const last = (i - 1) & MASK;
      const gap = LINK_M - this.#x[last]! - this.#length[last]! - GAP_M;
      const safe = follow(gap, this.#v[last]!);
      if (gap <= 0 || safe < Math.min(v, this.#v[last]!) - 0.5) return;
      v = Math.min(v, safe);
    }
    const right = this.#random.below(1_000) < this.plan.right_pm;
    this.#x[i] = LINK_M;
    this.#v[i] = v;
    this.#wants[i] = this.#limit * (0.92 + this.#random.below(160) / 1_000);
    this.#gap[i] = GAP_M + this.#random.below(GAP_MORE_CM) / 100;
    this.#length[i] = this.#random.below(1_000) < TRUCKS_PM ? TRUCK_M : CAR_M + this.#random.below(CAR_MORE_CM) / 100;
    this.#bend[i] = bendOf(right ? "right" : this.plan.turns);
    this.#arrived[i] = this.#outside.shift()!;
    this.#right[i] = right ? 1 : 0;
    this.#goes[i] = WAITS;
    this.#halted[i] = 0;
    this.#size++;
  }

  /**
   * The head has changed. At its yellow those who can no longer stop go on, and all behind the first who can will stop. At its red they
   * think again if they are still before the line; a red that came without a yellow surprises everybody.
   */
  #decide(before: Aspect): void {
    this.stood_ms = 0;
    let stops = this.aspect === "green";
    for (let k = this.#before(WAITS); k < this.#size; k++) {
      const i = (this.#head + k) & MASK;
      const [x, v] = [this.#x[i]!, this.#v[i]!];
      if (this.aspect === "yellow") stops ||= !cannotStop(x, v);
      else stops ||= !cannotBrake(x, v) || (before === "yellow" && this.#goes[i] === WAITS);
      this.#goes[i] = stops ? WAITS : TOO_LATE;
    }
  }

  #turnOnRed(): void {
    const other = this.yieldsTo;
    const first = (this.#head + this.#before(WAITS)) & MASK;
    if (other === null || this.#right[first] === 0 || this.#goes[first] !== WAITS) return;
    if (other.aspect === "red" || (other.aspect !== "stop" && other.nearest_m > CLEAR_M)) this.go(ON_RED);
  }

  #turnThroughGap(): void {
    const k = this.#before(WAITS);
    const first = (this.#head + k) & MASK;
    if (k >= this.#size || this.#goes[first] !== WAITS || this.#x[first]! > LOOKS_M) return;
    if (this.oncoming.every((lane) => lane.aspect === "red" || lane.nearest_m > GAP_S * lane.#limit)) this.go();
  }

  #drive(now: number, reacting: boolean): void {
    const [X, V] = [this.#x, this.#v];
    const barred = this.aspect !== "green";
    let [rear, lead] = [0, 0];
    let [first, standing] = [true, this.#outside.length];
    let stood = false;
    for (let k = 0; k < this.#size; k++) {
      const i = (this.#head + k) & MASK;
      const [x, v] = [X[i]!, V[i]!];
      let safe = k === 0 ? this.#wants[i]! : Math.min(this.#wants[i]!, follow(x - rear - this.#gap[i]!, lead));
      if (this.#bend[i]! < Number.POSITIVE_INFINITY) safe = Math.min(safe, beforeBend(x, this.#bend[i]!));
      let held = false;
      if (first && x > 0 && this.#goes[i] === WAITS) {
        first = false;
        held = barred || (reacting && v < STANDS);
        if (held) safe = Math.min(safe, approach(x - LINE_M));
      }
      const eager = v + ACCEL * (1 - v / (1.1 * this.#wants[i]!)) * STEP_S;
      const next = Math.max(0, v - BRAKING_MAX * STEP_S, Math.min(eager, safe));
      const to = x - next * STEP_S;
      X[i] = to;
      V[i] = next;
      rear = to + this.#length[i]!;
      lead = next;
      if (x > 0 && to <= 0) this.#pass(now, i);
      if (to > 0 && next < STANDS) {
        standing++;
        if (held && to < AT_LINE_M) stood = true;
      }
      this.#halt(i, to, next);
      for (const zone of this.#zones) zone.see(x, to, rear, next);
    }
    for (const zone of this.#zones) zone.settle();
    this.stood_ms = stood ? this.stood_ms + STEP_MS : 0;
    this.counts.queue(standing);
  }

  #pass(now: number, i: number): void {
    this.counts.depart(Math.max(0, now - this.#arrived[i]! - (LINK_M / this.#wants[i]!) * 1_000));
    if (this.aspect !== "red") return;
    if (this.#goes[i] === ON_RED) this.counts.right_on_red++;
    else this.counts.ran_red++;
  }

  #halt(i: number, x: number, v: number): void {
    if (v > DRIVES) this.#halted[i] = 0;
    else if (v < STANDS && x > 0 && this.#halted[i] === 0) {
      this.#halted[i] = 1;
      this.counts.stops++;
    }
  }
}
