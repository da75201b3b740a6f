import { html } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { table } from "../../parts/table.ts";
import type { DrawnSite } from "../../view.ts";

type Pattern = DrawnSite["patterns"][number];

/** A pattern as one would tell a colleague: how it is coordinated, what ends its greens, and each phase's times. */
export function inWords(site: DrawnSite, pattern: Pattern): HTMLElement {
  const says = words.timing;
  const { strategy, cycle_ds, offset_ds, coordinated, reference, force_off, correction, omit } = pattern;
  const sentences = [
    says.strategies[strategy],
    cycle_ds === null
      ? says.isFree
      : says.isCoordinated(forms.seconds(cycle_ds), forms.seconds(offset_ds), coordinated, says.references[reference ?? "begin-green"]),
    force_off === null ? "" : says.forceOffs[force_off],
    correction === null ? "" : says.corrections[correction],
    omit.length === 0 ? "" : says.omits(omit),
    pattern.number === site.fallback_pattern ? says.isFallback : "",
    pattern.number === site.start_pattern ? says.isStart : "",
  ];
  return html("div", {}, html("p", { class: "told" }, sentences.filter((s) => s !== "").join(words.space)), phaseTable(site, pattern));
}

function phaseTable(site: DrawnSite, pattern: Pattern): HTMLElement {
  const rows = site.phases.map((phase) => {
    const own = pattern.phases.find((p) => p.phase === phase.number);
    const recall = own?.recall ?? phase.recall;
    const tenths = (ds: number): string => (ds > 0 ? forms.seconds(ds) : "–");
    const figures = [
      tenths(own?.split_ds ?? 0),
      tenths(phase.min_green_ds),
      tenths(own?.max_green_ds ?? phase.max1_ds),
      tenths(phase.passage_ds),
      tenths(phase.yellow_change_ds),
      tenths(phase.red_clear_ds),
      tenths(phase.walk_ds),
      tenths(phase.ped_clear_ds),
      words.timing.recalls[recall] + (own?.ped_recall ? words.timing.pedRecall : ""),
    ];
    const shown = pattern.omit.includes(phase.number) ? figures.map(() => words.timing.omitted) : figures;
    return html(
      "tr",
      {},
      html("th", { scope: "row" }, html("span", { class: "no" }, String(phase.number)), ` ${phase.name}`),
      ...shown.map((each) => html("td", { class: "figure" }, each)),
    );
  });
  const made = table(words.timing.phases, words.timing.phaseHeads, rows);
  return html("div", { class: "wide", tabindex: 0, role: "region", "aria-label": words.timing.phases }, made);
}
