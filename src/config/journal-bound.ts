import type { Site } from "../traffic/site.ts";

/**
 * Records of an hour of an ordinary day and night, in the mean. Of a detector: 150 vehicles, each with two records of what came in and two of
 * what was made of it. Of a phase: 40 cycles with a dozen intervals, ends and calls. (A simulated day of four-leg.toml, 26 detectors and eight
 * phases: 461,315 records, 19,200 an hour, where this says 19,440.)
 */
const DETECTOR_RECORDS = 600;
const PHASE_RECORDS = 480;
/** 31 in that day's file, pages and all; a quarter for weeks that are busier. */
const RECORD_BYTES = 40;
/** What lies beside the chunks: tables, results, the site files of some hundred starts. */
const BESIDE_BYTES = 8 * 1_024 * 1_024;

/** How many bytes of flash the journal of `site` may take, its log aside, so that it bridges `outage_hours` without the brain. */
export function boundOf({ detectors, pedestrian_detectors, phases, outage_hours }: Site): number {
  const anHour = (detectors.length + pedestrian_detectors.length) * DETECTOR_RECORDS + phases.length * PHASE_RECORDS;
  return BESIDE_BYTES + anHour * RECORD_BYTES * outage_hours;
}
