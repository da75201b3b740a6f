import { DETECTORS_MAX } from "../traffic/numbers.ts";
import type { Edge, Lane, Net } from "./net.ts";
import { Refusal } from "./refusal.ts";
import { drivesOn, type Signal } from "./signal.ts";

/** A street that leads to the stop line, as an approach of the site. */
export interface Leg {
  readonly name: string;
  readonly edge: string;
  readonly heading_deg: number;
  /** SUMO's indices of its lanes for vehicles, from the kerb. */
  readonly lanes: readonly number[];
  readonly speed_limit_kmh: number;
  readonly speed_ms: number;
  readonly length_m: number;
}

const WINDS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"] as const;
/** Metres before the stop line from which a street's direction is taken: its last bend is no direction. */
const LOOKS_BACK_M = 25;
const LANES_MAX = 16;

export function legsOf(net: Net, { links }: Signal): readonly Leg[] {
  const ids = [...new Set(links.filter((link) => drivesOn(net, link)).map((link) => link.from))];
  if (ids.length > DETECTORS_MAX) throw new Refusal(`it has ${ids.length} legs, and a unit has ${DETECTORS_MAX} detectors`);
  const legs: Leg[] = [];
  for (const id of ids) {
    const edge = net.edges.get(id);
    if (edge === undefined) throw new Refusal(`the net has no edge "${id}", from which a connection leads`);
    const lanes = edge.lanes.filter((lane) => lane.drives);
    checkLanes(edge, lanes);
    const speed_ms = Math.max(...lanes.map((lane) => lane.speed_ms));
    let heading_deg = headingOf(edge);
    while (legs.some((leg) => leg.heading_deg === heading_deg)) heading_deg = (heading_deg + 1) % 360;
    const wind = WINDS[Math.round(heading_deg / 45) % 8]!;
    const namesakes = legs.filter((leg) => leg.name.replace(/ \d+$/, "") === wind).length;
    legs.push({
      name: namesakes === 0 ? wind : `${wind} ${namesakes + 1}`,
      edge: id,
      heading_deg,
      lanes: lanes.map((lane) => lane.index),
      speed_limit_kmh: Math.min(130, Math.max(5, Math.round(speed_ms * 3.6))),
      speed_ms,
      length_m: Math.min(...lanes.map((lane) => lane.length_m)),
    });
  }
  return legs;
}

/** What a net leaves out must not become a short yellow, or a leg that lies in the north. */
function checkLanes({ id, lanes }: Edge, driven: readonly Lane[]): void {
  if (lanes.length > LANES_MAX) throw new Refusal(`edge "${id}" has ${lanes.length} lanes, and no street has more than ${LANES_MAX}`);
  const shape = lanes[0]?.shape_m ?? [];
  if (shape.length < 2 || !shape.flat().every(Number.isFinite))
    throw new Refusal(`the net does not say where edge "${id}" lies: its first lane has no shape of two points or more`);
  const odd = driven.find(({ speed_ms, length_m }) => !(speed_ms > 0 && length_m > 0));
  if (odd !== undefined) throw new Refusal(`lane ${odd.index} of edge "${id}" has no speed or no length: no yellow follows from it`);
}

/** Degrees clockwise from north, from the centre outwards. */
function headingOf({ lanes }: Edge): number {
  const shape = lanes[0]?.shape_m ?? [];
  const [x, y] = shape.at(-1) ?? [0, 0];
  let back = shape.at(-2) ?? [x, y + 1];
  for (let i = shape.length - 2, way = 0; i >= 0 && way < LOOKS_BACK_M; i--) {
    way += Math.hypot(shape[i + 1]![0] - shape[i]![0], shape[i + 1]![1] - shape[i]![1]);
    back = shape[i]!;
  }
  const [dx, dy] = [back[0] - x, back[1] - y];
  return (Math.round((Math.atan2(dx, dy) * 180) / Math.PI) + 360) % 360;
}
