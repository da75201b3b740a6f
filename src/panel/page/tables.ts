import { html, mark, say } from "./dom.ts";
import { facts } from "./facts.ts";
import { banner } from "./header.ts";
import { type Silence, silenceOn } from "./silence.ts";
import type { DrawnSite, LinkLive, View } from "./view.ts";
import { count } from "./words.ts";

/** A table whose rows stay and whose cells change. */
export function table(caption: string, heads: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLTableElement {
  const head = html("tr", {}, ...heads.map((words) => html("th", { scope: "col" }, words)));
  return html("table", {}, html("caption", {}, caption), html("thead", {}, head), html("tbody", {}, ...rows));
}

const cells = (n: number, name: string): HTMLTableCellElement[] => Array.from({ length: n }, () => html("td", { class: name }));

const KINDS: readonly { readonly caption: string; readonly kinds: readonly DrawnSite["detectors"][number]["kind"][] }[] = [
  { caption: "At the stop line", kinds: ["stop-line"] },
  { caption: "Advance and counts", kinds: ["advance", "count", "zone"] },
];

export function drawDetectors(site: DrawnSite): View & { readonly node: HTMLElement } {
  const silences = site.ports.map(({ name }) => ({ port: name, node: html("p", { class: "fault", hidden: "" }) }));
  const rows = site.detectors.map(({ number, name, kind, device }) => {
    const state = html("td", { class: "state" });
    const [volume, occupancy] = cells(2, "figure");
    const words = html("span", { class: "fault" });
    const row = html(
      "tr",
      { "data-detector": number },
      state,
      html("th", { scope: "row" }, html("span", { class: "no" }, String(number)), ` ${name} `, words),
      volume!,
      occupancy!,
    );
    return { number, kind, device, row, state, volume: volume!, occupancy: occupancy!, words };
  });
  const halves = KINDS.map(({ caption, kinds }) => [caption, rows.filter((r) => kinds.includes(r.kind))] as const)
    .filter(([, those]) => those.length > 0)
    .map(([caption, those]) =>
      table(
        caption,
        ["Now", "Detector", "Vol.", "Occ."],
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
      for (const { number, kind, device, row, state, volume, occupancy, words } of rows) {
        const d = now.get(number);
        mark(row, "data-on", String(d?.on ?? false));
        mark(row, "data-fault", String((d?.fault ?? "") !== ""));
        say(state, d === undefined ? "–" : d.fault !== "" ? "fault" : kind === "count" ? "counts" : d.on ? "on" : "off");
        say(volume, d === undefined || d.volume < 0 ? "–" : String(d.volume));
        say(occupancy, d === undefined || d.occupancy_pm < 0 ? "–" : `${(d.occupancy_pm / 10).toFixed(0)} %`);
        say(words, said.includes(device) ? "" : d?.fault || d?.doubt || "");
      }
    },
  };
}

export function drawDevices(site: DrawnSite): View & { readonly node: HTMLElement } {
  const ports = site.ports.map(({ name, baud }) => {
    const state = html("span", { class: "state" });
    const devices = site.devices
      .filter((d) => d.port === name)
      .map((device) => {
        const answers = html("td", { class: "state" });
        const figures = cells(3, "figure");
        const about = [device.profile || device.protocol, device.address > 0 ? `address ${device.address}` : ""]
          .filter((s) => s !== "")
          .join(", ");
        const th = html("th", { scope: "row", title: about }, device.name);
        return { name: device.name, listens: device.listens, answers, figures, row: html("tr", {}, answers, th, ...figures) };
      });
    const node = html(
      "div",
      { class: "port" },
      html("h3", {}, `${name} `, html("small", {}, `${count(baud)} baud `), state),
      table(
        `Devices on port ${name}`,
        ["Now", "Device", "Polls", "Lost", "Noise (bytes)"],
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
        say(state, port === undefined ? "" : port.open ? "open" : "not open: is the adapter plugged in?");
        for (const { name, listens, answers, figures, row } of devices) {
          const d = live?.devices.find((of) => of.device === name);
          mark(row, "data-ok", String(d?.answering ?? true));
          say(answers, d === undefined ? "–" : !d.answering ? "silent" : listens ? "talks" : "answers");
          const said = d === undefined ? ["–", "–", "–"] : [listens ? "–" : count(d.polls), count(d.timeouts), count(d.noise_bytes)];
          figures.forEach((cell, i) => {
            say(cell, said[i]!);
          });
        }
      }
    },
  };
}

export function drawJournal(): View & { readonly node: HTMLElement } {
  const { node, show } = facts({ last: "Last record", pending: "Not on disk yet", epoch: "Epoch", late: "Latest tick" });
  const trouble = html("p", { class: "banner", role: "alert" });
  banner(trouble, "", "");
  return {
    node: html("div", {}, trouble, node),
    show: (live) => {
      const fault = live?.journal.fault ?? "";
      banner(trouble, "warning", fault === "" ? "" : `Nothing is being recorded: ${fault}.`);
      if (live === null) return show(null);
      const { epoch, last_seq, pending } = live.journal;
      show({
        last: count(last_seq),
        pending: `${count(pending)} (written every 10 s)`,
        epoch,
        late: `${live.tick_late_ms.toFixed(1)} ms late`,
      });
    },
  };
}

const STATES: { readonly [S in LinkLive["state"]]: string } = {
  connected: "connected",
  connecting: "connecting …",
  waiting: "waiting to try again",
};

/** The way to the brain. It is told by the link itself, so it stays when the street side is lost. */
export function drawLink() {
  const { node, show } = facts({
    state: "Brain",
    broker: "Broker",
    backlog: "Not with the brain yet",
    acked: "Brain has up to",
    commands: "Commands",
    update: "Update",
  });
  const cause = html("p", { class: "cause" });
  return {
    node: html("div", { class: "link" }, node, cause),
    show: (link: LinkLive | null) => {
      mark(node, "data-state", link?.state ?? "unknown");
      say(cause, link?.cause ?? "");
      if (link === null) return show(null);
      const { broker, state, last_seq, acked_seq, commands_taken, commands_refused, update } = link;
      show({
        state: STATES[state],
        broker,
        backlog: `${count(Math.max(0, last_seq - acked_seq))} records`,
        acked: count(acked_seq),
        commands: `${count(commands_taken)} taken, ${count(commands_refused)} refused`,
        update: update === undefined || update === "" ? "none" : update,
      });
    },
  };
}
