import { mark, say, svg } from "../../dom.ts";
import { forcedOf, isFault } from "../../parts/forced.ts";
import { unitSays } from "../../said.ts";
import type { DrawnSite, Part } from "../../view.ts";
import { at, type Leg, laneIn, loopAt } from "./geometry.ts";

type Detector = DrawnSite["detectors"][number];

/** Loops in their lanes, as far back as they lie; lit while a vehicle is over them. Lanes that are only counted are a line across. */
export function drawLoops(site: DrawnSite, legs: readonly Leg[]): Part & { readonly node: SVGGElement } {
  const farthest_m = Math.max(...site.detectors.map((d) => d.distance_m), 0);
  const drawn = site.detectors.flatMap((detector) => {
    const leg = legs.find((l) => l.name === detector.approach);
    if (leg === undefined) return [];
    const title = svg("title");
    return [{ detector, title, node: drawLoop(detector, leg, loopAt(leg, detector.distance_m, farthest_m), title) }];
  });
  return {
    node: svg("g", { class: "loops" }, ...drawn.map((d) => d.node)),
    show: (live) => {
      const now = new Map(live?.detectors.map((d) => [d.detector, d]));
      for (const { detector, node, title } of drawn) {
        const state = now.get(detector.number);
        const fault = state?.fault ?? "";
        mark(node, "data-on", String(state?.on ?? false));
        mark(node, "data-fault", String(isFault(fault)));
        mark(node, "data-forced", String(forcedOf(fault) !== null));
        say(title, `${detector.number} ${detector.name}${fault === "" ? "" : `: ${unitSays(fault)}`}`);
      }
    },
  };
}

function drawLoop({ kind, number, lane }: Detector, leg: Leg, along: number, title: SVGTitleElement): SVGGElement {
  const [x, y] = at(leg, along, laneIn(leg, lane));
  const place = { class: `loop ${kind}`, "data-detector": number, transform: `translate(${x} ${y}) rotate(${leg.heading_deg})` };
  if (kind === "count" || kind === "zone") return svg("g", place, title, svg("path", { class: "cut", d: "M-8 0H8" }), fault());
  const length = kind === "stop-line" ? 19 : 12;
  const box = (grow: number) => ({ x: -6 - grow, y: -length / 2 - grow, width: 12 + 2 * grow, height: length + 2 * grow, rx: 3 + grow });
  const upright = svg("text", { "text-anchor": "middle", y: 2.6, transform: `rotate(${-leg.heading_deg})` }, String(number));
  return svg("g", place, title, svg("rect", { class: "halo", ...box(4) }), svg("rect", { class: "cut", ...box(0) }), upright, fault());
}

function fault(): SVGPathElement {
  return svg("path", { class: "cross", d: "M-5-5 5 5M5-5-5 5" });
}
