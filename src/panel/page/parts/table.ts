import { html } from "../dom.ts";

/**
 * A table of figures whose columns do not fit on a phone: there each row is a card, its figures under their columns' names. Nothing is cut, and
 * nothing has to be scrolled sideways. The roles are said, as a browser may take a table that is laid out otherwise for none.
 */
export function folding(named: HTMLElement, heads: readonly string[], rows: readonly HTMLTableRowElement[] = []) {
  const head = html("tr", { role: "row" }, ...heads.map((words) => html("th", { scope: "col", role: "columnheader" }, words)));
  const body = html("tbody", { role: "rowgroup" }, ...rows);
  const table = html("table", { role: "table" }, named, html("thead", { role: "rowgroup" }, head), body);
  return { node: html("div", { class: "folds" }, table), body };
}

/** A row of it: what it is about, and a cell for each other column. */
export function foldingRow(
  heads: readonly string[],
  about: readonly (Node | string)[],
  figures: readonly (Node | string)[],
): HTMLTableRowElement {
  const cells = figures.map((figure, i) => html("td", { role: "cell", class: "figure", "data-head": heads[i + 1] ?? "" }, figure));
  return html("tr", { role: "row" }, html("th", { scope: "row", role: "rowheader" }, ...about), ...cells);
}

/** A table whose rows stay and whose cells change. */
export function table(caption: string, heads: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLTableElement {
  const head = html("tr", {}, ...heads.map((words) => html("th", { scope: "col" }, words)));
  return html("table", {}, html("caption", {}, caption), html("thead", {}, head), html("tbody", {}, ...rows));
}

export const cells = (n: number, name: string): HTMLTableCellElement[] => Array.from({ length: n }, () => html("td", { class: name }));
