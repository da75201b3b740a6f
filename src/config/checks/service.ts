import { tenths } from "../fields.ts";
import type { PriorityRow } from "../file.ts";
import type { Row } from "../rows.ts";
import type { PREEMPT } from "../tables/service.ts";
import { compatibility } from "./compatible.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";
import { type Compatible, checkSet } from "./sets.ts";

/** Who comes before others: preempts, priority, automatic flash. */
export const checkService: Check = (file, refs) => {
  const { preempts, priority, flash } = file;
  const compatible = compatibility(file);
  const by = (key: "number" | "name") => preempts.map((row) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each preempt its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each preempt its own name.");
  for (const row of preempts) checkPreempt(row, refs, compatible);
  checkPriority(priority, refs);
  for (const key of ["entry", "exit"] as const) checkSet(flash, key, flash.value[key], refs, compatible);
};

function checkPreempt(row: Row<typeof PREEMPT>, refs: References, compatible: Compatible): void {
  const { track, dwell, exit, track_green, delay, min_duration, max_presence } = row.value;
  checkSet(row, "track", track, refs, compatible);
  checkSet(row, "dwell", dwell, refs);
  checkSet(row, "exit", exit, refs, compatible);
  if (track !== undefined && track_green !== undefined) {
    if (track.length > 0 && track_green === 0) row.note("track", "track without track_green", "Write how long the track needs to clear.");
    else if (track.length === 0 && track_green > 0)
      row.note("track_green", "track_green without track", "Write the phases that clear the track, or take track_green away.");
  }
  dwell?.forEach((phase, i) => {
    if (track?.includes(phase))
      row.note(
        ["dwell", i],
        `phase ${phase} clears the track, and would be let onto it again`,
        "Dwell in phases that do not cross the track.",
      );
  });
  if (max_presence === undefined || max_presence === 0 || delay === undefined || min_duration === undefined) return;
  if (max_presence <= delay + min_duration)
    row.note(
      "max_presence",
      `max_presence is ${tenths(max_presence)} s, no longer than delay and min_duration (${tenths(delay)} + ${tenths(min_duration)} s)`,
      "Write the longest presence that is still believable, or 0 for never.",
    );
}

function checkPriority({ row, phases }: PriorityRow, refs: References): void {
  if (phases.length === 0 && row.has("interval")) row.note("interval", "interval without phases", "Write phases, or take [priority] away.");
  noteTwice(
    phases.map((each) => ({ row: each, key: each.value.phase as unknown })),
    "phase",
    (phase) => `phase ${phase}`,
    "Priority says one thing of each phase.",
  );
  for (const each of phases) {
    const phase = refs.phases.find(each.value.phase, (words, todo) => each.note("phase", words, todo));
    const { extension, reduction, insertion } = each.value;
    if (extension === 0 && reduction === 0 && insertion === false)
      each.note([], "it is neither extended nor cut nor put in", "Write extension, reduction or insertion, or take it away.");
    const { min_green, max1 } = phase?.value ?? {};
    if (min_green === undefined || max1 === undefined || max1 < min_green) continue;
    if (reduction !== undefined && reduction > max1 - min_green)
      each.note(
        "reduction",
        `reduction is ${tenths(reduction)} s, but from max1 to min_green there are ${tenths(max1 - min_green)} s`,
        "No priority shortens a minimum: write at most that.",
      );
    if (extension !== undefined && extension > max1)
      each.note(
        "extension",
        `extension is ${tenths(extension)} s, longer than max1 (${tenths(max1)} s)`,
        "Others wait meanwhile: write at most max1.",
      );
  }
}
