/** A set of phases as the native part has it: bit p for phase p + 1. */
export const setOf = (numbers: readonly number[]): number => numbers.reduce((set, number) => set | (1 << (number - 1)), 0);
