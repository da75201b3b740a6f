import { delayPlace } from "./traffic/counts.ts";
import type { Crossing } from "./traffic/crossing.ts";
import type { Lane } from "./traffic/lane.ts";

/** What became of the vehicles of one lane. */
export interface LaneOutcome {
  readonly approach: string;
  readonly lane: number;
  readonly phase: number;
  readonly vehicles: number;
  readonly delay_ms: number;
  readonly stops: number;
  /** Vehicles by their delay in whole seconds, up to the last who has any. */
  readonly delays_s: readonly number[];
}

export interface CrossingOutcome {
  readonly detector: number;
  readonly phase: number;
  readonly people: number;
  readonly wait_ms: number;
}

/** Between the street's beginning and `at`, or between two instants (`between`). */
export interface Outcome {
  readonly lanes: readonly LaneOutcome[];
  readonly crossings: readonly CrossingOutcome[];
  /** Those who are still there are counted with what they have been delayed so far: who is never served must not look well served. */
  readonly still: { readonly lanes: readonly LaneOutcome[]; readonly crossings: readonly CrossingOutcome[] };
}

export function outcomeOf(now: number, lanes: readonly Lane[], crossings: readonly Crossing[]): Outcome {
  return {
    lanes: lanes.map(({ plan, counts }) => ({
      ...nameOf(plan),
      vehicles: counts.departed,
      delay_ms: counts.delay_ms,
      stops: counts.stops,
      delays_s: Array.from(counts.delays_s),
    })),
    crossings: crossings.map(({ button, served, wait_ms }) => ({
      detector: button.number,
      phase: button.call_phase,
      people: served,
      wait_ms,
    })),
    still: {
      lanes: lanes.map((lane) => {
        const delays = lane.delaysSoFar_ms(now);
        const delays_s: number[] = [];
        for (const delay of delays) delays_s[delayPlace(delay)] = (delays_s[delayPlace(delay)] ?? 0) + 1;
        const delay_ms = delays.reduce((sum, delay) => sum + delay, 0);
        return { ...nameOf(lane.plan), vehicles: delays.length, delay_ms, stops: 0, delays_s: Array.from(delays_s, (n) => n ?? 0) };
      }),
      crossings: crossings.map((crossing) => ({
        detector: crossing.button.number,
        phase: crossing.button.call_phase,
        people: crossing.waiting,
        wait_ms: crossing.waited_ms(now),
      })),
    },
  };
}

const nameOf = ({ approach, lane, phase }: Lane["plan"]) => ({ approach: approach.name, lane, phase: Number(phase) });

/** What became of those who left between two instants, and of those who were still there at the second. */
export function between(first: Outcome, second: Outcome): Pick<Outcome, "lanes" | "crossings"> {
  const lanes = second.lanes.map((to, l) => {
    const [from, still] = [first.lanes[l]!, second.still.lanes[l]!];
    const delays_s = to.delays_s.map((n, s) => n - from.delays_s[s]! + (still.delays_s[s] ?? 0));
    return {
      approach: to.approach,
      lane: to.lane,
      phase: to.phase,
      vehicles: to.vehicles - from.vehicles + still.vehicles,
      delay_ms: to.delay_ms - from.delay_ms + still.delay_ms,
      stops: to.stops - from.stops,
      delays_s: delays_s.slice(0, delays_s.findLastIndex((n) => n > 0) + 1),
    };
  });
  const crossings = second.crossings.map((to, c) => {
    const [from, still] = [first.crossings[c]!, second.still.crossings[c]!];
    const people = to.people - from.people + still.people;
    return { detector: to.detector, phase: to.phase, people, wait_ms: to.wait_ms - from.wait_ms + still.wait_ms };
  });
  return { lanes, crossings };
}
