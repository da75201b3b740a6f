import type { Row } from "../rows.ts";
import type { INPUT } from "../tables/service.ts";
import type { DETECTOR, PEDESTRIAN_DETECTOR } from "../tables/wiring.ts";
import { driverOf, protocolOf } from "./devices.ts";
import type { Check } from "./index.ts";
import { noteTwice, type References } from "./references.ts";

type DetectorRow = Row<typeof DETECTOR>;
type AnyDetectorRow = Row<typeof DETECTOR> | Row<typeof PEDESTRIAN_DETECTOR>;
type WiredRow = AnyDetectorRow | Row<typeof INPUT>;

export const checkDetectors: Check = ({ detectors, pedestrian_detectors }, refs) => {
  for (const rows of [detectors, pedestrian_detectors]) {
    const by = (key: "number" | "name") => rows.map((row: AnyDetectorRow) => ({ row, key: row.value[key] as unknown }));
    noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each its own number.");
    noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each its own name, so that a fault leads to the right place.");
  }
  for (const row of detectors) checkLane(row, refs);
  noteTwice(
    detectors
      .filter(({ value }) => value.kind === "zone")
      .map((row) => ({ row, key: JSON.stringify([row.value.approach, row.value.lane]) })),
    "lane",
    () => "the zone of this lane",
    "A lane has one zone: correct the one that is wrong.",
  );
  for (const row of detectors) checkCall(row, refs);
  for (const row of [...detectors, ...pedestrian_detectors] as AnyDetectorRow[]) {
    checkInput(row, refs);
    refs.phases.find(row.value.call_phase, (words, todo) => row.note("call_phase", words, todo));
  }
  for (const row of pedestrian_detectors) {
    const phase = row.value.call_phase === undefined ? undefined : refs.phases.get(row.value.call_phase);
    if (phase?.value.walk === 0)
      row.note("call_phase", `${phase.where} has no walk`, "Call a phase that has one, or give this one walk and ped_clear.");
  }
  const inputs = [...detectors, ...pedestrian_detectors].filter(({ value }) => value.device !== undefined && value.input !== undefined);
  noteTwice(
    inputs.map((row: AnyDetectorRow) => ({ row, key: JSON.stringify([row.value.device, row.value.input]) })),
    "input",
    (key) => `input ${JSON.parse(String(key))[1]} of "${JSON.parse(String(key))[0]}"`,
    "Each input has one detector: correct the one that is wrong.",
  );
};

/** Whatever is wired to an input of a device. */
export function checkInput(row: WiredRow, { devices }: References): void {
  const device = devices.find(row.value.device, (words, todo) => row.note("device", words, todo));
  const { protocol, profile } = device?.value ?? {};
  if (protocol === undefined || profile === undefined) return;
  const found = protocolOf(protocol);
  // An unknown protocol or profile is complained of at the device; one that drives lamps has no inputs.
  if (found === undefined) {
    const driver = driverOf(protocol);
    if (driver?.inputs === 0)
      row.note("device", `device "${row.value.device}" lights lamps and has no inputs`, "Write the device that it is wired to.");
    else if (driver !== undefined) checkNumber(row, driver.inputs);
    return;
  }
  if (found.profiles.length > 0 && !found.profiles.includes(profile)) return;
  checkNumber(row, found.inputs(profile));
}

function checkNumber(row: WiredRow, last: number): void {
  const { input } = row.value;
  if (input !== undefined && input > last) {
    row.note(
      "input",
      `input is ${input}, but device "${row.value.device}" has ${last === 1 ? "one input" : `inputs 1 to ${last}`}`,
      "Look at the wiring list.",
    );
  }
}

function checkLane(row: DetectorRow, { approaches }: References): void {
  const approach = approaches.find(row.value.approach, (words, todo) => row.note("approach", words, todo));
  const { lane } = row.value;
  const lanes = approach?.value.lanes;
  if (lane !== undefined && lanes !== undefined && lane > lanes) {
    row.note(
      "lane",
      `lane is ${lane}, but ${approach!.where} has ${lanes === 1 ? "one lane" : `${lanes} lanes`}`,
      "Lanes are counted from the kerb, from 1.",
    );
  }
}

/** The least that is worth looking at, in metres. */
const ZONE_LEAST_M = 10;

function checkZone(row: DetectorRow): void {
  const { length, added_initial } = row.value;
  if (!row.has("length")) row.note([], "length is missing", "Write the metres from the near end of the zone to its far end.");
  else if (length !== undefined && length < ZONE_LEAST_M)
    row.note(
      "length",
      `length is ${length}, and a zone has ${ZONE_LEAST_M} metres at least`,
      "Write the metres of the lane that the camera sees.",
    );
  if (added_initial === true) row.note("added_initial", "a zone adds to no green", "Take the line away, or correct kind.");
}

function checkCall(row: DetectorRow, { phases }: References): void {
  const { kind, call_phase, also_calls = [] } = row.value;
  if (kind === "zone") checkZone(row);
  else if (row.has("length") && kind !== undefined)
    row.note("length", `a detector of kind "${kind}" has no length`, "Take the line away, or correct kind.");
  if (kind === "zone" && (row.has("call_phase") || also_calls.length > 0)) {
    row.note("call_phase", "a zone calls no phase: loops do", "Take the line away, or correct kind.");
    return;
  }
  if (kind === "zone") return;
  if (kind === "count" && row.has("call_phase")) {
    row.note("call_phase", "a detector that counts calls no phase", "Take the line away, or correct kind.");
  } else if (kind !== undefined && kind !== "count" && !row.has("call_phase")) {
    row.note("call_phase", "call_phase is missing", 'Write the phase that it calls, or kind = "count" if it calls none.');
  }
  if (kind === "count" && row.value.added_initial === true)
    row.note("added_initial", "a detector that counts adds to no green", "Take the line away, or correct kind.");
  also_calls.forEach((phase, i) => {
    const at = ["also_calls", i];
    phases.find(phase, (words, todo) => row.note(at, words, todo));
    if (kind === "count") row.note(at, "a detector that counts calls no phase", "Take also_calls away, or correct kind.");
    else if (phase === call_phase || also_calls.indexOf(phase) < i) row.note(at, `phase ${phase} is there twice`, "Take one away.");
  });
}
