import type { SiteFile } from "../file.ts";
import { checkApproaches } from "./approaches.ts";
import { checkCalls } from "./calls.ts";
import { checkChannels } from "./channels.ts";
import { checkConcurrency } from "./concurrency.ts";
import { checkCoordination } from "./coordination.ts";
import { checkDayPlans } from "./day-plans.ts";
import { checkDetectors } from "./detectors.ts";
import { checkDevices } from "./devices.ts";
import { checkFallback } from "./fallback.ts";
import { checkInputs } from "./inputs.ts";
import { checkNeighbours } from "./neighbours.ts";
import { checkOmitted } from "./omitted.ts";
import { checkOverlaps } from "./overlaps.ts";
import { checkPaths } from "./paths.ts";
import { checkPatterns } from "./patterns.ts";
import { checkPhaseOptions } from "./phase-options.ts";
import { checkPhases } from "./phases.ts";
import { checkPorts } from "./ports.ts";
import { type References, referencesOf } from "./references.ts";
import { checkRings } from "./rings.ts";
import { checkSequences } from "./sequences.ts";
import { checkService } from "./service.ts";
import { checkStart } from "./start.ts";
import { checkWaiting } from "./waiting.ts";

/** One look at how the parts of a site fit together. It complains through the rows and leaves out what a row does not have. */
export type Check = (file: SiteFile, refs: References) => void;

/** A new check is a file and a line here. The order does not matter: problems are told in the order of the file. */
const CHECKS: readonly Check[] = [
  checkPorts,
  checkDevices,
  checkWaiting,
  checkApproaches,
  checkDetectors,
  checkInputs,
  checkPhases,
  checkPhaseOptions,
  checkRings,
  checkConcurrency,
  checkSequences,
  checkPaths,
  checkOverlaps,
  checkChannels,
  checkStart,
  checkPatterns,
  checkOmitted,
  checkCoordination,
  checkDayPlans,
  checkService,
  checkNeighbours,
  checkCalls,
  checkFallback,
];

/** Who calls whom, and whose paths cross, is a matter of signal groups where a site states stages. */
const OF_RINGS: readonly Check[] = [checkCalls, checkOverlaps];

/** `stages`: what a site of stages looks at for itself. */
export function checkAll(file: SiteFile, stages: { check(): void } | null): void {
  const refs = referencesOf(file);
  for (const check of CHECKS) if (stages === null || !OF_RINGS.includes(check)) check(file, refs);
  stages?.check();
}
