/**
 * How greens may be ended, by the name that a pattern of the site file gives: a name's place here is its place in
 * native/strategies/table.cc. `timing/buffers.ts` holds the two against each other whenever the native part is loaded.
 */
export const STRATEGIES = ["fully-actuated"] as const;

export type StrategyName = (typeof STRATEGIES)[number];
