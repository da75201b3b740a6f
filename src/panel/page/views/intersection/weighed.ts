import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { table } from "../../parts/table.ts";
import type { DrawnSite, Part } from "../../view.ts";

/** What a strategy that plans weighs, what tips it, and what it knows of the lanes; nothing while none has a say. */
export function drawWeighed(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const why = html("p");
  const next = rows(words.weighed.next);
  const lanes = rows(words.weighed.lanes);
  const node = html("div", { hidden: "" }, why, next.node, lanes.node);
  return {
    node,
    show: (live) => {
      const plan = live?.plan;
      node.hidden = !plan;
      if (!plan) return;
      say(why, words.weighed.reasons[plan.reason]);
      next.show(
        plan.candidates.map(({ phases, delay_s, green, chosen }) => [
          chosen,
          chosen ? words.weighed.chosen : green ? words.weighed.wasOn : "",
          nameOf(site, phases),
          String(delay_s ?? "–"),
        ]),
      );
      lanes.show(
        plan.lanes.map(({ approach, lane, wait_ds, standing_dv, coming_dv }) => [
          wait_ds > 0,
          wait_ds > 0 ? `${Math.floor(wait_ds / 10)} s` : "–",
          `${approach} ${lane}`,
          forms.tenths(standing_dv / 10),
          forms.tenths(coming_dv / 10),
        ]),
      );
    },
  };
}

function nameOf({ stages }: DrawnSite, phases: readonly number[]): string {
  const name = stages?.order.find((stage) => stage.number === phases[0])?.name ?? "";
  return name.startsWith(String(phases[0])) ? name : words.weighed.together(phases, name);
}

/** As many rows as are told: whether it is marked, its state, its name, its figures. */
function rows({ caption, heads }: { readonly caption: string; readonly heads: readonly string[] }) {
  const node = table(caption, heads, []);
  const body = node.tBodies[0]!;
  const made = () => {
    const figures = heads.slice(2).map(() => html("td", { class: "figure" }));
    return html("tr", {}, html("td", { class: "state" }), html("th", { scope: "row" }), ...figures);
  };
  const show = (all: readonly (readonly [boolean, ...string[]])[]): void => {
    while (body.rows.length < all.length) body.append(made());
    while (body.rows.length > all.length) body.lastChild!.remove();
    all.forEach(([on, ...told], i) => {
      const row = body.rows[i]!;
      mark(row, "data-on", String(on));
      told.forEach((each, c) => {
        say(row.cells[c]!, each);
      });
    });
  };
  return { node, show };
}
