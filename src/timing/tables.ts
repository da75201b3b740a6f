import { PHASES_MAX, RINGS_MAX } from "../traffic/numbers.ts";
import type { Channel, Overlap, Phase, Preempt, Priority, Site } from "../traffic/site.ts";
import { CHANNEL_KINDS, LAMPS, OVERLAP_KINDS, type TablesViews, tablesBuffer } from "./buffers.ts";
import { setOf } from "./sets.ts";

/** NEMA TS 2: no monitor in the street lets a shorter yellow pass. */
const YELLOW_FLOOR_DS = 27;

/** The site as the controller's tables. Throws a RangeError in a technician's words when it cannot be run. */
export function controllerTables(site: Site): Int32Array {
  const buffer = tablesBuffer.make();
  const tables = tablesBuffer.views(buffer);
  for (const phase of site.phases) writePhase(tables, phase);
  tables.groups[0] = writeRings(tables, site);
  for (const phase of site.phases) {
    if (tables.enabled[phase.number - 1] !== 1) throw new RangeError(`phase ${phase.number} is in no ring`);
  }
  writeConcurrency(tables, site);
  writeCallers(tables, site);
  writeSequences(tables, site);
  for (const overlap of site.overlaps) writeOverlap(tables, overlap, site);
  for (const preempt of site.preempts) writePreempt(tables, preempt);
  writePriority(tables, site.priority);
  for (const channel of site.channels) writeChannel(tables, channel);
  writeStart(tables, site);
  return buffer;
}

function writePhase(tables: TablesViews, phase: Phase): void {
  const p = phase.number - 1;
  if (phase.min_green_ds < 1) throw new RangeError(`phase ${phase.number}: min_green must be at least 0.1 s`);
  if (phase.yellow_change_ds < YELLOW_FLOOR_DS) {
    throw new RangeError(`phase ${phase.number}: yellow_change is ${seconds(phase.yellow_change_ds)}, the monitor demands 2.7 s or more`);
  }
  if (phase.walk_ds > 0 && phase.ped_clear_ds < 1) throw new RangeError(`phase ${phase.number}: walk without ped_clear`);
  tables.min_green[p] = phase.min_green_ds;
  tables.passage[p] = phase.passage_ds;
  tables.yellow_change[p] = phase.yellow_change_ds;
  tables.red_clear[p] = phase.red_clear_ds;
  tables.walk[p] = phase.walk_ds;
  tables.ped_clear[p] = phase.walk_ds > 0 ? phase.ped_clear_ds : 0;
  tables.lock[p] = Number(phase.lock);
  tables.red_revert[p] = phase.red_revert_ds;
  tables.leading_walk[p] = phase.leading_walk_ds;
  tables.added_initial[p] = phase.added_initial_ds;
  tables.max_initial[p] = phase.max_initial_ds;
  tables.time_before_reduction[p] = phase.time_before_reduction_ds;
  tables.time_to_reduce[p] = phase.time_to_reduce_ds;
  tables.min_gap[p] = phase.min_gap_ds;
  tables.dynamic_max_limit[p] = phase.dynamic_max_limit_ds;
  tables.dynamic_max_step[p] = phase.dynamic_max_step_ds;
  tables.dual_entry[p] = Number(phase.dual_entry);
  tables.simultaneous_gap[p] = Number(phase.simultaneous_gap);
  tables.conditional_service[p] = Number(phase.conditional_service);
  tables.walk_rest[p] = Number(phase.walk_rest);
  tables.ped_recycle[p] = Number(phase.ped_recycle);
  tables.ped_clear_through_yellow[p] = Number(phase.ped_clear_through_yellow);
}

