import { html, mark } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { DrawnSite, Part } from "../../view.ts";

type DayPlan = DrawnSite["day_plans"][number];

/** Which pattern the clock puts in force when, plan by plan of the day; what stands now is marked. */
export function drawDay(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const steps = site.day_plans.map((plan) => ({ plan, ...drawPlan(site, plan) }));
  const now = clockIn(site.time_zone);
  return {
    node: html("div", { class: "days" }, ...steps.map((s) => s.node)),
    show: (live) => {
      const scheduled = live?.coordination.source === "timebase";
      const minute = live === null ? -1 : now(live.wall);
      for (const { rows } of steps) {
        for (const [i, { node, at_min, pattern }] of rows.entries()) {
          const until = rows[i + 1]?.at_min ?? 1_440;
          mark(node, "data-now", String(scheduled && live.pattern === pattern && minute >= at_min && minute < until));
        }
      }
    },
  };
}

function drawPlan(site: DrawnSite, { number, actions }: DayPlan) {
  const entries = site.schedule.filter((s) => s.day_plan === number);
  const when = [...new Set(entries.flatMap((s) => [...s.days.map((day) => words.timing.days[day]), ...s.dates.map(forms.dateOf)]))];
  const rows = actions.map(({ at_min, pattern }) => {
    const name = site.patterns.find((p) => p.number === pattern)?.name ?? "";
    const node = html("li", {}, html("time", {}, timeOf(at_min)), html("span", {}, `${pattern} ${name}`));
    return { node, at_min, pattern };
  });
  const title = html("h4", {}, words.timing.dayPlan(number), " ", html("small", {}, when.join(words.timing.comma)));
  return { node: html("div", { class: "day" }, title, html("ol", {}, ...rows.map((r) => r.node))), rows };
}

const two = (n: number): string => String(n).padStart(2, "0");
const timeOf = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** Minutes of the site's own day. */
function clockIn(timeZone: string): (wall: number) => number {
  let clock: Intl.DateTimeFormat;
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    clock = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone });
  } catch {
    clock = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" });
  }
  return (wall) => {
    const [hours = 0, minutes = 0] = clock.format(wall).split(":").map(Number);
    return hours * 60 + minutes;
  };
}
