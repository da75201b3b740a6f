import { facts } from "./facts.ts";
import type { DrawnSite, Live, View } from "./view.ts";
import { coordinationWords, seconds } from "./words.ts";

const FLASH: { readonly [F in Live["flash"]]: string } = {
  "not-flash": "no",
  other: "yes",
  automatic: "automatic flash",
  "local-manual": "switched on in the cabinet",
  "fault-monitor": "by the conflict monitor",
  mmu: "by the cabinet's own monitor",
  "start-up": "start-up",
  preempt: "by a preempt",
};
const PREEMPT: { readonly [I in NonNullable<Live["preempt"]>["interval"]]: string } = {
  none: "",
  delay: "waits out its delay",
  entry: "on its way in",
  "track-clearance": "the track is cleared",
  dwell: "dwell",
  exit: "on its way out",
};
const PRIORITY: { readonly [S in Live["priority"][number]["status"]]: string } = {
  idle: "taken",
  queued: "waits its turn",
  active: "is helped",
  override: "stands behind a preempt",
  refused: "cannot be helped",
  served: "was served",
};

/** What is in force, who says so, and who goes before the others: a line each, and none for what the site does not have. */
export function drawPlan(site: DrawnSite): View & { readonly node: HTMLElement } {
  const { node, show } = facts({
    pattern: "Pattern",
    source: "Because of",
    coordination: "Coordination",
    cycle: "Cycle",
    preempt: "Preempt",
    priority: "Priority",
    neighbours: "Neighbours",
    cabinet: "In the cabinet",
    flash: "Flash",
  });
  return {
    node,
    show: (live) => {
      if (live === null) return show(null);
      const pattern = site.patterns.find((p) => p.number === live.pattern);
      show({
        pattern: live.pattern === 0 ? "–" : `${live.pattern} ${pattern?.name ?? ""}`.trimEnd(),
        source: live.coordination.source_cause || "–",
        coordination: coordinated(site) ? coordinationWords(live.coordination) || "free" : "",
        cycle: cycleWords(pattern, live.coordination.cycle_ds),
        preempt: site.preempts.length === 0 ? "" : preemptWords(site, live) || "none",
        priority: site.priority ? live.priority.map(priorityWords).join("; ") || "none" : "",
        neighbours: live.neighbours.map(neighbourWords).join("; "),
        cabinet: [live.stop_time ? "stop time" : "", live.manual ? "manual control" : ""].filter((s) => s !== "").join(", "),
        flash: FLASH[live.flash],
      });
    },
  };
}

const coordinated = (site: DrawnSite): boolean => site.patterns.some((p) => p.cycle_ds !== null);

/** "34.2 of 130.0 s, offset 81.0 s" */
function cycleWords(pattern: DrawnSite["patterns"][number] | undefined, into_ds: number | null): string {
  if (pattern === undefined || pattern.cycle_ds === null || into_ds === null) return "";
  return `${seconds(into_ds)} of ${seconds(pattern.cycle_ds)} s, offset ${seconds(pattern.offset_ds)} s`;
}

/** "1 railway: dwell"; "" where none is in force. */
export function preemptWords(site: DrawnSite, { preempt }: Live): string {
  if (preempt === null) return "";
  const name = site.preempts.find((p) => p.number === preempt.number)?.name ?? "";
  return `${`${preempt.number} ${name}`.trimEnd()}: ${PREEMPT[preempt.interval]}`;
}

const SILENT_DS = 100;

/** "DEMO-002 from south: 83 % of it comes" */
const neighbourWords = ({ unit, approach, silent_ds, trust_pm }: Live["neighbours"][number]): string => {
  const heard = silent_ds === null ? "not heard yet" : `not heard for ${Math.round(silent_ds / 10)} s`;
  const silent = silent_ds === null || silent_ds > SILENT_DS;
  return `${unit} from ${approach}: ${silent ? heard : `${Math.round(trust_pm / 10)} % of what it announces comes`}`;
};

const priorityWords = ({ vehicle, phase, arrival_ds, status }: Live["priority"][number]): string =>
  `${vehicle} ${PRIORITY[status]} (phase ${phase}, ${arrival_ds > 0 ? `in ${Math.ceil(arrival_ds / 10)} s` : "at the line"})`;
