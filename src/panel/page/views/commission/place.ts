import { html, svg } from "../../dom.ts";
import type { DrawnSite } from "../../view.ts";

/** The legs as the site file has them, north up: enough to see that it is this crossing and not the next. */
export function drawPlace({ approaches, name }: DrawnSite): HTMLElement {
  const legs = approaches.map(({ name: leg, heading_deg, lanes }) => {
    const a = (heading_deg * Math.PI) / 180;
    const [x, y] = [Math.sin(a), -Math.cos(a)];
    const at = (r: number) => ({ x: round(100 + r * x), y: round(100 + r * y) });
    const [from, to, words] = [at(0), at(62), at(82)];
    return svg(
      "g",
      {},
      svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: "leg", "stroke-width": 5 + 4 * lanes }),
      svg("text", { x: words.x, y: words.y + 4, "text-anchor": "middle" }, `${leg} (${lanes})`),
    );
  });
  const north = svg("path", { d: "M-10 34V14m-5 7 5-7 5 7", class: "north" });
  const label = `${name}: ${approaches.map((each) => `${each.name} ${each.heading_deg}° (${each.lanes})`).join(", ")}`;
  return html("div", { class: "place" }, svg("svg", { viewBox: "-40 0 280 200", role: "img", "aria-label": label }, ...legs, north));
}

const round = (n: number): number => Math.round(n * 10) / 10;
