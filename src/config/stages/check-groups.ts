import { noteTwice } from "../checks/references.ts";
import { nearest } from "../nearest.ts";
import type { GroupRow, StageTables } from "./read.ts";

/** What a vehicle group has and a pedestrian group has not, and the other way round. */
const OWN = {
  vehicle: { needs: ["approach", "movement", "yellow_change"], lacks: ["ped_clear"] },
  pedestrian: { needs: ["ped_clear"], lacks: ["movement", "yields_to", "yellow_change", "passage"] },
} as const;
const TODO = {
  approach: "Write the leg that it lets go.",
  movement: "Write one of through, left, right, all.",
  yellow_change: "Copy it from the signal plan: 3.0 at 50 km/h is usual.",
  ped_clear: "Write the crossing's length in metres divided by the speed of those who walk.",
} as const;
/** The shortest walk that MUTCD allows for any crossing, in tenths. */
const WALK_LEAST_DS = 40;

export function checkGroups({ groups, stages }: StageTables, channels: number): void {
  const names = groups.map((row) => ({ row, key: row.value.name }));
  noteTwice(names, "name", (name) => `the name "${name}"`, "Give each signal group its own name.");
  if (groups.length > channels)
    groups[channels]!.note([], `there are ${groups.length} signal groups, and a unit has ${channels} channels`, "Join some of them.");
  for (const row of groups) {
    checkKind(row);
    row.value.yields_to?.forEach((name, i) => {
      const other = groupNamed(groups, name, (words, todo) => row.note(["yields_to", i], words, todo));
      if (other === row) row.note(["yields_to", i], "it gives way to itself", "Take the name away.");
    });
  }
  if (stages.some((row) => row.value.groups === undefined)) return;
  for (const row of groups) {
    const { name } = row.value;
    if (name !== undefined && !stages.some(({ value }) => value.groups!.includes(name)))
      row.note([], "it is in no stage, so that it would never be green", "Put it into the groups of one of the [[stages]].");
  }
}

function checkKind(row: GroupRow): void {
  const { kind, min_green } = row.value;
  if (kind === undefined) return;
  const plural = `${kind === "vehicle" ? "vehicles" : "pedestrians"}`;
  for (const key of OWN[kind].needs) {
    if (!row.has(key)) row.note([], `${key} is missing`, TODO[key]);
  }
  for (const key of OWN[kind].lacks) {
    if (row.has(key)) row.note(key, `a signal group for ${plural} has no ${key}`, "Take the line away, or correct kind.");
  }
  if (kind === "pedestrian" && min_green !== undefined && min_green < WALK_LEAST_DS)
    row.note("min_green", `its walk is ${(min_green / 10).toFixed(1)} s, but 4.0 is the least`, "5.0 or more is usual.");
}

/** The group of that name; one complaint if there is none. Where a name is unreadable it may be the one. */
export function groupNamed(
  groups: readonly GroupRow[],
  name: string,
  complain: (words: string, todo: string) => void,
): GroupRow | undefined {
  const found = groups.find((row) => row.value.name === name);
  if (found !== undefined || groups.length === 0 || groups.some((row) => row.value.name === undefined)) return found;
  const names = groups.map((row) => row.value.name!);
  const near = nearest(name, names);
  complain(
    `there is no signal group "${name}"`,
    near === undefined ? `The signal groups are ${names.join(", ")}.` : `Did you mean "${near}"?`,
  );
  return undefined;
}
