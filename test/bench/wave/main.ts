import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runAll } from "../traffic/pool.ts";
import { inBuild, Misuse } from "../traffic/scenario.ts";
import { median } from "../traffic/table.ts";
import type { Result, Run, Who } from "./run.ts";
import { wishesIn } from "./wishes.ts";

const WHOS: readonly Who[] = ["actuated", "adaptive", "wave"];

/** The verb `make bench-wave`: what the units measure in one hour is what the wave is made of; then the same seeds without and with it. */
async function main(): Promise<number> {
  const { base, seeds, demands, jobs, json } = wishesIn(process.env);
  const script = join(import.meta.dirname, "one.ts");
  const failed: string[] = [];
  const all: Result[] = [];
  if (json !== "") writeFileSync(json, "");
  const run = async (runs: readonly Run[]): Promise<readonly Result[]> => {
    const outcomes = await runAll<Run, Result>(script, runs, jobs, (outcome) => {
      const { who, seed, demand } = outcome.run;
      // The hour that is learned from is no result.
      if (json !== "" && seed !== LEARNING_SEED && "result" in outcome) {
        const { measured: _, ...result } = outcome.result;
        appendFileSync(json, `${JSON.stringify(result)}\n`);
      }
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${who}, seed ${seed}, demand ${demand}`);
    });
    for (const outcome of outcomes) if ("failed" in outcome) failed.push(`${outcome.run.who}, seed ${outcome.run.seed}: ${outcome.failed}`);
    return outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : []));
  };
  for (const demand of demands) {
    // Of another day than those that it is judged by.
    const [hour] = await run([{ ...base, who: "actuated", seed: LEARNING_SEED, demand, learned: "" }]);
    if (hour === undefined) continue;
    const learned = inBuild("wave", `learned-${demand}.json`);
    mkdirSync(dirname(learned), { recursive: true });
    writeFileSync(learned, JSON.stringify(hour.measured));
    all.push(...(await run(seeds.flatMap((seed) => WHOS.map((who): Run => ({ ...base, who, seed, demand, learned }))))));
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  for (const line of table(all, demands)) console.log(line);
  for (const words of failed) console.error(`stopline: ${words}`);
  return failed.length > 0 ? 1 : 0;
}

const LEARNING_SEED = 1_001;

/** Medians over seeds. */
function table(results: readonly Result[], demands: readonly number[]): readonly string[] {
  const lines = ["demand  who        mean delay s  p95 s   through: mean delay s  stops   arrive on green"];
  for (const demand of demands) {
    for (const who of WHOS) {
      const own = results.filter((result) => result.demand === demand && result.who === who);
      if (own.length === 0) continue;
      const of = (value: (result: Result) => number): string => median(own.map(value)).toFixed(1);
      lines.push(
        `${String(demand).padEnd(8)}${who.padEnd(11)}${of(({ all }) => all.mean_delay_s).padStart(12)}${of(({ all }) => all.p95_delay_s).padStart(7)}` +
          `${of(({ through }) => through.mean_delay_s).padStart(24)}${median(own.map(({ through }) => through.stops))
            .toFixed(2)
            .padStart(7)}${`${of(({ on_green_pm }) => on_green_pm / 10)} %`.padStart(18)}`,
      );
    }
    const wave = results.find((result) => result.demand === demand && result.who === "wave");
    if (wave !== undefined)
      lines.push(
        `        the model: cycle ${wave.cycle_ds / 10} s, ${(wave.gain_pm / 10).toFixed(1)} % less than each by gaps: ${wave.verdict}`,
      );
  }
  return lines;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  console.error(`stopline: ${error.message}`);
  process.exitCode = 2;
}
