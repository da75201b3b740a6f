import type { Detector, DeviceConfig, Site } from "../traffic/site.ts";
import { cycleOf } from "./cycle.ts";
import { tenths } from "./fields.ts";
import { untoldOf } from "./untold.ts";

/** A site in lines of text, in the order of a timing sheet: for a technician who holds the two against each other. */
export function sheetOf(site: Site): readonly string[] {
  const { brain } = site;
  const commands = brain.command_key === "" ? "no commands taken" : `commands signed by ${brain.command_key}`;
  return [
    `${site.id}  ${site.name}  (${site.time_zone})`,
    `brain ${brain.host}:${brain.port}, ${brain.tls ? "TLS" : "without TLS"}, ${commands}`,
    ...wiring(site),
    ...detectors(site),
    ...phases(site),
    ...rings(site),
    ...fallback(site),
  ];
}

/** Rows in columns; the first column to the left, and others that do not look like numbers. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)));
  const left = heads.map((_, i) => rows.some((row) => !/^[\d.-]*$/.test(row[i]!)));
  return [heads, ...rows].map((row) =>
    `  ${row.map((cell, i) => (left[i] ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`.trimEnd(),
  );
}

function wiring(site: Site): string[] {
  const lines = ["", "ports and devices"];
  for (const port of site.ports) {
    const parity = { none: "N", even: "E", odd: "O" }[port.parity];
    lines.push(`  ${port.name}: ${port.baud} 8${parity}${port.stop_bits}, ${port.path}`);
    for (const device of site.devices.filter((d) => d.port === port.name))
      lines.push(`    ${device.name}: ${described(device)}${uses(site, device)}`);
  }
  return lines;
}

function described({ protocol, profile, address, poll_ms }: DeviceConfig): string {
  const named = profile === "" ? protocol : `${protocol} ${profile}`;
  return `${named}${address > 0 ? `, address ${address}` : ""}, ${poll_ms > 0 ? `asked every ${everyWords(poll_ms)}` : "talks by itself"}`;
}

const everyWords = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);

function uses(site: Site, { name }: DeviceConfig): string {
  const ours = (each: { readonly device: string }) => each.device === name;
  const some = (noun: string, all: readonly { readonly device: string; readonly number: number }[]) => {
    const numbers = all.filter(ours).map((each) => each.number);
    return numbers.length === 0 ? [] : [`${noun}${numbers.length > 1 ? "s" : ""} ${ranges(numbers)}`];
  };
  const all = [...some("detector", site.detectors), ...some("push button", site.pedestrian_detectors), ...some("channel", site.channels)];
  return all.length === 0 ? "; used by nothing" : `; ${all.join(", ")}`;
}

/** 1, 2, 3, 7 → "1-3, 7". */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const n of numbers.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === n - 1) run[1] = n;
    else runs.push([n, n]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

function detectors(site: Site): string[] {
  const seconds = (ms: number) => (ms === 0 ? "-" : tenths(ms / 100));
  const row = (d: Detector) => [
    `${d.number}`,
    d.name,
    d.kind,
    `${d.approach} lane ${d.lane}`,
    `${d.distance_m}`,
    `${d.device} input ${d.input}`,
    d.call_phase === null ? "-" : `${d.call_phase}`,
    seconds(d.delay_ms),
    seconds(d.extend_ms),
    d.lock ? "lock" : "",
  ];
  const buttons = site.pedestrian_detectors.map((p) => [`${p.number}`, p.name, `${p.device} input ${p.input}`, `${p.call_phase}`]);
  const heads = ["no", "name", "kind", "lane", "back", "wired to", "calls", "delay", "extend", ""];
  return [
    "",
    ...(site.detectors.length === 0 ? ["no detectors"] : ["detectors (metres, seconds)", ...table(heads, site.detectors.map(row))]),
    ...(buttons.length === 0 ? [] : ["", "push buttons", ...table(["no", "name", "wired to", "calls"], buttons)]),
  ];
}

function phases(site: Site): string[] {
  const walking = (ds: number) => (ds === 0 ? "-" : tenths(ds));
  const rows = site.phases.map((p) => [
    `${p.number}`,
    p.name,
    ...[p.min_green_ds, p.passage_ds, p.max1_ds, p.yellow_change_ds, p.red_clear_ds].map(tenths),
    walking(p.walk_ds),
    walking(p.ped_clear_ds),
    `${p.recall}${p.ped_recall ? ", ped" : ""}`,
    p.lock ? "lock" : "",
  ]);
  const heads = ["no", "name", "min green", "passage", "max 1", "yellow", "red", "walk", "ped clear", "recall", ""];
  return ["", "phases (seconds)", ...table(heads, rows)];
}

/** Each ring on a line, its barriers under each other. */
function rings(site: Site): string[] {
  const name = (number: number) => `${number} ${site.phases.find((p) => p.number === number)!.name}`;
  const cells = site.rings.map((ring) => ring.groups.map((group) => group.map(name).join("   ")));
  const widths = (cells[0] ?? []).map((_, g) => Math.max(...cells.map((row) => row[g]!.length)));
  const { phases, flash_ds, all_red_ds } = site.start;
  const first = `${phases.join(" and ")} ${phases.length > 1 ? "are" : "is"} green first`;
  return [
    "",
    `rings ( | is a barrier; ${first}, after ${tenths(flash_ds)} s of flash and ${tenths(all_red_ds)} s of all red)`,
    ...site.rings.map((ring, r) => `  ring ${ring.number}: | ${cells[r]!.map((cell, g) => cell.padEnd(widths[g]!)).join(" | ")} |`),
    ...untoldOf(site).map((words) => `  ${words}`),
  ];
}

function fallback(site: Site): string[] {
  const titled = (number: number) => site.patterns.find((p) => p.number === number)!;
  const [first, pattern] = [titled(site.start_pattern), titled(site.fallback_pattern)];
  const { rings, cycle_ds } = cycleOf(site, pattern);
  const lines = rings.map(({ ring, splits_ds, total_ds }) => {
    const groups = ring.groups.map((group, g) => group.map((phase, i) => `${phase}: ${tenths(splits_ds[g]![i]!)}`).join("  "));
    return `  ring ${ring.number}: | ${groups.join(" | ")} | ${tenths(total_ds)} s`;
  });
  const back = `falls back to pattern ${pattern.number} "${pattern.name}", whose cycle is about ${tenths(cycle_ds)} s:`;
  return ["", `begins with pattern ${first.number} "${first.name}"; ${back}`, ...lines];
}
