import { html } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { folding, foldingRow } from "../../parts/table.ts";
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

const NONE = "–";
const tenths = (ds: number): string => (ds > 0 ? forms.seconds(ds) : NONE);

/** Each phase's times; a column that nothing stands in, such as the split of a pattern that runs free, is not there. */
function phaseTable(site: DrawnSite, pattern: Pattern): HTMLElement {
  const rows = site.phases.map((phase) => {
    const omitted = pattern.omit.includes(phase.number);
    const name = ` ${phase.name}${omitted ? `, ${words.timing.omitted}` : ""}`;
    return { no: String(phase.number), name, figures: figuresOf(phase, pattern).map((each) => (omitted ? NONE : each)) };
  });
  const used = <T>(row: readonly T[]): readonly T[] => row.filter((_, i) => rows.some(({ figures }) => figures[i] !== NONE));
  const [about = "", ...columns] = words.timing.phaseHeads;
  const heads = [about, ...used(columns)];
  return folding(
    html("caption", {}, words.timing.phases),
    heads,
    rows.map(({ no, name, figures }) => foldingRow(heads, [html("span", { class: "no" }, no), name], used(figures))),
  ).node;
}

/** In the order of the heads. */
function figuresOf(phase: DrawnSite["phases"][number], pattern: Pattern): readonly string[] {
  const own = pattern.phases.find((p) => p.phase === phase.number);
  return [
    tenths(own?.split_ds ?? 0),
    tenths(phase.min_green_ds),
    tenths(own?.max_green_ds ?? phase.max1_ds),
    tenths(phase.passage_ds),
    tenths(phase.yellow_change_ds),
    tenths(phase.red_clear_ds),
    tenths(phase.walk_ds),
    tenths(phase.ped_clear_ds),
    words.timing.recalls[own?.recall ?? phase.recall] + (own?.ped_recall ? words.timing.pedRecall : ""),
  ];
}
