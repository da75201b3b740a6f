import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw } from "../../view.ts";
import { drawDevices } from "./devices.ts";

/** The machine in the cabinet, and what hangs on its lines. */
export const draw: Draw = ({ site }) => {
  const { node, show } = drawDevices(site);
  return { node: html("div", { class: "cards" }, card("devices", words.unit.lines, node)), show };
};
