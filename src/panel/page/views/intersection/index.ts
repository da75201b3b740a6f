import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { drawPlan } from "../../parts/plan.ts";
import type { Draw } from "../../view.ts";
import { drawLegend } from "./legend.ts";
import { drawPicture } from "./picture.ts";
import { drawRings } from "./rings.ts";
import { drawStrip } from "./strip.ts";
import { drawWeighed } from "./weighed.ts";

/** The street as it is now, what the controller thinks of it, and its last two minutes. */
export const draw: Draw = ({ site }) => {
  const picture = drawPicture(site);
  const rings = drawRings(site);
  const plan = drawPlan(site);
  const weighed = drawWeighed(site);
  const strip = drawStrip(site);
  const parts = [picture, rings, plan, weighed, strip];
  return {
    node: html(
      "div",
      { class: "street-view" },
      html("div", { class: "street" }, picture.node, drawLegend()),
      card("rings", site.stages === null ? words.rings.title : words.rings.stages, rings.node),
      card("plan", words.plan.title, plan.node, html("div", { id: "weighed" }, weighed.node)),
      card("strip", words.strip.title, strip.node),
    ),
    heard: strip.note,
    show: (live) => {
      for (const part of parts) part.show(live);
    },
  };
};
