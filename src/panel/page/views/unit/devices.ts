import { html, mark, say } from "../../dom.ts";
import { forms, words } from "../../language.ts";
import { cells, table } from "../../parts/table.ts";
import type { DrawnSite, Live, Part } from "../../view.ts";

/** Ports and the devices on them: who answers, how often they were asked, what was lost. */
export function drawDevices(site: DrawnSite): Part & { readonly node: HTMLElement } {
  const ports = site.ports.map(({ name, baud }) => {
    const state = html("span", { class: "state" });
    const devices = site.devices
      .filter((d) => d.port === name)
      .map((device) => {
        const answers = html("td", { class: "state" });
        const figures = cells(3, "figure");
        const about = [device.profile || device.protocol, device.address > 0 ? words.unit.address(device.address) : ""]
          .filter((s) => s !== "")
          .join(", ");
        const th = html("th", { scope: "row", title: about }, device.name);
        return { name: device.name, listens: device.listens, answers, figures, row: html("tr", {}, answers, th, ...figures) };
      });
    const node = html(
      "div",
      { class: "port" },
      html("h4", {}, `${name} `, html("small", {}, `${words.unit.baud(baud)} `), state),
      table(
        words.unit.devicesOn(name),
        words.unit.heads,
        devices.map((d) => d.row),
      ),
    );
    return { name, node, state, devices };
  });
  return {
    node: html("div", { class: "ports" }, ...ports.map((p) => p.node)),
    show: (live) => {
      for (const { name, node, state, devices } of ports) {
        const port = live?.ports.find((p) => p.port === name);
        mark(node, "data-ok", String(port?.open ?? true));
        say(state, port === undefined ? "" : port.open ? words.unit.open : words.unit.notOpen);
        for (const { name, listens, answers, figures, row } of devices) {
          const d = live?.devices.find((of) => of.device === name);
          mark(row, "data-ok", String(d?.answering ?? true));
          say(answers, d === undefined ? "–" : !d.answering ? words.unit.silent : listens ? words.unit.talks : words.unit.answers);
          const said = d === undefined ? ["–", "–", "–"] : [listens ? "–" : forms.count(d.polls), lostWords(d), forms.count(d.noise_bytes)];
          figures.forEach((cell, i) => {
            say(cell, said[i]!);
          });
        }
      }
    },
  };
}

/** How many questions were left without an answer, and which share of all that is. */
const lostWords = ({ polls, timeouts }: Live["devices"][number]): string =>
  timeouts === 0 || polls === 0 ? forms.count(timeouts) : words.unit.lost(forms.count(timeouts), forms.rate(timeouts, polls));
