import { asking } from "../../ask.ts";
import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw, Machine } from "../../view.ts";
import { drawBrain } from "./brain.ts";
import { drawCertificate } from "./certificate.ts";
import { drawErrors } from "./errors.ts";

const EVERY_MS = 30_000;

/** The way to the brain, as the link itself tells it: it stays when the street side is lost. */
export const draw: Draw = ({ site }) => {
  const brain = drawBrain(site);
  const certificate = drawCertificate(site);
  const errors = drawErrors(site);
  const { begin, end } = asking<Machine>("unit.json", EVERY_MS, certificate.show);
  return {
    node: html(
      "div",
      { class: "cards" },
      card("brain", words.link.title, brain.node),
      card("certificate", words.link.certificate, certificate.node),
      card("errors", words.link.errors, errors.node),
    ),
    opened: begin,
    closed: end,
    show: () => {},
    link: (link) => {
      brain.show(link);
      errors.show(link);
    },
  };
};
