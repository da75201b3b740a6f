import { html, svg } from "../../dom.ts";
import { words } from "../../language.ts";

const loop = (attributes: { readonly [name: string]: string }): SVGElement =>
  svg("g", { class: "loop", ...attributes }, svg("rect", { class: "cut", x: -6, y: -6, width: 12, height: 12, rx: 3 }), cross());
const cross = (): SVGElement => svg("path", { class: "cross", d: "M-5-5 5 5M5-5-5 5" });

const SIGNS: readonly (readonly [says: string, sign: SVGElement])[] = [
  [words.legend.loop, loop({})],
  [words.legend.on, loop({ "data-on": "true" })],
  [words.legend.fault, loop({ "data-fault": "true" })],
  [words.legend.forced, loop({ "data-forced": "true" })],
  [words.legend.count, svg("g", { class: "loop count" }, svg("path", { class: "cut", d: "M-8 0H8" }))],
  [words.legend.stands, svg("path", { class: "queue", d: "M0-8V8" })],
  [words.legend.waits, svg("circle", { class: "waits", r: 4.5 })],
];

/** What the signs in the picture mean. */
export function drawLegend(): HTMLElement {
  const items = SIGNS.map(([says, sign]) => html("li", {}, svg("svg", { viewBox: "-9 -9 18 18", "aria-hidden": "true" }, sign), says));
  return html("ul", { class: "legend" }, ...items);
}
