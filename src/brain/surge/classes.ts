/** What draws the crowd; where two meet in a unit, the earlier one in this list goes first: a stadium empties in half an hour, visitors come all day. */
export const CLASSES = ["match", "fair", "tourism"] as const;
export type SurgeClass = (typeof CLASSES)[number];
