import { median } from "../traffic/table.ts";
import { type Gain, type Group, gainOf, groupsIn, recoveries, spread } from "./pairs.ts";
import type { Result, Who } from "./run.ts";

/** Within this the others are to lose no more than without priority. */
const RECOVERED_S = 300;

/** Each led controller is compared with itself without, too. */
const BARE: { readonly [who: string]: Who } = { "adaptive+corridor": "adaptive", "our-actuated+corridor": "our-actuated" };

type Column = readonly [head: string, cell: (group: Group) => string];

const s = (value: number): string => value.toFixed(1);
const quarters = (values: readonly number[]): string => {
  const [low, middle, high] = spread(values);
  return `${middle.toFixed(0)} (${low.toFixed(0)}..${high.toFixed(0)})`;
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const COLUMNS: readonly Column[] = [
  ["controller", ({ who }) => who],
  ["travel s", ({ trips }) => quarters(trips.map(({ travel_s }) => travel_s))],
  ["free s", ({ trips }) => median(trips.map(({ free_s }) => free_s)).toFixed(0)],
  ["loss s", ({ trips }) => quarters(trips.map(({ loss_s }) => loss_s))],
  ["mean loss s", ({ trips }) => s(mean(trips.map(({ loss_s }) => loss_s)))],
  ["stops", ({ trips }) => mean(trips.map(({ stops }) => stops)).toFixed(2)],
  ["not arrived", ({ trips }) => String(trips.filter(({ arrived }) => !arrived).length)],
  ["others s", ({ results }) => s(median(results.map(({ mean_delay_s }) => mean_delay_s)))],
  [
    "least..most",
    ({ results }) => `${s(Math.min(...results.map((r) => r.mean_delay_s)))}..${s(Math.max(...results.map((r) => r.mean_delay_s)))}`,
  ],
  ["others p95 s", ({ results }) => median(results.map(({ p95_delay_s }) => p95_delay_s)).toFixed(0)],
  ["unfinished", ({ results }) => median(results.map(({ unfinished }) => unfinished)).toFixed(0)],
];

/** A table and what the corridor brings, of each net and demand. */
export function tables(results: readonly Result[]): string {
  const parts = Map.groupBy(
    groupsIn(results),
    ({ scenario, share, demand }) => `${scenario}, ${share} of what it takes (${Number(demand.toFixed(2))} of its demand)`,
  );
  return [...parts]
    .map(([title, groups]) => [title, written(groups), ...groups.flatMap((led) => brings(led, groups))].join("\n"))
    .join("\n\n");
}

function brings(led: Group, groups: readonly Group[]): readonly string[] {
  const bare = BARE[led.who];
  if (bare === undefined) return [];
  const others = groups.filter(({ who }) => BARE[who] === undefined);
  const lines = others.map((other) => `  ${led.who} against ${other.who}: ${words(gainOf(led, other))}`);
  const without = others.find(({ who }) => who === bare);
  return without === undefined ? lines : [...lines, `  ${recovered(recoveries(led, without))}`];
}

const cent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const signed = (share: number): string => `${share < 0 ? "" : "+"}${cent(share)}`;

const words = ({ travel, loss, possible, others, others_least, others_most }: Gain): string =>
  `time loss ${signed(-loss)}, travel time ${signed(-travel)} (of ${cent(possible)} possible); others' mean delay ${signed(others)} (${signed(others_least)} to ${signed(others_most)} by seed)`;

function recovered(times: readonly (number | null)[]): string {
  const within = times.filter((time) => time !== null && time <= RECOVERED_S).length;
  const known = times.map((time) => time ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b);
  return `others recovered within ${RECOVERED_S} s behind ${within} of ${times.length} vehicles, median ${known[Math.floor(known.length / 2)]} s, longest ${known.at(-1)} s`;
}

function written(groups: readonly Group[]): string {
  const rows = [COLUMNS.map(([head]) => head), ...groups.map((group) => COLUMNS.map(([, cell]) => cell(group)))];
  const widths = COLUMNS.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows.map((row) => row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join("  ")).join("\n");
}
