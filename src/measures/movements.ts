import type { Approach, Detector, Site } from "../traffic/site.ts";

/** A loop in front of a stop line that tells who arrives, and how long they drive from it to the line. */
export interface Arriving {
  readonly detector: number;
  readonly travel_ms: number;
}

/** Who goes together: a phase, or of a site of stages a signal group, which is run as an overlap. */
export interface Movement {
  readonly kind: "phase" | "overlap";
  readonly number: number;
  readonly name: string;
  /** By lane the loop nearest to the stop line: who leaves is counted there, and who still stands is seen. */
  readonly stop_line: readonly number[];
  /** By lane the advance loop farthest from it. */
  readonly arriving: readonly Arriving[];
}

const MS_PER_H_BY_KM = 3_600;

/** Of a site of rings its phases; of one of stages its signal groups, and the stages themselves, in which nobody drives by himself. */
export function movementsOf(site: Site): readonly Movement[] {
  const { stages, detectors, phases } = site;
  if (stages === null) {
    return phases.map(({ number, name }) => {
      const own = detectors.filter(({ call_phase, also_calls }) => call_phase === number || also_calls.includes(number));
      return { kind: "phase", number, name, ...lanesOf(own, site.approaches) };
    });
  }
  const groups = stages.groups.filter(({ kind }) => kind === "vehicle");
  return [
    ...groups.map(({ name, detectors: numbers }, i): Movement => {
      const own = detectors.filter(({ number }) => numbers.includes(number));
      return { kind: "overlap", number: i + 1, name, ...lanesOf(own, site.approaches) };
    }),
    ...stages.stages.map(({ number, name }): Movement => ({ kind: "phase", number, name, stop_line: [], arriving: [] })),
  ];
}

function lanesOf(detectors: readonly Detector[], approaches: readonly Approach[]): Pick<Movement, "stop_line" | "arriving"> {
  const lanes = [...Map.groupBy(detectors, ({ approach, lane }) => `${approach} ${lane}`).values()];
  const nearest = (those: readonly Detector[]) => those.toSorted((a, b) => a.distance_m - b.distance_m);
  return {
    stop_line: lanes.flatMap((those) => nearest(those.filter(({ kind }) => kind === "stop-line"))[0]?.number ?? []),
    arriving: lanes.flatMap((those) => {
      const far = nearest(those.filter(({ kind }) => kind === "advance")).at(-1);
      const limit = approaches.find(({ name }) => name === far?.approach)?.speed_limit_kmh ?? 0;
      if (far === undefined || limit <= 0) return [];
      return { detector: far.number, travel_ms: Math.round((far.distance_m * MS_PER_H_BY_KM) / limit) };
    }),
  };
}
