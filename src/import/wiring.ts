import type { Inputs } from "./detectors.ts";
import type { Timed } from "./intergreen.ts";
import { laneId } from "./net.ts";

/** Where in the net the numbers of the site lie: for whoever puts the site into the simulation that it was imported from. */
export interface Wiring {
  /** `lane` is SUMO's id; `distance_m` from the lane's end back to the downstream edge of the loop. */
  readonly detectors: readonly { readonly number: number; readonly lane: string; readonly distance_m: number }[];
  /** Cameras' zones: the near end of each piece lies at its lane's end. */
  readonly zones: readonly { readonly number: number; readonly pieces: readonly { readonly lane: string; readonly length_m: number }[] }[];
  /** `edge` is the id of the crossing. */
  readonly pedestrian_detectors: readonly { readonly number: number; readonly edge: string }[];
  /** `links` are places in the program's states. */
  readonly channels: readonly { readonly number: number; readonly links: readonly number[] }[];
}

export function wiringOf(groups: readonly Timed[], { loops, zones, buttons }: Inputs): Wiring {
  const groupOf = (name: string) => groups.find(({ group }) => group.name === name)!.group;
  return {
    detectors: loops.map(({ place: { lane, distance_m } }, i) => ({ number: i + 1, lane: laneId(lane), distance_m })),
    zones: zones.map(({ pieces }, i) => ({
      number: loops.length + i + 1,
      pieces: pieces.map(({ lane, length_m }) => ({ lane: laneId(lane), length_m })),
    })),
    pedestrian_detectors: buttons.map(({ group }, i) => ({ number: i + 1, edge: groupOf(group).links[0]!.to })),
    channels: groups.map(({ group }, i) => ({ number: i + 1, links: group.links.map((link) => link.index) })),
  };
}
