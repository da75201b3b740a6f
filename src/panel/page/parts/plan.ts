import { forms, words } from "../language.ts";
import { unitSays } from "../said.ts";
import type { DrawnSite, Live, Part } from "../view.ts";
import { type Asked, lasts } from "./asked.ts";
import { facts } from "./facts.ts";

/** What is in force, who says so, and who goes before the others: a line each, and none for what the site does not have. */
export function drawPlan(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const { node, show } = facts({
    pattern: words.plan.pattern,
    source: words.plan.source,
    coordination: words.plan.coordination,
    cycle: words.plan.cycle,
    preempt: words.plan.preempt,
    priority: words.plan.priority,
    neighbours: words.plan.neighbours,
    asked: words.plan.asked,
    cabinet: words.plan.cabinet,
    flash: words.plan.flash,
  });
  return {
    node,
    show: (live) => {
      if (live === null) return show(null);
      const pattern = site.patterns.find((p) => p.number === live.pattern);
      show({
        pattern: live.pattern === 0 ? "–" : `${live.pattern} ${pattern?.name ?? ""}`.trimEnd(),
        source: unitSays(live.coordination.source_cause) || "–",
        coordination: coordinated(site) ? coordinationWords(live.coordination) || words.plan.free : "",
        cycle: cycleWords(pattern, live.coordination.cycle_ds),
        preempt: site.preempts.length === 0 ? "" : preemptWords(site, live) || words.none,
        priority: site.priority ? live.priority.map(priorityWords).join(words.picture.between) || words.none : "",
        neighbours: live.neighbours.map(neighbourWords).join(words.picture.between),
        asked: (live.asked ?? []).map((asked) => askedWords(asked, live)).join(words.picture.between),
        cabinet: [live.stop_time ? words.plan.stopTime : "", live.manual ? words.plan.manual : ""].filter((s) => s !== "").join(", "),
        flash: words.plan.flashes[live.flash],
      });
    },
  };
}

const coordinated = (site: DrawnSite): boolean => site.patterns.some((p) => p.cycle_ds !== null);

/** "34.2 of 130.0 s, offset 81.0 s" */
function cycleWords(pattern: DrawnSite["patterns"][number] | undefined, into_ds: number | null): string {
  if (pattern === undefined || pattern.cycle_ds === null || into_ds === null) return "";
  return words.plan.cycleWords(forms.seconds(into_ds), forms.seconds(pattern.cycle_ds), forms.seconds(pattern.offset_ds));
}

/** "1 railway: dwell"; "" where none is in force. */
export function preemptWords(site: DrawnSite, { preempt }: Live): string {
  if (preempt === null) return "";
  const name = site.preempts.find((p) => p.number === preempt.number)?.name ?? "";
  return `${`${preempt.number} ${name}`.trimEnd()}: ${words.plan.preempts[preempt.interval]}`;
}

const SILENT_DS = 100;

/** "DEMO-002 from south: 83 % of it comes" */
const neighbourWords = ({ unit, approach, silent_ds, trust_pm }: Live["neighbours"][number]): string => {
  const heard = silent_ds === null ? words.plan.notHeardYet : words.plan.notHeardFor(Math.round(silent_ds / 10));
  const silent = silent_ds === null || silent_ds > SILENT_DS;
  return words.plan.neighbour(unit, approach, silent ? heard : words.plan.trusted(forms.percent(trust_pm)));
};

const priorityWords = ({ vehicle, phase, arrival_ds, status }: Live["priority"][number]): string =>
  words.plan.prioritised(vehicle, words.plan.priorities[status], phase, Math.max(0, Math.ceil(arrival_ds / 10)));

/** "Hold of phase 2 (Miller, technician, 25 s left)" */
const askedWords = (asked: Asked, live: Live): string =>
  words.plan.askedBy(lasts(asked, live), unitSays(asked.by), forms.duration(asked.left_s));

/** "" for a pattern that is meant to be free. */
export function coordinationWords({ status, free }: Live["coordination"]): string {
  if (status === "free" && free !== "command-free" && free !== "not-free") return words.runsFree(words.free[free]);
  return words.coordination[status];
}
