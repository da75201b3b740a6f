import { html } from "../../dom.ts";
import { words } from "../../language.ts";
import { card } from "../../parts/card.ts";
import { Asking, measuresOf, type ToldMeasures } from "../../plots/ask.ts";
import { coordinationDiagram } from "../../plots/coordination.ts";
import { loader } from "../../plots/loader.ts";
import { momentsOf } from "../../plots/moments.ts";
import { drawPlot } from "../../plots/plot.ts";
import { perHour, watched } from "../../plots/seen.ts";
import { besideLastWeek, orHole, percentOf, type Scale, secondsOf, wholeOf } from "../../plots/series.ts";
import { drawSplitMonitor } from "../../plots/split-monitor.ts";
import { chooseWindow } from "../../plots/window.ts";
import type { Draw, DrawnSite } from "../../view.ts";
import { drawTotals } from "./totals.ts";

const AGAIN_MS = 30_000;

/** How the intersection works: one movement at a time, beside the same time a week ago. */
export const draw: Draw = ({ site }) => {
  const moments = momentsOf(site.time_zone);
  const asking = new Asking();
  const loads = loader(AGAIN_MS, load);

  const movements = movementsOf(site);
  const select = html("select", {}, ...movements.map(({ key, what }) => html("option", { value: key }, what)));
  select.value = movements.find(({ arriving }) => arriving)?.key ?? movements[0]?.key ?? "";
  select.addEventListener("change", loads.begin);
  const chosen = chooseWindow(moments, loads.now, loads.begin);
  const plots = {
    coordination: drawPlot("coordination", words.performance.coordination),
    arrivals: drawPlot("arrivals", words.performance.arrivals),
    delay: drawPlot("delay", words.performance.delay),
    failures: drawPlot("failures", words.performance.failures),
    volume: drawPlot("volume", words.performance.volume),
  };
  const totals = drawTotals();
  const splits = drawSplitMonitor();
  const names = Object.keys(plots) as (keyof typeof plots)[];

  async function load(): Promise<boolean> {
    const { from, to, bin_min, runs } = chosen.window();
    const came = await asking.ask<ToldMeasures>(measuresOf(from, to, bin_min, select.value));
    if (came === null) return false;
    if (came.ok) show(came.told);
    else fail(came.words);
    return runs;
  }

  function fail(why: string): void {
    for (const name of names) plots[name].show(null, why);
    totals.show(null, null);
    splits.show(null, why);
  }

  function show(told: ToldMeasures): void {
    const of = (window: ToldMeasures["now"]) => window.movements.find(({ kind, number }) => `${kind} ${number}` === select.value);
    const [own, last] = [of(told.now), of(told.before)];
    totals.show(own ?? null, last ?? null);
    splits.show(told, told.now.there === null ? words.plots.nothingThen : "");
    const nothing = told.now.there === null && told.before.there === null ? words.plots.nothingThen : "";
    type Bin = NonNullable<typeof own>["bins"][number];
    const line = (name: keyof typeof plots, seen: boolean, value: (bin: Bin) => number, how: Scale, blind: string): void => {
      const binned = (bins: readonly Bin[] | undefined) =>
        (bins ?? []).map((bin) => ({ start: bin.start, value: watched(value(bin), seenOf(told, bin.start)) }));
      const [mine, theirs] = [binned(own?.bins), binned(last?.bins)];
      if (nothing !== "" || !seen) plots[name].show(null, nothing || blind);
      else plots[name].show(besideLastWeek(told, mine, theirs, moments, loads.now(), how), "");
    };
    const sees = own?.sees ?? last?.sees ?? { arrivals: false, stop_line: false };
    const diagram = coordinationDiagram(told, moments);
    plots.coordination.show(diagram, nothing || (sees.arrivals ? words.performance.noCycle : words.performance.noAdvance));
    line(
      "arrivals",
      sees.arrivals,
      (bin) => orHole(bin.arrivals_on_green_pm),
      { top: 1_000, height: percentOf },
      words.performance.noAdvance,
    );
    line("delay", sees.arrivals, (bin) => orHole(bin.delay_mean_ms), { top: 30_000, height: secondsOf }, words.performance.noAdvance);
    line(
      "failures",
      sees.stop_line,
      (bin) => (bin.judged === 0 ? Number.NaN : bin.split_failures),
      { top: 4, height: wholeOf },
      words.performance.noStopLine,
    );
    line(
      "volume",
      sees.stop_line,
      (bin) => perHour({ volume: bin.vehicles, seen_ms: seenOf(told, bin.start) }),
      { top: 100, height: wholeOf },
      words.performance.noStopLine,
    );
  }

  const asked = html("div", { class: "asking" }, html("label", {}, words.performance.movement, select), ...chosen.nodes);
  return {
    node: html(
      "div",
      { class: "cards performance" },
      html("div", { class: "card" }, asked, totals.node),
      ...names.map((name) => card(`performance-${name}`, words.performance[name], plots[name].node, note(words.performance.notes[name]))),
      card("performance-splits", words.plots.splitMonitor, splits.node),
    ),
    show: loads.show,
    opened: loads.opened,
    closed: () => {
      loads.closed();
      asking.end();
    },
  };
};

const note = (said: string): HTMLElement => html("p", { class: "quiet note" }, said);

/** How much of a bin is there: of the one that runs, and of the first after a start, less than all. */
function seenOf({ now, before, bin_ms }: ToldMeasures, start: number): number {
  const { there } = start >= now.from ? now : before;
  if (there === null) return 0;
  return Math.min(start + bin_ms, there.to) - Math.max(start, there.from);
}

/** Phases, or the signal groups of a site of stages: as measures number them. Of some it is told who arrives. */
function movementsOf(site: DrawnSite): readonly { readonly key: string; readonly what: string; readonly arriving: boolean }[] {
  if (site.stages !== null) {
    return site.overlaps.map(({ number, name }) => ({
      key: `overlap ${number}`,
      what: words.plots.movementName("overlap", number, name),
      arriving: false,
    }));
  }
  return site.phases.map(({ number, name }) => ({
    key: `phase ${number}`,
    what: words.plots.movementName("phase", number, name),
    arriving: site.detectors.some(({ kind, call_phase }) => kind === "advance" && call_phase === number),
  }));
}
