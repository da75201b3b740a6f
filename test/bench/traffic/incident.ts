import type { World } from "./world.ts";
import { quoted } from "./world.ts";

/** How the vehicle that blocks a lane is called. */
export const INCIDENT = "incident";
/** From the stop line, how long, and the share of the run after which it begins. */
const [BEFORE_M, LASTS_S, AFTER] = [40, 600, 0.25];
/** Room for it before and behind. */
const LEAST_M = 20;

/** A vehicle that breaks down in a lane before a signal, for ten minutes, in SUMO's XML; "" in a net in which nobody could go round it. */
export function incident({ lights, net, scenario: { begin_s, end_s }, seed }: World): string {
  const streets = [...new Set(lights.flatMap(({ links }) => links.map(({ from }) => from)))].flatMap((edge) => {
    const lanes = net.edges.get(edge)?.lanes.filter(({ drives, length_m }) => drives && length_m >= LEAST_M) ?? [];
    return lanes.length < 2 ? [] : [{ edge, lanes }];
  });
  const street = streets[seed % streets.length];
  if (street === undefined) return "";
  const { index, length_m } = street.lanes[Math.floor(seed / streets.length) % street.lanes.length]!;
  const pos_m = Math.max(length_m / 2, length_m - BEFORE_M);
  const depart = Math.round(begin_s + AFTER * (end_s - begin_s));
  return [
    `<vehicle id=${quoted(INCIDENT)} depart=${quoted(depart)} departLane=${quoted(index)} departPos=${quoted(pos_m - 1)} departSpeed="0">`,
    `  <route edges=${quoted(street.edge)}/>`,
    `  <stop lane=${quoted(`${street.edge}_${index}`)} endPos=${quoted(pos_m)} duration=${quoted(LASTS_S)}/>`,
    "</vehicle>",
  ].join("\n");
}
