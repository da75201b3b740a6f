import { html, mark, say, svg } from "../dom.ts";
import { words } from "../language.ts";
import { ticksTo, timesIn } from "./axis.ts";
import { gestures } from "./gestures.ts";
import { valuesTable } from "./values.ts";
import { ViewRange } from "./view-range.ts";

/** A time and a height; a height that is not a number is a hole in a line. */
export type Point = readonly [at: number, height: number];

/** How one kind of thing is drawn: its class says the colour, `shape` and dashes tell it from others without one. */
export interface Trace {
  readonly name: string;
  readonly tone: "now" | "before" | "dots" | "green" | "yellow" | "red";
  readonly shape: "line" | "dots" | "bars";
  readonly points: readonly Point[];
  /** Of bars: from the point's height to this one, as wide as the time to `until`. */
  readonly bars?: readonly { readonly from: Point; readonly until: number; readonly to: number }[];
}

/** One picture: times in ms along, heights up from 0. */
export interface Plotted {
  readonly from: number;
  readonly to: number;
  /** At least so high. */
  readonly top: number;
  readonly height: (value: number) => string;
  readonly time: (at: number) => string;
  readonly traces: readonly Trace[];
  /** Places that a finger or an arrow key stops at, in order, and what is said of each: the same as stands in the table. */
  readonly stops: readonly { readonly at: number; readonly cells: readonly string[] }[];
  readonly heads: readonly string[];
}

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [200, 46, 22, 10, 8];

/**
 * A plot of times: drawn as SVG, so that it is sharp on every screen and takes its colours from the style sheet. By eye, by finger (two to go
 * nearer), by keyboard (arrows walk from value to value, plus and minus go nearer and back), or as a table.
 */
