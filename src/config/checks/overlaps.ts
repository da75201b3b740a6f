import { type Movement, mayYield, pathsCross } from "../../traffic/paths.ts";
import type { SiteFile } from "../file.ts";
import type { Row } from "../rows.ts";
import type { OVERLAP } from "../tables/phases.ts";
import { compatibility } from "./compatible.ts";
import type { Check } from "./index.ts";
import { movementOf } from "./paths.ts";
import { noteTwice, type References } from "./references.ts";
import { type Compatible, checkSet } from "./sets.ts";

type OverlapRow = Row<typeof OVERLAP>;

/** Overlaps are green with phases; what these and the legs say of their own phases must hold for them as well. */
export const checkOverlaps: Check = (file, refs) => {
  const { overlaps, approaches } = file;
  const by = (key: "number" | "name") => overlaps.map((row) => ({ row, key: row.value[key] as unknown }));
  noteTwice(by("number"), "number", (number) => `number ${number}`, "Give each overlap its own number.");
  noteTwice(by("name"), "name", (name) => `the name "${name}"`, "Give each overlap its own name.");
  const compatible = compatibility(file);
  const unread = file.concurrency.value.conflicts === undefined || approaches.some((row) => row.value.heading === undefined);
  const legs = unread ? null : approaches.map((row) => row.value.heading!);
  for (const row of overlaps) {
    refs.approaches.find(row.value.approach, (words, todo) => row.note("approach", words, todo));
    checkSet(row, "included", row.value.included, refs);
    checkSet(row, "modifiers", row.value.modifiers, refs);
    checkModifiers(row, compatible);
    checkYields(row, refs);
    if (legs === null) continue;
    checkCrossing(row, file, refs, compatible, legs);
    const before = overlaps.slice(0, overlaps.indexOf(row));
    for (const other of before) checkPair(row, other, refs, compatible, legs);
  }
};

function checkModifiers(row: OverlapRow, compatible: Compatible): void {
  const { kind, movement, included, modifiers } = row.value;
  if (kind === undefined || included === undefined || modifiers === undefined) return;
  if (kind === "normal") {
    if (modifiers.length > 0) row.note("modifiers", "a normal overlap has no modifiers", "Take them away, or correct kind.");
    return;
  }
  if (modifiers.length === 0) {
    const todo =
      kind === "minus-green-yellow" ? "Write the phases that take its green away." : "Write the phases that it may flash beside: [2].";
    row.note(row.has("modifiers") ? "modifiers" : "kind", `a ${kind} overlap needs modifiers`, todo);
  }
  if (kind === "flashing-yellow-arrow" && movement !== undefined && movement !== "left" && movement !== "right")
    row.note("movement", "an arrow is for a turn", 'Write movement = "left" or "right".');
  modifiers.forEach((phase, i) => {
    const at = ["modifiers", i];
    if (included.includes(phase)) row.note(at, `phase ${phase} is included as well`, "Take it away in one of the two.");
    else if (kind === "minus-green-yellow" && included.every((each) => !compatible(each, phase)))
      row.note(
        at,
        `phase ${phase} is never green together with those included, and takes nothing away`,
        "Take it away, or correct the number.",
      );
  });
}

/** To whom its turning traffic gives way: those it is told to, and those that it flashes beside. */
function checkYields(row: OverlapRow, refs: References): void {
  const { kind, yields_to = [], modifiers = [], included = [] } = row.value;
  const own = asMovement(row, refs);
  const lists = kind === "flashing-yellow-arrow" ? ({ yields_to, modifiers } as const) : ({ yields_to } as const);
  for (const [key, list] of Object.entries(lists)) {
    list.forEach((phase, i) => {
      const at = [key, i];
      const other = key === "modifiers" ? refs.phases.get(phase) : refs.phases.find(phase, (words, todo) => row.note(at, words, todo));
      const movement = other === undefined ? null : movementOf(other, refs);
      if (own === null || movement === null || mayYield(own, movement) || (key === "modifiers" && included.includes(phase))) return;
      row.note(
        at,
        `it cannot give way to ${other!.where} on ${key === "modifiers" ? "a flashing arrow" : "green"}`,
        "Only a left turn can, to those who come towards it, and a right turn: take the number away.",
      );
    });
  }
}

