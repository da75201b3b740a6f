import { byId, mark, say } from "./dom.ts";
import { forms, words } from "./language.ts";
import { banner } from "./parts/banner.ts";
import { coordinationWords, preemptWords } from "./parts/plan.ts";
import { unitSays } from "./said.ts";
import type { DrawnSite, Live, Part } from "./view.ts";

/** Who this is, what it does and why, and what is wrong, in that order. */
export function drawHeader(site: DrawnSite): Part & { lost(since: number | null): void } {
  const clock = forms.clockOf(site.time_zone);
  const [mode, cause, time, date] = [byId("mode"), byId("cause"), byId("time"), byId("date")];
  say(byId("name"), site.name);
  say(byId("unit-id"), site.id);
  say(byId("version"), site.version);
  return {
    show: (live) => {
      mark(mode, "data-mode", live?.mode ?? "unknown");
      say(mode, live === null ? words.header.noData : words.modes[live.mode]);
      const now = live === null ? null : clock(live.wall);
      say(time, now?.time ?? "––:––:––");
      say(date, now?.date ?? "");
      const trouble = live === null ? null : troubleOf(site, live);
      say(cause, live === null ? "" : causeOf(site, live, trouble));
      banner(byId("trouble"), trouble?.kind ?? "", trouble?.words ?? "");
    },
    lost: (since) => banner(byId("lost"), "lost", since === null ? words.header.noDataYet : words.header.noDataSince(clock(since).time)),
  };
}

interface Trouble {
  readonly kind: string;
  readonly words: string;
}

/** The banner's words are not said twice. */
function causeOf(site: DrawnSite, { mode_cause, pattern, coordination }: Live, trouble: Trouble | null): string {
  const name = site.patterns.find((p) => p.number === pattern)?.name;
  const numbered = pattern === 0 ? "" : words.header.pattern(pattern, name ?? "");
  return [trouble?.words.includes(unitSays(mode_cause)) ? "" : unitSays(mode_cause), numbered, coordinationWords(coordination)]
    .filter((s) => s !== "")
    .join(" · ");
}

function troubleOf(site: DrawnSite, live: Live): Trouble | null {
  const { mode, mode_cause, monitor, stop_time, manual, preempt } = live;
  const says = words.header;
  const why = says.why(unitSays(mode_cause));
  if (monitor.fault !== "") {
    const on = monitor.channels.length === 0 ? [] : [says.channels(monitor.channels)];
    return { kind: "fault", words: [says.monitor(unitSays(monitor.fault)), ...on].join(words.space) };
  }
  if (mode === "flash") return { kind: "fault", words: says.flashes(why) };
  if (stop_time) return { kind: "warning", words: says.stand(why) };
  if (manual) return { kind: "note", words: says.officer(why) };
  if (preempt !== null && preempt.interval !== "delay") return { kind: "note", words: says.preempt(preemptWords(site, live)) };
  if (mode === "fixed") return { kind: "warning", words: says.fixed(why) };
  if (mode === "start-up") return { kind: "note", words: says.starting(why) };
  return null;
}
