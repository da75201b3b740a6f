import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { siteOf } from "../../streets.ts";
import { Misuse } from "../traffic/scenario.ts";
import { median } from "../traffic/table.ts";
import { listed, number, seedsIn, type Variables } from "../traffic/variables.ts";
import { type Result, runOnce, usualOf, type Who } from "./run.ts";

const WHOS: readonly Who[] = ["own", "adaptive", "surge"];
/** The street of no run that is judged. */
const LEARNING_SEED = 1_001;

interface Asked {
  readonly site: string;
  readonly approach: string;
  readonly crowd: number;
  readonly came: number;
  readonly seed: number;
  readonly who: Who;
}
type Run = Asked & Result;

/** The verb `make bench-surge`: the same crowd, seed by seed, with the surge's plan and without. */
function main(): number {
  const { sites, seeds, crowds, shares, json } = wishesIn(process.env);
  const told = (words: string): unknown => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${words}`);
  if (json !== "") writeFileSync(json, "");
  const all = sites.flatMap((site): readonly Run[] => {
    const text = readFileSync(fileOf(site), "utf8");
    const usual = usualOf(text, LEARNING_SEED);
    const approaches = siteOf(text).approaches.map(({ name }) => name);
    const crowded = crowds.flatMap((crowd) => shares.map((share) => ({ crowd, came: crowd * share })));
    const asked = crowded.flatMap((each) =>
      approaches.flatMap((approach) => seeds.flatMap((seed) => WHOS.map((who): Asked => ({ site, approach, ...each, seed, who })))),
    );
    return asked.map((each): Run => {
      const { approach, crowd, came, seed, who } = each;
      told(`${site}: ${crowd} times as many from ${approach}, seed ${seed}, ${who}`);
      const run = { ...each, ...runOnce(text, who, seed, { approach, expected: crowd, came }, usual) };
      if (json !== "") appendFileSync(json, `${JSON.stringify(run)}\n`);
      return run;
    });
  });
  told("");
  for (const line of table(all)) console.log(line);
  return 0;
}

const fileOf = (site: string): string => {
  const own = `deploy/sites/${site}.toml`;
  if (existsSync(own)) return own;
  if (existsSync(site)) return site;
  throw new Misuse(`SITES names ${site}: there is no such file, nor ${own}`);
};

function wishesIn(variables: Variables) {
  const numbers = (name: string, usual: string, least: number, most: number): readonly number[] =>
    listed(variables, name, usual).map((word) => number(name, word, least, most));
  return {
    sites: listed(variables, "SITES", "four-leg arterial"),
    seeds: seedsIn(listed(variables, "SEEDS", "3")),
    crowds: numbers("CROWD", "1.5,2.2", 1, 10),
    shares: numbers("CAME", "1", 0.1, 3),
    json: variables["JSON"] ?? "",
  };
}

/** Medians over approaches and seeds, with the least and the most of the mean delay. */
function table(all: readonly Run[]): readonly string[] {
  const rows = [
    [
      "site",
      "crowd",
      "came",
      "who",
      "mean delay s (least..most)",
      "p95 s",
      "with the crowd s",
      "others s",
      "on foot s",
      "slower than own in",
    ],
  ];
  for (const group of Map.groupBy(all, ({ site, crowd, came }) => `${site} ${crowd} ${came}`).values())
    for (const who of WHOS) {
      const runs = group.filter((run) => run.who === who);
      const of = (value: (run: Run) => number): string => median(runs.map(value)).toFixed(1);
      const means = runs.map(({ mean_delay_s }) => mean_delay_s).toSorted((a, b) => a - b);
      const ownOf = (run: Run) => group.find((each) => each.who === "own" && each.approach === run.approach && each.seed === run.seed)!;
      const slower = runs.filter((run) => run.mean_delay_s > ownOf(run).mean_delay_s).length;
      const { site, crowd, came } = runs[0]!;
      rows.push([
        ...[site, String(crowd), came.toFixed(2), who],
        `${of(({ mean_delay_s }) => mean_delay_s)} (${means[0]!.toFixed(1)}..${means.at(-1)!.toFixed(1)})`,
        ...[of(({ p95_delay_s }) => p95_delay_s), of(({ crowd_s }) => crowd_s), of(({ others_s }) => others_s), of(({ foot_s }) => foot_s)],
        who === "own" ? "" : `${slower} of ${runs.length}`,
      ]);
    }
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  console.error(`stopline: ${error.message}`);
  process.exitCode = 2;
}
