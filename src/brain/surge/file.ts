import { nearest } from "../../config/nearest.ts";
import type { Problem } from "../../config/problem.ts";
import { once, type Row, readList, readTable } from "../../config/rows.ts";
import { tablesIn } from "../../config/tables-in.ts";
import { momentOf } from "./moment.ts";
import { type Surge, type SurgeFile, shiftsOf, type Way } from "./surge.ts";
import { AREA, CITY, DEMAND, PHASE, PLACE, SURGE } from "./tables.ts";

export type SurgeReading = { readonly ok: true; readonly file: SurgeFile } | { readonly ok: false; readonly problems: readonly Problem[] };

const TABLES = ["city", "areas", "places", "surges"];

interface SurgeRow {
  readonly row: Row<typeof SURGE>;
  readonly phases: readonly Row<typeof PHASE>[];
  readonly demand: readonly Row<typeof DEMAND>[];
}

/** A surge file's text → its surges, or everything that is wrong with it, with lines. `file` is what problems call it. Never throws. */
export function readSurges(text: string, file: string): SurgeReading {
  const { raw, findings } = tablesIn(text, file, TABLES);
  if (raw === null) return { ok: false, problems: findings.inOrder() };
  const city = readTable(CITY, raw, "city", findings);
  const areas = readList(AREA, raw["areas"], ["areas"], findings, { noun: "area" }).map(({ row }) => row);
  const places = readList(PLACE, raw["places"], ["places"], findings, { noun: "place" }).map(({ row }) => row);
  const surges = readList(SURGE, raw["surges"], ["surges"], findings, { noun: "surge", also: ["phases", "demand"] }).map(
    ({ row, raw: each }): SurgeRow => {
      const list = <E extends typeof PHASE | typeof DEMAND>(entries: E, key: string, noun: string) =>
        readList(entries, each[key], [...row.path, key], findings, { noun }).map((one) => one.row);
      return { row, phases: list(PHASE, "phases", "phase"), demand: list(DEMAND, "demand", "demand") };
    },
  );
  once(areas, "name");
  once(places, "name");
  once(
    surges.map(({ row }) => row),
    "name",
  );
  const zone = city.value.time_zone ?? "UTC";
  for (const surge of surges) checkSurge(surge, areas, places, zone);
  if (surges.length === 0) findings.note([], "", "there are no [[surges]]", "Write one for each event.");
  if (findings.count > 0) return { ok: false, problems: findings.inOrder() };
  const read = surges.map((surge) => surgeOf(surge, areas, places, zone));
  for (const [i, surge] of read.entries()) checkTimes(surge, surges[i]!.row);
  if (findings.count > 0) return { ok: false, problems: findings.inOrder() };
  return { ok: true, file: { name: city.whole.name, surges: read } };
}

