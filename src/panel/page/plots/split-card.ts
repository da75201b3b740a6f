import { html } from "../dom.ts";
import { words } from "../language.ts";
import type { DrawnSite, View } from "../view.ts";
import { Asking, measuresOf, type ToldMeasures } from "./ask.ts";
import { loader } from "./loader.ts";
import { momentsOf } from "./moments.ts";
import { drawSplitMonitor } from "./split-monitor.ts";
import { chooseWindow } from "./window.ts";

const AGAIN_MS = 60_000;

/** The split monitor of a time that one chooses, for a view that has nothing else to ask. */
export function drawSplits(site: DrawnSite): View {
  const asking = new Asking();
  const loads = loader(AGAIN_MS, load);
  const splits = drawSplitMonitor();
  const chosen = chooseWindow(momentsOf(site.time_zone), loads.now, loads.begin);
  async function load(): Promise<boolean> {
    const { from, to, bin_min, runs } = chosen.window();
    const came = await asking.ask<ToldMeasures>(measuresOf(from, to, bin_min, ""));
    if (came === null) return false;
    if (came.ok) splits.show(came.told, words.plots.nothingThen);
    else splits.show(null, came.words);
    return runs;
  }
  return {
    node: html("div", {}, html("div", { class: "asking" }, ...chosen.nodes), splits.node),
    show: loads.show,
    opened: loads.opened,
    closed: () => {
      loads.closed();
      asking.end();
    },
  };
}
