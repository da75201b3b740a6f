import { lanesOf } from "../../traffic/lanes.ts";
import type { Site } from "../../traffic/site.ts";
import type { LaneFlow } from "../timing/loads.ts";
import type { Demand, Surge, SurgePhase, Way } from "./surge.ts";

/** Who comes to a unit in a phase of a surge, lane by lane: what usually comes (`usual`), as the surge changes it. */
export function flowsIn(surge: Surge, phase: SurgePhase, unit: string, site: Site, usual: readonly LaneFlow[]): readonly LaneFlow[] {
  return lanesOf(site.detectors).map(({ approach, lane }): LaneFlow => {
    const before = usual.find((flow) => flow.approach === approach && flow.lane === lane)?.vehicles_h ?? 0;
    const here = <W extends Way>(ways: readonly W[]): W | undefined =>
      // A lane that is named means more than its approach.
      ways
        .filter((way) => way.unit === unit && way.approach === approach && (way.lane === 0 || way.lane === lane))
        .toSorted((a, b) => b.lane - a.lane)[0];
    const stated = here<Demand>(surge.demand.filter((each) => each.phase === "" || each.phase === phase.name));
    if (stated?.vehicles_h != null) return { approach, lane, vehicles_h: stated.vehicles_h };
    const factor_pm = stated?.factor_pm ?? (here(surge.towards) ? phase.towards_pm : here(surge.away) ? phase.away_pm : phase.others_pm);
    return { approach, lane, vehicles_h: (before * factor_pm) / 1_000 };
  });
}
