import type { PedestrianDetector } from "../../traffic/site.ts";
import type { Head } from "../lights.ts";
import type { Random } from "../random.ts";
import type { Sensor } from "../sensor.ts";
import { STEP_MS } from "../step.ts";
import type { Arrivals } from "./arrivals.ts";
import { share_pm } from "./demand.ts";

/** Groups of people an hour at the top of the day. */
const PEAK_PH = 24;
const [STEPS_AN_HOUR, MINUTE_MS, ALL] = [36_000, 60_000, 0x1_0000_0000];
/** How long a finger stays on the button, when somebody presses it again, and how many bother when others wait already. */
const [PRESS_MS, AGAIN_MS, BOTHER_PM] = [400, 60_000, 500];
/** At a dead head people look and walk after this. */
const DARES_MS = 8_000;

/** One crossing: people come (by chance, or as they were recorded), press, wait for the walk lamp, go. */
export class Crossing {
  readonly button: PedestrianDetector;
  arrived = 0;
  served = 0;
  wait_ms = 0;
  wait_max_ms = 0;
  readonly #recorded: Pick<Arrivals, "comes"> | null;
  readonly #head: Head | undefined;
  readonly #sensor: Sensor | undefined;
  readonly #random: Random;
  readonly #demand: number;
  readonly #began_ms: number;
  #waiting: number[] = [];
  #pressedUntil = 0;
  #pressedAt = 0;
  #chance = 0;
  #chanceUntil = -1;

  constructor(
    button: PedestrianDetector,
    head: Head | undefined,
    sensor: Sensor | undefined,
    random: Random,
    demand: number,
    began_ms: number,
    recorded: Pick<Arrivals, "comes"> | null = null,
  ) {
    this.button = button;
    this.#head = head;
    this.#sensor = sensor;
    this.#random = random;
    this.#demand = demand;
    this.#began_ms = began_ms;
    this.#recorded = recorded;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** How long those who wait have waited, all together. */
  waited_ms(now: number): number {
    return this.#waiting.reduce((sum, came) => sum + now - came, 0);
  }

  step(now: number): void {
    if (this.#recorded === null) {
      if (this.#random.next() < this.#chanceAt(now)) this.#come(now);
    } else if (this.#recorded.comes(now)) this.#come(now);
    if (this.#waiting.length > 0) this.#wait(now);
    this.#sensor?.set(now < this.#pressedUntil, STEP_MS);
  }

  #chanceAt(now: number): number {
    if (now > this.#chanceUntil) {
      const minute = Math.floor((this.#began_ms + now) / MINUTE_MS);
      this.#chanceUntil = (minute + 1) * MINUTE_MS - this.#began_ms;
      const both_pm = (share_pm("in", minute) + share_pm("out", minute)) / 2;
      this.#chance = Math.floor((PEAK_PH * this.#demand * both_pm * ALL) / 1_000 / STEPS_AN_HOUR);
    }
    return this.#chance;
  }

  #come(now: number): void {
    this.arrived++;
    // Of those who came unrecorded nobody knows; of the recorded ones each has pressed.
    const bothers = this.#recorded !== null || this.#random.below(1_000) < BOTHER_PM;
    if (this.#head?.aspect !== "green" && (this.#waiting.length === 0 || bothers)) this.#press(now);
    this.#waiting.push(now);
  }

  #wait(now: number): void {
    const { aspect, since } = this.#head ?? { aspect: "stop", since: 0 };
    const first = this.#waiting[0]!;
    if (aspect === "green" || (aspect === "stop" && now - Math.max(first, since) >= DARES_MS)) this.#walk(now);
    else if (now - this.#pressedAt >= AGAIN_MS) this.#press(now);
  }

  #press(now: number): void {
    this.#pressedAt = now;
    this.#pressedUntil = now + PRESS_MS;
  }

  #walk(now: number): void {
    for (const came of this.#waiting) {
      this.served++;
      this.wait_ms += now - came;
      this.wait_max_ms = Math.max(this.wait_max_ms, now - came);
    }
    this.#waiting = [];
  }
}
