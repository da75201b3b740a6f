import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw } from "../../view.ts";
import { drawDetectors } from "./table.ts";

/** Every detector: what it says now, how it is, and what is doubted of it. */
export const draw: Draw = ({ site }) => {
  const { node, show } = drawDetectors(site);
  return { node: card("detector-list", words.views.detectors, node), show };
};
