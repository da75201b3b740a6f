import type { PhaseNumber } from "../traffic/numbers.ts";
import type { Channel, Phase, Site } from "../traffic/site.ts";
import { monitorBuffer } from "./buffers.ts";

/**
 * The site as the conflict monitor's tables. Shares nothing with `tables.ts` on purpose: a mistake in one is then caught by the other. So the
 * numbers below are the monitor's own, and compatibility comes from rings and barriers, not from what the controller was told of them.
 */
export function monitorTables(site: Site): Int32Array {
  const buffer = monitorBuffer.make();
  const table = monitorBuffer.views(buffer);
  for (const channel of site.channels) {
    const c = channel.number - 1;
    const phase = phaseOf(site, channel);
    const walks = channel.kind === "pedestrian";
    table.kind[c] = walks ? 2 : 1;
    table.min_green[c] = walks ? phase.walk_ds : phase.min_green_ds;
    table.min_yellow[c] = walks ? 0 : phase.yellow_change_ds;
    table.red_clear[c] = phase.red_clear_ds;
    table.ped_clear[c] = walks ? phase.ped_clear_ds : 0;
    table.flash[c] = FLASH[channel.flash];
    for (const other of site.channels) {
      if (compatible(site, channel.phase, other.phase)) table.compatible[c]! |= 1 << (other.number - 1);
    }
  }
  return buffer;
}

/** As native/monitor/monitor.cc counts them. */
const FLASH = { dark: 0, red: 4, yellow: 5 } as const satisfies { readonly [F in Channel["flash"]]: number };

function compatible(site: Site, a: PhaseNumber, b: PhaseNumber): boolean {
  if (a === b) return true;
  const [one, two] = [placeOf(site, a), placeOf(site, b)];
  return one.group === two.group && one.ring !== two.ring;
}

function placeOf(site: Site, phase: PhaseNumber): { readonly ring: number; readonly group: number } {
  for (const ring of site.rings) {
    const group = ring.groups.findIndex((phases) => phases.includes(phase));
    if (group >= 0) return { ring: ring.number, group };
  }
  throw new RangeError(`phase ${phase} is in no ring`);
}

function phaseOf(site: Site, channel: Channel): Phase {
  const phase = site.phases.find(({ number }) => number === channel.phase);
  if (phase === undefined) throw new RangeError(`channel ${channel.number}: there is no phase ${channel.phase}`);
  return phase;
}