export function drawPlot(name: string, label: string) {
  const grid = svg("path", { class: "grid" });
  const marks = svg("g", { class: "marks" });
  const drawn = svg("g", { class: "traces" });
  const cursor = svg("path", { class: "cursor" });
  const picture = svg("svg", { class: "plot", height: HEIGHT, "aria-hidden": "true" }, grid, drawn, cursor, marks);
  const legend = html("ul", { class: "keys", "aria-hidden": "true" });
  const said = html("p", { class: "said", "aria-hidden": "true" });
  const surface = html(
    "div",
    { class: "surface", tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 0, "aria-valuenow": 0 },
    picture,
  );
  const button = (sign: string, what: string, act: () => void): HTMLButtonElement => {
    const node = html("button", { type: "button", "aria-label": `${what}: ${label}`, title: what }, sign);
    node.addEventListener("click", act);
    return node;
  };
  const range = new ViewRange();
  const values = valuesTable(label);
  // Until the unit has measured: a day takes it some seconds.
  const nothing = html("p", { class: "nothing" }, words.plots.waits);
  const tools = html(
    "div",
    { class: "tools" },
    button("−", words.plots.farther, () => look(() => range.zoom(2, middle()))),
    button("+", words.plots.nearer, () => look(() => range.zoom(0.5, middle()))),
  );
  const body = html("div", { class: "body" }, html("div", { class: "above" }, legend, tools), surface, said, values.node);
  const node = html("div", { class: "plotted", "data-plot": name }, nothing, body);

  let shown: Plotted | null = null;
  let [width, stop] = [0, -1];
  const middle = (): number => (stop >= 0 ? (shown?.stops[stop]?.at ?? 0) : (range.from + range.to) / 2);
  const across = (at: number): number => LEFT + ((at - range.from) / (range.to - range.from)) * (width - LEFT - RIGHT);
  const timeAt = (x: number): number => range.from + ((x - LEFT) / (width - LEFT - RIGHT)) * (range.to - range.from);

  function look(change: () => void): void {
    if (shown === null) return;
    change();
    paint();
  }

  function paint(): void {
    if (shown === null || width === 0) return;
    const { from, to } = range;
    const ticks = ticksTo(shown.top);
    const top = ticks.at(-1)!;
    const up = (value: number): number => HEIGHT - BOTTOM - (Math.min(value, top) / top) * (HEIGHT - BOTTOM - TOP);
    const times = timesIn(from, to, Math.max(2, Math.floor((width - LEFT) / 70)));
    mark(picture, "width", String(width));
    mark(picture, "viewBox", `0 0 ${width} ${HEIGHT}`);
    mark(grid, "d", ticks.map((value) => `M${LEFT} ${up(value)}H${width - RIGHT}`).join(""));
    const text = (x: number, y: number, anchor: string, what: string) => svg("text", { x, y, "text-anchor": anchor }, what);
    const { height, time } = shown;
    marks.replaceChildren(
      ...ticks.map((value) => text(LEFT - 6, up(value) + 4, "end", height(value))),
      // The last one ends where the picture does.
      ...times.map((at) => text(Math.min(across(at), width - 18), HEIGHT - 6, "middle", time(at))),
    );
    drawn.replaceChildren(
      ...shown.traces.map((trace) => svg("path", { class: `${trace.shape} ${trace.tone}`, d: pathOf(trace, across, up, range) })),
    );
    point();
  }

  /** The line under the finger, and its words. */
  function point(): void {
    const at = shown?.stops[stop];
    const there = at !== undefined && at.at >= range.from && at.at <= range.to;
    mark(cursor, "d", there ? `M${across(at.at)} ${TOP}V${HEIGHT - BOTTOM}` : "");
    const told = at === undefined ? "" : at.cells.map((cell, i) => (i === 0 ? cell : `${shown!.heads[i]} ${cell}`)).join(" · ");
    say(said, told);
    mark(surface, "aria-valuenow", String(Math.max(0, stop)));
    mark(surface, "aria-valuetext", told === "" ? words.plots.walk : told);
  }

  function go(to: number): void {
    if (shown === null || shown.stops.length === 0) return;
    stop = Math.min(Math.max(0, to), shown.stops.length - 1);
    look(() => range.reach(shown!.stops[stop]!.at));
  }

  surface.addEventListener("keydown", (event) => {
    const acts: { readonly [key: string]: () => void } = {
      ArrowLeft: () => go(stop < 0 ? 0 : stop - 1),
      ArrowRight: () => go(stop + 1),
      ArrowDown: () => go(stop < 0 ? 0 : stop - 1),
      ArrowUp: () => go(stop + 1),
      PageDown: () => go(stop - 12),
      PageUp: () => go(stop + 12),
      Home: () => go(0),
      End: () => go(Number.MAX_SAFE_INTEGER),
      "+": () => look(() => range.zoom(0.5, middle())),
      "-": () => look(() => range.zoom(2, middle())),
    };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  gestures(surface, {
    touch: (x) => go(nearest(shown?.stops ?? [], timeAt(x))),
    drag: (by) => look(() => range.move(timeAt(0) - timeAt(by))),
    pinch: (by, x) => look(() => range.zoom(by, timeAt(x))),
    isNear: () => !range.isWhole,
  });
  new ResizeObserver(() => {
    width = Math.floor(surface.clientWidth);
    paint();
  }).observe(surface);

  return {
    node,
    /** `why`: what is said where there is nothing to draw. */
    show: (plotted: Plotted | null, why: string): void => {
      shown = plotted;
      say(nothing, plotted === null ? why : "");
      nothing.hidden = plotted !== null;
      body.hidden = plotted === null;
      if (plotted === null) return;
      range.of(plotted.from, plotted.to);
      if (stop >= plotted.stops.length) stop = -1;
      mark(surface, "aria-valuemax", String(Math.max(0, plotted.stops.length - 1)));
      legend.replaceChildren(...plotted.traces.map(({ name: what, tone, shape }) => html("li", { class: `${shape} ${tone}` }, what)));
      values.show(plotted.heads, plotted.stops);
      width = Math.floor(surface.clientWidth);
      paint();
    },
  };
}

/** One path whatever it has: ten thousand dots are one node. */
function pathOf(trace: Trace, across: (at: number) => number, up: (value: number) => number, { from, to }: ViewRange): string {
  const tenth = (n: number): number => Math.round(n * 10) / 10;
  if (trace.shape === "bars") {
    return (trace.bars ?? [])
      .filter((bar) => bar.until > from && bar.from[0] < to)
      .map((bar) => {
        const [left, right] = [across(Math.max(from, bar.from[0])), across(Math.min(to, bar.until))];
        return `M${tenth(left)} ${tenth(up(bar.from[1]))}H${tenth(right)}V${tenth(up(bar.to))}H${tenth(left)}Z`;
      })
      .join("");
  }
  if (trace.shape === "dots") {
    return trace.points
      .filter(([at]) => at >= from && at <= to)
      .map(([at, value]) => `M${tenth(across(at))} ${tenth(up(value))}h0`)
      .join("");
  }
  let path = "";
  let pen = false;
  for (const [i, [at, value]] of trace.points.entries()) {
    const near = (trace.points[i + 1]?.[0] ?? at) >= from && (trace.points[i - 1]?.[0] ?? at) <= to;
    if (!near || Number.isNaN(value)) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${tenth(across(at))} ${tenth(up(value))}`;
    // A value that stands alone is a stroke that one can see.
    if (!pen && Number.isNaN(trace.points[i + 1]?.[1] ?? Number.NaN)) path += "m-3 0h6";
    pen = true;
  }
  return path;
}

function nearest(stops: Plotted["stops"], at: number): number {
  let best = -1;
  for (const [i, stop] of stops.entries()) if (best < 0 || Math.abs(stop.at - at) < Math.abs(stops[best]!.at - at)) best = i;
  return best;
}
