import { DETECTORS_MAX } from "../traffic/numbers.ts";
import type { Group } from "./groups.ts";
import { Refusal } from "./refusal.ts";

/** A loop or a button, on an input board that is simulated until somebody wires a real one. */
export interface Input {
  readonly name: string;
  readonly group: string;
  readonly device: string;
  readonly input: number;
}
export interface Loop extends Input {
  readonly kind: "stop-line" | "advance";
  readonly approach: string;
  /** From the kerb, from 1. */
  readonly lane: number;
  readonly distance_m: number;
}

/** What a camera sees of a lane before the stop line. */
export interface Zone {
  readonly name: string;
  readonly approach: string;
  /** The street's id. */
  readonly edge: string;
  /** SUMO's. */
  readonly index: number;
  readonly lane: number;
  readonly length_m: number;
  readonly input: number;
}

export interface Inputs {
  readonly boards: readonly string[];
  readonly loops: readonly Loop[];
  /** Numbered behind the loops. */
  readonly zones: readonly Zone[];
  readonly buttons: readonly Input[];
  /** Advance loops and zones for which there was no number left. */
  readonly left_out: number;
}

const INPUTS_A_BOARD = 16;
/** Seconds before the stop line at which an advance loop lies, and the least that is worth one, in metres. */
const [ADVANCE_S, ADVANCE_LEAST_M] = [3, 20];
/** A lane that two groups leave from has a loop for each, one behind the other. */
const NEXT_LOOP_M = 5;

/** How far a camera sees, the least that is worth one, and the lanes that one computer tells of. */
const [SEES_M, SEES_LEAST_M, CAMERA_LANES] = [100, 10, 32];

/** Stop-line loops for every lane and group, advance loops where through traffic comes fast, a button for each crossing; a camera's zone for each lane. */
export function inputsOf(groups: readonly Group[], cameras: boolean): Inputs {
  const stopLines: Omit<Loop, "device" | "input">[] = [];
  const advance: Omit<Loop, "device" | "input">[] = [];
  const order = groups.toSorted((a, b) => Number(a.movement !== "through") - Number(b.movement !== "through"));
  for (const { name: group, leg, links, movement } of order) {
    if (leg === null) continue;
    for (const lane of new Set(links.map((link) => link.lane).sort((a, b) => a - b))) {
      const number = leg.lanes.indexOf(lane) + 1;
      if (number === 0) continue;
      const place = { group, approach: leg.name, lane: number };
      const before = stopLines.filter((loop) => loop.approach === leg.name && loop.lane === number).length;
      const behind = before === 0 ? "" : ` ${before + 1}`;
      stopLines.push({
        ...place,
        name: `${leg.name} lane ${number} stop line${behind}`,
        kind: "stop-line",
        distance_m: before * NEXT_LOOP_M,
      });
      const distance_m = Math.floor(Math.min(leg.speed_ms * ADVANCE_S, leg.length_m - 5, 500));
      if (before === 0 && (movement === "through" || movement === "all") && distance_m >= ADVANCE_LEAST_M)
        advance.push({ ...place, name: `${leg.name} lane ${number} advance`, kind: "advance", distance_m });
    }
  }
  if (stopLines.length > DETECTORS_MAX)
    throw new Refusal(`it has ${stopLines.length} lanes at stop lines, and a unit has ${DETECTORS_MAX} detectors`);
  const loops = [...stopLines, ...advance].slice(0, DETECTORS_MAX);
  const zones = cameras ? zonesOf(groups) : [];
  const room = Math.min(CAMERA_LANES, DETECTORS_MAX - loops.length);
  const buttons = groups.flatMap(({ name, leg }) => (leg === null ? [{ name: `button of ${name}`, group: name }] : []));
  let used = 0;
  const wired = <T>(each: T) => ({
    ...each,
    device: `rack ${Math.floor(used / INPUTS_A_BOARD) + 1}`,
    input: (used++ % INPUTS_A_BOARD) + 1,
  });
  const result = { loops: loops.map(wired), buttons: buttons.map(wired) };
  const boards = Array.from({ length: Math.ceil(used / INPUTS_A_BOARD) }, (_, i) => `rack ${i + 1}`);
  const left_out = stopLines.length + advance.length - loops.length + Math.max(0, zones.length - room);
  return { boards, ...result, zones: zones.slice(0, room), left_out };
}

function zonesOf(groups: readonly Group[]): readonly Zone[] {
  const zones: Zone[] = [];
  for (const { leg, links } of groups) {
    if (leg === null || leg.length_m < SEES_LEAST_M) continue;
    for (const index of new Set(links.map((link) => link.lane).sort((a, b) => a - b))) {
      const lane = leg.lanes.indexOf(index) + 1;
      if (lane === 0 || zones.some((zone) => zone.approach === leg.name && zone.lane === lane)) continue;
      const length_m = Math.floor(Math.min(SEES_M, leg.length_m));
      zones.push({
        name: `${leg.name} lane ${lane} camera`,
        approach: leg.name,
        edge: leg.edge,
        index,
        lane,
        length_m,
        input: zones.length + 1,
      });
    }
  }
  return zones;
}
