import { html } from "../dom.ts";

/** A part of a view under a title of its own; its nodes are in an element with this id. */
export function card(id: string, title: string, ...nodes: readonly (Node | string)[]): HTMLElement {
  const heading = html("h3", { id: `${id}-title` }, title);
  const section = html("section", { class: "card", id: `${id}-card`, "aria-labelledby": `${id}-title` }, heading);
  section.append(html("div", { id }, ...nodes));
  return section;
}
