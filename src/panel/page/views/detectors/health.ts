import { html, mark, say } from "../../dom.ts";
import { words } from "../../language.ts";
import { forcedOf, isFault } from "../../parts/forced.ts";
import type { Live, Part } from "../../view.ts";

/** In a sentence each: who is in fault, who is forced, who is doubted, and what stands in for them. */
export function drawHealth(): Part & { readonly node: HTMLElement } {
  const [failed, forced, doubted, fallback] = [html("p", { class: "fault" }), html("p"), html("p"), html("p")];
  const node = html("div", { class: "health", "aria-live": "polite" }, failed, forced, doubted, fallback);
  const put = (line: HTMLElement, says: string): void => {
    say(line, says);
    line.hidden = says === "";
  };
  return {
    node,
    show: (live) => {
      const bad = live?.detectors.filter((d) => isFault(d.fault)).map((d) => d.detector) ?? [];
      const asked = live?.detectors.filter((d) => forcedOf(d.fault) !== null).map((d) => d.detector) ?? [];
      const odd = live?.detectors.filter((d) => d.fault === "" && (d.doubt ?? "") !== "").map((d) => d.detector) ?? [];
      mark(node, "data-ok", String(bad.length === 0));
      const { noData, allGood, failed: failedWords, forced: forcedWords, doubted: doubtedWords } = words.detectors;
      failed.classList.toggle("fault", bad.length > 0);
      put(failed, live === null ? noData : bad.length > 0 ? failedWords(bad) : asked.length === 0 ? allGood : "");
      put(forced, asked.length === 0 ? "" : forcedWords(asked));
      put(doubted, odd.length === 0 ? "" : doubtedWords(odd));
      put(fallback, live === null ? "" : fallbackWords(live));
    },
  };
}

function fallbackWords({ mode, phases }: Live): string {
  if (mode === "fixed") return words.detectors.fixedPlan;
  const recalled = phases.filter((p) => p.fault_recall).map((p) => p.phase);
  return recalled.length === 0 ? "" : words.detectors.recalled(recalled);
}
