import { DETECTORS_MAX } from "../traffic/numbers.ts";
import type { Group } from "./groups.ts";
import type { LaneRef, Net } from "./net.ts";
import { Refusal } from "./refusal.ts";
import { roadTo, type Stretch } from "./road.ts";

/** A loop or a button, on an input board that is simulated until somebody wires a real one. */
export interface Input {
  readonly name: string;
  readonly group: string;
  readonly device: string;
  readonly input: number;
}
export interface Loop extends Input {
  readonly kind: "stop-line" | "advance";
  /** Before turns, and where somebody may join behind it, an advance loop only counts: it neither calls nor keeps a green. */
  readonly counts: boolean;
  readonly approach: string;
  /** From the kerb, from 1. */
  readonly lane: number;
  /** Along the road. */
  readonly distance_m: number;
  /** The lane of the net that it lies in, and how far before the end of that one. */
  readonly place: { readonly lane: LaneRef; readonly distance_m: number };
}

/** What a camera sees of a lane before the stop line. */
export interface Zone {
  readonly name: string;
  readonly approach: string;
  readonly lane: number;
  /** Along the road. */
  readonly length_m: number;
  /** Lanes of the net, each from its end so far back. */
  readonly pieces: readonly { readonly lane: LaneRef; readonly length_m: number }[];
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
/** Seconds before the stop line at which an advance loop lies, and the least that is worth one and the most, in metres. */
const [ADVANCE_S, ADVANCE_LEAST_M, ADVANCE_MOST_M] = [3, 20, 500];
/** From the begin of its lane to an advance loop: whoever comes round the corner is in its lane by then. */
const WITHIN_M = 5;
/** A lane that two groups leave from has a loop for each, one behind the other. */
const NEXT_LOOP_M = 5;

/** How far a camera sees, the least that is worth one, and the lanes that one computer tells of. */
const [SEES_M, SEES_LEAST_M, CAMERA_LANES] = [100, 10, 32];

type Unwired = Omit<Loop, "device" | "input">;

/** Stop-line loops for every lane and group, one ahead of it and a camera's zone for each lane, a button for each crossing. */
export function inputsOf(net: Net, groups: readonly Group[], cameras: boolean): Inputs {
  const stopLines: Unwired[] = [];
  const [calling, counting]: [Unwired[], Unwired[]] = [[], []];
  const order = groups.toSorted((a, b) => Number(a.movement !== "through") - Number(b.movement !== "through"));
  for (const { name: group, leg, links, movement } of order) {
    if (leg === null) continue;
    for (const index of new Set(links.map((link) => link.lane).sort((a, b) => a - b))) {
      const number = leg.lanes.indexOf(index) + 1;
      if (number === 0) continue;
      const lane = { edge: leg.edge, index };
      const shared = { group, approach: leg.name, lane: number };
      const before = stopLines.filter((loop) => loop.approach === leg.name && loop.lane === number).length;
      const behind = before === 0 ? "" : ` ${before + 1}`;
      const distance_m = before * NEXT_LOOP_M;
      const name = `${leg.name} lane ${number}`;
      stopLines.push({
        ...shared,
        name: `${name} stop line${behind}`,
        kind: "stop-line",
        counts: false,
        distance_m,
        place: { lane, distance_m },
      });
      if (before > 0) continue;
      const passes = movement === "through" || movement === "all";
      const advance = passes ? advanceOf(roadTo(net, lane, 0), leg.speed_ms) : null;
      const count = advance === null ? advanceOf(roadTo(net, lane, 2 * leg.speed_ms * ADVANCE_S), leg.speed_ms) : null;
      if (advance !== null) calling.push({ ...shared, ...advance, name: `${name} advance`, kind: "advance", counts: false });
      if (count !== null) counting.push({ ...shared, ...count, name: `${name} advance`, kind: "advance", counts: true });
    }
  }
  if (stopLines.length > DETECTORS_MAX)
    throw new Refusal(`it has ${stopLines.length} lanes at stop lines, and a unit has ${DETECTORS_MAX} detectors`);
  const firm = [...stopLines, ...calling].slice(0, DETECTORS_MAX);
  const zones = cameras ? zonesOf(net, groups) : [];
  const room = Math.min(zones.length, CAMERA_LANES, DETECTORS_MAX - firm.length);
  // A loop that only counts tells less than a camera does.
  const loops = [...firm, ...counting].slice(0, DETECTORS_MAX - room);
  const buttons = groups.flatMap(({ name, leg }) => (leg === null ? [{ name: `button of ${name}`, group: name }] : []));
  let used = 0;
  const wired = <T>(each: T) => ({
    ...each,
    device: `rack ${Math.floor(used / INPUTS_A_BOARD) + 1}`,
    input: (used++ % INPUTS_A_BOARD) + 1,
  });
  const result = { loops: loops.map(wired), buttons: buttons.map(wired) };
  const boards = Array.from({ length: Math.ceil(used / INPUTS_A_BOARD) }, (_, i) => `rack ${i + 1}`);
  const left_out = stopLines.length + calling.length + counting.length - loops.length + zones.length - room;
  return { boards, ...result, zones: zones.slice(0, room), left_out };
}

/** Where a loop lies before the stop line: as near as there is room for it to so many seconds. */
function advanceOf(road: readonly Stretch[], speed_ms: number): Pick<Loop, "distance_m" | "place"> | null {
  const wanted_m = Math.floor(Math.min(speed_ms * ADVANCE_S, ADVANCE_MOST_M));
  const off_m = ({ distance_m }: { readonly distance_m: number }) => Math.abs(distance_m - wanted_m);
  const places = road
    .filter(({ main, length_m }) => main && length_m > WITHIN_M)
    .map(({ lane, near_m, length_m }) => {
      const distance_m = Math.max(Math.ceil(near_m), Math.min(wanted_m, Math.floor(near_m + length_m - WITHIN_M)));
      return { distance_m, place: { lane, distance_m: distance_m - near_m } };
    })
    .filter(({ distance_m }) => distance_m >= ADVANCE_LEAST_M)
    .sort((a, b) => off_m(a) - off_m(b));
  return places[0] ?? null;
}

function zonesOf(net: Net, groups: readonly Group[]): readonly Zone[] {
  const zones: Zone[] = [];
  for (const { leg, links } of groups) {
    if (leg === null) continue;
    for (const index of new Set(links.map((link) => link.lane).sort((a, b) => a - b))) {
      const lane = leg.lanes.indexOf(index) + 1;
      if (lane === 0 || zones.some((zone) => zone.approach === leg.name && zone.lane === lane)) continue;
      const road = roadTo(net, { edge: leg.edge, index }, SEES_M);
      const length_m = Math.floor(Math.min(SEES_M, Math.max(...road.map((each) => each.near_m + each.length_m))));
      if (length_m < SEES_LEAST_M) continue;
      const pieces = road.map((each) => ({ lane: each.lane, length_m: Math.min(SEES_M - each.near_m, each.length_m) }));
      zones.push({ name: `${leg.name} lane ${lane} camera`, approach: leg.name, lane, length_m, pieces, input: zones.length + 1 });
    }
  }
  return zones;
}
