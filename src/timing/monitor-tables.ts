import { CHANNELS_MAX, type PhaseNumber } from "../traffic/numbers.ts";
import { type Movement, pathsCross } from "../traffic/paths.ts";
import type { Channel, Phase, Site } from "../traffic/site.ts";
import { monitorBuffer } from "./buffers.ts";

/**
 * The site as the conflict monitor's tables. Shares nothing with `tables.ts` on purpose: a mistake in one is then caught by the other. So the
 * numbers below are the monitor's own, and compatible is only who is so twice: by rings and barriers, and by where the legs lie, of which
 * the controller knows nothing.
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
    for (let d = 0; d < CHANNELS_MAX; d++) table.clearance[c * CHANNELS_MAX + d] = phase.red_clear_ds;
    table.ped_clear[c] = walks ? phase.ped_clear_ds : 0;
    table.flash[c] = FLASH[channel.flash];
    for (const other of site.channels) {
      if (together(site, phase, phaseOf(site, other))) table.compatible[c]! |= 1 << (other.number - 1);
    }
  }
  return buffer;
}

/** As native/monitor/monitor.cc counts them. */
const FLASH = { dark: 0, red: 4, yellow: 5 } as const satisfies { readonly [F in Channel["flash"]]: number };

function together(site: Site, a: Phase, b: Phase): boolean {
  if (a === b) return true;
  const [one, two] = [placeOf(site, a.number), placeOf(site, b.number)];
  if (one.group !== two.group || one.ring === two.ring) return false;
  const legs_deg = site.approaches.map((leg) => leg.heading_deg);
  return !pathsCross(movementOf(site, a), movementOf(site, b), legs_deg);
}

function movementOf({ approaches }: Site, { number, approach, movement, walk_ds, yields_to }: Phase): Movement {
  const heading_deg = approaches.find((leg) => leg.name === approach)?.heading_deg ?? null;
  return { number, heading_deg, movement, walks: walk_ds > 0, yields_to };
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
