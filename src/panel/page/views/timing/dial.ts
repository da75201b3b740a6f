import { mark, say, svg } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { DrawnSite, Part } from "../../view.ts";
import { type Course, courseOf, placeOf } from "./course.ts";

const [OUTER, WIDTH, GAP] = [92, 17, 4];

/** The local cycle as a clock: rings as bands, the outer one first, and a hand that goes round; the mark on top is the reference point. */
export function drawDial(site: DrawnSite): Part & { readonly node: SVGSVGElement } {
  const bands = svg("g");
  const hand = svg("path", { class: "hand", d: "M0-99V-52" });
  const into = svg("text", { class: "into", y: -2, "text-anchor": "middle" });
  const whole = svg("text", { class: "whole", y: 14, "text-anchor": "middle" });
  const node = svg(
    "svg",
    { class: "dial", viewBox: "-110 -110 220 220", role: "img", "aria-label": words.timing.dial },
    svg("path", { class: "zero", d: "M0-96-6-107H6Z" }),
    bands,
    hand,
    into,
    whole,
  );
  let [shown, course]: [number, Course | null] = [-1, null];
  return {
    node,
    show: (live) => {
      const local = live?.coordination.cycle_ds ?? null;
      const pattern = local === null ? undefined : site.patterns.find((p) => p.number === live!.pattern);
      const is = pattern === undefined || pattern.cycle_ds === null ? null : pattern;
      mark(node, "data-turns", String(is !== null));
      if (is === null || local === null) {
        hand.style.transform = "";
        say(into, "–");
        say(whole, live === null ? "" : words.plan.free);
        mark(node, "aria-label", live === null ? words.timing.dial : words.timing.dialFree);
        return;
      }
      if (shown !== is.number || course === null) {
        shown = is.number;
        course = courseOf(site, is);
        bands.replaceChildren(...bandsOf(course, is.coordinated));
      }
      hand.style.transform = `rotate(${((360 * local) / course.cycle_ds).toFixed(2)}deg)`;
      say(into, forms.seconds(local));
      say(whole, words.timing.ofCycle(forms.seconds(course.cycle_ds)));
      // Not ten times a second: a screen reader that stands on it would never come to an end.
      const place = placeOf(course, local);
      const phases = course.rings.flatMap((r) =>
        r.slices.filter((s) => s.start_ds <= place && place < s.start_ds + s.split_ds).map((s) => s.phase),
      );
      mark(node, "aria-label", words.timing.dialSays(phases, forms.count(Math.round(course.cycle_ds / 10))));
    },
  };
}

/** Angles count from the reference point, clockwise. */
function bandsOf(course: Course, coordinated: readonly number[]): readonly SVGElement[] {
  const { cycle_ds, reference_ds } = course;
  const angle = (ds: number): number => ((ds - reference_ds) / cycle_ds) * 2 * Math.PI;
  const barriers = course.barriers_ds.map((ds) => {
    const [sin, cos] = [Math.sin(angle(ds)), -Math.cos(angle(ds))];
    const inner = OUTER - course.rings.length * (WIDTH + GAP);
    return svg("path", { class: "barrier", d: `M${xy(sin * (OUTER + 3), cos * (OUTER + 3))}L${xy(sin * inner, cos * inner)}` });
  });
  const slices = course.rings.flatMap(({ slices }, r) => {
    const radius = OUTER - WIDTH / 2 - r * (WIDTH + GAP);
    return slices.flatMap(({ phase, start_ds, split_ds, change_ds }) => {
      if (split_ds === 0) return [];
      const green = arc(radius, angle(start_ds), angle(start_ds + split_ds - change_ds));
      const change = arc(radius, angle(start_ds + split_ds - change_ds), angle(start_ds + split_ds));
      const middle = angle(start_ds + (split_ds - change_ds) / 2);
      const at = { x: round(Math.sin(middle) * radius), y: round(-Math.cos(middle) * radius + 4), "text-anchor": "middle" };
      const star = coordinated.includes(phase) ? " coordinated" : "";
      return [
        svg("path", { class: `band${star}`, d: green }),
        svg("path", { class: "band change", d: change }),
        svg("text", { class: "band-number", ...at }, String(phase)),
      ];
    });
  });
  return [...slices, ...barriers];
}

const round = (n: number): number => Math.round(n * 10) / 10;
const xy = (x: number, y: number): string => `${round(x)} ${round(y)}`;

function arc(radius: number, from: number, to: number): string {
  const end = Math.min(to, from + 2 * Math.PI - 0.001);
  const large = end - from > Math.PI ? 1 : 0;
  const [a, b] = [xy(Math.sin(from) * radius, -Math.cos(from) * radius), xy(Math.sin(end) * radius, -Math.cos(end) * radius)];
  return `M${a}A${radius} ${radius} 0 ${large} 1 ${b}`;
}
