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

/** Those that are named, or else those with one of these words in their name; without words all of them. */
export function scenariosWith(words: readonly string[]): readonly string[] {
  const names = scenarioNames();
  const exact = names.filter((name) => words.includes(name));
  return exact.length > 0 ? exact : names.filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
}

export async function scenarioNamed(name: string): Promise<Scenario> {
  const { default: scenario } = (await import(join(FOLDER, `${name}.ts`))) as { readonly default: Scenario };
  return scenario;
}
