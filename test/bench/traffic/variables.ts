import { Misuse } from "./scenario.ts";

/** What a verb of the Makefile was asked for. */
export type Variables = { readonly [name: string]: string | undefined };

/** A variable's words, by spaces or commas; those of `usual` where it says nothing. */
export const listed = (variables: Variables, name: string, usual: string): readonly string[] =>
  (variables[name] || usual).split(/[\s,]+/).filter((word) => word !== "");

/** Whether it is set, and not to 0. */
export const isSet = (variables: Variables, name: string): boolean => !["", "0"].includes(variables[name] ?? "");

/** Throws a Misuse in words. */
export function number(name: string, word: string, least: number, most: number): number {
  const value = Number(word);
  if (word === "" || !(value >= least && value <= most)) throw new Misuse(`${name} has "${word}": write a number from ${least} to ${most}`);
  return value;
}

/** SEEDS=5 are seeds 1 to 5; SEEDS=7,11 are these two. */
export function seedsIn(words: readonly string[]): readonly number[] {
  const numbers = words.map((word) => number("SEEDS", word, 0, 2 ** 31 - 1));
  if (numbers.some((seed) => !Number.isInteger(seed))) throw new Misuse("SEEDS are whole numbers: how many, or a list of them with commas");
  return numbers.length === 1 ? Array.from({ length: numbers[0]! }, (_, i) => i + 1) : numbers;
}
