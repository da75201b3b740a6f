import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Why a mutant may survive, by its key: what survivors.md says. A heading is a reason, the list under it whom it holds for. */
export function readReasons(file: string): Map<string, string> {
  const reasons = new Map<string, string>();
  if (!existsSync(file)) return reasons;
  let reason = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("## ")) reason = line.slice(3);
    const key = /^- `(.*)`$/.exec(line)?.[1];
    if (key !== undefined) reasons.set(key, reason);
  }
  return reasons;
}

export const unstated = "Not looked at yet";

/** The same file anew: under each reason those who still survive, and behind them those who have none. */
export function writeReasons(file: string, reasons: ReadonlyMap<string, string>, survivors: readonly string[]): void {
  const head = existsSync(file) ? readFileSync(file, "utf8").split(/^## /m)[0]! : "";
  const headings = [...new Set([...reasons.values()].filter((reason) => reason !== unstated))];
  const part = (heading: string, keys: readonly string[]): string =>
    keys.length === 0 ? "" : `## ${heading}\n\n${keys.map((key) => `- \`${key}\`\n`).join("")}\n`;
  const under = (heading: string): string[] => survivors.filter((key) => (reasons.get(key) ?? unstated) === heading);
  writeFileSync(file, `${head}${[...headings, unstated].map((heading) => part(heading, under(heading))).join("")}`.trimEnd().concat("\n"));
}
