/** A quarter of an hour: how long the demand stays so. */
const T_H = 0.25;
const HOUR_S = 3_600;
/** What chance costs signals that do not adapt to who comes, and those that do (HCM's k). */
export const [FIXED_K, ACTUATED_K] = [0.5, 0.15];

/**
 * Mean delay of whoever comes by chance to a lane that is green for `green_s` of `cycle_s`, in seconds: Webster's uniform term, and what chance and
 * too many add (HCM's incremental delay over a quarter of an hour, which stays finite above 1). `y`: what comes for what leaves a queue.
 */
export const delay_s = (vehicles_h: number, y: number, green_s: number, cycle_s: number, k = FIXED_K): number =>
  uniform_s(y, green_s, cycle_s) + chance_s(vehicles_h, y, green_s, cycle_s, k);

function uniform_s(y: number, green_s: number, cycle_s: number): number {
  const green = green_s / cycle_s;
  return (cycle_s * (1 - green) ** 2) / (2 * (1 - Math.min(green, y)));
}

/** Beyond what an even stream would wait: the same whenever platoons come, so no offset changes it. */
export function chance_s(vehicles_h: number, y: number, green_s: number, cycle_s: number, k = FIXED_K): number {
  if (y === 0) return 0;
  const x = (y * cycle_s) / green_s;
  const capacity_h = vehicles_h / x;
  return (T_H * HOUR_S * (x - 1 + Math.sqrt((x - 1) ** 2 + (8 * k * x) / (capacity_h * T_H)))) / 4;
}

/** How many of those who come evenly must stop: all in red, and those who come while the queue drives off. */
export const stopShare = (y: number, green_s: number, cycle_s: number): number =>
  Math.min(1, (1 - green_s / cycle_s) / Math.max(0.01, 1 - y));