/** Returns the number of groups. */
function writeRings(tables: TablesViews, site: Site): number {
  const groups = site.rings[0]?.groups.length ?? 0;
  if (groups < 1) throw new RangeError("the site has no rings, or rings without phases");
  for (const ring of site.rings) {
    if (ring.groups.length !== groups)
      throw new RangeError(`ring ${ring.number} crosses other barriers than ring ${site.rings[0]!.number}`);
    let at = (ring.number - 1) * PHASES_MAX;
    tables.red_rest[ring.number - 1] = Number(ring.red_rest);
    ring.groups.forEach((phases, group) => {
      for (const number of phases) {
        const p = number - 1;
        if (!site.phases.some((phase) => phase.number === number)) throw new RangeError(`ring ${ring.number}: there is no phase ${number}`);
        if (tables.enabled[p] === 1) throw new RangeError(`phase ${number} is in the rings twice`);
        tables.enabled[p] = 1;
        tables.ring[p] = ring.number - 1;
        tables.group[p] = group;
        tables.sequence[at++] = number;
      }
    });
  }
  return groups;
}

/** Who stands on a detector goes in any of the phases that it calls; who has pressed a button, in that phase alone. */
function writeCallers(tables: TablesViews, { detectors, pedestrian_detectors }: Site): void {
  const called = detectors.flatMap(({ call_phase, also_calls }) => (call_phase === null ? [] : [setOf([call_phase, ...also_calls])]));
  const pressed = pedestrian_detectors.map(({ call_phase }) => setOf([call_phase]));
  tables.callers.set([...new Set([...called, ...pressed])]);
}

/** Who may be green together, and what must lie between those who may not. */
function writeConcurrency(tables: TablesViews, { phases, conflicts, clearances }: Site): void {
  const apart = (a: number, b: number) => conflicts.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
  for (const { number: a } of phases) {
    for (const { number: b } of phases) {
      const beside = tables.group[a - 1] === tables.group[b - 1] && tables.ring[a - 1] !== tables.ring[b - 1];
      if (beside && !apart(a, b)) tables.concurrent[a - 1]! |= 1 << (b - 1);
    }
  }
  for (const { from, to, least_ds } of clearances) tables.clearance[(from - 1) * PHASES_MAX + to - 1] = least_ds;
}

/** The first is the rings' own order; each other begins with it. */
function writeSequences(tables: TablesViews, { sequences }: Site): void {
  const size = RINGS_MAX * PHASES_MAX;
  for (const { number, rings } of sequences) {
    const at = (number - 1) * size;
    tables.sequence.copyWithin(at, 0, size);
    for (const { ring, groups } of rings) {
      const from = at + (ring - 1) * PHASES_MAX;
      tables.sequence.fill(0, from, from + PHASES_MAX);
      tables.sequence.set(groups.flat(), from);
    }
  }
}

function writeOverlap(tables: TablesViews, overlap: Overlap, site: Site): void {
  const o = overlap.number - 1;
  tables.overlap_kind[o] = OVERLAP_KINDS.indexOf(overlap.kind);
  tables.overlap_included[o] = setOf(overlap.included);
  tables.overlap_modifiers[o] = setOf(overlap.modifiers);
  tables.overlap_conflicts[o] = setOf(conflictsOf(tables, overlap, site));
  tables.overlap_min_green[o] = Math.min(...overlap.included.map((number) => tables.min_green[number - 1]!));
  tables.overlap_trailing_green[o] = overlap.trailing_green_ds;
  tables.overlap_yellow[o] = overlap.yellow_change_ds;
  tables.overlap_red[o] = overlap.red_clear_ds;
}

/** Phases that can be green with none of those that the overlap includes, and those that suppress it. */
function conflictsOf(tables: TablesViews, { kind, included, modifiers }: Overlap, { phases }: Site): readonly number[] {
  const beside = included.reduce((set, number) => set | tables.concurrent[number - 1]! | (1 << (number - 1)), 0);
  const suppressing = kind === "minus-green-yellow" ? setOf(modifiers) : 0;
  return phases.map(({ number }) => number).filter((number) => (((~beside | suppressing) >>> (number - 1)) & 1) === 1);
}

