import { mark, say, svg } from "../../dom.ts";
import type { DrawnSite, Part } from "../../view.ts";
import { at, type Leg, type Point } from "./geometry.ts";
import { marksOf, type Shown, type Signal, shownBy, signalsOf } from "./signals.ts";
import { arrowOf, LETTERS } from "./words.ts";

const [WIDTH, HEIGHT, GAP] = [24, 66, 7];
/** Its phase's number, or its own name, stands under a head. */
const LABEL = 15;
const LAMPS = [
  { colour: "red", y: 12.5 },
  { colour: "yellow", y: 33 },
  { colour: "green", y: 53.5 },
] as const;

/** Which lamp of three is lit. */
const LIT: { readonly [S in Shown]: "red" | "yellow" | "green" | "" } = {
  dark: "",
  red: "red",
  yellow: "yellow",
  green: "green",
  "flashing-red": "red",
  "flashing-yellow": "yellow",
  "flashing-green": "green",
  "flashing-yellow-arrow": "yellow",
};

/** Long names are written small, so that those of neighbours stay apart. */
const sizeOf = (label: string): number => Math.min(12.5, 42 / label.length);

/** Signal heads, upright as in the street, beside the stop line that they are for: red on top, and the letter in the lamp. */
export function drawHeads(
  site: DrawnSite,
  legs: readonly Leg[],
): Part & { readonly node: SVGGElement; readonly corners: readonly Point[] } {
  const order = ["left", "all", "through", "right", "pedestrian"];
  const signals = signalsOf(site);
  const drawn = legs.flatMap((leg) => {
    const own = signals.filter((s) => s.approach === leg.name).sort((a, b) => order.indexOf(a.movement) - order.indexOf(b.movement));
    const [x, y] = corner(leg, own.length);
    return own.map((signal, i) => head(signal, [x + i * (WIDTH + GAP), y]));
  });
  return {
    node: svg("g", {}, ...drawn.map((d) => d.node)),
    corners: drawn.flatMap(({ at: [x, y] }) => [[x, y] as const, [x + WIDTH, y + HEIGHT + LABEL] as const]),
    show: (live) => {
      const shown = live === null ? null : shownBy(signals, live);
      for (const { signal, node, letters } of drawn) {
        const shows = shown?.get(signal.channel) ?? "unknown";
        mark(node, "data-shows", shows);
        const lit = shows === "unknown" ? "" : LIT[shows];
        mark(node, "data-lit", lit);
        // An arrow that flashes is told from a signal that does by its way.
        const letter = shows === "unknown" ? "" : shows === "flashing-yellow-arrow" ? arrowOf(signal.movement) : LETTERS[shows];
        for (const { colour, text } of letters) {
          say(text, shows === "unknown" ? (colour === "yellow" ? "?" : "") : colour === lit ? letter : "");
        }
      }
    },
  };
}

/** The top left of a row of heads that stands on the kerb side of a leg, clear of the road at any heading. */
function corner(leg: Leg, heads: number): readonly [x: number, y: number] {
  const [width, height] = [heads * WIDTH + (heads - 1) * GAP, HEIGHT + LABEL];
  const angle = (leg.heading_deg * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const beside = (cos * width + sin * height) / 2;
  const along = (sin * width + cos * height) / 2;
  const [x, y] = at(leg, leg.stop + 6 + along, -(leg.kerb + 9 + beside));
  return [x - width / 2, y - height / 2];
}

function head(signal: Signal, [x, y]: Point) {
  const letters = LAMPS.map(({ colour, y }) => ({
    colour,
    text: svg("text", { class: "lamp-letter", x: WIDTH / 2, y: y + 3.6, "text-anchor": "middle" }),
  }));
  const node = svg(
    "g",
    { class: "signal", ...marksOf(signal), transform: `translate(${x} ${y})` },
    svg("title", {}, signal.title),
    svg("rect", { class: "housing", width: WIDTH, height: HEIGHT, rx: 7 }),
    ...LAMPS.map((lamp) => svg("circle", { class: `lamp ${lamp.colour}`, cx: WIDTH / 2, cy: lamp.y, r: 8.6 })),
    ...letters.map((l) => l.text),
    svg(
      "text",
      { class: "head-number", x: WIDTH / 2, y: HEIGHT + 12, "text-anchor": "middle", "font-size": sizeOf(signal.label) },
      signal.label,
    ),
  );
  return { signal, at: [x, y] as const, node, letters };
}
