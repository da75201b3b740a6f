import { PHASES_MAX } from "../traffic/numbers.ts";
import type { Channel, Phase, Site } from "../traffic/site.ts";
import { CHANNEL_KINDS, LAMPS, type TablesViews, tablesBuffer } from "./buffers.ts";

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
}

/** Returns the number of groups. */
function writeRings(tables: TablesViews, site: Site): number {
  const groups = site.rings[0]?.groups.length ?? 0;
  if (groups < 1) throw new RangeError("the site has no rings, or rings without phases");
  for (const ring of site.rings) {
    if (ring.groups.length !== groups)
      throw new RangeError(`ring ${ring.number} crosses other barriers than ring ${site.rings[0]!.number}`);
    let at = (ring.number - 1) * PHASES_MAX;
    ring.groups.forEach((phases, group) => {
      for (const number of phases) {
        const p = number - 1;
        if (!site.phases.some((phase) => phase.number === number)) throw new RangeError(`ring ${ring.number}: there is no phase ${number}`);
        if (tables.enabled[p] === 1) throw new RangeError(`phase ${number} is in the rings twice`);
        tables.enabled[p] = 1;
        tables.ring[p] = ring.number - 1;
        tables.group[p] = group;
        // The last of a group is the through movement: what may as well be green when only another ring has a call.
        tables.dual_entry[p] = Number(number === phases.at(-1));
        tables.sequence[at++] = number;
      }
    });
  }
  return groups;
}

function writeChannel(tables: TablesViews, channel: Channel): void {
  const c = channel.number - 1;
  if (tables.enabled[channel.phase - 1] !== 1) throw new RangeError(`channel ${channel.number}: there is no phase ${channel.phase}`);
  if (channel.kind === "pedestrian" && tables.walk[channel.phase - 1] === 0) {
    throw new RangeError(`channel ${channel.number}: phase ${channel.phase} has no walk`);
  }
  tables.channel_kind[c] = CHANNEL_KINDS.indexOf(channel.kind);
  tables.channel_phase[c] = channel.phase;
  tables.channel_flash[c] = LAMPS.indexOf(channel.flash === "dark" ? "dark" : `flashing-${channel.flash}`);
}

function writeStart(tables: TablesViews, site: Site): void {
  const { flash_ds, all_red_ds, phases } = site.start;
  tables.start_flash[0] = flash_ds;
  tables.start_all_red[0] = all_red_ds;
  // In flash anyone may have been on the way, so the all red is everyone's red clearance.
  const longest = site.phases.reduce((a, b) => (b.red_clear_ds > a.red_clear_ds ? b : a));
  if (all_red_ds < Math.max(1, longest.red_clear_ds)) {
    const clear = `red_clear of phase ${longest.number} (${seconds(longest.red_clear_ds)})`;
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
