import { html } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import type { ToldMeasures } from "../../plots/ask.ts";

type Movement = ToldMeasures["now"]["movements"][number];
type Turns = Movement["total"];

const percent = (pm: number): string => (pm < 0 ? "–" : forms.percent(pm));
const seconds = (ms: number): string => (ms < 0 ? "–" : words.plots.seconds(forms.tenths(ms / 1_000)));

/** The whole window in a few figures, beside last week's. */
const FIGURES: { readonly [K in keyof typeof words.performance.figures]: (turns: Turns) => string } = {
  arrivals: (t) => forms.count(t.arrivals),
  onGreen: (t) => percent(t.arrivals_on_green_pm),
  platoon: (t) => (t.platoon_ratio_pm < 0 ? "–" : forms.tenths(t.platoon_ratio_pm / 1_000)),
  delay: (t) => seconds(t.delay_mean_ms),
  greens: (t) => forms.count(t.services),
  green: (t) => seconds(t.green_mean_ms),
  failures: (t) => (t.judged === 0 ? "–" : words.performance.of(forms.count(t.split_failures), forms.count(t.judged))),
  vehicles: (t) => forms.count(t.vehicles),
};

export function drawTotals() {
  const names = Object.keys(FIGURES) as (keyof typeof FIGURES)[];
  const rows = names.map((name) => {
    const [now, before] = [html("td", { class: "figure" }, "–"), html("td", { class: "figure" }, "–")];
    return { name, now, before, row: html("tr", {}, html("th", { scope: "row" }, words.performance.figures[name]), now, before) };
  });
  const heads = ["", words.plots.now, words.plots.lastWeek].map((what) =>
    what === "" ? html("td") : html("th", { scope: "col", class: "figure" }, what),
  );
  return {
    node: html(
      "table",
      { class: "totals" },
      html("caption", { class: "hidden" }, words.views.performance),
      html("thead", {}, html("tr", {}, ...heads)),
      html("tbody", {}, ...rows.map(({ row }) => row)),
    ),
    show: (now: Movement | null, last: Movement | null): void => {
      for (const row of rows) {
        row.now.textContent = now === null ? "–" : FIGURES[row.name](now.total);
        row.before.textContent = last === null ? "–" : FIGURES[row.name](last.total);
      }
    },
  };
}
