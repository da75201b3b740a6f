import { asking } from "../../ask.ts";
import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import type { Draw, Machine } from "../../view.ts";
import { drawDevices } from "./devices.ts";
import { drawMachine } from "./machine.ts";

const EVERY_MS = 5_000;

/** The machine in the cabinet, and what hangs on its lines. */
export const draw: Draw = ({ site }) => {
  const machine = drawMachine(site);
  const devices = drawDevices(site);
  const { begin, end } = asking<Machine>("unit.json", EVERY_MS, machine.machine);
  return {
    node: html(
      "div",
      { class: "cards" },
      card("machine", words.unit.machine, machine.node),
      card("devices", words.unit.lines, devices.node),
    ),
    opened: begin,
    closed: end,
    link: machine.link,
    show: (live) => {
      machine.show(live);
      devices.show(live);
    },
  };
};
