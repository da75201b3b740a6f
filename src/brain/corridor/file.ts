import { nearest } from "../../config/nearest.ts";
import type { Problem } from "../../config/problem.ts";
import { once, type Row, readList, readTable } from "../../config/rows.ts";
import { tablesIn } from "../../config/tables-in.ts";
import { between } from "./between.ts";
import type { Arterial, Graph, Link, PinnedVehicle, Turn } from "./graph.ts";
import { distance_m, type Point } from "./plane.ts";
import { ARTERIAL, GRAPH, LINK, PERIOD, PLACE, TURN, UNIT, VEHICLE } from "./tables.ts";

export type GraphReading = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly problems: readonly Problem[] };

const TABLES = ["graph", "units", "places", "links", "vehicles", "arterials"];

/** Of a unit or a place, as far as it could be read. */
interface EndDraft {
  readonly unit?: string;
  readonly name?: string;
  readonly east?: number;
  readonly north?: number;
}

interface ArterialRow {
  readonly row: Row<typeof ARTERIAL>;
  readonly periods: readonly Row<typeof PERIOD>[];
}

/** Where nobody said when: the hours of work, as most cities have them. At night it is worth nothing. */
const USUAL_PERIODS: Arterial["periods"] = (
  [
    ["morning", 360, 540],
    ["midday", 540, 900],
    ["evening", 900, 1_140],
  ] as const
).map(([name, from_min, to_min]) => ({ name, days: ["mon", "tue", "wed", "thu", "fri"], from_min, to_min }));

interface LinkRow {
  readonly row: Row<typeof LINK>;
  readonly turns: readonly Row<typeof TURN>[];
}

/** A corridor file's text → the graph, or everything that is wrong with it, with lines. `file` is what problems call it. Never throws. */
export function readGraph(text: string, file: string): GraphReading {
  const { raw, findings } = tablesIn(text, file, TABLES);
  if (raw === null) return { ok: false, problems: findings.inOrder() };
  const head = readTable(GRAPH, raw, "graph", findings);
  const rows = <E extends Parameters<typeof readList>[0]>(entries: E, key: string, noun: string) =>
    readList(entries, raw[key], [key], findings, { noun }).map(({ row }) => row);
  const units = rows(UNIT, "units", "unit");
  const places = rows(PLACE, "places", "place");
  const vehicles = rows(VEHICLE, "vehicles", "vehicle");
  const links = readList(LINK, raw["links"], ["links"], findings, { noun: "link", also: ["turns"] }).map(({ row, raw: each }): LinkRow => {
    const path = [...row.path, "turns"];
    return { row, turns: readList(TURN, each["turns"], path, findings, { noun: "turn" }).map((turn) => turn.row) };
  });

  const arterials = readList(ARTERIAL, raw["arterials"], ["arterials"], findings, { noun: "arterial", also: ["periods"] }).map(
    ({ row, raw: each }): ArterialRow => {
      const path = [...row.path, "periods"];
      return { row, periods: readList(PERIOD, each["periods"], path, findings, { noun: "period" }).map((period) => period.row) };
    },
  );

  const ends = new Map<string, Point>();
  for (const row of [...units, ...places]) {
    const { unit, name: place, east = 0, north = 0 } = row.value as EndDraft;
    const called = unit ?? place;
    if (called === undefined) continue;
    if (ends.has(called)) row.note([], `there is another unit or place "${called}"`, "Give each its own name.");
    ends.set(called, [east, north]);
  }
  once(vehicles, "name");
  // Two vehicles with one key could each speak for the other.
  once(vehicles, "key");
  checkArterials(
    arterials,
    links.map(({ row }) => row.value),
    new Set(units.flatMap(({ value }) => value.unit ?? [])),
    ends,
  );
  checkLinks(links, new Set(units.flatMap(({ value }) => value.unit ?? [])), ends);
  if (links.length === 0) findings.note([], "", "there are no [[links]]", "Write one for each direction of each road between two units.");
  if (findings.count > 0) return { ok: false, problems: findings.inOrder() };

  const { name, latitude, longitude, turned } = head.whole;
  const graph: Graph = {
    name,
    plane: { latitude, longitude, turned_deg: turned },
    units: new Set(units.map(({ whole }) => whole.unit)),
    links: new Map(links.map(({ row, turns }) => [row.whole.name, linkOf(row, turns, links, ends)])),
    vehicles: new Map(vehicles.map(({ whole: { name: vehicle, ...rest } }): [string, PinnedVehicle] => [vehicle, { vehicle, ...rest }])),
    arterials: arterials.map(arterialOf),
  };
  return { ok: true, graph };
}

