import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { cells, table } from "../../parts/table.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";
import { type Silence, silenceOn } from "./silence.ts";

const KINDS: readonly { readonly caption: string; readonly kinds: readonly DrawnSite["detectors"][number]["kind"][] }[] = [
  { caption: words.detectors.stopLine, kinds: ["stop-line"] },
  { caption: words.detectors.others, kinds: ["advance", "count", "zone"] },
];

export function drawDetectors(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const silences = site.ports.map(({ name }) => ({ port: name, node: html("p", { class: "fault", hidden: "" }) }));
  const rows = site.detectors.map(({ number, name, kind, device }) => {
    const state = html("td", { class: "state" });
    const [volume, occupancy] = cells(2, "figure");
    const note = html("span", { class: "fault" });
    const row = html(
      "tr",
      { "data-detector": number },
      state,
      html("th", { scope: "row" }, html("span", { class: "no" }, String(number)), ` ${name} `, note),
      volume!,
      occupancy!,
    );
    return { number, kind, device, row, state, volume: volume!, occupancy: occupancy!, note };
  });
  const halves = KINDS.map(({ caption, kinds }) => [caption, rows.filter((r) => kinds.includes(r.kind))] as const)
    .filter(([, those]) => those.length > 0)
    .map(([caption, those]) =>
      table(
        caption,
        words.detectors.heads,
        those.map((r) => r.row),
      ),
    );
  return {
    node: html("div", {}, ...silences.map((s) => s.node), html("div", { class: "halves" }, ...halves)),
    show: (live) => {
      const now = new Map(live?.detectors.map((d) => [d.detector, d]));
      const said = silences.flatMap(({ port, node }) => {
        const silence: Silence = live === null ? { words: "", devices: [] } : silenceOn(site, port, live);
        say(node, silence.words);
        if (node.hidden !== (silence.words === "")) node.hidden = silence.words === "";
        return silence.devices;
      });
      for (const { number, kind, device, row, state, volume, occupancy, note } of rows) {
        const d = now.get(number);
        mark(row, "data-on", String(d?.on ?? false));
        mark(row, "data-fault", String((d?.fault ?? "") !== ""));
        say(state, d === undefined ? "–" : stateOf(d, kind));
        say(volume, d === undefined || d.volume < 0 ? "–" : forms.count(d.volume));
        say(occupancy, d === undefined || d.occupancy_pm < 0 ? "–" : forms.percent(d.occupancy_pm));
        say(note, said.includes(device) ? "" : d?.fault || d?.doubt || "");
      }
    },
  };
}

function stateOf({ fault, on }: Live["detectors"][number], kind: DrawnSite["detectors"][number]["kind"]): string {
  if (fault !== "") return words.detectors.fault;
  return kind === "count" ? words.detectors.counts : on ? words.detectors.on : words.detectors.off;
}
