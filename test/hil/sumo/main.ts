import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { quantile } from "../../bench/figures.ts";
import { folderNamed } from "../../bench/traffic/made.ts";
import { type Outcome, runAll } from "../../bench/traffic/pool.ts";
import { Misuse } from "../../bench/traffic/scenario.ts";
import { type Agreement, agreement, type Pairs } from "./agree.ts";
import type { Driven } from "./drivers.ts";
import type { Run } from "./one.ts";
import type { KeptUp } from "./real.ts";

type Result = Run & Driven & Partial<KeptUp>;

/** Margins: what a traffic engineer would not see between two days. Who arrives by the end is nearly all of the demand, so little is allowed there. */
const [DELAY_PM, THROUGHPUT_PM, GREEN_PM] = [100, 20, 100];

function number(name: string, usual: number, least: number, most: number): number {
  const text = process.env[name] || String(usual);
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new Misuse(`${name} is a number from ${least} to ${most}, not "${text}"`);
  return value;
}

/** The verb `make hil-sumo`: the same drivers before a unit in fast simulation and before one on real ttys; whether they could tell. */
async function main(): Promise<number> {
  const scenario = process.env["SCENARIO"] || "junction";
  const folder = folderNamed(scenario);
  const shared = {
    folder,
    pattern: process.env["PATTERN"] || "actuated",
    demand: number("DEMAND", 1, 0.1, 3),
    seconds: number("SECONDS", 900, 60, 3_600),
    loss_pm: 0,
  };
  const seeds = Array.from({ length: number("SEEDS", 8, 3, 16) }, (_, i) => i + 1);
  const of = (time: Run["time"], jobs: number, loss_pm: number) => {
    const runs = seeds.map((seed): Run => ({ ...shared, time, seed, loss_pm }));
    return runAll<Run, Result>(
      join(import.meta.dirname, "one.ts"),
      runs,
      jobs,
      ({ run }) => process.stderr.isTTY && console.error(run.time, run.seed),
    );
  };
  const [beside, loss_pm] = [number("BESIDE", 4, 1, 16), number("LOSS", 0, 0, 0.9) * 1_000];
  const [fast, real] = (await Promise.all([of("fast", 1, 0), of("real", beside, loss_pm)])).map(resultsOf) as [
    readonly Result[],
    readonly Result[],
  ];
  const found = compared(fast, real).map(agreement);
  console.log(`${scenario}, ${shared.pattern}: ${seeds.length} seeds of ${shared.seconds} s, demand ${shared.demand}\n`);
  console.log(table(found));
  const late = lateness(real);
  console.log(`\n${late.words.join("\n")}`);
  const conflicts = [...fast, ...real].reduce((sum, each) => sum + each.conflicts, 0);
  if (conflicts > 0) console.error(`stopline: ${conflicts} tenths with greens whose paths meet`);
  if (process.env["JSON"]) writeFileSync(process.env["JSON"], `${JSON.stringify({ ...shared, found, late: late.figures, conflicts })}\n`);
  return found.every(({ agrees }) => agrees) && conflicts === 0 ? 0 : 1;
}

function resultsOf(outcomes: readonly Outcome<Run, Result>[]): readonly Result[] {
  return outcomes.map((outcome) => {
    if ("result" in outcome) return outcome.result;
    throw new Error(`seed ${outcome.run.seed}, ${outcome.run.time}: ${"failed" in outcome ? outcome.failed : outcome.unfit}`);
  });
}

function compared(fast: readonly Result[], real: readonly Result[]): readonly Pairs[] {
  const pairs = (name: string, margin_pm: number, of: (result: Result) => number): Pairs => ({
    name,
    margin_pm,
    fast: fast.map(of),
    real: real.map(of),
  });
  const mean = (result: Result, of: (green: Result["greens"][number]) => number) =>
    result.greens.reduce((sum, green) => sum + of(green), 0) / result.greens.length;
  return [
    pairs("mean delay, s", DELAY_PM, (r) => r.mean_delay_s),
    pairs("arrived", THROUGHPUT_PM, (r) => r.throughput),
    pairs("length of greens, s", GREEN_PM, (r) => mean(r, ({ mean_s }) => mean_s)),
    ...(fast[0]?.greens ?? []).map(({ channel }, i) => pairs(`green of ${channel}, per mille`, GREEN_PM, (r) => r.greens[i]!.share_pm)),
  ];
}

function table(found: readonly Agreement[]): string {
  const digits = (value: number) => value.toFixed(2);
  const head = ["figure", "fast", "its spread", "real", "difference", "its spread", "90 % interval", "allowed", "p", ""];
  const rows = found.map((each) => [
    each.name,
    digits(each.fast_mean),
    digits(each.fast_sd),
    digits(each.real_mean),
    digits(each.difference),
    digits(each.sd),
    `${digits(each.low)} … ${digits(each.high)}`,
    `± ${digits(each.margin)}`,
    each.p.toFixed(3),
    each.agrees ? "agree" : "DO NOT AGREE",
  ]);
  const widths = head.map((_, c) => Math.max(...[head, ...rows].map((row) => row[c]!.length)));
  return [head, ...rows]
    .map((row) => row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))).join("  "))
    .join("\n");
}

/** How well the machine kept up: a comparison on one that did not says nothing of ttys. */
function lateness(real: readonly Result[]) {
  const sorted = (of: (result: Result) => readonly number[] | undefined) =>
    Float64Array.from(real.flatMap((result) => of(result) ?? [])).sort();
  const [unit, street] = [sorted((r) => r.unit_late_ms), sorted((r) => r.street_late_ms)];
  const sum = (of: (result: Result) => number | undefined) => real.reduce((total, result) => total + (of(result) ?? 0), 0);
  const figures = {
    unit_median_ms: quantile(unit, 500),
    unit_p999_ms: quantile(unit, 999),
    street_median_ms: quantile(street, 500),
    street_p999_ms: quantile(street, 999),
    tenths: street.length,
    street_missed: sum((r) => r.street_missed),
    frames: sum((r) => r.frames),
    frames_lost: sum((r) => r.frames_lost),
  };
  const { unit_median_ms, unit_p999_ms, street_median_ms, street_p999_ms } = figures;
  const words = [
    `ticks of the units were late by ${unit_median_ms.toFixed(1)} ms (median), ${unit_p999_ms.toFixed(1)} ms (99.9 %)`,
    `the street by ${street_median_ms.toFixed(1)} ms and ${street_p999_ms.toFixed(1)} ms; it missed ${figures.street_missed} of ${figures.tenths} tenths`,
    `${figures.frames_lost} of ${figures.frames} frames were lost on purpose`,
  ];
  return { figures, words };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`stopline: ${(error as Error).message}`);
  process.exitCode = error instanceof Misuse ? 2 : 1;
}