function checkArterials(
  arterials: readonly ArterialRow[],
  links: readonly { readonly from: string | undefined; readonly to: string | undefined }[],
  units: ReadonlySet<string>,
  ends: ReadonlyMap<string, Point>,
): void {
  once(
    arterials.map(({ row }) => row),
    "name",
  );
  // A unit has one cycle at a time.
  const timed = new Map<string, string>();
  for (const { row, periods } of arterials) {
    const over = row.value.over ?? [];
    for (const [i, each] of over.entries()) {
      if (!ends.has(each)) {
        const near = nearest(each, [...ends.keys()]);
        row.note(
          ["over", i],
          `there is no unit and no place "${each}"`,
          near ? `Did you mean "${near}"?` : "Write it as [[units]] or [[places]].",
        );
        continue;
      }
      const before = over[i - 1];
      if (before !== undefined && ends.has(before) && between(links, units, before, each) === null)
        row.note(
          ["over", i],
          `no way leads from ${before} to ${each}, or past another unit`,
          "Name every unit on the way, or write the links.",
        );
      if (i === 0 || i === over.length - 1 || !units.has(each)) continue;
      const other = timed.get(each);
      if (other !== undefined)
        row.note(["over", i], `${each} is on "${other}" already`, "A unit has one cycle at a time: take it out of one.");
      timed.set(each, row.value.name ?? "");
    }
    if (over.length >= 3 && !over.slice(1, -1).some((each) => units.has(each)))
      row.note("over", "no unit stands between its ends", "At the first and the last no signal is timed: add what lies beyond.");
    once(periods, "name");
    for (const { value, note } of periods.map((period) => ({ value: period.value, note: period.note.bind(period) })))
      if (value.from !== undefined && value.to !== undefined && value.to <= value.from)
        note("to", "it ends before it begins", 'Write two periods for one over midnight; "24:00" is the end of the day.');
    checkApart(periods);
  }
}

/** At one time one pattern holds. */
function checkApart(periods: readonly Row<typeof PERIOD>[]): void {
  for (const [i, { value, note }] of periods.entries()) {
    const other = periods
      .slice(0, i)
      .find(
        ({ value: { days = [], from = 0, to = 0 } }) =>
          (value.from ?? 0) < to && from < (value.to ?? 0) && days.some((day) => value.days?.includes(day)),
      );
    if (other !== undefined) note.call(periods[i], "from", `"${other.value.name}" holds then, too`, "At one time one pattern holds.");
  }
}

const arterialOf = ({ row, periods }: ArterialRow): Arterial => ({
  ...row.whole,
  periods:
    periods.length === 0 ? USUAL_PERIODS : periods.map(({ whole: { from, to, ...rest } }) => ({ ...rest, from_min: from, to_min: to })),
});

function checkLinks(links: readonly LinkRow[], units: ReadonlySet<string>, ends: ReadonlyMap<string, Point>): void {
  once(
    links.map(({ row }) => row),
    "name",
  );
  const byName = new Map(links.map(({ row }) => [row.value.name, row.value]));
  for (const { row, turns } of links) {
    const { from, to, length } = row.value;
    for (const key of ["from", "to"] as const) {
      const end = row.value[key];
      if (end === undefined || ends.has(end)) continue;
      const near = nearest(end, [...ends.keys()]);
      row.note(key, `there is no unit and no place "${end}"`, near ? `Did you mean "${near}"?` : "Write it as [[units]] or [[places]].");
    }
    if (from !== undefined && from === to && !units.has(to))
      row.note("to", "it ends where it begins", "A link leads from one junction to another.");
    if (length !== undefined && length < 1) row.note("length", "it has no length", "Leave length out, or write metres.");
    // Of a link that leads nobody knows where, no turn can be judged.
    for (const turn of to !== undefined && ends.has(to) ? turns : []) {
      const next = byName.get(turn.value.to);
      if (turn.value.to !== undefined && next === undefined) {
        const near = nearest(
          turn.value.to,
          [...byName.keys()].filter((each) => each !== undefined),
        );
        turn.note("to", `there is no link "${turn.value.to}"`, near ? `Did you mean "${near}"?` : "Write it as [[links]].");
      } else if (next !== undefined && next.from !== to)
        turn.note("to", `link "${turn.value.to}" begins at ${next.from}, not at ${to}`, "Only links that touch can follow each other.");
      if (units.has(to!) && turn.value.phase === undefined)
        turn.note([], "phase is missing", `Write by which phase ${to} serves this turn.`);
      if (!units.has(to!) && turn.has("phase")) turn.note("phase", `no unit stands at ${to}`, "Take the phase away.");
    }
  }
}

function linkOf(
  row: Row<typeof LINK>,
  turns: readonly Row<typeof TURN>[],
  links: readonly LinkRow[],
  ends: ReadonlyMap<string, Point>,
): Link {
  const { name: link, from, to, speed, length, bends, approach = "" } = row.whole;
  const line: readonly Point[] = [ends.get(from)!, ...bends, ends.get(to)!];
  const drawn_m = line.slice(1).reduce((sum, at, i) => sum + distance_m(line[i]!, at), 0);
  const stated = turns.map(({ whole }): Turn => ({ to: whole.to, phase: whole.phase ?? null }));
  return {
    link,
    from,
    to,
    length_m: Math.max(1, length ?? drawn_m),
    free_ms: speed / 3.6,
    line,
    approach,
    turns: stated.length > 0 ? stated : onwards(from, to, links),
  };
}

/** Where nobody said how it goes on and no unit stands: to everywhere but back. At a unit a turn needs its phase, so there it ends. */
function onwards(from: string, to: string, links: readonly LinkRow[]): readonly Turn[] {
  return links.flatMap(({ row: { whole } }) => (whole.from === to && whole.to !== from ? [{ to: whole.name, phase: null }] : []));
}
