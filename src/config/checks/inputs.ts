import type { SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { INPUT } from "../tables/service.ts";
import { checkInput } from "./detectors.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

/** Contacts in the cabinet: each on an input of its own, a preempt's with its preempt, one that asks for priority with a phase that may have it. */
export const checkInputs: Check = ({ inputs, detectors, pedestrian_detectors, priority }, refs) => {
  const by = (key: "number" | "name") => inputs.map((row) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each contact its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each contact its own name.");
  for (const row of inputs) {
    checkInput(row, refs);
    checkPreempt(row, refs);
    checkPriority(row, priority, refs);
  }
  // Two detectors on one input are told where detectors are.
  const seen = new Set<string>();
  const taken = [...detectors, ...pedestrian_detectors, ...inputs].flatMap((row) => {
    const { device, input } = row.value;
    const key = JSON.stringify([device, input]);
    const contact = "does" in row.value;
    if (device === undefined || input === undefined || (seen.has(key) && !contact)) return [];
    seen.add(key);
    return [{ row: row as Row, key }];
  });
  noteTwice(
    taken,
    "input",
    (key) => `input ${JSON.parse(String(key))[1]} of "${JSON.parse(String(key))[0]}"`,
    "Each input has one detector or contact: correct the one that is wrong.",
  );
};

function checkPreempt(row: Row<typeof INPUT>, { preempts }: References): void {
  const { does, preempt } = row.value;
  if (does === "preempt" && !row.has("preempt"))
    row.note("does", "preempt is missing", "Write the number of the preempt that it asks for.");
  else if (does !== undefined && does !== "preempt" && row.has("preempt"))
    row.note("preempt", `a contact for ${does} asks for no preempt`, "Take the line away, or correct does.");
  preempts.find(preempt, (words, todo) => row.note("preempt", words, todo));
}

function checkPriority(row: Row<typeof INPUT>, { phases: limits }: SiteFile["priority"], { phases }: References): void {
  const { does, phase } = row.value;
  if (does !== undefined && does !== "priority") {
    for (const key of ["phase", "arrival", "lasts"] as const)
      if (row.has(key)) row.note(key, `a contact for ${does} has no ${key}`, "Take the line away, or correct does.");
    return;
  }
  if (does === "priority" && !row.has("phase")) row.note("does", "phase is missing", "Write the phase that the vehicle comes by.");
  phases.find(phase, (words, todo) => row.note("phase", words, todo));
  const gives = limits.some(({ value }) => value.phase !== phase && (value.reduction ?? 0) > 0);
  const own = limits.find(({ value }) => value.phase === phase)?.value;
  if (does === "priority" && phase !== undefined && (own === undefined || !(gives || own.insertion || (own.extension ?? 0) > 0)))
    row.note("phase", `[priority] gives phase ${phase} nothing`, "Write its limits there, or take the contact away.");
}
