import { PhaseNumber } from "../../traffic/numbers.ts";
import type { Clearance, Stages } from "../../traffic/site.ts";
import type { Matrix } from "./matrix.ts";
import type { GroupRow, Raw, StageTables } from "./read.ts";

/**
 * Stages as phases of one ring, in their order: what the controller runs. A signal group for vehicles is an overlap that is green in the
 * phases of its stages, so it stays green from one to the next; a group for pedestrians walks with them. All tables are as a site of
 * rings would state them, in seconds. Only for stages in which nothing is wrong.
 */
export function compiled(tables: StageTables, matrix: Matrix): { readonly [table: string]: readonly Raw[] } {
  const { groups, stages } = tables;
  const vehicles = groups.filter((row) => row.value.kind === "vehicle");
  return {
    phases: stages.map((_, s) => phaseOf(tables, matrix, s)),
    rings: [{ number: 1, groups: [stages.map((row) => row.whole.number)] }],
    overlaps: vehicles.map((row, o) => ({
      number: o + 1,
      name: row.whole.name,
      included: stagesOf(tables, row),
      approach: row.whole.approach,
      movement: row.whole.movement,
      yellow_change: row.whole.yellow_change! / 10,
      red_clear: 0,
    })),
  };
}

/** Numbers of the stages in which a signal group is green, in the order of service. */
export const stagesOf = ({ stages }: StageTables, { whole: { name } }: GroupRow): readonly number[] =>
  stages.filter((row) => row.whole.groups.includes(name)).map((row) => row.whole.number);

const PASSAGE_DS = 25;
/** A stage for pedestrians alone has no yellow; the controller's phase has, and shows it to nobody. */
const YELLOW_DS = 30;

function phaseOf(tables: StageTables, matrix: Matrix, s: number): Raw {
  const { number, name, groups: names, min_green, max_green, recall, ped_recall } = tables.stages[s]!.whole;
  const groups = tables.groups.filter((row) => names.includes(row.whole.name)).map((row) => row.whole);
  const vehicles = groups.filter((group) => group.kind === "vehicle");
  const pedestrians = groups.filter((group) => group.kind === "pedestrian");
  const least = Math.max(min_green ?? 0, ...(vehicles.length > 0 ? vehicles : pedestrians).map((group) => group.min_green));
  const yellow = yellowOf(tables, s);
  const others = tables.stages.map((_, to) => to).filter((to) => to !== s);
  const red = Math.min(...others.map((to) => leastBetween(tables, matrix, s, to))) - yellow;
  const led = vehicles[0];
  return {
    number,
    name,
    ...(led === undefined ? { movement: "pedestrian" } : { approach: led.approach, movement: led.movement }),
    min_green: least / 10,
    max1: Math.max(least, max_green) / 10,
    passage: Math.max(...vehicles.map((group) => group.passage ?? PASSAGE_DS), 0) / 10,
    yellow_change: yellow / 10,
    red_clear: red / 10,
    ...(pedestrians.length === 0
      ? {}
      : {
          walk: Math.max(...pedestrians.map((group) => group.min_green)) / 10,
          ped_clear: Math.max(...pedestrians.map((group) => group.ped_clear!)) / 10,
        }),
    recall,
    ped_recall,
    dual_entry: false,
  };
}

function yellowOf({ groups, stages }: StageTables, s: number): number {
  const own = groups.filter((row) => stages[s]!.whole.groups.includes(row.whole.name) && row.whole.kind === "vehicle");
  return own.length === 0 ? YELLOW_DS : Math.max(...own.map((row) => row.whole.yellow_change!));
}

/**
 * From the end of one stage's green to another's. The intergreen of pedestrians counts from the end of their walk, and their own clearance is
 * over when the stage ends.
 */
function leastBetween(tables: StageTables, matrix: Matrix, from: number, to: number): number {
  const { groups, stages } = tables;
  let least = yellowOf(tables, from);
  groups.forEach(({ whole: ending }, x) => {
    if (!stages[from]!.whole.groups.includes(ending.name)) return;
    groups.forEach(({ whole: beginning }, y) => {
      const time = matrix[x]![y];
      if (time == null || !stages[to]!.whole.groups.includes(beginning.name)) return;
      least = Math.max(least, time - (ending.kind === "pedestrian" ? ending.ped_clear! : 0));
    });
  });
  return least;
}

/** Between every two stages, whoever stands between them: a stage that is passed over, or comes in between, shortens nothing. */
export function clearancesOf(tables: StageTables, matrix: Matrix): readonly Clearance[] {
  const numbers = tables.stages.map((row) => PhaseNumber(row.whole.number));
  return numbers.flatMap((from, a) =>
    numbers.flatMap((to, b) => (a === b ? [] : [{ from, to, least_ds: leastBetween(tables, matrix, a, b) }])),
  );
}

/** As stated: for people, and for the monitor. */
export const stagesStated = ({ groups, stages }: StageTables, matrix: Matrix, detectors: readonly Raw[]): Stages => ({
  groups: groups.map(({ whole: { name, kind, yields_to, min_green, yellow_change = 0, ped_clear = 0 } }) => ({
    name,
    kind,
    yields_to,
    detectors: detectors.flatMap(({ number, call_group }) => (call_group === name ? [number as number] : [])),
    min_green_ds: min_green,
    yellow_change_ds: yellow_change,
    ped_clear_ds: ped_clear,
  })),
  stages: stages.map(({ whole: { number, name, groups: names } }) => ({ number: PhaseNumber(number), name, groups: names })),
  intergreen_ds: matrix,
});