function writePreempt(tables: TablesViews, preempt: Preempt): void {
  const i = preempt.number - 1;
  tables.preempt_enabled[i] = 1;
  tables.preempt_lock[i] = Number(preempt.lock);
  tables.preempt_delay[i] = preempt.delay_ds;
  tables.preempt_min_duration[i] = preempt.min_duration_ds;
  tables.preempt_max_presence[i] = preempt.max_presence_ds;
  tables.preempt_track[i] = setOf(preempt.track);
  tables.preempt_track_green[i] = preempt.track_green_ds;
  tables.preempt_dwell[i] = setOf(preempt.dwell);
  tables.preempt_min_dwell[i] = preempt.min_dwell_ds;
  tables.preempt_exit[i] = setOf(preempt.exit);
}

function writePriority(tables: TablesViews, { interval_ds, phases }: Priority): void {
  tables.priority_interval[0] = interval_ds;
  for (const { phase, extension_ds, reduction_ds, insertion } of phases) {
    tables.priority_extension[phase - 1] = extension_ds;
    tables.priority_reduction[phase - 1] = reduction_ds;
    tables.priority_insertion[phase - 1] = Number(insertion);
  }
}

function writeChannel(tables: TablesViews, channel: Channel): void {
  const c = channel.number - 1;
  if (tables.enabled[channel.phase - 1] !== 1) throw new RangeError(`channel ${channel.number}: there is no phase ${channel.phase}`);
  if (channel.kind === "pedestrian" && tables.walk[channel.phase - 1] === 0) {
    throw new RangeError(`channel ${channel.number}: phase ${channel.phase} has no walk`);
  }
  tables.channel_kind[c] = CHANNEL_KINDS.indexOf(channel.kind);
  tables.channel_source[c] =
    channel.kind === "pedestrian" ? setOf([channel.phase, ...channel.also_phases]) : (channel.overlap ?? channel.phase);
  tables.channel_flash[c] = LAMPS.indexOf(channel.flash === "dark" ? "dark" : `flashing-${channel.flash}`);
}

function writeStart(tables: TablesViews, site: Site): void {
  const { flash_ds, all_red_ds, phases } = site.start;
  tables.start_flash[0] = flash_ds;
  tables.start_all_red[0] = all_red_ds;
  tables.flash_entry[0] = setOf(site.flash.entry);
  tables.flash_exit[0] = setOf(site.flash.exit);
  tables.flash_min[0] = site.flash.min_ds;
  // In flash anyone may have been on the way, so the all red is everyone's red clearance.
  const reds = [...site.phases.map((phase) => ["phase", phase] as const), ...site.overlaps.map((overlap) => ["overlap", overlap] as const)];
  const [kind, longest] = reds.reduce((a, b) => (b[1].red_clear_ds > a[1].red_clear_ds ? b : a));
  if (all_red_ds < Math.max(1, longest.red_clear_ds)) {
    const clear = `red_clear of ${kind} ${longest.number} (${seconds(longest.red_clear_ds)})`;
    throw new RangeError(`start: all_red is ${seconds(all_red_ds)}, shorter than ${clear} or 0.1 s`);
  }
  if (phases.length === 0) throw new RangeError("start: no phases to begin with");
  for (const number of phases) {
    const ring = tables.ring[number - 1]!;
    if (tables.enabled[number - 1] !== 1) throw new RangeError(`start: there is no phase ${number}`);
    if (tables.start_phase[ring] !== 0)
      throw new RangeError(`start: phases ${tables.start_phase[ring]} and ${number} are in the same ring`);
    if (tables.group[number - 1] !== tables.group[phases[0]! - 1])
      throw new RangeError(`start: a barrier is between phases ${phases[0]} and ${number}`);
    tables.start_phase[ring] = number;
  }
}

const seconds = (ds: number): string => `${(ds / 10).toFixed(1)} s`;
