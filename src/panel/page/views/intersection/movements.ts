import { mark, svg } from "../../dom.ts";
import type { DrawnSite, Part } from "../../view.ts";
import { at, type Leg, laneIn, pathOf, xy } from "./geometry.ts";
import { type LaneUse, walksOf } from "./lanes.ts";
import { marksOf, type Signal, shownBy } from "./signals.ts";

/** One dash and one gap, and how far they move in a tenth of a second. */
const DASHES = 24;
const STEP = 2;

interface Movements extends Part {
  readonly node: SVGGElement;
  /** Drawn over the loops: the bar that is open on green. */
  readonly stopLines: SVGGElement;
}

/** Where traffic may go now: an arrow through the junction on green, a broken one on yellow, a closed stop line on red. */
export function drawMovements(legs: readonly Leg[], lanes: readonly LaneUse[]): Movements {
  const paths: { readonly signal: Signal; readonly node: SVGElement }[] = [];
  for (const use of lanes) {
    for (const way of use.turns) {
      const path = pathOf(legs, use, way);
      if (path === null) continue;
      const node = svg(
        "g",
        { class: "movement", ...marksOf(use.signal), "data-way": way },
        svg("path", { class: "way", d: path.line }),
        svg("path", { class: "flow", d: path.line }),
        svg("path", { class: "head", d: path.head }),
      );
      paths.push({ signal: use.signal, node });
    }
  }
  const bars = lanes.map((use) => {
    const across = laneIn(use.leg, use.lane);
    const ends = `M${xy(at(use.leg, use.leg.stop, across - 9))}L${xy(at(use.leg, use.leg.stop, across + 9))}`;
    return { signal: use.signal, node: svg("path", { class: "stop-bar", d: ends, ...marksOf(use.signal) }) };
  });
  // Turns that share a kerb lane are drawn under those that go through.
  paths.sort((a, b) => Number(a.node.dataset["way"] === "through") - Number(b.node.dataset["way"] === "through"));
  const signals = lanes.map((use) => use.signal);
  const node = svg("g", { class: "movements" }, ...paths.map((p) => p.node));
  return {
    node,
    stopLines: svg("g", {}, ...bars.map((b) => b.node)),
    show: (live) => {
      const shown = live === null ? null : shownBy(signals, live);
      // The dashes move with the unit's frames: what moves is live, and a phone does no more work than it must.
      if (live !== null) node.style.strokeDashoffset = (-((live.at / 100) * STEP) % DASHES).toFixed(1);
      for (const { signal, node } of [...paths, ...bars]) mark(node, "data-shows", shown?.get(signal.channel) ?? "unknown");
    },
  };
}

/** A hand and somebody who walks, 12 units high. */
const HAND = "M-3.6 6V-1.5a.9.9 0 0 1 1.8 0V-4.6a.9.9 0 0 1 1.8 0V-5.4a.9.9 0 0 1 1.8 0V-4.6a.9.9 0 0 1 1.8 0V2.5Q3.6 6 .6 6Z";
const WALKER =
  "M.4-6.4a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM-.6-2.9 1.4-2.6 2 .2 4 1.4 3.4 2.5.9 1.1.6 2.4 2.6 6.4H.9L-.8 3.2-2.4 6.4H-4.1L-1.2.6-1-1-2.4.2-2.6 2.3H-3.8L-3.5-.5Z";

/** Crosswalks, and what their lamps show at both ends. */
export function drawCrosswalks(site: DrawnSite, legs: readonly Leg[]): Part & { readonly node: SVGGElement } {
  const drawn = walksOf(site, legs).map(({ channel, phases, title, leg }) => {
    const along = leg.mouth + 10;
    const stripes = `M${xy(at(leg, along, -leg.kerb + 3))}L${xy(at(leg, along, leg.kerb - 3))}`;
    const heads = [-leg.kerb - 11, leg.kerb + 11].map((across) => pedHead(at(leg, along, across)));
    const marks = { class: "crosswalk", "data-channel": channel, "data-phase": phases[0]! };
    const node = svg("g", marks, svg("title", {}, title), svg("path", { class: "zebra", d: stripes }), ...heads);
    return { channel, phases, node };
  });
  return {
    node: svg("g", {}, ...drawn.map((d) => d.node)),
    show: (live) => {
      for (const { channel, phases, node } of drawn) {
        mark(node, "data-shows", live?.channels.find((c) => c.channel === channel)?.indication ?? (live === null ? "unknown" : "dark"));
        mark(node, "data-call", String(live?.phases.some((p) => p.ped_call && phases.includes(p.phase)) ?? false));
      }
    },
  };
}

function pedHead([x, y]: readonly [number, number]): SVGGElement {
  return svg(
    "g",
    { class: "ped-head", transform: `translate(${x} ${y})` },
    svg("rect", { x: -8, y: -8.5, width: 16, height: 17, rx: 3.5 }),
    svg("path", { class: "hand", d: HAND }),
    svg("path", { class: "walker", d: WALKER }),
    svg("circle", { class: "pressed", cx: 8, cy: -8.5, r: 4 }),
  );
}
