import { type Join, type Lane, type LaneRef, laneId, type Net } from "./net.ts";

/** A lane of the way that leads to a stop line. */
export interface Stretch {
  readonly lane: LaneRef;
  /** Along the road from the stop line back to its end. */
  readonly near_m: number;
  readonly length_m: number;
  /** On the straightest way, which a loop lies on: of several lanes that run together the first. */
  readonly main: boolean;
}

/**
 * The lanes that a lane at a stop line is made of, as far back as `back_m`: where an edge ends behind it, on along those that lead into it past
 * no traffic light. The nearest comes first.
 */
export function roadTo(net: Net, lane: LaneRef, back_m: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const add = (ref: LaneRef, near_m: number, main: boolean): void => {
    const { length_m = 0, drives = false } = laneOf(net, ref) ?? {};
    if (!drives || !(length_m > 0) || stretches.some((each) => laneId(each.lane) === laneId(ref))) return;
    stretches.push({ lane: ref, near_m, length_m, main });
  };
  add(lane, 0, true);
  for (let i = 0; i < stretches.length; i++) {
    const { lane: to, near_m, length_m, main } = stretches[i]!;
    feeding(net, to).forEach((join, k) => {
      const from_m = near_m + length_m + join.length_m;
      if (from_m < back_m) add(join.from, from_m, main && k === 0);
    });
  }
  return stretches;
}

/**
 * Where a road goes on behind the begin of a lane: along the lanes that lead straight into it, or round a bend from one that leads nowhere
 * else. Whoever comes from a side street, or may as well go elsewhere, is on another road.
 */
function feeding(net: Net, to: LaneRef): readonly Join[] {
  const joins = net.joins.into.get(laneId(to)) ?? [];
  const straight = joins.filter(({ direction }) => direction === "s");
  const same =
    straight.length > 0
      ? straight
      : joins.filter(({ from, direction }) => direction !== "t" && outOf(net, from).every((join) => join.to.edge === to.edge));
  return same.filter(({ from, direction }) => laneId(heir(net, from, to.edge, direction)) === laneId(to));
}

/** Where a street widens, one of the lanes that a lane leads into has its traffic: one that goes straight on, nearest to the kerb. Nobody is counted twice. */
function heir(net: Net, from: LaneRef, edge: string, direction: string): LaneRef {
  const lanes = outOf(net, from)
    .filter((join) => join.to.edge === edge && join.direction === direction)
    .map(({ to }) => to)
    .sort((a, b) => a.index - b.index);
  return lanes.find((lane) => outOf(net, lane).some((join) => join.direction === "s")) ?? lanes[0]!;
}

const outOf = (net: Net, lane: LaneRef): readonly Join[] => net.joins.out.get(laneId(lane)) ?? [];

const laneOf = (net: Net, { edge, index }: LaneRef): Lane | undefined => net.edges.get(edge)?.lanes.find((lane) => lane.index === index);
