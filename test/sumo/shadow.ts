import { Timing } from "../../src/timing/controller.ts";
import { noCalls, plainOrders } from "../../src/traffic/calls.ts";
import { PatternNumber } from "../../src/traffic/numbers.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { ASIDE, type Scene, siteOf } from "./scenes.ts";
import { type Calls, called, type Heads, NOT_EVEN_RECALLED, PHASES, side } from "./steps.ts";

/** Two phases that begin green together, and the step of it: there ours can be put beside SUMO's with nobody remembered. */
export interface Start {
  readonly step: number;
  readonly phases: readonly [number, number];
}

const GREEN = 3;

/** Our controller beside SUMO's: the same calls in, what its heads show out. */
export class Shadow {
  readonly #site: Site;
  readonly #plan: boolean;

  constructor(scene: Scene) {
    this.#site = siteOf(scene);
    this.#plan = scene.plan !== null;
  }

  /** The heads from the start on up to the first step in which they are not `other`'s, and that step (the number of steps: none is). */
  run(start: Start, calls: Calls, other: Heads): { readonly heads: Heads; readonly differs: number } {
    const steps = other.length / 8;
    const heads = other.slice();
    const { timing, ticks } = this.#plan
      ? this.#follow(start, calls)
      : this.#lead(start, this.#lead(start, Number.POSITIVE_INFINITY).ticks - 1);
    for (let step = start.step; step < steps; step++) {
      this.#step(timing, ticks + step - start.step, step, calls, heads);
      if (PHASES.some((p) => heads[step * 8 + p] !== other[step * 8 + p])) return { heads, differs: step };
    }
    return { heads, differs: steps };
  }

  #step(timing: Timing, tick: number, step: number, calls: Calls, heads: Heads): void {
    const input = noCalls();
    for (const p of PHASES) input.vehicle[p] = Number(called(calls, step, p));
    const aside = ASIDE.reduce((set, phase, bit) => set | (Number(calls[step * 8 + phase - 1] === NOT_EVEN_RECALLED) << bit), 0);
    const { channels, fault } = timing.step(Instant(tick * 100), input, { ...plainOrders(PatternNumber(1 + aside)), clock_ds: step });
    if (fault !== null) throw new Error(`step ${step}: ${fault.words}`);
    for (const p of PHASES) heads[step * 8 + p] = channels[p]!;
  }

  /** Ours from its own start on, with these calls, whatever SUMO's does. */
  alone(calls: Calls): Heads {
    const heads = new Uint8Array(calls.length);
    const timing = new Timing(this.#site);
    for (let step = 0; step < calls.length / 8; step++) this.#step(timing, step, step, calls, heads);
    return heads;
  }

  /** Where both keep a plan the clock brings them together: from ours' own start on. */
  #follow(start: Start, calls: Calls): { readonly timing: Timing; readonly ticks: number } {
    const timing = new Timing(this.#site);
    const heads = new Uint8Array(calls.length);
    for (let step = 0; step < start.step; step++) this.#step(timing, step, step, calls, heads);
    return { timing, ticks: start.step };
  }

  /** Start-up and everyone's first green, then the other side of the barrier, then the two: up to the tick in which they begin, or to `limit`. */
  #lead(start: Start, limit: number): { readonly timing: Timing; readonly ticks: number } {
    const timing = new Timing(this.#site);
    const [a] = start.phases;
    const across = side(a) === 0 ? [3, 7] : [1, 5];
    let ticks = 0;
    for (const pair of [[], across, start.phases]) {
      const calls = noCalls();
      for (const p of pair) calls.vehicle[p] = 1;
      for (let wait = 0; ; wait++) {
        if (ticks === limit) return { timing, ticks };
        const { channels } = timing.step(Instant(ticks * 100), calls, { ...plainOrders(PatternNumber(1)), clock_ds: 0 });
        ticks++;
        if (pair.length === 0 ? wait === 2000 : pair.every((p) => channels[p] === GREEN)) break;
        if (wait > 10_000) throw new Error(`${pair.map((p) => p + 1)} do not come`);
      }
    }
    return { timing, ticks };
  }
}
