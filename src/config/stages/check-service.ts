import { tenths } from "../fields.ts";
import type { SiteFile } from "../file.ts";
import { stagesOf } from "./compile.ts";
import type { Matrix } from "./matrix.ts";
import type { GroupRow, Raw, StageTables } from "./read.ts";

/**
 * Whoever comes must be served in every pattern, seen by a detector that stands by them, or in a
 * stage that is always served. And behind flash everybody who was on the way is out of the way before the first green. For a file in
 * which nothing else is wrong with the stages.
 */
export function checkService(file: SiteFile, raw: Raw, tables: StageTables, matrix: Matrix): void {
  for (const row of tables.groups) {
    const [first] = stagesOf(tables, row);
    const walks = row.whole.kind === "pedestrian";
    const key = walks ? "ped_recall" : "recall";
    const unserved = file.patterns.find((pattern) => !stagesOf(tables, row).some((stage) => always(file, pattern, stage, key)));
    if (unserved === undefined || first === undefined || seen(file, raw, row)) continue;
    const [who, todo] = walks
      ? ["no button calls it", "Give it a push button with call_group, or write ped_recall = true in one of its stages."]
      : [
          "no detector stands by its vehicles until they are served",
          'Give it a stop-line detector, or write recall = "min" in one of its stages.',
        ];
    row.note([], `${who}, and in ${unserved.row.where} no stage of it is always served`, todo);
  }
  checkAllRed(file, tables, matrix);
}

function always(file: SiteFile, pattern: SiteFile["patterns"][number], stage: number, key: "recall" | "ped_recall"): boolean {
  const says = pattern.phases.find(({ value }) => value.phase === stage)?.value;
  if (says?.omit === true) return false;
  const entry = says?.[key];
  const own = file.phases.find(({ value }) => value.number === stage)?.value[key];
  const recall = entry ?? own;
  return recall === "min" || recall === "max" || recall === true;
}

function seen(file: SiteFile, raw: Raw, { whole: { name, kind } }: GroupRow): boolean {
  const calls = (key: "detectors" | "pedestrian_detectors", i: number) => (raw[key] as readonly Raw[])[i]!["call_group"] === name;
  if (kind === "pedestrian") return file.pedestrian_detectors.some((_, i) => calls("pedestrian_detectors", i));
  return file.detectors.some(
    ({ value }, i) => calls("detectors", i) && value.no_activity_min !== 0 && (value.kind === "stop-line" || value.lock === true),
  );
}

function checkAllRed({ start }: SiteFile, { groups }: StageTables, matrix: Matrix): void {
  const { all_red } = start.value;
  const reds = groups.flatMap(({ whole: ending }, x) =>
    groups.map(({ whole: beginning }, y) => ({
      names: `${ending.name} and ${beginning.name}`,
      red: (matrix[x]![y] ?? 0) - (ending.kind === "vehicle" ? ending.yellow_change! : ending.ped_clear!),
    })),
  );
  const longest = reds.reduce((a, b) => (b.red > a.red ? b : a));
  if (all_red === undefined || all_red >= longest.red) return;
  start.note(
    "all_red",
    `all_red is ${tenths(all_red)} s, shorter than the red between ${longest.names} (${tenths(longest.red)} s)`,
    "Whoever is in the intersection must be able to leave it: 6.0 is usual.",
  );
}
