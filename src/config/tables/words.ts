import * as v from "valibot";
import { PATTERN_FREE, PatternNumber, PHASES_MAX, PhaseNumber, RINGS_MAX, RingNumber } from "../../traffic/numbers.ts";
import { oneOf, whole } from "../fields.ts";

/** Values that several tables of a site file have. */

export const SHEET = "Copy it from the timing sheet.";

export const phase = v.pipe(whole(1, PHASES_MAX, "Phases have the numbers of the timing sheet."), v.transform(PhaseNumber));
export const ring = v.pipe(whole(1, RINGS_MAX, "Rings are numbered from 1."), v.transform(RingNumber));
export const recall = oneOf(["none", "min", "max", "soft"]);
export const movement = oneOf(["through", "left", "right", "all", "pedestrian"]);

/** A pattern of the site's own, and where free is one as well. */
export const pattern = (todo: string) => v.pipe(whole(1, 253, todo), v.transform(PatternNumber));
export const patternOrFree = (todo: string) => v.pipe(whole(1, PATTERN_FREE, todo), v.transform(PatternNumber));

export const phases = (todo: string) => v.pipe(v.array(phase, "be a list of phases"), v.description(todo));
/** Absent, it is empty. */
export const maybePhases = (todo: string) => v.optional(phases(todo), () => []);
export const somePhases = (todo: string) =>
  v.pipe(v.array(phase, "be a list of phases"), v.minLength(1, "name at least one phase"), v.description(todo));

const GROUPS = "be a list of lists of phases, one list for each side of a barrier";
export const groups = v.pipe(
  v.array(v.pipe(v.array(phase, "be a list of phases"), v.description("Write it as [[1, 2], [3, 4]].")), GROUPS),
  v.minLength(1, GROUPS),
  v.description("Write it as [[1, 2], [3, 4]]."),
);
