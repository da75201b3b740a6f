/** By step and phase (`step * 8 + phase - 1`), steps being tenths: 1 while a vehicle is on a detector of the phase; see ASIDE_CODE. */
export type Calls = Uint8Array;
/** By step and phase, as channels show them: 1 red, 2 yellow, 3 green. */
export type Heads = Uint8Array;

/** In `Calls`: nobody is there, and its recall is set aside for the step. */
export const NOT_EVEN_RECALLED = 2;

/** The phases of each ring less one, and the side of the barrier that a phase is on. */
export const RINGS = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
] as const;
export const PHASES = [0, 1, 2, 3, 4, 5, 6, 7] as const;
export const side = (p: number): number => (p % 4) >> 1;
export const ringOf = (p: number): readonly number[] => RINGS[p >> 2]!;

export const green = (heads: Heads, step: number, p: number): boolean => heads[step * 8 + p] === 3;
export const begins = (heads: Heads, step: number, p: number): boolean => green(heads, step, p) && !(step > 0 && green(heads, step - 1, p));
export const ends = (heads: Heads, step: number, p: number): boolean => !green(heads, step, p) && step > 0 && green(heads, step - 1, p);
export const called = (calls: Calls, step: number, p: number): boolean => calls[step * 8 + p] === 1;

/** The last step up to this one in which it held; 0 if there is none. */
export function since(step: number, held: (step: number) => boolean): number {
  while (step > 0 && !held(step)) step--;
  return step;
}
