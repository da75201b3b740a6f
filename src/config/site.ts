import type { Approach, BrainConfig, Channel, Detector, DeviceConfig, Pattern, Phase, Port, Ring, Site, StartUp } from "../traffic/site.ts";
import { USUAL } from "../traffic/usual.ts";
import { driverOf, protocolOf } from "./checks/devices.ts";
import type { PatternRow, PortRow, SiteFile } from "./file.ts";
import type { Row } from "./rows.ts";
import type { APPROACH, CHANNEL, DETECTOR, DEVICE, PHASE } from "./tables.ts";

/**
 * Presence detectors that do not say otherwise: half an hour of unbroken presence is a parked vehicle or a stuck loop, and a lane
 * does not pass a hundred vehicles a minute. An hour without anybody is a broken wire by day. At night it may be true: then a phase is
 * recalled for nobody, which costs little, while a dead loop that nobody finds costs whoever waits on it their green.
 */
const NO_ACTIVITY_MIN = 60;
const MAX_PRESENCE_MIN = 30;
const ERRATIC_COUNTS_PER_MIN = 100;
const MS_PER_TENTH = 100;

/** The site of a file in which nothing is wrong. */
export function siteOf(file: SiteFile): Site {
  const { id, name, time_zone } = file.site.whole;
  const { flash, all_red, phases, pattern, fallback_pattern } = file.start.whole;
  const start: StartUp = { flash_ds: flash, all_red_ds: all_red, phases };
  const brain: BrainConfig = file.brain.whole;
  return {
    id,
    name,
    time_zone,
    ports: file.ports.map(portOf),
    devices: file.devices.map(deviceOf),
    detectors: file.detectors.map(detectorOf),
    pedestrian_detectors: file.pedestrian_detectors.map((row) => row.whole),
    phases: file.phases.map((row) => phaseOf(row, file)),
    rings: file.rings.map((row): Ring => ({ ...USUAL.ring, ...row.whole })),
    ...USUAL.site,
    channels: file.channels.map(channelOf),
    patterns: file.patterns.map((row) => patternOf(row, file)),
    approaches: file.approaches.map(approachOf),
    start,
    fallback_pattern,
    start_pattern: pattern,
    brain,
  };
}

const portOf = ({ name, row }: PortRow): Port => ({ name, ...row.whole });

function deviceOf({ whole }: Row<typeof DEVICE>): DeviceConfig {
  const { address = 0, poll_ms = 0, timeout_ms, ...rest } = whole;
  const usual_ms = (protocolOf(whole.protocol) ?? driverOf(whole.protocol))!.timeout_ms;
  return { ...rest, address, poll_ms, timeout_ms: timeout_ms ?? usual_ms };
}

function detectorOf({ whole }: Row<typeof DETECTOR>): Detector {
  const { distance, call_phase, delay, extend, no_activity_min, max_presence_min, erratic_counts_per_min, ...rest } = whole;
  const counts = whole.kind === "count";
  return {
    ...USUAL.detector,
    ...rest,
    distance_m: distance,
    call_phase: call_phase ?? null,
    delay_ms: delay * MS_PER_TENTH,
    extend_ms: extend * MS_PER_TENTH,
    no_activity_min: no_activity_min ?? (counts ? 0 : NO_ACTIVITY_MIN),
    max_presence_min: max_presence_min ?? (counts ? 0 : MAX_PRESENCE_MIN),
    erratic_counts_per_min: erratic_counts_per_min ?? (counts ? 0 : ERRATIC_COUNTS_PER_MIN),
  };
}

function phaseOf({ whole }: Row<typeof PHASE>, file: SiteFile): Phase {
  const { min_green, passage, max1, yellow_change, red_clear, walk, ped_clear, ...rest } = whole;
  return {
    ...rest,
    min_green_ds: min_green,
    passage_ds: passage,
    max1_ds: max1,
    yellow_change_ds: yellow_change,
    red_clear_ds: red_clear,
    walk_ds: walk,
    ped_clear_ds: ped_clear,
    max2_ds: max1,
    ...USUAL.phase,
    // The last of a group is the through movement: what may as well be green when only another ring has a call.
    dual_entry: file.rings.some(({ whole: { groups } }) => groups.some((phases) => phases.at(-1) === rest.number)),
  };
}

const channelOf = ({ whole: { red = 0, yellow = 0, green = 0, ...rest } }: Row<typeof CHANNEL>): Channel => ({
  ...USUAL.channel,
  ...rest,
  red,
  yellow,
  green,
});

const approachOf = ({ whole: { heading, ...rest } }: Row<typeof APPROACH>): Approach => ({ ...rest, heading_deg: heading });

function patternOf({ row, phases }: PatternRow, file: SiteFile): Pattern {
  return {
    ...USUAL.pattern,
    ...row.whole,
    phases: phases.map(({ whole }) => {
      const own = file.phases.find((each) => each.whole.number === whole.phase)!.whole;
      return {
        phase: whole.phase,
        max_green_ds: whole.max_green ?? own.max1,
        recall: whole.recall ?? own.recall,
        ped_recall: whole.ped_recall ?? own.ped_recall,
        split_ds: 0,
      };
    }),
  };
}
