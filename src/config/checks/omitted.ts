import { LANES_MAX } from "../../traffic/numbers.ts";
import { plans } from "../../traffic/strategies.ts";
import type { PatternRow, SiteFile } from "../file.ts";
import type { Check } from "./index.ts";
import type { References } from "./references.ts";

const OF_A_PLAN = ["longest_wait", "horizon", "ageing"] as const;

/** Phases that a pattern does not serve: whoever would have them must be served by others. And what only a strategy that plans looks at. */
export const checkOmitted: Check = (file, refs) => {
  for (const pattern of file.patterns) {
    const { row, phases } = pattern;
    checkPlan(row, file);
    const omitted = omittedIn(pattern);
    if (omitted.size === 0) continue;
    for (const entry of phases) {
      if (entry.value.omit === true && row.value.coordinated?.includes(entry.value.phase!))
        entry.note("omit", "it is coordinated, and the pattern omits it", "Take one of the two away.");
    }
    checkStart(row, omitted, file);
    if (!checkChannels(row, omitted, file, refs)) continue;
    for (const caller of [...file.detectors, ...file.pedestrian_detectors]) {
      const called = [caller.value.call_phase, ...("also_calls" in caller.value ? (caller.value.also_calls ?? []) : [])];
      if (called.some((phase) => phase === undefined || !omitted.has(phase))) continue;
      row.note([], `${caller.where} calls nobody whom it serves: it omits phase ${called.join(", ")}`, "Take omit away from one of them.");
    }
  }
};

/** Numbers of the phases that a pattern omits. */
export const omittedIn = ({ phases }: PatternRow): ReadonlySet<number> =>
  new Set(phases.flatMap(({ value }) => (value.omit === true && value.phase !== undefined ? [value.phase] : [])));

type PatternFields = PatternRow["row"];

function checkPlan(row: PatternFields, { detectors }: SiteFile): void {
  const { strategy } = row.value;
  if (strategy === undefined) return;
  const keys = OF_A_PLAN.filter((key) => row.has(key));
  if (!plans(strategy) && keys.length > 0)
    row.note(keys[0]!, `${keys.join(", ")}, but "${strategy}" does not plan`, 'Take it away, or write strategy = "adaptive".');
  else if (plans(strategy) && row.has("cycle"))
    row.note("cycle", `"${strategy}" goes by what it sees and keeps no cycle`, "Take the cycle away, or choose another strategy.");
  const lanes = new Set(
    detectors.flatMap(({ value: { call_phase, approach, lane } }) => (call_phase === undefined ? [] : `${lane} ${approach}`)),
  );
  if (plans(strategy) && lanes.size > LANES_MAX)
    row.note("strategy", `"${strategy}" looks at ${LANES_MAX} lanes, and detectors call in ${lanes.size}`, "Choose another strategy.");
}

/** The start's phases are green first, and again whenever flash ends. */
function checkStart(row: PatternFields, omitted: ReadonlySet<number>, { start }: SiteFile): void {
  const { phases = [], pattern, fallback_pattern } = start.value;
  if (row.value.number === undefined || (row.value.number !== pattern && row.value.number !== fallback_pattern)) return;
  const first = phases.find((phase) => omitted.has(phase));
  if (first !== undefined)
    row.note([], `phase ${first} is green first behind flash, and it omits it`, "Start with another phase, or take omit away.");
}

/** Every lamp has a phase in which it is green. True if it has. */
function checkChannels(row: PatternFields, omitted: ReadonlySet<number>, { channels }: SiteFile, { overlaps }: References): boolean {
  let good = true;
  for (const channel of channels) {
    const shown = shownIn(channel, overlaps);
    if (shown.length === 0 || shown.some((phase) => !omitted.has(phase))) continue;
    good = false;
    const words = `${channel.where} would never be green: it omits phase ${shown.join(", ")}`;
    row.note([], words, "Take omit away from one of them.");
  }
  return good;
}

/** [] where it cannot be read. */
function shownIn({ value }: SiteFile["channels"][number], overlaps: References["overlaps"]): readonly number[] {
  const { kind, phase, also_phases = [], overlap } = value;
  if (kind === "overlap") {
    const { included = [], modifiers = [], kind: way } = overlaps.get(overlap ?? 0)?.value ?? {};
    return way === "flashing-yellow-arrow" ? [...included, ...modifiers] : included;
  }
  if (phase === undefined) return [];
  return kind === "pedestrian" ? [phase, ...also_phases] : [phase];
}
