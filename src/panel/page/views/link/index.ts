import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw } from "../../view.ts";
import { drawBrain } from "./brain.ts";

/** The way to the brain, as the link itself tells it: it stays when the street side is lost. */
export const draw: Draw = () => {
  const brain = drawBrain();
  return { node: html("div", { class: "cards" }, card("brain", words.link.title, brain.node)), show: () => {}, link: brain.show };
};
