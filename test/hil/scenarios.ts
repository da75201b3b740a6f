import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "./scenario.ts";

const FOLDER = join(import.meta.dirname, "../scenarios");

const namesIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).flatMap((file) => (file.endsWith(".ts") ? [file.slice(0, -3)] : [])) : [];

/** Every scenario, and behind them what was found by chance ("found/…"). */
export const scenarioNames = (): readonly string[] => [
  ...namesIn(FOLDER).toSorted(),
  ...namesIn(join(FOLDER, "found"))
    .toSorted()
    .map((name) => `found/${name}`),
];

export async function scenarioNamed(name: string): Promise<Scenario> {
  const { default: scenario } = (await import(join(FOLDER, `${name}.ts`))) as { readonly default: Scenario };
  return scenario;
}
