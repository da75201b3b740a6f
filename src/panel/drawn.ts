import type { Site } from "../traffic/site.ts";

/**
 * What the page draws of a site, told field by field: a field that is added to `Site` stays in the unit until somebody shows it here.
 * The brain's address and key are not part of it.
 */
export function drawn(site: Site, version: string) {
  return {
    id: site.id,
    name: site.name,
    time_zone: site.time_zone,
    version,
    approaches: site.approaches.map(({ name, heading_deg, lanes, speed_limit_kmh }) => ({ name, heading_deg, lanes, speed_limit_kmh })),
    detectors: site.detectors.map(({ number, name, kind, approach, lane, distance_m, call_phase, device }) => ({
      number,
      name,
      kind,
      approach,
      lane,
      distance_m,
      call_phase,
      device,
    })),
    pedestrian_detectors: site.pedestrian_detectors.map(({ number, name, call_phase, device }) => ({ number, name, call_phase, device })),
    phases: site.phases.map((p) => ({
      number: p.number,
      name: p.name,
      approach: p.approach,
      movement: p.movement,
      min_green_ds: p.min_green_ds,
      passage_ds: p.passage_ds,
      max1_ds: p.max1_ds,
      yellow_change_ds: p.yellow_change_ds,
      red_clear_ds: p.red_clear_ds,
      walk_ds: p.walk_ds,
      ped_clear_ds: p.ped_clear_ds,
      recall: p.recall,
    })),
    rings: site.rings.map(({ number, groups }) => ({ number, groups })),
    channels: site.channels.map(({ number, name, kind, phase }) => ({ number, name, kind, phase })),
    patterns: site.patterns.map(({ number, name, phases }) => ({
      number,
      name,
      phases: phases.map(({ phase, max_green_ds }) => ({ phase, max_green_ds })),
    })),
    ports: site.ports.map(({ name, baud }) => ({ name, baud })),
    devices: site.devices.map(({ name, port, protocol, profile, address, poll_ms }) => ({
      name,
      port,
      protocol,
      profile,
      address,
      listens: poll_ms === 0,
    })),
  };
}

export type DrawnSite = ReturnType<typeof drawn>;
