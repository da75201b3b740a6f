import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { type Asked, waitsForGreen } from "../../parts/asked.ts";
import { flashes } from "../../parts/green.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";
import { arrowOf, LETTERS } from "./words.ts";

type Ring = Live["rings"][number];
type PhaseAsked = Extract<Asked, { readonly phase: number }>;

/** Rings side by side, cut at the barriers: who is green, who waits, who comes next, and how long it may still take. */
export function drawRings(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const rings = site.rings.map((ring) => drawRing(site, ring));
  return {
    node: html("div", { class: site.stages === null ? "rings" : "rings stages" }, ...rings.flatMap((r) => r.nodes)),
    show: (live) => {
      for (const ring of rings) ring.show(live);
    },
  };
}

function drawRing(site: DrawnSite, ring: DrawnSite["rings"][number]) {
  const cells = ring.groups.map((group) => group.map((number) => drawPhase(site, number)));
  const groups = cells.map((group) => html("ol", { class: "group" }, ...group.map((cell) => cell.node)));
  const headline = html("p", { class: "ring-now" });
  const gauges = GAUGES.map((gauge) => drawGauge(site, gauge));
  const name = html("h3", {}, site.stages === null ? words.rings.ring(ring.number) : words.rings.stage);
  return {
    nodes: [
      html("div", { class: "ring" }, html("div", { class: "ring-head" }, name, headline), html("div", { class: "groups" }, ...groups)),
      html("div", { class: "gauges" }, ...gauges.map((g) => g.node)),
    ],
    show: (live: Live | null) => {
      const now = live?.rings.find((r) => r.ring === ring.number);
      for (const cell of cells.flat()) cell.show(live, now);
      for (const gauge of gauges) gauge.show(live, now);
      say(
        headline,
        live === null || now === undefined ? words.rings.noData : flashes(live) ? words.rings.notInForce : headlineOf(site, live, now),
      );
    },
  };
}

/** What somebody asked for of a phase, and for how long yet: a sentence each. */
const askedOf = (live: Live, number: number): readonly string[] =>
  (live.asked ?? [])
    .filter((each): each is PhaseAsked => "phase" in each && each.phase === number)
    .map((each) => words.rings.asked[waitsForGreen(each, live) ? "holdWaits" : each.kind](forms.duration(each.left_s)));

function headlineOf(site: DrawnSite, live: Live, { phase, interval, elapsed_ds, next }: Ring): string {
  const name = (n: number): string => `${n} ${site.phases.find((p) => p.number === n)?.name ?? ""}`.trim();
  const then = next > 0 && next !== phase ? words.rings.next(next) : "";
  // A ring whose red is over has no time of its own until it begins again.
  const since = interval === "red" ? "" : words.rings.for(forms.seconds(elapsed_ds));
  const held = askedOf(live, phase).map(words.rings.andAsked);
  return phase > 0
    ? words.rings.runs(name(phase), words.rings.intervals[interval], since, held.join("") + then)
    : `${words.rings.noPhase}${then}`;
}

function drawPhase(site: DrawnSite, number: number) {
  const phase = site.phases.find((p) => p.number === number);
  // A stage has no way of its own; its signal groups have.
  const stage = site.stages?.order.find((s) => s.number === number);
  const turn = stage !== undefined || phase === undefined ? "" : arrowOf(phase.movement);
  const letter = html("b", { class: "letter", "aria-hidden": "true" });
  const spoken = html("span", { class: "hidden" });
  const asked = html("span", { class: "asked" });
  const marks = html("span", { class: "marks" });
  const ended = html("span", { class: "ended" });
  const node = html(
    "li",
    { class: "phase", "data-phase": number },
    html("span", { class: "number" }, String(number), html("span", { class: "turn", "aria-hidden": "true" }, turn)),
    letter,
    html("span", { class: "name" }, phase?.name ?? ""),
    html("span", { class: "name" }, stage?.groups.join(" ") ?? ""),
    spoken,
    asked,
    marks,
    ended,
  );
  return {
    node,
    show: (live: Live | null, ring: Ring | undefined) => {
      const now = live?.phases.find((p) => p.phase === number);
      if (live === null || now === undefined || flashes(live)) {
        mark(node, "data-interval", "unknown");
        mark(node, "data-next", "false");
        mark(node, "data-call", "false");
        for (const text of [letter, spoken, asked, marks, ended]) say(text, "");
        return;
      }
      mark(node, "data-interval", now.interval);
      mark(node, "data-next", String(ring?.next === number && ring.phase !== number));
      say(letter, LETTERS[now.interval === "red-clear" || now.interval === "leading-walk" ? "red" : now.interval]);
      say(spoken, `: ${words.rings.intervals[now.interval]}.`);
      say(asked, askedOf(live, number).join(" · "));
      const waits = now.interval !== "green";
      const { ped, call, pedCall, faultRecall } = words.rings;
      const said = [ped[now.ped], now.call && waits ? call : "", now.ped_call ? pedCall : "", now.fault_recall ? faultRecall : ""];
      say(marks, said.filter((s) => s !== "").join(" · "));
      say(ended, waits ? words.rings.ended[now.terminated_by] : "");
      mark(node, "data-call", String((now.call || now.ped_call) && waits));
    },
  };
}

interface Gauge {
  readonly name: keyof typeof words.rings.gauges;
  readonly left: (ring: Ring) => number;
  /** What it counts down from, so that its bar has a full length. */
  readonly whole: (phase: DrawnSite["phases"][number], ring: Ring, pattern: DrawnSite["patterns"][number] | undefined) => number;
}

const GAUGES: readonly Gauge[] = [
  { name: "min", left: (r) => r.min_left_ds, whole: (p) => p.min_green_ds },
  {
    name: "gap",
    left: (r) => r.gap_left_ds,
    whole: (p) => p.passage_ds,
  },
  {
    name: "max",
    left: (r) => r.max_left_ds,
    whole: (p, _, pattern) => pattern?.phases.find((of) => of.phase === p.number)?.max_green_ds ?? p.max1_ds,
  },
  {
    name: "clear",
    left: (r) => r.clear_left_ds,
    whole: (p, r) => (r.interval === "yellow" ? p.yellow_change_ds : p.red_clear_ds),
  },
];

function drawGauge(site: DrawnSite, { name, left, whole }: Gauge) {
  const { label, title } = words.rings.gauges[name];
  const value = html("span", { class: "value" });
  const bar = html("i");
  const node = html("div", { class: "gauge", title }, html("span", { class: "label" }, label), value, html("span", { class: "bar" }, bar));
  return {
    node,
    show: (live: Live | null, ring: Ring | undefined) => {
      const phase = site.phases.find((p) => p.number === ring?.phase);
      const left_ds = live === null || ring === undefined || flashes(live) ? 0 : left(ring);
      const whole_ds =
        phase === undefined || ring === undefined
          ? 0
          : whole(
              phase,
              ring,
              site.patterns.find((p) => p.number === live?.pattern),
            );
      say(value, left_ds > 0 ? words.timing.seconds(forms.seconds(left_ds)) : "–");
      const part = whole_ds > 0 ? Math.min(1, left_ds / whole_ds) : 0;
      bar.style.transform = `scaleX(${part.toFixed(3)})`;
      mark(node, "data-runs", name === "clear" && ring !== undefined && left_ds > 0 ? ring.interval : String(left_ds > 0));
    },
  };
}
