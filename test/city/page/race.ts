import type { CityMap, Frame, TripFrame } from "../shown.ts";
import { isGreen } from "./route.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH, EDGE] = [360, 74, 12];

function node(name: string, attributes: { readonly [key: string]: string | number }, words = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = words;
  return made;
}

/** The route as a straight line, once for each of the two: signals as they are now, and how far each ambulance is. */
export function race(map: CityMap, { units }: Frame, trip: TripFrame): SVGElement {
  const errand = map.errands[trip.errand]!;
  const x = (m: number): number => EDGE + Math.min(1, m / errand.length_m) * (WIDE - 2 * EDGE);
  const [a, b] = [trip.own, trip.other].map(({ state, way_m }) => (state === "arrived" ? errand.length_m : way_m)) as [number, number];
  const all = node("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" });
  all.setAttribute("aria-label", `Of ${errand.length_m} m: with priority ${Math.round(a)} m, without ${Math.round(b)} m`);
  const track = (y: number, way_m: number, kind: string): void => {
    all.append(node("line", { x1: x(0), y1: y, x2: x(errand.length_m), y2: y, class: "track" }));
    all.append(node("line", { x1: x(0), y1: y, x2: x(way_m), y2: y, class: `gone ${kind}` }));
  };
  track(22, a, "own");
  track(52, b, "ghost");
  for (const { unit, at_m, links } of errand.stops) {
    const standing = units.find((each) => each.unit === unit);
    const lamps = standing?.lamps ?? "";
    const lit = links.some((link) => isGreen(lamps[link])) ? "green" : links.some((link) => lamps[link] === "y") ? "yellow" : "red";
    all.append(node("circle", { cx: x(at_m), cy: 22, r: 4.5, class: `lamp ${lit}` }));
    all.append(node("circle", { cx: x(at_m), cy: 52, r: 2.5, class: "dot" }));
    all.append(node("text", { x: x(at_m), y: 7.5, class: "unit" }, unit));
  }
  if (a - b > 20) {
    all.append(node("line", { x1: x(b), y1: 52, x2: x(a), y2: 22, class: "gap" }));
  }
  all.append(node("circle", { cx: x(b), cy: 52, r: 6, class: "at ghost" }));
  all.append(node("circle", { cx: x(a), cy: 22, r: 7, class: "at own" }));
  all.append(node("text", { x: WIDE - EDGE, y: 71, class: "end" }, `${(errand.length_m / 1_000).toFixed(1)} km`));
  return all;
}

/** Mean loss of those who arrived within five minutes, over the last twenty; one line for each of the two. */
export function chart(points: readonly { readonly at_s: number; readonly own: number; readonly other: number }[]): SVGElement {
  const all = node("svg", {
    viewBox: "0 0 360 84",
    role: "img",
    "aria-label": "Time lost by those who arrived, with priority and without",
  });
  const last_s = points.at(-1)?.at_s ?? 0;
  const begin_s = Math.max(points[0]?.at_s ?? 0, last_s - 1_200);
  const shown = points.filter(({ at_s }) => at_s >= begin_s);
  const top = Math.max(20, Math.ceil(Math.max(0, ...shown.flatMap(({ own, other }) => [own, other])) / 20) * 20);
  const x = (at_s: number): number => 26 + ((at_s - begin_s) / Math.max(60, last_s - begin_s)) * 326;
  const y = (lost: number): number => 68 - (lost / top) * 60;
  for (const lost of [0, top / 2, top]) {
    all.append(node("line", { x1: 26, y1: y(lost), x2: 352, y2: y(lost), class: "grid" }));
    all.append(node("text", { x: 21, y: y(lost) + 3, class: "end" }, `${lost}`));
  }
  for (const kind of ["other", "own"] as const) {
    const line = shown.map((each) => `${x(each.at_s).toFixed(1)},${y(each[kind]).toFixed(1)}`).join(" ");
    all.append(node("polyline", { points: line, class: `line ${kind === "own" ? "own" : "ghost"}` }));
  }
  all.append(node("text", { x: 352, y: 81, class: "end" }, "now"));
  all.append(node("text", { x: 26, y: 81, class: "unit start" }, `seconds lost; ${Math.max(1, Math.round((last_s - begin_s) / 60))} min`));
  return all;
}
