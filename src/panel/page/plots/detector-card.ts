import { html } from "../dom.ts";
import { words } from "../language.ts";
import type { DrawnSite, View } from "../view.ts";
import { Asking, measuresOf, type ToldMeasures } from "./ask.ts";
import { loader } from "./loader.ts";
import { momentsOf } from "./moments.ts";
import { drawPlot } from "./plot.ts";
import { perHour } from "./seen.ts";
import { besideLastWeek, orHole, percentOf, type Scale, wholeOf } from "./series.ts";
import { chooseWindow } from "./window.ts";

const AGAIN_MS = 60_000;

/** Volume and occupancy of one detector over a time that one chooses, beside last week's. */
export function drawVolumes(site: DrawnSite): View {
  const moments = momentsOf(site.time_zone);
  const asking = new Asking();
  const loads = loader(AGAIN_MS, load);
  const volume = drawPlot("detector-volume", words.plots.volume);
  const occupancy = drawPlot("detector-occupancy", words.plots.occupancy);
  let newest: ToldMeasures | null = null;
  const select = html(
    "select",
    {},
    ...site.detectors.map(({ number, name }) => html("option", { value: number }, words.journal.detector(number, name))),
  );
  select.addEventListener("change", () => newest !== null && show(newest));
  const chosen = chooseWindow(moments, loads.now, loads.begin);

  async function load(): Promise<boolean> {
    const { from, to, bin_min, runs } = chosen.window();
    const came = await asking.ask<ToldMeasures>(measuresOf(from, to, bin_min, ""));
    if (came === null) return false;
    if (came.ok) show(came.told);
    else for (const plot of [volume, occupancy]) plot.show(null, came.words);
    return runs;
  }

  function show(told: ToldMeasures): void {
    newest = told;
    const of = (window: ToldMeasures["now"]) => window.detectors.find(({ detector }) => detector === Number(select.value))?.bins ?? [];
    const [own, last] = [of(told.now), of(told.before)];
    type Bin = (typeof own)[number];
    const line = (value: (bin: Bin) => number, how: Scale) => {
      const binned = (bins: readonly Bin[]) => bins.map((bin) => ({ start: bin.start, value: value(bin) }));
      return own.length + last.length === 0 ? null : besideLastWeek(told, binned(own), binned(last), moments, loads.now(), how);
    };
    volume.show(line(perHour, { top: 100, height: wholeOf }), words.plots.nothingThen);
    occupancy.show(
      line((bin) => orHole(bin.occupancy_pm), { top: 200, height: percentOf }),
      words.plots.nothingThen,
    );
  }

  const title = (what: string): HTMLElement => html("h4", {}, what);
  return {
    node: html(
      "div",
      {},
      html("div", { class: "asking" }, html("label", {}, words.plots.detector, select), ...chosen.nodes),
      title(words.plots.volume),
      volume.node,
      title(words.plots.occupancy),
      occupancy.node,
    ),
    show: loads.show,
    opened: loads.opened,
    closed: () => {
      loads.closed();
      asking.end();
    },
  };
}
