import type { Reach } from "./reach.ts";
import { quoted } from "./world.ts";

/** SUMO wants the end of an area within its lane. */
const WITHIN_M = 0.1;

/** A lane-area detector up to the stop line, in SUMO's XML. */
export const area = (id: string, { lanes, pos_m }: Reach): string =>
  `<laneAreaDetector id=${quoted(id)} lanes=${quoted(lanes.join(" "))} pos=${quoted(pos_m.toFixed(2))} endPos="-${WITHIN_M}" friendlyPos="true" period="100000" file="/dev/null"/>`;
