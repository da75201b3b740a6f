/**
 * How greens may be ended, by the name that a pattern of the site file gives: a name's place here is its place in
 * native/strategies/table.cc. `timing/buffers.ts` holds the two against each other whenever the native part is loaded.
 */
export const STRATEGIES = ["fully-actuated", "fixed", "max-pressure", "adaptive"] as const;

export type StrategyName = (typeof STRATEGIES)[number];

/** Those that look ahead at lanes, and choose who comes next; the others only end greens. */
export const plans = (strategy: StrategyName): boolean => strategy === "max-pressure" || strategy === "adaptive";
