import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Mutant } from "./rewrite.ts";

/** Why a mutant may survive, and the function for which that was said. */
export interface Reason {
  readonly words: string;
  readonly code: string; // the beginning of its hash; "": nobody has said it of this very text
}

const unstated = "Not looked at yet";
const LETTERS = 8; // of a hash: enough to tell a function from what it was before

/** By a mutant's key: what survivors.md says. A heading is a reason, the list under it whom it holds for. */
export function readReasons(file: string): Map<string, Reason> {
  const reasons = new Map<string, Reason>();
  if (!existsSync(file)) return reasons;
  let words = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("## ")) words = line.slice(3);
    const [, key, code] = /^- `(.*)`(?: ([0-9a-f]+))?$/.exec(line) ?? [];
    if (key !== undefined) reasons.set(key, { words, code: code ?? "" });
  }
  return reasons;
}

const short = ({ code }: Mutant): string => code.slice(0, LETTERS);

const isStated = (reason: Reason | undefined): reason is Reason => reason !== undefined && reason.words !== unstated;

/** Somebody has said why, and the function reads as it did then. */
export function isReasoned(mutant: Mutant, reasons: ReadonlyMap<string, Reason>): boolean {
  const reason = reasons.get(mutant.key);
  return isStated(reason) && reason.code === short(mutant);
}

/** Somebody has said why, of a function that has changed since: the reason may be another mutant's by now, or none. */
export function isOutdated(mutant: Mutant, reasons: ReadonlyMap<string, Reason>): boolean {
  const reason = reasons.get(mutant.key);
  return isStated(reason) && reason.code !== short(mutant);
}

/** Of those with a reason, those in the function or file of this name, or the one mutant. A name's beginning is nobody's name. */
export const named = (reasons: ReadonlyMap<string, Reason>, mutants: readonly Mutant[], name: string): readonly Mutant[] =>
  mutants.filter(({ key }) => isStated(reasons.get(key)) && (key === name || key.startsWith(`${name}:`) || key.startsWith(`${name} `)));

/** The reasons of these hold for their functions as they read now. */
export function confirmed(reasons: ReadonlyMap<string, Reason>, mutants: readonly Mutant[]): Map<string, Reason> {
  const now = new Map(reasons);
  for (const mutant of mutants) now.set(mutant.key, { words: reasons.get(mutant.key)!.words, code: short(mutant) });
  return now;
}

/** The same file anew: under each reason those who still survive, and behind them those who have none. */
export function writeReasons(file: string, reasons: ReadonlyMap<string, Reason>, survivors: readonly Mutant[]): void {
  const head = existsSync(file) ? readFileSync(file, "utf8").split(/^## /m)[0]! : "";
  const headings = [...new Set([...reasons.values()].map(({ words }) => words).filter((words) => words !== unstated))];
  // Whoever writes words under a heading confirms them; a run does not do it for him.
  const lineOf = (mutant: Mutant): string => {
    const reason = reasons.get(mutant.key);
    return `- \`${mutant.key}\` ${isStated(reason) ? reason.code : short(mutant)}`.trimEnd().concat("\n");
  };
  const part = (heading: string): string => {
    const under = survivors.filter(({ key }) => (reasons.get(key)?.words ?? unstated) === heading);
    return under.length === 0 ? "" : `## ${heading}\n\n${under.map(lineOf).join("")}\n`;
  };
  writeFileSync(file, `${head}${[...headings, unstated].map(part).join("")}`.trimEnd().concat("\n"));
}
