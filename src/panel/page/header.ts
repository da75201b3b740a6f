import { byId, mark, say } from "./dom.ts";
import { preemptWords } from "./plan.ts";
import type { DrawnSite, Live, View } from "./view.ts";
import { clockOf, coordinationWords, list, MODES } from "./words.ts";

/** Who this is, what it does and why, and what is wrong, in that order. */
export function drawHeader(site: DrawnSite): View & { lost(since: number | null): void } {
  const clock = clockOf(site.time_zone);
  const [mode, cause, time, date] = [byId("mode"), byId("cause"), byId("time"), byId("date")];
  document.title = `${site.name} – stopline`;
  say(byId("name"), site.name);
  say(byId("unit"), site.id);
  say(byId("version"), site.version);
  return {
    show: (live) => {
      mark(mode, "data-mode", live?.mode ?? "unknown");
      say(mode, live === null ? "No live data" : MODES[live.mode]);
      const now = live === null ? null : clock(live.wall);
      say(time, now?.time ?? "––:––:––");
      say(date, now?.date ?? "");
      const trouble = live === null ? null : troubleOf(site, live);
      say(cause, live === null ? "" : causeOf(site, live, trouble));
      banner(byId("trouble"), trouble?.kind ?? "", trouble?.words ?? "");
    },
    lost: (since) => {
      const words =
        since === null
          ? "No live data yet. Waiting for the unit."
          : `No live data since ${clock(since).time}. What you see is not the street.`;
      banner(byId("lost"), "lost", words);
    },
  };
}

/** A banner without words is not there. */
export function banner(node: HTMLElement, kind: string, words: string): void {
  mark(node, "data-kind", kind);
  say(node, words);
  if (node.hidden !== (words === "")) node.hidden = words === "";
}

interface Trouble {
  readonly kind: string;
  readonly words: string;
}

/** The banner's words are not said twice. */
function causeOf(site: DrawnSite, { mode_cause, pattern, coordination }: Live, trouble: Trouble | null): string {
  const name = site.patterns.find((p) => p.number === pattern)?.name;
  const words = pattern === 0 ? "" : `pattern ${pattern}${name === undefined ? "" : ` ${name}`}`;
  return [trouble?.words.includes(mode_cause) ? "" : mode_cause, words, coordinationWords(coordination)]
    .filter((s) => s !== "")
    .join(" · ");
}

function troubleOf(site: DrawnSite, live: Live): Trouble | null {
  const { mode, mode_cause, monitor, stop_time, manual, preempt } = live;
  const why = mode_cause === "" ? "" : `: ${mode_cause}`;
  if (monitor.fault !== "") {
    const on = monitor.channels.length === 0 ? "" : ` Channel${monitor.channels.length > 1 ? "s" : ""} ${list(monitor.channels)}.`;
    return { kind: "fault", words: `Conflict monitor: ${monitor.fault}.${on}` };
  }
  if (mode === "flash") return { kind: "fault", words: `The signals flash${why}.` };
  if (stop_time) return { kind: "warning", words: `The signals stand${why}.` };
  if (manual) return { kind: "note", words: `An officer is at the door${why}.` };
  if (preempt !== null && preempt.interval !== "delay") return { kind: "note", words: `Preempt ${preemptWords(site, live)}.` };
  if (mode === "fixed") return { kind: "warning", words: `The signals follow the fixed plan${why}.` };
  if (mode === "start-up") return { kind: "note", words: `The unit is starting${why}.` };
  return null;
}
