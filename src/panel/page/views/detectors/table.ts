import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { forcedOf, isFault } from "../../parts/forced.ts";
import { cells, table } from "../../parts/table.ts";
import { unitSays } from "../../said.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";
import type { LastOn } from "./last-on.ts";
import { type Silence, silenceOn } from "./silence.ts";

type Detector = DrawnSite["detectors"][number];

const KINDS: readonly { readonly caption: string; readonly kinds: readonly Detector["kind"][] }[] = [
  { caption: words.detectors.stopLine, kinds: ["stop-line"] },
  { caption: words.detectors.others, kinds: ["advance", "count", "zone"] },
];

/** Every detector by what it is for: what it says, since when it has seen nobody, and what is wrong or doubted. */
export function drawDetectors(site: DrawnSite, last: LastOn): Part & { readonly node: HTMLElement } {
  const silences = site.ports.map(({ name }) => ({ port: name, node: html("p", { class: "silence fault", hidden: "" }) }));
  const rows = site.detectors.map((detector) => drawRow(detector, last));
  const halves = KINDS.map(({ caption, kinds }) => [caption, rows.filter((r) => kinds.includes(r.detector.kind))] as const)
    .filter(([, those]) => those.length > 0)
    .map(([caption, those]) =>
      table(
        caption,
        words.detectors.heads,
        those.map((r) => r.row),
      ),
    );
  return {
    node: html("div", {}, ...silences.map((s) => s.node), html("div", { class: "halves" }, ...halves)),
    show: (live) => {
      const now = new Map(live?.detectors.map((d) => [d.detector, d]));
      const said = silences.flatMap(({ port, node }) => {
        const silence: Silence = live === null ? { words: "", devices: [] } : silenceOn(site, port, live);
        say(node, silence.words);
        if (node.hidden !== (silence.words === "")) node.hidden = silence.words === "";
        return silence.devices;
      });
      for (const row of rows) row.show(live, now.get(row.detector.number), said.includes(row.detector.device));
    },
  };
}

function drawRow(detector: Detector, last: LastOn) {
  const { number, name, kind } = detector;
  const state = html("td", { class: "state" });
  const when = html("td", { class: "figure when" });
  const [volume, occupancy] = cells(2, "figure");
  const note = html("span", { class: "fault" });
  const todo = html("span", { class: "todo" });
  const what = html("th", { scope: "row" }, html("span", { class: "no" }, String(number)), ` ${name} `, note, aboutOf(detector), todo);
  const row = html("tr", { "data-detector": number }, state, what, when, volume!, occupancy!);
  return {
    detector,
    row,
    /** `told`: what is wrong is said once for its whole device. */
    show: (live: Live | null, d: Live["detectors"][number] | undefined, told: boolean): void => {
      mark(row, "data-on", String(d?.on ?? false));
      mark(row, "data-fault", String(isFault(d?.fault ?? "")));
      say(state, d === undefined ? "–" : stateOf(d, kind));
      say(when, live === null || d === undefined ? "–" : d.on ? words.detectors.now : last.words(number, live.wall));
      say(volume!, d === undefined || d.volume < 0 ? "–" : forms.count(d.volume));
      say(occupancy!, d === undefined || d.occupancy_pm < 0 ? "–" : forms.percent(d.occupancy_pm));
      note.classList.toggle("fault", forcedOf(d?.fault ?? "") === null);
      say(note, told ? "" : unitSays(d?.fault || d?.doubt || ""));
      say(todo, told ? "" : last.todo(d?.fault ?? ""));
    },
  };
}

/** Where it lies and whom it calls. */
function aboutOf({ approach, lane, distance_m, call_phase, also_calls }: Detector): HTMLElement {
  const { lane: laneWords, at, calls } = words.detectors;
  const called = call_phase === null ? [] : [call_phase, ...also_calls];
  const parts = [laneWords(approach, lane), distance_m > 0 ? at(distance_m) : "", called.length > 0 ? calls(called) : ""];
  return html("small", {}, parts.filter((s) => s !== "").join(" · "));
}

function stateOf({ fault, on }: Live["detectors"][number], kind: Detector["kind"]): string {
  const forced = forcedOf(fault);
  if (forced !== null) return words.detectors.forcedTo[forced];
  if (fault !== "") return words.detectors.fault;
  return kind === "count" ? words.detectors.counts : on ? words.detectors.on : words.detectors.off;
}
