import { PHASES_MAX } from "../traffic/numbers.ts";

/** A set of phases as the native part has it: bit p for phase p + 1. */
export const setOf = (numbers: readonly number[]): number => numbers.reduce((set, number) => set | (1 << (number - 1)), 0);

/** The numbers of the phases in it. */
export const phasesIn = (set: number): readonly number[] =>
  Array.from({ length: PHASES_MAX }, (_, p) => p + 1).filter((number) => (set >>> (number - 1)) & 1);
