import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw } from "../../view.ts";
import { drawRecording } from "./recording.ts";

export const draw: Draw = () => {
  const { node, show } = drawRecording();
  return { node: html("div", { class: "cards" }, card("recording", words.recording.title, node)), show };
};
