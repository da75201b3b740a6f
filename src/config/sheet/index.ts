import { isAddressed } from "../../detection/protocols/index.ts";
import { gatewayOf } from "../../traffic/gateway.ts";
import { numberRuns } from "../../traffic/number-runs.ts";
import type { Detector, DeviceConfig, Site } from "../../traffic/site.ts";
import { tenths } from "../fields.ts";
import { boundOf } from "../journal-bound.ts";
import { table } from "./columns.ts";
import { neighbourLines } from "./neighbours.ts";
import { patternLines } from "./patterns.ts";
import { phaseLines } from "./phases.ts";
import { serviceLines } from "./service.ts";
import { stageLines } from "./stages.ts";

/** A site in lines of text, in the order of a timing sheet: for a technician who holds the two against each other. */
export function sheetOf(site: Site): readonly string[] {
  const { brain } = site;
  const commands = brain.command_key === "" ? "no commands taken" : `commands signed by ${brain.command_key}`;
  const certificates = brain.certificates === "" ? "" : ` with the certificate in ${brain.certificates}`;
  return [
    `${site.id}  ${site.name}  (${site.time_zone})`,
    `brain ${brain.host}:${brain.port}, ${brain.tls ? "TLS" : "without TLS"}${certificates}, ${commands}`,
    `journal: ${site.outage_hours} hours without the brain, in up to ${Math.ceil(boundOf(site) / 1_000_000)} MB of flash`,
    ...wiring(site),
    ...detectors(site),
    ...stageLines(site),
    ...phaseLines(site),
    ...serviceLines(site),
    ...patternLines(site),
    ...neighbourLines(site),
  ];
}

function wiring(site: Site): string[] {
  const lines = ["", "ports and devices"];
  for (const port of site.ports) {
    const parity = { none: "N", even: "E", odd: "O" }[port.parity];
    const rs485 = port.rs485 === undefined ? "" : `, RS-485 by RTS (${port.rs485.before_ms} ms before, ${port.rs485.after_ms} after)`;
    if (gatewayOf(port.path)) lines.push(`  ${port.name}: SDLC gateway ${port.path}, ${port.baud} bits a second behind it`);
    else lines.push(`  ${port.name}: ${port.baud} 8${parity}${port.stop_bits}, ${port.path}${rs485}`);
    for (const device of site.devices.filter((d) => d.port === port.name))
      lines.push(`    ${device.name}: ${described(device)}${uses(site, device)}`);
  }
  return lines;
}

function described({ protocol, profile, address, poll_ms }: DeviceConfig): string {
  const named = profile === "" ? protocol : `${protocol} ${profile}`;
  return `${named}${address > 0 || isAddressed(protocol) ? `, address ${address}` : ""}, ${poll_ms > 0 ? `asked every ${everyWords(poll_ms)}` : "talks by itself"}`;
}

const everyWords = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);

function uses(site: Site, { name }: DeviceConfig): string {
  const ours = (each: { readonly device: string }) => each.device === name;
  const some = (noun: string, all: readonly { readonly device: string; readonly number: number }[]) => {
    const numbers = all.filter(ours).map((each) => each.number);
    return numbers.length === 0 ? [] : [`${noun}${numbers.length > 1 ? "s" : ""} ${ranges(numbers)}`];
  };
  const all = [
    ...some("detector", site.detectors),
    ...some("push button", site.pedestrian_detectors),
    ...some("channel", site.channels),
    ...some("contact", site.inputs),
  ];
  return all.length === 0 ? "; used by nothing" : `; ${all.join(", ")}`;
}

/** 1, 2, 3, 7 → "1-3, 7". */
const ranges = (numbers: readonly number[]): string =>
  numberRuns(numbers)
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(", ");

function detectors(site: Site): string[] {
  const seconds = (ms: number) => (ms === 0 ? "-" : tenths(ms / 100));
  const row = (d: Detector) => [
    `${d.number}`,
    d.name,
    d.kind,
    `${d.approach} lane ${d.lane}`,
    `${d.distance_m}`,
    `${d.device} input ${d.input}`,
    d.call_phase === null ? "-" : [d.call_phase, ...d.also_calls].join(", "),
    seconds(d.delay_ms),
    seconds(d.extend_ms),
    [...(d.lock ? ["lock"] : []), ...(d.added_initial ? ["adds to initial green"] : [])].join(", "),
  ];
  const buttons = site.pedestrian_detectors.map((p) => [`${p.number}`, p.name, `${p.device} input ${p.input}`, `${p.call_phase}`]);
  const heads = ["no", "name", "kind", "lane", "back", "wired to", "calls", "delay", "extend", ""];
  return [
    "",
    ...(site.detectors.length === 0 ? ["no detectors"] : ["detectors (metres, seconds)", ...table(heads, site.detectors.map(row))]),
    ...(buttons.length === 0 ? [] : ["", "push buttons", ...table(["no", "name", "wired to", "calls"], buttons)]),
  ];
}
