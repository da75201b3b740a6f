import { ask } from "../../ask.ts";
import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { drawVolumes } from "../../plots/detector-card.ts";
import type { Draw } from "../../view.ts";
import { drawButtons } from "./buttons.ts";
import { drawHealth } from "./health.ts";
import { lastOn, type Told } from "./last-on.ts";
import { drawDetectors } from "./table.ts";

/** Every detector: what it says now, how it is, what is doubted of it, and what stands in for those that have failed. */
export const draw: Draw = ({ site }) => {
  const last = lastOn(site);
  const health = drawHealth();
  const detectors = drawDetectors(site, last);
  const buttons = drawButtons(site);
  const volumes = drawVolumes(site);
  const parts = [health, detectors, buttons, volumes];
  return {
    node: html(
      "div",
      { class: "stack" },
      card("health", words.detectors.summary, health.node),
      card("detector-list", words.detectors.list, detectors.node, html("p", { class: "quiet" }, words.detectors.figures)),
      ...(site.pedestrian_detectors.length > 0 ? [card("buttons", words.detectors.button, buttons.node)] : []),
      card("volumes", words.plots.overTime, volumes.node),
    ),
    opened: (rest) => {
      void ask<Told>("detectors.json").then(last.told);
      volumes.opened?.(rest);
    },
    closed: () => volumes.closed?.(),
    show: (live) => {
      if (live !== null) last.note(live);
      for (const part of parts) part.show(live);
    },
  };
};
