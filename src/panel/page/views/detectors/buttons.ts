import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { cells, table } from "../../parts/table.ts";
import type { DrawnSite, Part } from "../../view.ts";

/** Push buttons: pressed or not, and how often since the unit started. */
export function drawButtons(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const rows = site.pedestrian_detectors.map(({ number, name, call_phase }) => {
    const state = html("td", { class: "state" });
    const [times] = cells(1, "figure");
    const about = html("small", {}, words.detectors.calls([call_phase]));
    const what = html("th", { scope: "row" }, html("span", { class: "no" }, String(number)), ` ${name} `, about);
    return { number, state, times: times!, row: html("tr", { "data-button": number }, state, what, times!) };
  });
  return {
    node: table(
      words.detectors.button,
      words.detectors.buttonHeads,
      rows.map((r) => r.row),
    ),
    show: (live) => {
      for (const { number, row, state, times } of rows) {
        const now = live?.buttons.find((b) => b.button === number);
        mark(row, "data-on", String(now?.on ?? false));
        say(state, now === undefined ? "–" : now.on ? words.detectors.pressed : words.detectors.released);
        say(times, now === undefined ? "–" : forms.count(now.seen));
      }
    },
  };
}
