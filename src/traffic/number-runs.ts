/** 1, 2, 3, 7 → [1, 3], [7, 7]: numbers as people list them, in their order, each once. */
export function numberRuns(numbers: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const runs: [from: number, to: number][] = [];
  for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === n - 1) run[1] = n;
    else runs.push([n, n]);
  }
  return runs;
}
