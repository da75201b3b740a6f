import type { Head, Lights } from "./lights.ts";
import type { Crossing } from "./traffic/crossing.ts";
import type { Lane } from "./traffic/lane.ts";

/** One movement: the lanes of an approach that a phase serves. Means are over the vehicles that have passed the line. */
export interface MovementTally {
  readonly approach: string;
  readonly phase: number;
  readonly lanes: number;
  readonly arrived: number;
  readonly departed: number;
  /** Arrived and not yet departed. */
  readonly present: number;
  readonly mean_delay_s: number;
  readonly max_delay_s: number;
  /** Stops a vehicle. */
  readonly stops: number;
  /** Standing vehicles, all lanes together, and the longest queue of one lane. */
  readonly mean_queue: number;
  readonly max_queue: number;
  readonly ran_red: number;
  readonly right_on_red: number;
}

/** Of one head for vehicles. */
export interface PhaseTally {
  readonly phase: number;
  /** Of an overlap, its channel's; "" of a phase. */
  readonly overlap: string;
  readonly greens: number;
  readonly mean_green_s: number;
  /** Green's part of the whole time. */
  readonly split_pm: number;
  /** Time that its head was dark or flashing. */
  readonly flash_s: number;
}

export interface PedestrianTally {
  readonly detector: number;
  readonly name: string;
  readonly phase: number;
  readonly arrived: number;
  readonly served: number;
  readonly waiting: number;
  readonly mean_wait_s: number;
  readonly max_wait_s: number;
}

/** What became of everybody. Times since the street began. */
export interface Tallies {
  readonly seconds: number;
  readonly movements: readonly MovementTally[];
  readonly phases: readonly PhaseTally[];
  readonly pedestrians: readonly PedestrianTally[];
}

export function tally(now: number, lanes: readonly Lane[], lights: Lights, crossings: readonly Crossing[]): Tallies {
  const movements = Map.groupBy(lanes, ({ plan }) => `${plan.approach.name} ${plan.phase}`);
  return {
    seconds: now / 1_000,
    movements: [...movements.values()].map(movementOf),
    phases: lights.heads.filter(({ channel }) => channel.kind !== "pedestrian").map((head) => phaseOf(head, now)),
    pedestrians: crossings.map(pedestriansOf),
  };
}

function movementOf(lanes: readonly Lane[]): MovementTally {
  const { approach, phase } = lanes[0]!.plan;
  const sum = (of: (lane: Lane) => number) => lanes.reduce((total, lane) => total + of(lane), 0);
  const most = (of: (lane: Lane) => number) => lanes.reduce((max, lane) => Math.max(max, of(lane)), 0);
  const departed = sum((l) => l.counts.departed);
  return {
    approach: approach.name,
    phase,
    lanes: lanes.length,
    arrived: sum((l) => l.counts.arrived),
    departed,
    present: sum((l) => l.present),
    mean_delay_s: mean(sum((l) => l.counts.delay_ms) / 1_000, departed),
    max_delay_s: most((l) => l.counts.delay_max_ms) / 1_000,
    stops: mean(
      sum((l) => l.counts.stops),
      departed,
    ),
    mean_queue: sum((l) => mean(l.counts.queue_sum, l.counts.steps)),
    max_queue: most((l) => l.counts.queue_max),
    ran_red: sum((l) => l.counts.ran_red),
    right_on_red: sum((l) => l.counts.right_on_red),
  };
}

const phaseOf = ({ channel, greens, green_ms, stop_ms }: Head, now: number): PhaseTally => ({
  phase: channel.phase,
  overlap: channel.kind === "overlap" ? channel.name : "",
  greens,
  mean_green_s: mean(green_ms / 1_000, greens),
  split_pm: Math.round(mean(green_ms * 1_000, now)),
  flash_s: stop_ms / 1_000,
});

const pedestriansOf = ({ button, arrived, served, waiting, wait_ms, wait_max_ms }: Crossing): PedestrianTally => ({
  detector: button.number,
  name: button.name,
  phase: button.call_phase,
  arrived,
  served,
  waiting,
  mean_wait_s: mean(wait_ms / 1_000, served),
  max_wait_s: wait_max_ms / 1_000,
});

const mean = (sum: number, count: number): number => (count === 0 ? 0 : sum / count);
