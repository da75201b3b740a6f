import { html, svg } from "../../dom.ts";
import { words } from "../../language.ts";
import type { DrawnSite } from "../../view.ts";

/** Room on each side of the legs for their names. */
const [LEFT, RIGHT] = [-40, 240];
const END = 62;
const UNDER = 14;

/** The legs as the site file has them, north up: enough to see that it is this crossing and not the next. */
export function drawPlace({ approaches, name }: DrawnSite): HTMLElement {
  const named = approaches.map((leg) => ({ ...leg, says: words.commission.leg(leg.name, leg.lanes) }));
  const legs = named.map(({ heading_deg, lanes, says }) => {
    const a = (heading_deg * Math.PI) / 180;
    const [x, y] = [100 + END * Math.sin(a), 100 - END * Math.cos(a)].map(round) as [number, number];
    const wide = 5 + 4 * lanes;
    // A leg that goes to the side has its name over its end, from the edge inwards; one that goes up or down, beyond it.
    const aside = Math.abs(Math.sin(a)) > 0.4;
    const [at, anchor] = !aside ? [x, "middle"] : x < 100 ? [LEFT + 2, "start"] : [RIGHT - 2, "end"];
    const over = aside ? y - wide / 2 - 5 : y < 100 ? y - 6 : y + UNDER;
    return svg(
      "g",
      {},
      svg("line", { x1: 100, y1: 100, x2: x, y2: y, class: "leg", "stroke-width": wide }),
      svg("text", { x: at, y: round(over), "text-anchor": anchor }, says),
    );
  });
  const north = svg("path", { d: "M-10 34V14m-5 7 5-7 5 7", class: "north" });
  const label = `${name}: ${named.map(({ says, heading_deg }) => `${says}, ${heading_deg}°`).join("; ")}`;
  return html(
    "div",
    { class: "place" },
    svg("svg", { viewBox: `${LEFT} 0 ${RIGHT - LEFT} 200`, role: "img", "aria-label": label }, ...legs, north),
  );
}

const round = (n: number): number => Math.round(n * 10) / 10;
