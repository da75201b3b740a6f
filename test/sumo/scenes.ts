import { PatternNumber, PhaseNumber } from "../../src/traffic/numbers.ts";
import type { Coordination, Pattern, Phase, Site } from "../../src/traffic/site.ts";
import { USUAL } from "../../src/traffic/usual.ts";
import { fourLeg } from "../timing/four-leg.ts";

/** One timing sheet, for SUMO's controller and for ours. Times are tenths. */
export interface Scene {
  readonly name: string;
  readonly phases: readonly Timing[];
  /** Phases on recall to minimum. */
  readonly recall: readonly number[];
  /** Detectors remember calls. */
  readonly latching: boolean;
  readonly plan: Plan | null;
}

export interface Timing {
  readonly min: number;
  readonly passage: number;
  /** In a plan: the split without yellow change and red clearance. */
  readonly max: number;
  readonly yellow: number;
  readonly red: number;
}

export interface Plan {
  readonly cycle: number;
  readonly offset: number;
  readonly force_off: Coordination["force_off"];
  /** What of the first coordinated phase stands at the offset: begin of yellow for a 170, begin of green for a TS 2. */
  readonly controller: "Type170" | "TS2";
}

const LEFT: Timing = { min: 50, passage: 20, max: 200, yellow: 32, red: 18 };
const THROUGH: Timing = { min: 80, passage: 30, max: 350, yellow: 36, red: 14 };
const SHEET = [LEFT, THROUGH, LEFT, THROUGH, LEFT, THROUGH, LEFT, THROUGH];
const FREE_SCENE = { phases: SHEET, recall: [], latching: false, plan: null };

export const SCENES: readonly Scene[] = [
  { ...FREE_SCENE, name: "free, recall on all", recall: [1, 2, 3, 4, 5, 6, 7, 8] },
  { ...FREE_SCENE, name: "free, recall on 2 and 6", recall: [2, 6] },
  { ...FREE_SCENE, name: "free, no recall" },
  { ...FREE_SCENE, name: "free, no recall, locking memory", latching: true },
  // SUMO goes to its coordinated phases only when they are called, so they are recalled.
  {
    ...FREE_SCENE,
    recall: [2, 6],
    name: "coordinated, TS 2, fixed force-off",
    plan: { cycle: 1300, offset: 0, force_off: "fixed", controller: "TS2" },
  },
  {
    ...FREE_SCENE,
    recall: [2, 6],
    name: "coordinated, Type 170, floating force-off",
    plan: { cycle: 1300, offset: 300, force_off: "floating", controller: "Type170" },
  },
];

/** Which links of the net are each phase's: by phase less one, in the order that netconvert gives them (clockwise from north, right to left). */
const LINKS = [[5], [9, 10], [8], [0, 1], [11], [3, 4], [2], [6, 7]];

export function programOf(scene: Scene): string {
  const { plan } = scene;
  const seconds = (tenths: number): string => (tenths / 10).toFixed(1);
  const parameters: Record<string, string> = {
    "detector-length": "20",
    "detector-length-leftTurnLane": "20",
    ring1: "1,2,3,4",
    ring2: "5,6,7,8",
    barrierPhases: "4,8",
    coordinatePhases: "2,6",
    minRecall: scene.recall.join(","),
    maxRecall: "",
    latchingDetectors: scene.latching ? "1,2,3,4,5,6,7,8" : "",
    "coordinate-mode": String(plan !== null),
    ...(plan === null
      ? {}
      : { "total-cycle-length": seconds(plan.cycle), fixForceOff: String(plan.force_off === "fixed"), controllerType: plan.controller }),
  };
  const phases = scene.phases.map(({ min, passage, max, yellow, red }, p) => {
    const heads = Array.from({ length: 12 }, (_, link) => (LINKS[p]!.includes(link) ? "G" : "r")).join("");
    const times = `minDur="${seconds(min)}" maxDur="${seconds(max)}" vehext="${seconds(passage)}" yellow="${seconds(yellow)}" red="${seconds(red)}"`;
    return `    <phase name="${p + 1}" duration="99" ${times} state="${heads}"/>`;
  });
  return [
    "<additional>",
    `  <tlLogic id="crossing" type="NEMA" programID="nema" offset="${seconds(plan?.offset ?? 0)}">`,
    ...Object.entries(parameters).map(([key, value]) => `    <param key="${key}" value="${value}"/>`),
    ...phases,
    "  </tlLogic>",
    "</additional>",
    "",
  ].join("\n");
}

/** Phases whose recall ours can be told to set aside for a step, by the pattern in force: 1 and one for each of these. */
export const ASIDE = [2, 6];

export function siteOf(scene: Scene): Site {
  const { plan } = scene;
  const phases: Record<number, Partial<Phase>> = {};
  scene.phases.forEach(({ min, passage, max, yellow, red }, p) => {
    phases[p + 1] = {
      min_green_ds: min,
      passage_ds: passage,
      max1_ds: max,
      max2_ds: max,
      yellow_change_ds: yellow,
      red_clear_ds: red,
      walk_ds: 0,
      ped_clear_ds: 0,
      lock: scene.latching,
      simultaneous_gap: false,
    };
  });
  const coordination: Coordination | null = plan && {
    cycle_ds: plan.cycle,
    // SUMO's Type 170 counts from the end of the coordinated phases' red, ours from the begin of their yellow.
    offset_ds: plan.controller === "TS2" ? plan.offset : plan.offset - (scene.phases[1]!.yellow + scene.phases[1]!.red),
    phases: [PhaseNumber(2), PhaseNumber(6)],
    reference: plan.controller === "TS2" ? "begin-green" : "begin-yellow",
    force_off: plan.force_off,
    correction: "dwell",
    max_inhibit: true,
  };
  const patterns = Array.from({ length: 2 ** ASIDE.length }, (_, aside): Pattern => {
    const recalled = (n: number) => scene.recall.includes(n) && !ASIDE.some((phase, bit) => phase === n && (aside >> bit) & 1);
    return {
      number: PatternNumber(1 + aside),
      name: `${scene.name} ${aside}`,
      ...USUAL.pattern,
      coordination,
      phases: scene.phases.map(({ max, yellow, red }, p) => ({
        phase: PhaseNumber(p + 1),
        max_green_ds: max,
        recall: recalled(p + 1) ? "min" : "none",
        ped_recall: false,
        split_ds: plan === null ? 0 : max + yellow + red,
      })),
    };
  });
  const site = fourLeg({ phases, patterns, start: { flash_ds: 0, all_red_ds: 18, phases: [1, 5] } });
  return { ...site, channels: site.channels.filter(({ kind }) => kind === "vehicle") };
}
