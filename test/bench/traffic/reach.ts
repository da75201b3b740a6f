import type { Net } from "../../../src/import/net.ts";
import { lengthOf } from "./world.ts";

/** A way of lanes that lead into each other, the last of them the one at the stop line, from `pos_m` on the first one. */
export interface Reach {
  readonly lanes: readonly string[];
  readonly pos_m: number;
}

/**
 * From a lane's end so many metres back: where the lane is shorter, on along whatever leads straight into it. It ends at another traffic
 * light, at the edge of the net and where nothing leads straight on.
 */
export function reaches(net: Net, netText: string): (lane: string, back_m: number) => Reach {
  const length = lengthOf(net);
  const before = straightBefore(netText);
  return (lane, back_m) => {
    const lanes = [lane];
    let left_m = back_m - length(lane);
    while (left_m > 0) {
      const next = before.get(lanes[0]!);
      if (next === undefined || lanes.includes(next) || length(next) === 0) break;
      lanes.unshift(next);
      left_m -= length(next);
    }
    return { lanes, pos_m: Math.max(0, -left_m) };
  };
}

/** By lane: the one that leads straight into it past no signal; of several the first that the net has. */
function straightBefore(netText: string): ReadonlyMap<string, string> {
  const before = new Map<string, string>();
  for (const [connection] of netText.matchAll(/<connection from="[^:][^>]*>/g)) {
    const get = (name: string): string | undefined => {
      const at = connection.indexOf(` ${name}="`);
      return at < 0 ? undefined : connection.slice(at + name.length + 3, connection.indexOf('"', at + name.length + 3));
    };
    if (get("tl") !== undefined || get("dir") !== "s") continue;
    const to = `${get("to")}_${get("toLane")}`;
    if (!before.has(to)) before.set(to, `${get("from")}_${get("fromLane")}`);
  }
  return before;
}
