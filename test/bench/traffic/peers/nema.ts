import { type Leg, legsOf } from "../../../../src/import/legs.ts";
import { Refusal } from "../../../../src/import/refusal.ts";
import { drivesOn, signalOf } from "../../../../src/import/signal.ts";
import type { Light } from "../lights.ts";
import { Unfit } from "../unfit.ts";
import { type Controller, quoted, type World } from "../world.ts";
import { shipped } from "./shipped.ts";

/** A sheet as traffic engineers begin with: seconds. */
const SHEET = { minDur: 5, maxDur: 50, vehext: 2 } as const;
const DETECTOR_M = 20;
/** Where the shipped program has no yellow. */
const YELLOW_S = 3;

/** SUMO's dual ring at every junction of four legs with lefts in lanes of their own; the others keep their shipped programs. */
export function nema(world: World): Controller {
  const left: string[] = [];
  const additional = world.lights.flatMap((light) => {
    const phases = phasesOf(world, light);
    if (typeof phases !== "string") return [logic(light, phases)];
    left.push(`"${light.tls}" keeps its shipped program: ${phases}`);
    return [];
  });
  if (additional.length === 0) throw new Unfit(`sumo-nema: no traffic light can have a dual ring; ${left[0]}`);
  return { ...shipped(), additional, left };
}

/** Links by phase number less one; why there is no dual ring, in words. Crossings are green with the movement beside them. */
function phasesOf({ net }: World, light: Light): readonly (readonly number[])[] | string {
  let legs: readonly Leg[];
  try {
    legs = legsOf(net, signalOf(net, light.tls)).toSorted((a, b) => a.heading_deg - b.heading_deg);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  if (legs.length !== 4) return `it has ${legs.length} legs, and a dual ring four`;
  if (light.links.some((link) => !drivesOn(net, link))) return "SUMO's dual ring has no pedestrians";
  const phases: number[][] = Array.from({ length: 8 }, () => []);
  for (const [l, { edge, name }] of legs.entries()) {
    const own = light.links.filter(({ from }) => from === edge);
    const lefts = own.filter(({ direction }) => /^[lLt]$/.test(direction));
    const throughs = own.filter(({ direction }) => !/^[lLt]$/.test(direction));
    if (lefts.length === 0 || throughs.length === 0) return `its leg ${name} has not both a left and a way through`;
    if (lefts.some(({ lane }) => throughs.some((other) => other.lane === lane)))
      return `its leg ${name} has a left without a lane of its own`;
    // A leg's through is 2, 4, 6 or 8, and its left is in the other ring.
    const [left, through] = (
      [
        [5, 2],
        [7, 4],
        [1, 6],
        [3, 8],
      ] as const
    )[l]!;
    phases[left - 1] = lefts.map(({ index }) => index);
    phases[through - 1] = throughs.map(({ index }) => index);
  }
  return phases;
}

function logic({ tls, places, program }: Light, phases: readonly (readonly number[])[]): string {
  const longest = (which: RegExp, usual: number): number =>
    program.phases.reduce((most, { state, duration_s }) => (which.test(state) ? Math.max(most, duration_s) : most), usual);
  const times = { ...SHEET, yellow: longest(/y/i, YELLOW_S), red: longest(/^r+$/, 0) };
  const parameters = {
    "detector-length": DETECTOR_M,
    "detector-length-leftTurnLane": DETECTOR_M,
    ring1: "1,2,3,4",
    ring2: "5,6,7,8",
    barrierPhases: "4,8",
    coordinatePhases: "2,6",
    minRecall: "2,6",
    maxRecall: "",
    "coordinate-mode": "false",
  };
  return [
    `<tlLogic id=${quoted(tls)} type="NEMA" programID="bench" offset="0">`,
    ...Object.entries(parameters).map(([key, value]) => `  <param key=${quoted(key)} value=${quoted(value)}/>`),
    ...phases.map((links, p) => {
      const state = Array.from({ length: places }, (_, place) => (links.includes(place) ? "G" : "r")).join("");
      const words = Object.entries(times).map(([key, s]) => `${key}=${quoted(s)}`);
      return `  <phase name=${quoted(p + 1)} duration="99" ${words.join(" ")} state=${quoted(state)}/>`;
    }),
    "</tlLogic>",
  ].join("\n");
}
