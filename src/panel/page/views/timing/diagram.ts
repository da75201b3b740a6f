import { html, mark } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";
import { type Course, courseOf, placeOf, type Slice } from "./course.ts";

type Pattern = DrawnSite["patterns"][number];

/** Rings above each other, each phase as wide as its split, cut at the barriers; a line goes through while this pattern is in force and coordinated. */
export function drawDiagram(site: DrawnSite, pattern: Pattern): Part & { readonly node: HTMLElement } {
  const course = courseOf(site, pattern);
  const cursor = html("i", { class: "cursor", hidden: "" });
  const cells = new Map<number, HTMLElement>();
  const lines = course.rings.map(({ ring, slices }) => {
    const nodes = slices.map((slice) => {
      const node = drawSlice(site, pattern, course, slice);
      cells.set(slice.phase, node);
      return node;
    });
    return html("div", { class: "course-ring", role: "list", "aria-label": words.rings.ring(ring) }, ...nodes);
  });
  const axis = html(
    "div",
    { class: "course-axis", "aria-hidden": "true" },
    ...[0, ...course.barriers_ds].map((ds) => {
      const at = html("span", {}, forms.count(Math.round(ds / 10)));
      at.style.left = percent(ds, course.cycle_ds);
      return at;
    }),
  );
  const barriers = course.barriers_ds.slice(0, -1).map((ds) => {
    const line = html("i", { class: "barrier" });
    line.style.left = percent(ds, course.cycle_ds);
    return line;
  });
  return {
    node: html("div", { class: "course" }, html("div", { class: "course-rings" }, ...lines, ...barriers, cursor), axis),
    show: (live) => {
      const local = live !== null && live.pattern === pattern.number ? live.coordination.cycle_ds : null;
      if (cursor.hidden !== (local === null)) cursor.hidden = local === null;
      if (local !== null) cursor.style.left = percent(placeOf(course, local), course.cycle_ds);
      for (const [phase, node] of cells) mark(node, "data-interval", intervalOf(live, phase));
    },
  };
}

const intervalOf = (live: Live | null, phase: number): string =>
  live === null || live.mode === "flash" ? "unknown" : (live.phases.find((p) => p.phase === phase)?.interval ?? "unknown");

const percent = (ds: number, cycle_ds: number): string => `${cycle_ds === 0 ? 0 : ((100 * ds) / cycle_ds).toFixed(3)}%`;

function drawSlice(site: DrawnSite, pattern: Pattern, { cycle_ds }: Course, { phase, start_ds, split_ds, change_ds }: Slice): HTMLElement {
  const { name = "", yellow_change_ds = 0 } = site.phases.find((p) => p.number === phase) ?? {};
  const change = html("i", { class: "change" });
  change.style.setProperty("--yellow-part", percent(Math.min(yellow_change_ds, change_ds), change_ds));
  const coordinated = pattern.coordinated.includes(phase);
  const node = html(
    "div",
    { class: coordinated ? "slice coordinated" : "slice", role: "listitem" },
    html("b", {}, String(phase), ...(coordinated ? [html("span", { class: "star", "aria-hidden": "true" }, "★")] : [])),
    html("span", { class: "name" }, name),
    html("span", { class: "split" }, words.timing.seconds(forms.seconds(split_ds))),
    change,
  );
  node.style.left = percent(start_ds, cycle_ds);
  node.style.width = percent(split_ds, cycle_ds);
  node.style.setProperty("--change", percent(change_ds, split_ds));
  return node;
}
