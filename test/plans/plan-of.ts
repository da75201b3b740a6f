import { FOUR_LEG } from "../streets.ts";

/** The four-leg site's own patterns, day plans and schedule, with something changed. */
export function planOf(change: (text: string) => string = (text) => text): string {
  let on = false;
  const own = FOUR_LEG.split("\n").filter((line) => {
    const table = /^\[\[?([a-z_]+)/.exec(line)?.[1];
    if (table !== undefined) on = ["patterns", "day_plans", "schedule"].includes(table);
    return on;
  });
  return change(own.join("\n"));
}
