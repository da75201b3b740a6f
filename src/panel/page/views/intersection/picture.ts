import { mark, svg } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";
import { at, type Leg, laneIn, laneOut, legsOf, middleOf, outline, type Point, type Turn, xy } from "./geometry.ts";
import { drawHeads } from "./heads.ts";
import { lanesOf } from "./lanes.ts";
import { drawLoops } from "./loops.ts";
import { drawCrosswalks, drawMovements } from "./movements.ts";
import { drawQueues } from "./queues.ts";
import { type Signal, shownBy, signalsOf } from "./signals.ts";

/** The intersection from above, drawn from the site file. North is up. */
export function drawPicture(site: DrawnSite): Part & { readonly node: SVGSVGElement } {
  const legs = legsOf(site);
  const lanes = lanesOf(site, legs);
  const movements = drawMovements(legs, lanes);
  const crosswalks = drawCrosswalks(site, legs);
  const loops = drawLoops(site, legs);
  const queues = drawQueues(site, legs);
  const heads = drawHeads(site, legs);
  const signals = signalsOf(site);
  const ends = legs.flatMap((leg) => [at(leg, leg.far, -leg.kerb), at(leg, leg.far, leg.kerb)]);
  const box = around([...ends, ...heads.corners, [-100, -100], [100, 100]]);
  const node = svg(
    "svg",
    {
      class: "picture",
      viewBox: `${box.left} ${box.top} ${box.width} ${box.height}`,
      role: "img",
      "aria-label": words.picture.label,
    },
    svg("path", { class: "road", d: outline(legs) }),
    ...legs.map(paint),
    ...lanes.map(({ leg, lane, turns }) => arrow(leg, lane, turns)),
    crosswalks.node,
    movements.node,
    loops.node,
    queues.node,
    movements.stopLines,
    heads.node,
    ...legs.map(nameOf),
    compass(box),
  );
  const parts: readonly Part[] = [movements, crosswalks, loops, queues, heads];
  return {
    node,
    show: (live) => {
      for (const part of parts) part.show(live);
      mark(node, "aria-label", inWords(site, signals, live));
    },
  };
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest picture that shows all of `points`, with a little air. */
function around(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs) - 4, Math.min(...ys) - 4];
  return { left, top, width: Math.max(...xs) + 4 - left, height: Math.max(...ys) + 4 - top };
}

/** Lines on a leg: its middle, and between lanes, unbroken for the last metres before the stop line. */
function paint(leg: Leg): SVGGElement {
  const line = (name: string, from: number, to: number, across: number): SVGPathElement =>
    svg("path", { class: name, d: `M${xy(at(leg, from, across))}L${xy(at(leg, to, across))}` });
  const solid = leg.stop + 34;
  const between = (lane: number): number => laneIn(leg, lane) + 10;
  return svg(
    "g",
    {},
    line("middle", leg.stop - 2, leg.far, middleOf(leg) - 1.2),
    line("middle", leg.stop - 2, leg.far, middleOf(leg) + 1.2),
    ...Array.from({ length: leg.lanes - 1 }, (_, i) => line("edge", leg.stop, solid, between(i + 1))),
    ...Array.from({ length: leg.lanes - 1 }, (_, i) => line("edge dashed", solid + 6, leg.far, between(i + 1))),
    ...Array.from({ length: leg.exits - 1 }, (_, i) => line("edge dashed", leg.mouth + 4, leg.far, laneOut(leg, i + 1) - 10)),
  );
}

const ARROWS: { readonly [T in Turn]: readonly [shaft: string, head: string] } = {
  through: ["M0 11V-5", "M-3.6-4 0-12 3.6-4Z"],
  left: ["M0 11V1Q0-4-4-4", "M-3.5-7.6-9.5-4-3.5-.4Z"],
  right: ["M0 11V3Q0-1 3-1", "M2.5-4.6 8.5-1 2.5 2.6Z"],
};

/** The arrow on the asphalt: its way up is the way that traffic goes. */
function arrow(leg: Leg, lane: number, turns: readonly Turn[]): SVGGElement {
  const [x, y] = at(leg, leg.stop + 38, laneIn(leg, lane));
  const place = `translate(${x} ${y}) rotate(${leg.heading_deg + 180})`;
  return svg("g", { class: "arrow", transform: place }, ...turns.map((way) => painted(ARROWS[way])));
}

function painted([shaft, head]: readonly [string, string]): SVGGElement {
  return svg("g", {}, svg("path", { class: "shaft", d: shaft }), svg("path", { class: "point", d: head }));
}

/** A leg's name at its far end, beside the lanes that lead away. */
function nameOf(leg: Leg): SVGTextElement {
  const [x, y]: Point = at(leg, leg.far - 6, leg.kerb + 9);
  const [sin, cos] = [Math.sin((leg.heading_deg * Math.PI) / 180), Math.cos((leg.heading_deg * Math.PI) / 180)];
  const anchor = Math.abs(cos) > 0.5 ? (cos > 0 ? "start" : "end") : sin > 0 ? "end" : "start";
  return svg("text", { class: "leg", x, y: y + 4, "text-anchor": anchor }, leg.name);
}

function compass({ left, top, width }: Box): SVGGElement {
  return svg(
    "g",
    { class: "compass", transform: `translate(${left + width - 14} ${top + 24})` },
    svg("path", { d: "M0-13 5 2 0-1-5 2Z" }),
    svg("text", { y: 14, "text-anchor": "middle" }, words.picture.north),
  );
}

/** What a screen reader says of the picture. */
function inWords(site: DrawnSite, signals: readonly Signal[], live: Live | null): string {
  if (live === null) return words.picture.noData;
  const shown = shownBy(signals, live);
  const said = (["green", "yellow", "flashing-yellow-arrow", "flashing-yellow", "flashing-red"] as const).flatMap((shows) => {
    const those = signals.filter((s) => shown.get(s.channel) === shows).map((s) => s.title);
    return those.length === 0 ? [] : [words.picture.group(words.picture.shows[shows], forms.list(those))];
  });
  const walks = site.channels.filter(
    (c) => c.kind === "pedestrian" && live.channels.some((now) => now.channel === c.number && now.indication === "green"),
  );
  const who = site.stages === null ? words.picture.withPhases(walks.map((c) => c.phase)) : forms.list(walks.map((c) => c.name));
  if (walks.length > 0) said.push(words.picture.walk(who));
  return words.picture.said(said.length === 0 ? words.picture.allRed : said.join(words.picture.between));
}
