import type { Phase } from "./site.ts";

/**
 * Whose paths cross, from the legs alone: rings and barriers say the same a second time, in other numbers. Right-hand traffic; on a leg
 * whoever comes in has whoever goes out to the left. Headings are degrees clockwise from north, from the centre outwards.
 */

/** As much of a phase or an overlap as tells where its traffic goes. `heading_deg` is its leg's; null where that is not known. */
export interface Movement {
  /** Of an overlap 0. */
  readonly number: number;
  readonly heading_deg: number | null;
  readonly movement: Phase["movement"];
  /** Whether pedestrians walk beside it. */
  readonly walks: boolean;
  /** Phases. */
  readonly yields_to: readonly number[];
  /** Of an overlap the phases that it is green with: who gives way to one of them meets it there, and gives way to it too. */
  readonly included?: readonly number[];
}

type Way = "through" | "left" | "right";

const TURNED_DEG = { through: 180, left: 90, right: 270 } as const satisfies { readonly [W in Way]: number };
/** A turn leads to the leg that is nearest to where it should be, if there is one so near. */
const NEAR_DEG = 50;
/** Where no leg of vehicles that come in is known (a one-way street leads away): so near to each other two exits are the same. */
const SAME_EXIT_DEG = 30;
/** Half of a leg's width, as it is seen from the centre: any small angle will do. */
const HALF_LEG_DEG = 0.1;

/**
 * True if `a` and `b` must not be green together: their paths cross or run into one, or one drives across the crosswalk beside the other.
 * Of a phase for pedestrians, or of an unknown leg, nothing is said; of "all" only where its through traffic goes, since its turns yield.
 * A turn that the site file says to yield, and that may, crosses nobody that it yields to.
 */
export function pathsCross(a: Movement, b: Movement, legs_deg: readonly number[]): boolean {
  const [one, other] = [pathOf(a, legs_deg), pathOf(b, legs_deg)];
  if (one === null || other === null || yields(a, b) || yields(b, a)) return false;
  return meet(one, other, legs_deg) || crossesWalk(one, b, legs_deg) || crossesWalk(other, a, legs_deg);
}

interface Path {
  readonly from_deg: number;
  readonly to_deg: number;
}

function yields(a: Movement, b: Movement): boolean {
  const phases = b.included ?? [b.number];
  return phases.some((number) => a.yields_to.includes(number)) && mayYield(a, b);
}

/** Who may be told to give way on green: a left turn to those who come towards it, and a right turn. */
export function mayYield(a: Movement, b: Movement): boolean {
  if (a.movement === "right") return true;
  const towards = a.heading_deg !== null && b.heading_deg !== null && apart(a.heading_deg, b.heading_deg) >= 180 - NEAR_DEG;
  return a.movement === "left" && b.movement !== "left" && towards;
}

function pathOf({ heading_deg, movement }: Movement, legs_deg: readonly number[]): Path | null {
  if (heading_deg === null || movement === "pedestrian") return null;
  return { from_deg: heading_deg, to_deg: legAfter(heading_deg, movement === "all" ? "through" : movement, legs_deg) };
}

/** The leg that a turn leads to; where none is known, the direction of the turn. */
function legAfter(from_deg: number, way: Way, legs_deg: readonly number[]): number {
  const wanted = (from_deg + TURNED_DEG[way]) % 360;
  const others = legs_deg.filter((leg) => leg !== from_deg && apart(leg, wanted) <= NEAR_DEG);
  return others.sort((x, y) => apart(x, wanted) - apart(y, wanted))[0] ?? wanted;
}

/** Two paths on the circle around the intersection cross if each has one end on either side of the other. */
function meet(a: Path, b: Path, legs_deg: readonly number[]): boolean {
  if (a.from_deg === b.from_deg) return false;
  const known = legs_deg.includes(a.to_deg) && legs_deg.includes(b.to_deg);
  if (known ? a.to_deg === b.to_deg : apart(a.to_deg, b.to_deg) <= SAME_EXIT_DEG) return true;
  const side = (deg: number) => clockwise(a.from_deg - HALF_LEG_DEG, deg) < clockwise(a.from_deg - HALF_LEG_DEG, a.to_deg + HALF_LEG_DEG);
  return side(b.from_deg - HALF_LEG_DEG) !== side(b.to_deg + HALF_LEG_DEG);
}

/** Pedestrians walk in the direction of the through traffic beside them, to its right: across the leg that lies there. */
function crossesWalk(path: Path, beside: Movement, legs_deg: readonly number[]): boolean {
  if (!beside.walks || beside.movement !== "through" || beside.heading_deg === null) return false;
  const across = legAfter(beside.heading_deg, "right", legs_deg);
  return path.from_deg === across || path.to_deg === across;
}

const clockwise = (from_deg: number, to_deg: number): number => (((to_deg - from_deg) % 360) + 360) % 360;
const apart = (a_deg: number, b_deg: number): number => Math.abs(((((a_deg - b_deg) % 360) + 540) % 360) - 180);