/**
 * Green with each of those included, whoever may be green beside that one. A green arrow gives way to nobody; and who is not in its way
 * then is not when it flashes, since beside all others the controller keeps it dark.
 */
function checkCrossing(row: OverlapRow, file: SiteFile, refs: References, compatible: Compatible, legs: readonly number[]): void {
  const own = waysOf(row, refs)?.[0]?.movement ?? null;
  const { kind, included = [], modifiers = [] } = row.value;
  if (own === null) return;
  const suppressed = kind === "minus-green-yellow" ? modifiers : [];
  included.forEach((with_, i) => {
    if (!refs.phases.get(with_)) return;
    const crossed = file.phases.find((phase) => {
      const { number } = phase.value;
      if (number === undefined || !compatible(with_, number) || suppressed.includes(number)) return false;
      const movement = movementOf(phase, refs);
      return movement !== null && pathsCross(own, movement, legs);
    });
    if (crossed === undefined) return;
    const { number } = crossed.value;
    const beside = number === with_ ? "" : ` beside phase ${with_}`;
    const ways = [
      `take phase ${with_} away`,
      ...(kind !== "flashing-yellow-arrow" && mayYield(own, movementOf(crossed, refs)!)
        ? [`write yields_to = [${number}] if it gives way on green`]
        : []),
      ...(number === with_ ? [] : [`write kind = "minus-green-yellow" with phase ${number} among its modifiers`]),
    ].join(", or ");
    row.note(
      ["included", i],
      `it would be green together with ${crossed.where}${beside}, but their paths cross`,
      `${ways.slice(0, 1).toUpperCase()}${ways.slice(1)}.`,
    );
  });
}

/** Two overlaps may be out together where some phases that they are out with may be. */
function checkPair(row: OverlapRow, before: OverlapRow, refs: References, compatible: Compatible, legs: readonly number[]): void {
  const [own, others] = [waysOf(row, refs), waysOf(before, refs)];
  if (own === null || others === null) return;
  const suppressing = ({ value: { kind, modifiers = [] } }: OverlapRow) => (kind === "minus-green-yellow" ? modifiers : []);
  const beside = ({ beside }: Way, suppressed: readonly number[]) =>
    beside.filter((phase) => refs.phases.get(phase) !== undefined && !suppressed.includes(phase));
  const meet = (one: Way, other: Way) => {
    const theirs = beside(other, suppressing(row));
    const lawful = beside(one, suppressing(before)).some((a) => theirs.some((b) => compatible(a, b)));
    return lawful && pathsCross(one.movement, other.movement, legs);
  };
  if (!own.some((one) => others.some((other) => meet(one, other)))) return;
  row.note(
    "included",
    `it would be out together with ${before.where}, but their paths cross`,
    "Look at included, modifiers, approach and movement of both. Write yields_to where one gives way to the phases of the other.",
  );
}

/** How an overlap is out: green with those included, and an arrow flashing beside its modifiers, to whom it gives way. */
interface Way {
  readonly movement: Movement;
  readonly beside: readonly number[];
}

function waysOf(row: OverlapRow, refs: References): readonly Way[] | null {
  const own = asMovement(row, refs);
  const { kind, included, modifiers } = row.value;
  if (own === null || kind === undefined || included === undefined || modifiers === undefined) return null;
  if (kind !== "flashing-yellow-arrow") return [{ movement: { ...own, included }, beside: included }];
  const flashing = { ...own, included, yields_to: [...own.yields_to, ...modifiers] };
  return [
    { movement: { ...own, included, yields_to: [] }, beside: included },
    { movement: flashing, beside: modifiers },
  ];
}

/** An overlap as a movement. Its number is none of a phase, so that no phase's yields_to means it. */
function asMovement(row: OverlapRow, { approaches }: References): Movement | null {
  const { approach, movement, yields_to } = row.value;
  if (approach === undefined || movement === undefined || yields_to === undefined) return null;
  return { number: 0, heading_deg: approaches.get(approach)?.value.heading ?? null, movement, walks: false, yields_to };
}
