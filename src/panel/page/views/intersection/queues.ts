import { mark, say, svg } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { DrawnSite, Part } from "../../view.ts";
import { at, type Leg, laneIn, xy } from "./geometry.ts";

/** A vehicle of the drawn queue and the gap behind it, in units of the picture: `.queue` is dashed so. */
const VEHICLE = 8;

/** Who stands in each lane, as far as a strategy that plans believes: a dash a vehicle, back from the stop line; nothing while none has a say. */
export function drawQueues({ approaches }: DrawnSite, legs: readonly Leg[]): Part & { readonly node: SVGGElement } {
  const lanes = legs.flatMap((leg) =>
    Array.from({ length: approaches.find(({ name }) => name === leg.name)!.lanes }, (_, i) => {
      const title = svg("title");
      return { leg, lane: i + 1, title, node: svg("path", { class: "queue" }, title) };
    }),
  );
  return {
    node: svg("g", {}, ...lanes.map(({ node }) => node)),
    show: (live) => {
      for (const { leg, lane, title, node } of lanes) {
        const known = live?.plan?.lanes.find((each) => each.approach === leg.name && each.lane === lane);
        const stand = Math.round((known?.standing_dv ?? 0) / 10);
        const across = laneIn(leg, lane) - 8;
        const end = Math.min(leg.stop + 2 + stand * VEHICLE, leg.far);
        mark(node, "d", stand === 0 ? "" : `M${xy(at(leg, leg.stop + 2, across))}L${xy(at(leg, end, across))}`);
        say(title, stand === 0 ? "" : `${words.legend.stands}: ${forms.count(stand)}`);
      }
    },
  };
}
