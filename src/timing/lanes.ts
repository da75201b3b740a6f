import { type Lane, lanesOf } from "../traffic/lanes.ts";
import { LANES_MAX } from "../traffic/numbers.ts";
import type { Site } from "../traffic/site.ts";
import { type LanesViews, lanesBuffer } from "./buffers.ts";
import { setOf } from "./sets.ts";

/** A vehicle that stands, with what it leaves in front of it. */
const VEHICLE_M = 7;
const MS_A_KMH = 3.6;

/** The lanes of a site as a strategy that plans looks at them. */
export function laneTables(site: Site): Int32Array {
  const buffer = lanesBuffer.make();
  const tables = lanesBuffer.views(buffer);
  const lanes = lanesOf(site.detectors).slice(0, LANES_MAX);
  const greens = lanes.map((lane) => greensOf(site, lane));
  lanes.forEach((lane, l) => {
    writeLane(tables, site, lane, greens[l]!, l);
    greens.forEach((other, m) => {
      if (m !== l && greens[l]!.gives_to.some((each) => other.own.includes(each))) tables.foes[l]! |= 2 ** m;
    });
  });
  return buffer;
}

function writeLane(tables: LanesViews, site: Site, lane: Lane, { served, yields }: GreensOfALane, l: number): void {
  tables.served[l] = setOf(served);
  tables.yields[l] = setOf(yields);
  tables.stop_line[l] = lane.stop_line < 0 ? 0 : 1;
  const speed_kmh = site.approaches.find(({ name }) => name === lane.approach)?.speed_limit_kmh ?? 50;
  const see = (far_m: number) => ({
    travel: Math.max(1, Math.round((far_m * MS_A_KMH * 10) / speed_kmh)),
    room: Math.max(1, Math.floor(far_m / VEHICLE_M)),
  });
  const advance = site.detectors[lane.advance];
  if (advance !== undefined) {
    const { travel, room } = see(advance.distance_m);
    tables.travel[l] = travel;
    tables.room[l] = room;
  }
  const zone = site.detectors[lane.zone];
  if (zone === undefined) return;
  const { travel, room } = see(zone.distance_m + zone.length_m);
  tables.view_travel[l] = travel;
  tables.view_room[l] = room;
}

interface GreensOfALane {
  /** Phases in which the lane is let go, and those of them in which it gives way to vehicles. */
  readonly served: readonly number[];
  readonly yields: readonly number[];
  /** Whose it is and to whom it gives way then: names of signal groups, or numbers of phases. */
  readonly own: readonly (string | number)[];
  readonly gives_to: readonly (string | number)[];
}

function greensOf(site: Site, lane: Lane): GreensOfALane {
  return site.stages === null ? inRings(site, lane) : inStages(site.stages, lane, site);
}

/** A signal group gives way in the stages in which somebody is green to whom it gives way. Walks are not asked: they come and go with buttons. */
function inStages({ groups, stages }: NonNullable<Site["stages"]>, { served, calling }: Lane, { detectors }: Site): GreensOfALane {
  const numbers = calling.map((i) => detectors[i]!.number as number);
  const own = groups.filter((group) => group.detectors.some((number) => numbers.includes(number)));
  const walks = new Set(groups.filter(({ kind }) => kind === "pedestrian").map(({ name }) => name));
  const gives = (names: readonly string[]) =>
    own.some((group) => names.includes(group.name) && group.yields_to.some((other) => names.includes(other) && !walks.has(other)));
  const yields = stages.filter((stage) => served.includes(stage.number) && gives(stage.groups)).map(({ number }) => number);
  const gives_to = own.flatMap(({ yields_to }) => yields_to).filter((name) => !walks.has(name));
  return { served, yields, own: own.map(({ name }) => name), gives_to };
}

/** A flashing arrow lets its lane go beside further phases, where it gives way. */
function inRings({ phases, overlaps }: Site, { approach, served }: Lane): GreensOfALane {
  const arrows = overlaps.filter(
    ({ kind, approach: leg, included }) =>
      kind === "flashing-yellow-arrow" && leg === approach && included.some((number) => served.includes(number)),
  );
  const beside = arrows.flatMap(({ modifiers }) => modifiers).filter((number) => !served.includes(number));
  const givesTo = (number: number) => phases.find((phase) => phase.number === number)?.yields_to ?? [];
  const yields = served.filter((number) => givesTo(number).length > 0);
  const gives_to = [...served.flatMap(givesTo), ...beside];
  return { served: [...served, ...beside], yields: [...yields, ...beside], own: served, gives_to };
}
