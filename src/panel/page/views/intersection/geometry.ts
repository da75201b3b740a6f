import type { DrawnSite } from "../../told.ts";
import { signalsOf } from "./signals.ts";

/**
 * Where everything lies, in drawing units: a lane is 20 wide, the centre is (0, 0), y grows downwards. Traffic keeps to the right.
 * Along a leg, `along` counts from the centre outwards and `across` to the right of someone who looks outwards: who comes in drives at
 * negative `across`, who leaves at positive.
 */
export interface Leg {
  readonly name: string;
  readonly heading_deg: number;
  readonly lanes: number;
  readonly exits: number;
  /** Where the junction ends and the crosswalk begins. */
  readonly mouth: number;
  readonly stop: number;
  readonly far: number;
  /** Both kerbs' distance from the axis: a leg lies across its axis, so that lanes that go through meet lanes that lead away. */
  readonly kerb: number;
}

export type Point = readonly [x: number, y: number];
export type Turn = "left" | "through" | "right";

export const LANE = 20;
const MEDIAN = 4;
const CORNER = 20;
const CROSSWALK = 22;
const LENGTH = 104;
/** Units from the stop line to a loop `distance_m` back, the farthest at the end of the drawn leg. */
const STOP_LOOP = 15;
const FAR_LOOP = 90;

const rad = (deg: number): number => (deg * Math.PI) / 180;

export function at(leg: { readonly heading_deg: number }, along: number, across: number): Point {
  const [sin, cos] = [Math.sin(rad(leg.heading_deg)), Math.cos(rad(leg.heading_deg))];
  return [round(along * sin + across * cos), round(-along * cos + across * sin)];
}

const round = (n: number): number => Math.round(n * 10) / 10 || 0;
export const xy = ([x, y]: Point): string => `${x} ${y}`;

/** Lane from the kerb, from 1. */
export const laneIn = (leg: Leg, lane: number): number => (lane - 0.5) * LANE - leg.kerb;
export const laneOut = (leg: Leg, lane: number): number => leg.kerb - (Math.min(lane, leg.exits) - 0.5) * LANE;
/** Between those who come and those who go. */
export const middleOf = (leg: Leg): number => leg.lanes * LANE + MEDIAN / 2 - leg.kerb;

/** The site's legs clockwise from north. */
export function legsOf(site: DrawnSite): readonly Leg[] {
  const sorted = [...site.approaches].sort((a, b) => a.heading_deg - b.heading_deg);
  const signals = signalsOf(site);
  const sides = sorted.map((approach) => {
    const turnsLeft = signals.some((s) => s.approach === approach.name && s.movement === "left");
    const exits = Math.max(1, approach.lanes - (turnsLeft && approach.lanes > 1 ? 1 : 0));
    return { exits, kerb: ((approach.lanes + exits) * LANE + MEDIAN) / 2 };
  });
  return sorted.map(({ name, heading_deg, lanes }, i) => {
    const mine = sides[i]!;
    const [before, after] = [(i + sides.length - 1) % sides.length, (i + 1) % sides.length];
    const mouth =
      CORNER +
      Math.max(
        meets(mine.kerb, sides[after]!.kerb, turn(heading_deg, sorted[after]!.heading_deg)),
        meets(mine.kerb, sides[before]!.kerb, turn(sorted[before]!.heading_deg, heading_deg)),
      );
    const stop = mouth + CROSSWALK;
    return { name, heading_deg, lanes, ...mine, mouth, stop, far: stop + LENGTH };
  });
}

/** Clockwise from one heading to another, 0 to 360. */
export const turn = (from_deg: number, to_deg: number): number => (to_deg - from_deg + 720) % 360;

/** How far from the centre two neighbours' kerbs meet. */
function meets(mine: number, theirs: number, between_deg: number): number {
  if (between_deg >= 170 || between_deg <= 10) return Math.max(mine, theirs);
  const d = (theirs + mine * Math.cos(rad(between_deg))) / Math.sin(rad(between_deg));
  return Math.min(Math.max(d, 0), 160);
}

/** The asphalt: every leg's kerbs, joined by round corners. */
export function outline(legs: readonly Leg[]): string {
  const parts = legs.map((leg, i) => {
    const next = legs[(i + 1) % legs.length]!;
    const from = `${i === 0 ? "M" : "L"}${xy(at(leg, leg.far, -leg.kerb))}L${xy(at(leg, leg.far, leg.kerb))}`;
    const between = turn(leg.heading_deg, next.heading_deg);
    if (legs.length < 2 || between >= 170 || between <= 10)
      return `${from}L${xy(at(leg, leg.mouth, leg.kerb))}L${xy(at(next, next.mouth, -next.kerb))}`;
    const d = meets(leg.kerb, next.kerb, between);
    const e = meets(next.kerb, leg.kerb, between);
    const corner = at(leg, d, leg.kerb);
    return `${from}L${xy(at(leg, d + CORNER, leg.kerb))}Q${xy(corner)} ${xy(at(next, e + CORNER, -next.kerb))}`;
  });
  return `${parts.join("")}Z`;
}

/** Where a loop's middle lies. */
export function loopAt(leg: Leg, distance_m: number, farthest_m: number): number {
  return leg.stop + STOP_LOOP + ((FAR_LOOP - STOP_LOOP) * distance_m) / Math.max(farthest_m, 40);
}

/** The leg that a turn leads to, if there is one within 50° of where it should be. */
export function legAfter(legs: readonly Leg[], from: Leg, way: Turn): Leg | undefined {
  const wanted = (from.heading_deg + { left: 90, through: 180, right: 270 }[way]) % 360;
  const off = (leg: Leg): number => Math.abs(((leg.heading_deg - wanted + 540) % 360) - 180);
  return legs.filter((leg) => leg !== from && off(leg) <= 50).sort((a, b) => off(a) - off(b))[0];
}

/** From a lane's stop line to the end of the junction, and the arrowhead there. */
export function pathOf(
  legs: readonly Leg[],
  { leg, lane }: { readonly leg: Leg; readonly lane: number },
  way: Turn,
): { readonly line: string; readonly head: string } | null {
  const to = legAfter(legs, leg, way);
  if (to === undefined) return null;
  const across = laneIn(leg, lane);
  const out = laneOut(to, way === "left" ? to.exits : way === "right" ? 1 : lane);
  const [start, mouth] = [at(leg, leg.stop - 6, across), at(leg, leg.mouth, across)];
  const [end, tip] = [at(to, to.mouth - 10, out), at(to, to.mouth, out)];
  // Long turns swing wide, short ones stay near the corner.
  const pull = way === "through" ? 0.35 : 0.62;
  const reach = Math.hypot(end[0] - mouth[0], end[1] - mouth[1]) * pull;
  const line = `M${xy(start)}L${xy(mouth)}C${xy(at(leg, leg.mouth - reach, across))} ${xy(at(to, to.mouth - 10 - reach, out))} ${xy(end)}`;
  return { line, head: `M${xy(tip)}L${xy(at(to, to.mouth - 11, out - 6.5))}L${xy(at(to, to.mouth - 11, out + 6.5))}Z` };
}
