import { AHEAD_STEPS, LANES_MAX, type PhaseNumber } from "./numbers.ts";
import type { Detector } from "./site.ts";

/** A lane at a stop line as its detectors lie in it; these are places in the site's list, -1 where there is none. */
export interface Lane {
  readonly approach: string;
  /** From the kerb, from 1. */
  readonly lane: number;
  /** Detectors that call for it. */
  readonly calling: readonly number[];
  /** The loop nearest to the stop line: of several that lie behind each other it alone counts who leaves. */
  readonly stop_line: number;
  /** The advance loop farthest from it. */
  readonly advance: number;
  readonly zone: number;
  /**
   * Phases in which the whole lane may go: those that each of its stop-line loops calls, or whatever it has. Where two signal groups leave from one
   * lane, who is green alone stands behind who is not. Where they never go together, those that any of them calls.
   */
  readonly served: readonly PhaseNumber[];
}

/** The lanes of a site in which somebody calls, by approach and lane. A strategy that plans looks at the first `LANES_MAX`. */
export function lanesOf(detectors: readonly Detector[]): readonly Lane[] {
  const places = detectors.map((_, i) => i);
  const approaches = [...new Set(detectors.map(({ approach }) => approach))];
  const lanes = Map.groupBy(places, (i) => `${approaches.indexOf(detectors[i]!.approach) + 1_000}/${detectors[i]!.lane + 1_000}`);
  return [...lanes].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, those]) => laneOf(detectors, those) ?? []);
}

function laneOf(detectors: readonly Detector[], places: readonly number[]): Lane | null {
  const near = places.toSorted((a, b) => detectors[a]!.distance_m - detectors[b]!.distance_m);
  const calling = near.filter((i) => detectors[i]!.call_phase !== null);
  if (calling.length === 0) return null;
  const of = (kind: Detector["kind"]) => near.filter((i) => detectors[i]!.kind === kind);
  const atTheLine = of("stop-line");
  const callers = atTheLine.length > 0 ? atTheLine : calling;
  const { approach, lane } = detectors[calling[0]!]!;
  return {
    approach,
    lane,
    calling,
    stop_line: atTheLine[0] ?? -1,
    advance: of("advance").at(-1) ?? -1,
    zone: of("zone")[0] ?? -1,
    served: servedBy(callers.map((i) => [detectors[i]!.call_phase!, ...detectors[i]!.also_calls])),
  };
}

function servedBy(calls: readonly (readonly PhaseNumber[])[]): readonly PhaseNumber[] {
  const any = [...new Set(calls.flat())];
  const all = any.filter((phase) => calls.every((each) => each.includes(phase)));
  return all.length > 0 ? all : any;
}

/** What one tick's detection saw of the lanes, in the order of `lanesOf`. The arrays are reused from tick to tick. */
export interface LaneTraffic {
  /** Vehicles that left the stop line's loop, and whether somebody is on it. */
  readonly departed: Uint8Array;
  readonly stopped: Uint8Array;
  /** Vehicles that came onto the advance loop, and whether somebody is on it. */
  readonly arrived: Uint8Array;
  readonly covered: Uint8Array;
  /** Vehicles in the camera's zone; -1: nobody knows. */
  readonly seen: Int16Array;
  /** 0 while a detector that calls for the lane has failed. */
  readonly trusted: Uint8Array;
  /** Thousandths of vehicles by which more or fewer come than usually do, as neighbours announce it, by lane and steps of two seconds from now. */
  readonly announced: Int32Array;
}

export function noTraffic(): LaneTraffic {
  const none = () => new Uint8Array(LANES_MAX);
  return {
    departed: none(),
    stopped: none(),
    arrived: none(),
    covered: none(),
    seen: new Int16Array(LANES_MAX).fill(-1),
    trusted: none(),
    announced: new Int32Array(LANES_MAX * AHEAD_STEPS),
  };
}
