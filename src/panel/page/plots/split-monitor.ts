import { html, svg } from "../dom.ts";
import { forms, words } from "../language.ts";
import { folding, foldingRow } from "../parts/table.ts";
import type { ToldMeasures } from "./ask.ts";
import { secondsOf } from "./series.ts";

const WIDTH = 100;
const HEADS = [words.plots.movement, words.plots.pattern, words.plots.bar, ...words.plots.splitHeads];

/**
 * The split monitor: how long each movement's turn was, from green to the end of its clearance, beside what the pattern gives it, and why its greens
 * ended. In the bar: the mean, behind it the longest but fifteen of a hundred, and a stroke where the plan's split ends.
 */
export function drawSplitMonitor() {
  const table = folding(html("caption", { class: "hidden" }, words.plots.splitMonitor), HEADS);
  table.node.classList.add("splits");
  const shown = html("div", { hidden: "" }, table.node, html("p", { class: "quiet note" }, words.plots.splitNote));
  const nothing = html("p", { class: "nothing" }, words.plots.waits);
  return {
    node: html("div", {}, nothing, shown),
    show: (told: ToldMeasures | null, why: string): void => {
      const rows = (told?.now.movements ?? []).flatMap(({ kind, number, name, patterns }) =>
        patterns.filter(({ services }) => services > 0).map((turns) => ({ what: words.plots.movementName(kind, number, name), turns })),
      );
      nothing.hidden = rows.length > 0;
      nothing.textContent = rows.length > 0 ? "" : why || words.plots.nothing;
      shown.hidden = rows.length === 0;
      const most = rows.reduce((top, { turns }) => Math.max(top, turns.split_p85_ms, turns.split_planned_ms), 1);
      table.body.replaceChildren(
        ...rows.map(({ what, turns: t }) =>
          foldingRow(
            HEADS,
            [what],
            [
              t.pattern === 0 ? "–" : String(t.pattern),
              bar(t.split_mean_ms / most, t.split_p85_ms / most, t.split_planned_ms / most),
              forms.count(t.services),
              secondsOf(t.split_mean_ms),
              secondsOf(t.split_p85_ms),
              t.split_planned_ms === 0 ? "–" : secondsOf(t.split_planned_ms),
              forms.count(t.causes["gap-out"]),
              forms.count(t.causes["max-out"]),
              forms.count(t.causes["force-off"]),
            ],
          ),
        ),
      );
    },
  };
}

function bar(mean: number, most: number, plan: number): SVGSVGElement {
  const of = (share: number): number => Math.round(Math.max(0, share) * WIDTH * 10) / 10;
  return svg(
    "svg",
    { class: "split-bar", viewBox: `0 0 ${WIDTH + 1} 14`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "most", y: 3, width: of(most), height: 8 }),
    svg("rect", { class: "mean", y: 1, width: of(mean), height: 12 }),
    ...(plan > 0 ? [svg("path", { class: "plan", d: `M${of(plan)} 0V14` })] : []),
  );
}
