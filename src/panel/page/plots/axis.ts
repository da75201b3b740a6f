/** Even numbers up to at least `top`, five of them or so: [0, 20, 40, 60]. */
export function ticksTo(top: number): readonly number[] {
  const rough = Math.max(top, 1e-9) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((by) => by * power).find((each) => each >= rough)!;
  return Array.from({ length: Math.ceil(top / step - 1e-9) + 1 }, (_, i) => i * step);
}

const MINUTE_MS = 60_000;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360];

/** Even times within [from, to], no more than `most` of them. */
export function timesIn(from: number, to: number, most: number): readonly number[] {
  const step = (STEPS_MIN.find((min) => (to - from) / (min * MINUTE_MS) <= most) ?? 720) * MINUTE_MS;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => first + i * step);
}
