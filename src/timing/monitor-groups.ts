import type { Channel, Site, Stages } from "../traffic/site.ts";
import { PEDESTRIAN, type Rules, VEHICLE } from "./monitor-rules.ts";

/**
 * The monitor's rules for a site of stages: the intergreen matrix as it is stated, by signal group. Nothing of the phases, rings and clearances
 * that the stages were compiled to is read here.
 *
 * An intergreen counts from the end of green, of pedestrians from the end of their walk; the monitor counts from red. So what lies between is
 * taken off: the yellow change of vehicles, the clearance of pedestrians. Both are demanded by themselves, whole, and the walk's end is remembered.
 */
export function groupRules(site: Site, { groups, intergreen_ds }: Stages): Rules {
  const indexOf = (channel: Channel): number => {
    const name = channel.kind === "overlap" ? site.overlaps.find(({ number }) => number === channel.overlap)?.name : channel.name;
    const kind = channel.kind === "overlap" ? "vehicle" : channel.kind;
    const index = groups.findIndex((group) => group.name === name && group.kind === kind && channel.kind !== "vehicle");
    if (index < 0) throw new RangeError(`channel ${channel.number} "${channel.name}" shows no signal group`);
    return index;
  };
  const between = (a: Channel, b: Channel): number | null => intergreen_ds[indexOf(a)]?.[indexOf(b)] ?? null;
  return {
    of: (channel) => {
      const { kind, min_green_ds, yellow_change_ds, ped_clear_ds } = groups[indexOf(channel)]!;
      return kind === "vehicle"
        ? { kind: VEHICLE, min_green_ds, min_yellow_ds: yellow_change_ds, ped_clear_ds: 0 }
        : { kind: PEDESTRIAN, min_green_ds, min_yellow_ds: 0, ped_clear_ds };
    },
    together: (a, b) => between(a, b) === null && between(b, a) === null,
    besideArrow: () => false,
    clearance_ds: (a, b) => {
      const group = groups[indexOf(a)]!;
      const passed_ds = group.kind === "vehicle" ? group.yellow_change_ds : group.ped_clear_ds;
      return Math.max(0, (between(a, b) ?? 0) - passed_ds);
    },
  };
}
