import type { Site, Stages } from "../traffic/site.ts";

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
    detectors: site.detectors.map(({ number, name, kind, approach, lane, distance_m, call_phase, also_calls, device }) => ({
      number,
      name,
      kind,
      approach,
      lane,
      distance_m,
      call_phase,
      also_calls,
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
    overlaps: site.overlaps.map(({ number, name, kind, included, approach, movement }) => ({
      number,
      name,
      kind,
      included,
      approach,
      movement,
    })),
    stages: site.stages === null ? null : { order: site.stages.stages, walks: walksOf(site.stages) },
    channels: site.channels.map(({ number, name, kind, phase, also_phases, overlap }) => ({
      number,
      name,
      kind,
      phase,
      also_phases,
      overlap,
    })),
    preempts: site.preempts.map(({ number, name }) => ({ number, name })),
    priority: site.priority.phases.length > 0,
    patterns: site.patterns.map(({ number, name, strategy, sequence, coordination, omit, phases }) => ({
      number,
      name,
      strategy,
      groups: site.rings.map((ring) => ordered(site, sequence, ring)),
      omit: omit as readonly number[],
      coordinated: (coordination?.phases ?? []) as readonly number[],
      reference: coordination?.reference ?? null,
      force_off: coordination?.force_off ?? null,
      correction: coordination?.correction ?? null,
      cycle_ds: coordination?.cycle_ds ?? null,
      offset_ds: coordination?.offset_ds ?? 0,
      phases: phases.map(({ phase, max_green_ds, recall, ped_recall, split_ds }) => ({
        phase,
        max_green_ds,
        recall,
        ped_recall,
        split_ds,
      })),
    })),
    fallback_pattern: site.fallback_pattern,
    start_pattern: site.start_pattern,
    day_plans: site.day_plans,
    schedule: site.schedule,
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

/** A ring's phases in the order in which a pattern serves them, cut at the barriers. */
const ordered = ({ sequences }: Site, sequence: number, { number, groups }: Site["rings"][number]) =>
  sequences.find((s) => s.number === sequence)?.rings.find((of) => of.ring === number)?.groups ?? groups;

/** Groups of pedestrians, and the groups of vehicles that the matrix keeps from them: where they walk can be told by that alone. */
function walksOf({ groups, intergreen_ds }: Stages) {
  return groups.flatMap(({ name, kind }, i) => {
    if (kind !== "pedestrian") return [];
    const foes = groups.filter((g, k) => g.kind === "vehicle" && (intergreen_ds[i]![k] ?? intergreen_ds[k]![i]) != null);
    return [{ group: name, against: foes.map((g) => g.name) }];
  });
}

export type DrawnSite = ReturnType<typeof drawn>;
