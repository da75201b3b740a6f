import type { PatternRow } from "../file.ts";
import type { Row } from "../rows.ts";
import type { PHASE } from "../tables/phases.ts";
import type { DETECTOR } from "../tables/wiring.ts";
import type { Check } from "./index.ts";
import { entryOf } from "./patterns.ts";

type PhaseRow = Row<typeof PHASE>;
type DetectorRow = Row<typeof DETECTOR>;

/**
 * Whoever comes to the intersection must be served in every pattern: seen by a detector that stands by them until they are, and that is
 * found out when it dies; or by a recall. Soft recall is none here: it waits until nobody else does.
 */
export const checkCalls: Check = ({ phases, patterns, detectors, pedestrian_detectors }, refs) => {
  // Which phase a detector calls cannot be read: perhaps it is the one that would be missed below.
  const unreadable = [...detectors, ...pedestrian_detectors].some((row) => row.value.call_phase === undefined && row.has("call_phase"));
  if (unreadable || patterns.some(({ phases: entries }) => entries.some(({ value }) => !known(value.phase, refs.phases)))) return;
  // A button that calls a phase without a walk is the one that would be missed at another.
  const astray = pedestrian_detectors.some((row) => refs.phases.get(row.value.call_phase ?? 0)?.value.walk === 0);
  for (const phase of phases) {
    const { number, movement } = phase.value;
    if (number === undefined || movement === undefined) continue;
    const calling = detectors.filter(({ value }) => value.call_phase === number || value.also_calls?.includes(number));
    const buttons = pedestrian_detectors.filter((row) => row.value.call_phase === number);
    if (movement !== "pedestrian") checkVehicles(phase, patterns, calling);
    if (buttons.length === 0 && !astray) checkPedestrians(phase, patterns);
  }
};

const known = (phase: number | undefined, phases: { get(key: number): unknown }) => phase !== undefined && phases.get(phase) !== undefined;

function checkVehicles(phase: PhaseRow, patterns: readonly PatternRow[], calling: readonly DetectorRow[]): void {
  const unrecalled = without(phase, patterns, "recall", (recall) => recall === "min" || recall === "max");
  if (unrecalled === null) return;
  const held =
    phase.value.lock !== false ||
    calling.some(({ value }) => value.kind === "stop-line" || value.kind === undefined || value.lock !== false);
  if (calling.length === 0) {
    const own = unrecalled.length === 0;
    const words = own
      ? "no detector calls its vehicles, and it has no recall"
      : `no detector calls the vehicles of ${phase.where}, and here it has no recall`;
    complain(phase, unrecalled, words, 'Write recall = "min", or give it a detector.');
  } else if (!held) {
    const words = "its detectors lie before the stop line and none locks: who stops at the line is forgotten";
    phase.note([], words, "Write lock = true in one of them or in the phase, or give it a stop-line detector.");
  }
  for (const row of calling) {
    if (row.value.no_activity_min !== 0) continue;
    const words = `no_activity_min is 0, and ${phase.where} has no recall: when it dies silently, nobody knows who waits there`;
    row.note(
      "no_activity_min",
      words,
      "Leave it out (60), or write the longest time in minutes without a vehicle that is still believable.",
    );
  }
}

function checkPedestrians(phase: PhaseRow, patterns: readonly PatternRow[]): void {
  const { walk } = phase.value;
  if (walk === undefined || walk === 0) return;
  const unrecalled = without(phase, patterns, "ped_recall", (recalled) => recalled === true);
  if (unrecalled === null) return;
  const own = unrecalled.length === 0;
  const words = own ? "it has a walk, but no button and no ped_recall" : `${phase.where} has a walk but no button, and here no ped_recall`;
  complain(phase, unrecalled, words, "Write ped_recall = true, or give it a push button.");
}

/** Patterns that say themselves that the phase is not recalled; none of them where it is the phase's own word; null if it is always recalled, or omitted. */
function without<K extends "recall" | "ped_recall">(
  phase: PhaseRow,
  all: readonly PatternRow[],
  key: K,
  recalled: (value: PhaseRow["value"][K]) => boolean,
): readonly PatternRow[] | null {
  const patterns = all.filter((pattern) => entryOf(pattern, phase)?.value.omit !== true);
  if (patterns.length === 0 && all.length > 0) return null;
  const says = (pattern: PatternRow) => {
    const entry = entryOf(pattern, phase);
    return entry?.has(key) ? entry : undefined;
  };
  // A value that cannot be read is told elsewhere.
  const good = (value: PhaseRow["value"][K]) => value === undefined || recalled(value);
  const here = patterns.filter((pattern) => {
    const entry = says(pattern);
    return entry !== undefined && !good(entry.value[key] as PhaseRow["value"][K]);
  });
  const inherited = patterns.length === 0 || patterns.some((pattern) => says(pattern) === undefined);
  if (inherited && !good(phase.value[key])) return [];
  return here.length > 0 ? here : null;
}

/** One complaint at the phase, or one at each pattern that takes the recall away. */
function complain(phase: PhaseRow, patterns: readonly PatternRow[], words: string, todo: string): void {
  if (patterns.length === 0) phase.note([], words, todo);
  for (const pattern of patterns) entryOf(pattern, phase)!.note([], words, todo);
}
