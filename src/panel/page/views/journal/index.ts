import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw } from "../../view.ts";
import { drawRecording } from "./recording.ts";
import { drawRecords } from "./records.ts";

/** What was recorded, in words, and how far recording is. */
export const draw: Draw = ({ site }) => {
  const recording = drawRecording();
  const records = drawRecords(site);
  return {
    ...records,
    node: html(
      "div",
      { class: "stack" },
      card("records", words.journal.title, records.node),
      card("recording", words.recording.title, recording.node),
    ),
    show: (live) => {
      records.show(live);
      recording.show(live);
    },
  };
};
