import { html, mark, say } from "../../dom.ts";
import { words } from "../../language.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";
import { legsOf } from "./geometry.ts";
import { lanesOf } from "./lanes.ts";
import { shownBy, signalsOf } from "./signals.ts";

const WINDOW_MS = 120_000;
const [ROW, BAND, LOOP] = [20, 11, 3];

type Tone = "red" | "yellow" | "arrow" | "green" | "loop";
/** How high each colour stands in its row: a strip without colours reads the same. */
const HEIGHTS: { readonly [T in Tone]: number } = { red: 1.5, yellow: 6, arrow: 3.5, green: BAND, loop: LOOP };

interface Piece {
  readonly from: number;
  readonly tone: Tone | null;
}

/** One line of the strip: what was shown, from when to when, no longer than the window. */
class Trace {
  readonly pieces: Piece[] = [];

  note(at: number, tone: Tone | null): void {
    if (this.pieces.at(-1)?.tone !== tone) this.pieces.push({ from: at, tone });
    while (this.pieces.length > 1 && this.pieces[1]!.from < at - WINDOW_MS) this.pieces.shift();
  }
}

/** The last two minutes, head by head: what its lamps showed and, under it, when a vehicle was over a loop of its lanes. */
export function drawStrip(site: DrawnSite): Part & { readonly node: HTMLElement; note(live: Live | null): void } {
  const signals = signalsOf(site);
  const lanes = lanesOf(site, legsOf(site));
  const rows = signals.map(({ channel, label }) => ({
    channel,
    label,
    loops: lanes
      .filter((use) => use.signal.channel === channel)
      .flatMap(({ leg, lane }) => site.detectors.filter((d) => d.approach === leg.name && d.lane === lane && d.call_phase !== null))
      .map((d) => d.number),
    shown: new Trace(),
    over: new Trace(),
  }));
  const canvas = html("canvas", { role: "img", "aria-label": words.strip.label });
  canvas.style.height = `${rows.length * ROW}px`;
  const names = html("div", { class: "names", "aria-hidden": "true" });
  names.append(...rows.map(({ label }) => html("span", {}, label)));
  const axis = html("div", { class: "axis", "aria-hidden": "true" });
  axis.append(...words.strip.axis.map((each) => html("span", {}, each)));
  const since = html("p", { class: "since" });
  let last = 0;
  let [first, begun]: [number | null, string] = [null, words.strip.sinceOpened];
  return {
    node: html("div", { class: "strip" }, names, canvas, axis, since),
    note: (live) => {
      // A unit that started anew counts from zero again: what was before is no part of its time.
      if (live !== null && live.at < last) {
        for (const { shown, over } of rows) for (const trace of [shown, over]) trace.pieces.length = 0;
        [first, begun] = [live.at, words.strip.sinceStart];
      }
      last = live?.at ?? last;
      first ??= live?.at ?? null;
      const lamps = live === null ? null : shownBy(signals, live);
      const on = new Set(live?.detectors.filter((d) => d.on).map((d) => d.detector));
      for (const { channel, loops, shown, over } of rows) {
        shown.note(last, toneOf(lamps?.get(channel)));
        over.note(last, loops.some((n) => on.has(n)) ? "loop" : null);
      }
    },
    show: () => {
      say(since, first !== null && last - first < WINDOW_MS ? begun : "");
      paint(canvas, rows, last);
    },
  };
}

function toneOf(shows: string | undefined): Tone | null {
  if (shows === "flashing-yellow-arrow") return "arrow";
  const tone = shows?.replace("flashing-", "");
  return tone === "red" || tone === "yellow" || tone === "green" ? tone : null;
}

function paint(canvas: HTMLCanvasElement, rows: readonly { readonly shown: Trace; readonly over: Trace }[], now: number): void {
  const ratio = window.devicePixelRatio;
  const [width, height] = [canvas.clientWidth, rows.length * ROW];
  mark(canvas, "width", String(Math.round(width * ratio)));
  mark(canvas, "height", String(Math.round(height * ratio)));
  const to = canvas.getContext("2d");
  if (to === null || width === 0) return;
  const style = getComputedStyle(canvas);
  to.setTransform(ratio, 0, 0, ratio, 0, 0);
  to.clearRect(0, 0, width, height);
  const x = (at: number): number => width * (1 - (now - at) / WINDOW_MS);
  const draw = ({ pieces }: Trace, bottom: number): void => {
    for (const [i, { from, tone }] of pieces.entries()) {
      if (tone === null) continue;
      const [left, right] = [Math.max(0, x(from)), x(pieces[i + 1]?.from ?? now)];
      to.fillStyle = style.getPropertyValue(`--${tone === "arrow" ? "yellow" : tone}`);
      to.fillRect(left, bottom - HEIGHTS[tone], Math.max(right - left, 0.6), HEIGHTS[tone]);
    }
  };
  for (const [i, { shown, over }] of rows.entries()) {
    draw(shown, i * ROW + 2 + BAND);
    draw(over, i * ROW + 4 + BAND + LOOP);
  }
}
