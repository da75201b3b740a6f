import type { Approach, Channel, Detector, DeviceConfig, Neighbour, Port, Site, StartUp, UnitInput } from "../traffic/site.ts";
import { USUAL } from "../traffic/usual.ts";
import { driverOf, protocolOf } from "./checks/devices.ts";
import type { NeighbourRow, PortRow, SiteFile } from "./file.ts";
import type { Row } from "./rows.ts";
import { dayPlanOf, patternOf } from "./site-patterns.ts";
import { clearanceOf, overlapOf, phaseOf, preemptOf, priorityOf, sequenceOf } from "./site-phases.ts";
import type { INPUT } from "./tables/service.ts";
import type { APPROACH, CHANNEL, DETECTOR, DEVICE } from "./tables/wiring.ts";

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
  const on = file.flash.whole;
  const { backup_time, ...brain } = file.brain.whole;
  return {
    id,
    name,
    time_zone,
    ports: file.ports.map(portOf),
    devices: file.devices.map(deviceOf),
    detectors: file.detectors.map(detectorOf),
    pedestrian_detectors: file.pedestrian_detectors.map((row) => row.whole),
    phases: file.phases.map((row) => phaseOf(row, file)),
    rings: file.rings.map((row) => row.whole),
    sequences: file.sequences.map(sequenceOf),
    overlaps: file.overlaps.map(overlapOf),
    conflicts: file.concurrency.whole.conflicts,
    clearances: file.clearances.map(clearanceOf),
    preempts: file.preempts.map(preemptOf),
    priority: priorityOf(file.priority),
    inputs: file.inputs.map(inputOf),
    neighbours: file.neighbours.map((each) => neighbourOf(each, file)),
    stages: USUAL.site.stages,
    day_plans: file.day_plans.map(dayPlanOf),
    schedule: file.schedule.map((row) => row.whole),
    channels: file.channels.map((row) => channelOf(row, file)),
    patterns: file.patterns.map((row) => patternOf(row, file)),
    approaches: file.approaches.map(approachOf),
    start,
    flash: { entry: on.entry, exit: on.exit, min_ds: on.min },
    fallback_pattern,
    start_pattern: pattern,
    backup_ds: backup_time,
    outage_hours: file.journal.whole.outage_hours,
    brain,
  };
}

function portOf({ name, row }: PortRow): Port {
  const { rs485, rts_before_ms = 0, rts_after_ms = 0, ...rest } = row.whole;
  return { name, ...rest, ...(rs485 ? { rs485: { before_ms: rts_before_ms, after_ms: rts_after_ms } } : {}) };
}

function deviceOf({ whole }: Row<typeof DEVICE>): DeviceConfig {
  const { address = 0, poll_ms = 0, timeout_ms, ...rest } = whole;
  const usual_ms = (protocolOf(whole.protocol) ?? driverOf(whole.protocol))!.timeout_ms;
  return { ...rest, address, poll_ms, timeout_ms: timeout_ms ?? usual_ms };
}

function detectorOf({ whole }: Row<typeof DETECTOR>): Detector {
  const { distance, length = 0, call_phase, delay, extend, no_activity_min, max_presence_min, erratic_counts_per_min, ...rest } = whole;
  const counts = whole.kind === "count" || whole.kind === "zone";
  return {
    ...rest,
    distance_m: distance,
    length_m: length,
    call_phase: call_phase ?? null,
    delay_ms: delay * MS_PER_TENTH,
    extend_ms: extend * MS_PER_TENTH,
    no_activity_min: no_activity_min ?? (counts ? 0 : NO_ACTIVITY_MIN),
    max_presence_min: max_presence_min ?? (counts ? 0 : MAX_PRESENCE_MIN),
    erratic_counts_per_min: erratic_counts_per_min ?? (counts ? 0 : ERRATIC_COUNTS_PER_MIN),
  };
}

function channelOf({ whole }: Row<typeof CHANNEL>, file: SiteFile): Channel {
  const { red = 0, yellow = 0, green = 0, phase, overlap, ...rest } = whole;
  const shown = file.overlaps.find((each) => each.whole.number === overlap);
  return { ...rest, phase: shown?.whole.included[0] ?? phase!, overlap: overlap ?? null, red, yellow, green };
}

function inputOf({ whole }: Row<typeof INPUT>): UnitInput {
  const { preempt, phase, arrival, lasts, ...rest } = whole;
  const priority = phase === undefined ? null : { phase, arrival_ds: arrival ?? 0, lasts_ds: lasts ?? 0 };
  return { ...rest, preempt: preempt ?? null, priority };
}

const MS_A_KMH = 3.6;

/** Undisturbed, as fast as our approach allows, where the file does not say. */
function neighbourOf({ row: { whole }, lanes }: NeighbourRow, file: SiteFile): Neighbour {
  const { unit, approach = "", to_lanes, distance = 0, travel_time } = whole;
  const limit_kmh = file.approaches.find((each) => each.whole.name === approach)?.whole.speed_limit_kmh ?? 50;
  return {
    unit,
    approach,
    to_lanes,
    distance_m: distance,
    travel_ds: travel_time ?? Math.round((distance * MS_A_KMH * 10) / limit_kmh),
    lanes: lanes.map(({ whole: { share, ...lane } }) => ({ ...lane, share_pm: share })),
  };
}

const approachOf = ({ whole: { heading, ...rest } }: Row<typeof APPROACH>): Approach => ({ ...rest, heading_deg: heading });
