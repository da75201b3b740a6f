import { html } from "../dom.ts";
import { words } from "../language.ts";
import type { Plotted } from "./plot.ts";

/** The same values as a table, made when somebody opens it. */
export function valuesTable(label: string) {
  const place = html("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": label });
  const node = html("details", { class: "values" }, html("summary", {}, words.plots.asTable), place);
  let now: { readonly heads: readonly string[]; readonly stops: Plotted["stops"] } = { heads: [], stops: [] };
  const fill = (): void => {
    if (!node.open) {
      place.replaceChildren();
      return;
    }
    const head = html("tr", {}, ...now.heads.map((what) => html("th", { scope: "col" }, what)));
    const rows = now.stops.map(({ cells }) =>
      html("tr", {}, ...cells.map((cell, i) => (i === 0 ? html("th", { scope: "row" }, cell) : html("td", { class: "figure" }, cell)))),
    );
    place.replaceChildren(
      html("table", {}, html("caption", { class: "hidden" }, label), html("thead", {}, head), html("tbody", {}, ...rows)),
    );
  };
  node.addEventListener("toggle", fill);
  return {
    node,
    show: (heads: readonly string[], stops: Plotted["stops"]): void => {
      now = { heads, stops };
      if (node.open) fill();
    },
  };
}
