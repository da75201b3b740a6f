import { rigFile } from "../rig.ts";
import { benchOf, problemsIn } from "./file.ts";
import { missingAt } from "./plugged.ts";
import { siteIn } from "./site.ts";

/** The verb `make rig-check RIG=FILE.toml`: what is wrong with the file, and what is not plugged in; 1 if anything is. */
async function main(named: string): Promise<number> {
  const file = rigFile(named);
  if (file.driver !== "bench") {
    console.log(`${named}: nothing has to be plugged in for driver "${file.driver}"`);
    return 0;
  }
  const sites = file.sites.map(siteIn);
  const problems = problemsIn(file, sites);
  for (const words of problems) console.log(`${named}: ${words}`);
  // Whoever has to write the file anew does not yet want to know what is not plugged in.
  if (problems.length > 0) return 1;
  const bench = benchOf(file);
  const missing = await missingAt(bench);
  for (const words of missing) console.log(`not there: ${words}`);
  if (missing.length === 0) console.log(`${named}: ${Object.keys(bench.lines).length} lines, power, broker and unit are there`);
  return missing.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.env["RIG"] ?? "");
} catch (error) {
  console.error(`stopline: ${(error as Error).message}`);
  process.exitCode = 2;
}
