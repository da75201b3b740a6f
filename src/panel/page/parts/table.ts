import { html } from "../dom.ts";

/** A table whose rows stay and whose cells change. */
export function table(caption: string, heads: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLTableElement {
  const head = html("tr", {}, ...heads.map((words) => html("th", { scope: "col" }, words)));
  return html("table", {}, html("caption", {}, caption), html("thead", {}, head), html("tbody", {}, ...rows));
}

export const cells = (n: number, name: string): HTMLTableCellElement[] => Array.from({ length: n }, () => html("td", { class: name }));
