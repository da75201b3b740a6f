/** Seconds as people read them: 8 s, 1:23 min. */
export function time(s: number): string {
  const whole = Math.round(s);
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} min`;
}

export const clock = (s: number): string =>
  [Math.floor(s / 3_600), Math.floor(s / 60) % 60, s % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** By how much one is more than another, in words: "+2 %", "no more". */
export function more(own: number, other: number): string {
  if (other <= 0) return "";
  const percent = ((own - other) / other) * 100;
  if (Math.abs(percent) < 0.5) return "the same";
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent).toFixed(percent < 10 && percent > -10 ? 1 : 0)} %`;
}

export const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
