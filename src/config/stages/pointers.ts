import { noteTwice } from "../checks/references.ts";
import type { Findings } from "../problem.ts";
import { type Entries, isTable, type Row, readList, readTable } from "../rows.ts";
import { PATTERN, PATTERN_PHASE } from "../tables/patterns.ts";
import { START } from "../tables/phases.ts";
import { CHANNEL, DETECTOR, PEDESTRIAN_DETECTOR } from "../tables/wiring.ts";
import { groupNamed } from "./check-groups.ts";
import { stagesOf } from "./compile.ts";
import type { GroupRow, Raw, StageTables } from "./read.ts";
import { CALL_GROUP, CHANNEL_GROUP, STAGE_ENTRY, STAGE_START } from "./tables.ts";

/**
 * What elsewhere points to phases points to signal groups and stages here: `call_group`, `group`, `stage`, `stages`. Each table is told in the
 * words of a site of rings; its other keys stay as they are, for whoever reads them. With `sound` false only complaints are made.
 */
export function pointed(raw: Raw, tables: StageTables, sound: boolean, findings: Findings): Raw {
  const point = <E extends Entries>(
    key: string,
    entries: E,
    theirs: Entries,
    gone: readonly string[],
    noun: string,
    to: (row: Row<E>) => Raw,
  ) => {
    const list = raw[key];
    if (!Array.isArray(list) || !list.every(isTable)) return list;
    const also = Object.keys(theirs).filter((name) => !gone.includes(name));
    return readList(entries, list, [key], findings, { noun, also }).map(({ row, raw: table }) => {
      const { ...rest } = table as { [name: string]: unknown };
      for (const name of Object.keys(entries)) delete rest[name];
      const told = to(row);
      return sound ? { ...rest, ...told } : rest;
    });
  };
  const channels: Row<typeof CHANNEL_GROUP>[] = [];
  const result = {
    detectors: point("detectors", CALL_GROUP, DETECTOR, ["call_phase", "also_calls"], "detector", (row) =>
      calls(row, tables, "vehicle", sound),
    ),
    pedestrian_detectors: point("pedestrian_detectors", CALL_GROUP, PEDESTRIAN_DETECTOR, ["call_phase"], "push button", (row) => {
      if (!row.has("call_group")) row.note([], "call_group is missing", "Write the signal group that it calls.");
      const { call_phase } = calls(row, tables, "pedestrian", sound);
      return { call_phase };
    }),
    channels: point("channels", CHANNEL_GROUP, CHANNEL, ["name", "kind", "phase", "also_phases", "overlap"], "channel", (row) => {
      channels.push(row);
      return shows(row, tables, sound);
    }),
    patterns: patterns(raw, tables, findings),
    start: start(raw, tables, findings),
  };
  checkShown(channels, tables);
  return result;
}

function calls(row: Row<typeof CALL_GROUP>, tables: StageTables, kind: "vehicle" | "pedestrian", sound: boolean): Raw {
  const { call_group } = row.value;
  if (call_group === undefined) return {};
  const group = groupNamed(tables.groups, call_group, (words, todo) => row.note("call_group", words, todo));
  if (group === undefined) return {};
  if (group.value.kind !== undefined && group.value.kind !== kind) {
    const { where } = group;
    const words =
      kind === "vehicle"
        ? `${where} is for pedestrians, and a loop sees vehicles`
        : `${where} is for vehicles, and a button is for pedestrians`;
    row.note("call_group", words, "Look at the wiring list.");
  }
  if (!sound) return {};
  const [call_phase, ...also_calls] = stagesOf(tables, group);
  return { call_phase, also_calls };
}

function shows(row: Row<typeof CHANNEL_GROUP>, tables: StageTables, sound: boolean): Raw {
  const { group: name } = row.value;
  const group = name === undefined ? undefined : groupNamed(tables.groups, name, (words, todo) => row.note("group", words, todo));
  if (group === undefined || !sound) return {};
  if (group.whole.kind === "pedestrian") {
    const [phase, ...also_phases] = stagesOf(tables, group);
    return { name, kind: "pedestrian", phase, also_phases };
  }
  const vehicles = tables.groups.filter((each: GroupRow) => each.whole.kind === "vehicle");
  return { name, kind: "overlap", overlap: vehicles.indexOf(group) + 1 };
}

/** Whoever is let go must see it. A channel whose group cannot be read, or is another's, may be the one that would be missed. */
function checkShown(channels: readonly Row<typeof CHANNEL_GROUP>[], { groups }: StageTables): void {
  const shown = channels.map((row) => ({ row, key: row.value.group }));
  noteTwice(shown, "group", (name) => `signal group "${name}"`, "Each signal group has one channel: correct the one that is wrong.");
  const names = new Set(shown.map(({ key }) => key));
  if (names.size < shown.length || shown.length === 0 || !shown.every(({ key }) => groups.some((row) => row.value.name === key))) return;
  for (const row of groups) {
    if (!names.has(row.value.name)) row.note([], "no channel shows it", "Write one under [[channels]]: without it nobody sees the green.");
  }
}

/** `stages` of a pattern, with `stage` in each of them. */
function patterns(raw: Raw, tables: StageTables, findings: Findings): unknown {
  const list = raw["patterns"];
  if (!Array.isArray(list) || !list.every(isTable)) return list;
  return readList({}, list, ["patterns"], findings, { noun: "pattern", also: [...Object.keys(PATTERN), "stages"] }).map(
    ({ row, raw: pattern }) => {
      const { stages, ...rest } = pattern;
      if (!Array.isArray(stages) || !stages.every(isTable)) {
        if (stages !== undefined)
          row.note("stages" as never, "stages must be a list of tables", "Write it as [{ stage = 1, max_green = 30.0 }].");
        return rest;
      }
      const also = Object.keys(PATTERN_PHASE).filter((key) => key !== "phase");
      const entries = readList(STAGE_ENTRY, stages, [...row.path, "stages"], findings, {
        noun: `${row.where}, stage`,
        number: "stage",
        also,
      });
      return {
        ...rest,
        phases: entries.map(({ row: entry, raw: { stage: _, ...more } }) => {
          stageThere(entry, tables);
          return { ...more, phase: entry.value.stage };
        }),
      };
    },
  );
}

function start(raw: Raw, tables: StageTables, findings: Findings): unknown {
  if (!isTable(raw["start"])) return raw["start"];
  const also = Object.keys(START).filter((key) => key !== "phases");
  const row = readTable(STAGE_START, raw, "start", findings, { also });
  stageThere(row, tables);
  const { stage: _, ...rest } = raw["start"];
  return { ...rest, phases: [row.value.stage] };
}

function stageThere(row: Row<typeof STAGE_ENTRY>, { stages }: StageTables): void {
  const { stage } = row.value;
  const numbers = stages.map((each) => each.value.number);
  if (stage === undefined || stages.length === 0 || numbers.includes(undefined) || numbers.includes(stage)) return;
  row.note("stage", `there is no stage ${stage}`, `The stages are ${numbers.join(", ")}.`);
}