function checkSurge(
  { row, phases, demand }: SurgeRow,
  areas: readonly Row<typeof AREA>[],
  places: readonly Row<typeof PLACE>[],
  zone: string,
): void {
  const { area, place, units, begins, ends } = row.value;
  named(
    row,
    "area",
    area,
    areas.map(({ value }) => value.name),
  );
  named(
    row,
    "place",
    place,
    places.map(({ value }) => value.name),
  );
  if (row.has("area") === row.has("units")) row.note([], "it has no area, or two", 'Write area = "…" or units = ["A-1"], one of them.');
  if (row.has("begins") !== row.has("ends"))
    row.note([], "it has a begin or an end, but not both", "Write both; or neither, for one that a person begins.");
  for (const key of ["begins", "ends"] as const) {
    const text = row.value[key];
    if (text !== undefined && momentOf(text, zone) === null)
      row.note(key, `there is no ${text} in ${zone}`, "The clocks were set forward over it, or the date is none.");
  }
  const [from, to] = [begins, ends].map((text) => (text === undefined ? null : momentOf(text, zone)));
  if (from != null && to != null && to <= from) row.note("ends", "it ends before it begins", "Write an end behind its begin.");
  if (phases.length === 0) row.note([], "it has no phases", 'Write phases = [{ name = "arrival", from = -120, to = 0, towards = 2.0 }].');
  once(phases, "name");
  for (const phase of phases) {
    const { from: begin, to: end, of } = phase.value;
    if (begin !== undefined && end !== undefined && end <= begin) phase.note("to", "it ends before it begins", "Write from before to.");
    if (of === "end" && !row.has("ends")) phase.note("of", "a person begins this surge, so it has no end to count from", "Take of away.");
    if (begin !== undefined && begin < 0 && !row.has("begins"))
      phase.note("from", "a person begins this surge, so nothing is before that", "Write 0 or more.");
    if ((phase.has("towards") || phase.has("away")) && !row.has("place"))
      phase.note([], "it leads towards or away from nowhere", 'Write place = "…" in the surge.');
  }
  const here = units ?? areas.find(({ value }) => value.name === area)?.value.units;
  for (const each of demand) {
    const { unit, phase } = each.value;
    if (each.has("factor") === each.has("vehicles")) each.note([], "it says no demand, or two", "Write factor or vehicles, one of them.");
    if (unit !== undefined && here !== undefined && !here.includes(unit))
      each.note("unit", `${unit} is not in its area`, `The units are ${here.join(", ")}.`);
    named(
      each,
      "phase",
      phase,
      phases.map(({ value }) => value.name),
    );
  }
}

/** `row`'s `key` names one of `names`. */
function named<R extends Row<never> | Row>(row: R, key: string, value: string | undefined, names: readonly (string | undefined)[]): void {
  if (value === undefined || names.includes(value)) return;
  const near = nearest(
    value,
    names.filter((each) => each !== undefined),
  );
  (row as Row).note(key, `there is no ${key} "${value}"`, near ? `Did you mean "${near}"?` : `Write it as [[${key}s]].`);
}

function surgeOf(
  { row, phases, demand }: SurgeRow,
  areas: readonly Row<typeof AREA>[],
  places: readonly Row<typeof PLACE>[],
  zone: string,
): Surge {
  const { name, class: kind, area, units, place, begins, ends, longest } = row.whole;
  const at = places.find(({ whole }) => whole.name === place)?.whole;
  return {
    name,
    class: kind,
    units: units ?? areas.find(({ whole }) => whole.name === area)!.whole.units,
    towards: (at?.towards ?? []).map(wayOf),
    away: (at?.away ?? []).map(wayOf),
    event: begins === undefined ? null : { begins: momentOf(begins, zone)!, ends: momentOf(ends!, zone)! },
    longest_min: longest,
    phases: phases.map(({ whole: { name: phase, of, from, to, towards, away, others } }) => ({
      name: phase,
      of,
      from_min: from,
      to_min: to,
      towards_pm: towards,
      away_pm: away,
      others_pm: others,
    })),
    demand: demand.map(({ whole: { unit, approach, lane = 0, phase = "", factor = null, vehicles = null } }) => ({
      unit,
      approach,
      lane,
      phase,
      factor_pm: factor,
      vehicles_h: vehicles,
    })),
  };
}

const wayOf = ({
  unit,
  approach,
  lane = 0,
}: {
  readonly unit: string;
  readonly approach: string;
  readonly lane?: number | undefined;
}): Way => ({
  unit,
  approach,
  lane,
});

/** What `longest` cuts off is a slip of whoever wrote it. */
function checkTimes(surge: Surge, row: Row<typeof SURGE>): void {
  const shifts = shiftsOf(surge, 0);
  const lasts = Math.max(
    ...surge.phases.map(
      ({ of, to_min }) => to_min + (of === "end" && surge.event !== null ? (surge.event.ends - surge.event.begins) / 60_000 : 0),
    ),
  );
  const first = ((shifts[0]?.from ?? 0) - (surge.event?.begins ?? 0)) / 60_000;
  if (lasts - first > surge.longest_min)
    row.note(
      "longest",
      `its phases last ${lasts - first} minutes, and it is over after ${surge.longest_min}`,
      "Write a longer one, or shorter phases.",
    );
}
