import { html, mark, say } from "./dom.ts";
import { table } from "./tables.ts";
import type { DrawnSite, Live, View } from "./view.ts";
import { seconds } from "./words.ts";

const REASONS: { readonly [R in NonNullable<Live["plan"]>["reason"]]: string } = {
  committed: "Nothing to decide yet: minimums and clearances run.",
  nobody: "Nobody waits elsewhere.",
  stay: "It stays: that costs least.",
  switch: "It goes on: that costs less.",
  overdue: "It goes on: somebody has waited as long as anybody may.",
  saturated: "Queues outlast greens: each lane goes on until there is a gap.",
};

/** What a strategy that plans weighs, what tips it, and what it knows of the lanes; nothing while none has a say. */
export function drawWeighed(site: DrawnSite): View & { readonly node: HTMLElement } {
  const why = html("p");
  const next = rows(["Plan", "May come next", "Vehicle s"]);
  const lanes = rows(["Waits", "Lane", "Stand", "Come"]);
  const node = html("div", { hidden: "" }, why, next.node, lanes.node);
  return {
    node,
    show: (live) => {
      const plan = live?.plan;
      node.hidden = !plan;
      if (!plan) return;
      say(why, REASONS[plan.reason]);
      next.show(
        plan.candidates.map(({ phases, delay_s, green, chosen }) => [
          chosen,
          chosen ? "chosen" : green ? "was on" : "",
          nameOf(site, phases),
          String(delay_s ?? "–"),
        ]),
      );
      lanes.show(
        plan.lanes.map(({ approach, lane, wait_ds, standing_dv, coming_dv }) => [
          wait_ds > 0,
          wait_ds > 0 ? `${Math.floor(wait_ds / 10)} s` : "–",
          `${approach} ${lane}`,
          seconds(standing_dv),
          seconds(coming_dv),
        ]),
      );
    },
  };
}

function nameOf({ stages }: DrawnSite, phases: readonly number[]): string {
  const name = stages?.order.find((stage) => stage.number === phases[0])?.name ?? "";
  return name.startsWith(String(phases[0])) ? name : `${phases.join(" and ")} ${name}`;
}

/** As many rows as are told: whether it is marked, its state, its name, its figures. */
function rows(heads: readonly string[]) {
  const node = table("", heads, []);
  const body = node.tBodies[0]!;
  const made = () => {
    const figures = heads.slice(2).map(() => html("td", { class: "figure" }));
    return html("tr", {}, html("td", { class: "state" }), html("th", { scope: "row" }), ...figures);
  };
  const show = (told: readonly (readonly [boolean, ...string[]])[]): void => {
    while (body.rows.length < told.length) body.append(made());
    while (body.rows.length > told.length) body.lastChild!.remove();
    told.forEach(([on, ...words], i) => {
      const row = body.rows[i]!;
      mark(row, "data-on", String(on));
      words.forEach((each, c) => {
        say(row.cells[c]!, each);
      });
    });
  };
  return { node, show };
}
