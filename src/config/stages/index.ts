import { CHANNELS_MAX } from "../../traffic/numbers.ts";
import type { Site } from "../../traffic/site.ts";
import type { SiteFile } from "../file.ts";
import { readFile } from "../file.ts";
import type { Findings } from "../problem.ts";
import { checkGroups } from "./check-groups.ts";
import { checkLegs } from "./check-legs.ts";
import { checkMatrix } from "./check-matrix.ts";
import { checkService } from "./check-service.ts";
import { checkStages } from "./check-stages.ts";
import { clearancesOf, compiled, stagesStated } from "./compile.ts";
import { matrixOf } from "./matrix.ts";
import { pointed } from "./pointers.ts";
import { type Raw, readStageTables } from "./read.ts";
import { ToldOfStages } from "./told.ts";

export { statesStages } from "./read.ts";

/** A file that states stages, read as the site of rings that they are compiled to. */
export interface StageFile {
  readonly file: SiteFile;
  /** Checks that need the file to be sound but for them. */
  check(): void;
  /** What a site of stages has beside its phases and overlaps. */
  readonly stated: () => Pick<Site, "stages" | "clearances">;
}

export function readStageFile(raw: Raw, findings: Findings): StageFile {
  const before = findings.count;
  const tables = readStageTables(raw, findings);
  const matrix = matrixOf(tables);
  checkGroups(tables, CHANNELS_MAX);
  checkStages(tables, matrix);
  checkMatrix(tables, matrix);
  let sound = findings.count === before;
  const { signal_groups: _, stages: _s, intergreen: _i, ...rest } = raw;
  const rings = sound ? compiled(tables, matrix) : {};
  const pointers = pointed(raw, tables, sound, findings);
  sound &&= findings.count === before;
  const overlaps = tables.groups.flatMap(({ value }, i) => (value.kind === "vehicle" ? [i] : []));
  const there = Object.fromEntries(Object.entries(pointers).filter(([, value]) => value !== undefined));
  const file = readFile({ ...rest, ...rings, ...there }, new ToldOfStages(findings, overlaps, sound));
  checkLegs(tables, matrix, file.approaches);
  return {
    file,
    check: () => (sound ? checkService(file, raw, tables, matrix) : undefined),
    stated: () => ({
      stages: stagesStated(tables, matrix, (raw["detectors"] ?? []) as readonly Raw[]),
      clearances: clearancesOf(tables, matrix),
    }),
  };
}
