import { CHANNELS_MAX } from "../traffic/numbers.ts";
import type { Channel, Site } from "../traffic/site.ts";
import { monitorBuffer } from "./buffers.ts";
import { groupRules } from "./monitor-groups.ts";
import { phaseRules } from "./monitor-phases.ts";

/**
 * The site as the conflict monitor's tables. Shares nothing with `tables.ts` on purpose: a mistake in one is then caught by the other. So the
 * numbers below are the monitor's own, and compatible is only who is so twice: by rings and barriers, and by where the legs lie, of which
 * the controller knows nothing. A site of stages has its matrix instead, and the monitor reads that and not what became of it.
 */
export function monitorTables(site: Site): Int32Array {
  const rules = site.stages === null ? phaseRules(site) : groupRules(site, site.stages);
  const buffer = monitorBuffer.make();
  const table = monitorBuffer.views(buffer);
  for (const channel of site.channels) {
    const c = channel.number - 1;
    const { kind, min_green_ds, min_yellow_ds, ped_clear_ds } = rules.of(channel);
    table.kind[c] = kind;
    table.min_green[c] = min_green_ds;
    table.min_yellow[c] = min_yellow_ds;
    table.ped_clear[c] = ped_clear_ds;
    table.flash[c] = FLASH[channel.flash];
    for (const other of site.channels) {
      const bit = 1 << (other.number - 1);
      if (rules.together(channel, other)) table.compatible[c]! |= bit;
      if (rules.besideArrow(channel, other)) table.permissive[c]! |= bit;
      const clearance_ds = rules.clearance_ds(channel, other);
      if (!rules.together(channel, other)) checkAllRed(site, clearance_ds, channel, other);
      table.clearance[c * CHANNELS_MAX + other.number - 1] = clearance_ds;
    }
  }
  return buffer;
}

/** As native/monitor/monitor.cc counts them. */
const FLASH = { dark: 0, red: 4, yellow: 5 } as const satisfies { readonly [F in Channel["flash"]]: number };

/** Behind flash everyone's clearance counts from the all red: in flash anyone may have been on the way. */
function checkAllRed({ start }: Site, clearance_ds: number, from: Channel, to: Channel): void {
  if (start.all_red_ds >= clearance_ds) return;
  const seconds = (ds: number) => `${(ds / 10).toFixed(1)} s`;
  const way = `from channel ${from.number} "${from.name}" to channel ${to.number} "${to.name}"`;
  throw new RangeError(`start: all_red is ${seconds(start.all_red_ds)}, shorter than the clearance ${way} (${seconds(clearance_ds)})`);
}
