import type { Site } from "../traffic/site.ts";
import { Instant } from "../traffic/time.ts";
import { Cabinet, type Wired } from "./cabinet.ts";
import type { Aspect, Head } from "./lights.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { Random } from "./random.ts";
import { type Tallies, tally } from "./tallies.ts";
import { AllWayStop } from "./traffic/all-way-stop.ts";
import { Arrivals } from "./traffic/arrivals.ts";
import { Crossing } from "./traffic/crossing.ts";
import { lanePlans } from "./traffic/demand.ts";
import { Lane } from "./traffic/lane.ts";
import { RecordedArrivals, type RecordedDemand } from "./traffic/recorded.ts";

export type { FieldLine } from "./field-line.ts";
export type { Outcome } from "./outcome.ts";
export { type LoopFault, Sensor } from "./sensor.ts";
export type { Tallies } from "./tallies.ts";
export type { RecordedDemand } from "./traffic/recorded.ts";

export interface StreetOptions {
  /** Traffic as a multiple of the usual; 1 is a busy intersection that copes. */
  readonly demand?: number;
  /** The time of day when the street begins, in ms after midnight (0). */
  readonly began_ms?: number;
  /** Who comes, where that is known: nobody else does then, and `demand` says nothing. Drivers are the seed's all the same. */
  readonly recorded?: RecordedDemand;
  readonly wired?: Wired;
}

/** The street at one moment, for eyes. */
export interface StreetPicture {
  readonly at: number;
  readonly lanes: readonly {
    readonly approach: string;
    readonly lane: number;
    readonly phase: number;
    /** Front bumpers, metres before the stop line; negative past it. */
    readonly vehicles_m: readonly number[];
    /** Who has arrived behind a queue as long as the link. */
    readonly outside: number;
  }[];
  readonly crossings: readonly { readonly detector: number; readonly waiting: number }[];
  /** What the vehicles' heads show. */
  readonly heads: readonly { readonly phase: number; readonly aspect: Aspect }[];
}

/** Streams of chance: lanes from 0, and in each lane arrivals apart from everything else; crossings after them, then the cabinet's devices. */
const CROSSINGS = 10_000;

/**
 * The simulated cabinet and the traffic around it. Vehicles see the lamps of the cabinet's output boards and nothing else of the unit; the unit
 * sees what the field devices say and nothing else of the vehicles.
 */
export class Street extends Cabinet {
  readonly #lanes: readonly { readonly lane: Lane; readonly head: Head | undefined }[];
  readonly #crossings: readonly Crossing[];
  readonly #allWayStop: AllWayStop;
  #now = Instant(0);

  /** `seed` is an integer; its low 32 bits count. */
  constructor(site: Site, seed: number, { demand = 1, began_ms = 0, recorded, wired }: StreetOptions = {}) {
    super(site, seed, began_ms, wired);
    const lanes = lanePlans(site).map((plan, i) => {
      const known = recorded?.lanes.find((each) => each.approach === plan.approach.name && each.lane === plan.lane)?.at_ms ?? [];
      const arrivals = recorded ? new RecordedArrivals(known) : new Arrivals(plan, demand, began_ms, new Random(seed, 2 * i));
      const lane = new Lane(plan, arrivals, new Random(seed, 2 * i + 1));
      for (const d of site.detectors)
        if (d.approach === plan.approach.name && d.lane === plan.lane) lane.watch(this.sensor(d.number), d.distance_m, d.length_m);
      return lane;
    });
    for (const lane of lanes) {
      lane.yieldsTo = fromTheLeft(lane, lanes);
      lane.oncoming = oncoming(site, lane, lanes);
    }
    this.#lanes = lanes.map((lane) => ({ lane, head: lane.plan.channel === null ? undefined : this.lights.of(lane.plan.channel) }));
    this.#allWayStop = new AllWayStop(lanes);
    this.#crossings = site.pedestrian_detectors.map((d, i) => {
      const known = recorded?.crossings.find(({ detector }) => detector === d.number)?.at_ms ?? [];
      const pressed = recorded ? new RecordedArrivals(known) : null;
      const random = new Random(seed, CROSSINGS + i);
      return new Crossing(d, this.lights.walk(d.call_phase), this.buttons.get(d.number), random, demand, began_ms, pressed);
    });
  }

  /** Vehicles, buttons, loops and clocks move on by one step, to `now`: the next whole 100 ms after the last one. */
  step(now: Instant): void {
    this.#now = now;
    this.look(now);
    for (const { lane, head } of this.#lanes) {
      if (head) lane.step(now, head.aspect, head.since);
      else lane.step(now, "stop", 0);
    }
    this.#allWayStop.step();
    for (const crossing of this.#crossings) crossing.step(now);
    this.turn(now);
  }

  tallies(): Tallies {
    const lanes = this.#lanes.map((l) => l.lane);
    return tally(this.#now, lanes, this.lights, this.#crossings);
  }

  /** What has become of everybody so far, lane by lane: two of them make what happened in between. */
  outcome(): Outcome {
    return outcomeOf(
      this.#now,
      this.#lanes.map((l) => l.lane),
      this.#crossings,
    );
  }

  picture(): StreetPicture {
    return {
      at: this.#now,
      lanes: this.#lanes.map(({ lane }) => ({
        approach: lane.plan.approach.name,
        lane: lane.plan.lane,
        phase: lane.plan.phase,
        vehicles_m: lane.positions_m(),
        outside: lane.outside,
      })),
      crossings: this.#crossings.map(({ button, waiting }) => ({ detector: button.number, waiting })),
      heads: this.lights.heads
        .filter(({ channel }) => channel.kind !== "pedestrian")
        .map(({ channel, aspect }) => ({ phase: channel.phase, aspect })),
    };
  }
}

/** The kerb lane whose traffic comes from a right-turner's left and goes where it wants to go. */
function fromTheLeft(lane: Lane, lanes: readonly Lane[]): Lane | null {
  // Who has an arrow of their own obeys it.
  if (lane.plan.right_pm === 0 || lane.plan.movement === "right") return null;
  const heading = (lane.plan.approach.heading_deg + 90) % 360;
  return lanes.find((other) => other.plan.lane === 1 && Math.abs(other.plan.approach.heading_deg - heading) <= 30) ?? null;
}

/** To whom a lane with a flashing arrow gives way: those beside whom it may flash. */
function oncoming({ overlaps }: Site, lane: Lane, lanes: readonly Lane[]): readonly Lane[] {
  const arrow = overlaps.find(({ number, kind }) => kind === "flashing-yellow-arrow" && number === lane.plan.channel?.overlap);
  return arrow === undefined ? [] : lanes.filter((other) => other !== lane && arrow.modifiers.includes(other.plan.phase));
}
