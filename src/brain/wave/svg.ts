import { greensOf, shareOfSeconds } from "./greens.ts";
import type { PeriodWave } from "./wave.ts";

const [WIDTH, HEIGHT, LEFT, TOP] = [900, 520, 120, 60];
/** Cycles that are drawn. */
const CYCLES = 3;
const INK = "#1c2430";
const COLOURS = ["#1769aa", "#b3541e"];

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The time-space diagram of a period: time to the right, the road upwards; red where a direction stands, its band where it can drive through. */
export function timeSpace({ hours, solution, directions, units, cycle_ds }: PeriodWave, name: string): string {
  const { line, offsets_s } = solution;
  const at = placesOf(solution);
  const whole_s = Math.max(1, at.at(-1)!);
  const x = (s: number): string => (LEFT + (s * (WIDTH - LEFT - 20)) / (CYCLES * line.cycle_s)).toFixed(1);
  const y = (s: number): string => (HEIGHT - 50 - (s * (HEIGHT - TOP - 70)) / whole_s).toFixed(1);
  const parts = [
    `<text x="20" y="28" font-size="18">${escaped(`${name}, ${hours.name}`)}: cycle ${(cycle_ds / 10).toFixed(0)} s</text>`,
    ...directions.map(
      ({ from, to, band }, w) =>
        `<text x="20" y="${48 + 16 * w}" font-size="12" fill="${COLOURS[w]}">${escaped(`${from} to ${to}`)}: band ${band.long_s} s</text>`,
    ),
  ];
  units.forEach(({ unit, timing, coordinated }, i) => {
    const greens = greensOf(timing, coordinated);
    parts.push(`<text x="${LEFT - 10}" y="${y(at[i]!)}" text-anchor="end" dominant-baseline="middle">${escaped(unit)}</text>`);
    line.places.forEach((way, w) => {
      const phase = way.find(({ stop }) => stop.unit === i)?.stop.phase;
      if (phase === undefined) return;
      const green = shareOfSeconds(greens, [phase], timing.cycle_ds, line.cycle_s);
      const height = Number(y(at[i]!)) + (w === 0 ? -5 : 1);
      for (const [from, to] of redsIn(green, offsets_s[i]!, line.cycle_s))
        parts.push(
          `<rect x="${x(from)}" y="${height}" width="${(Number(x(to)) - Number(x(from))).toFixed(1)}" height="4" fill="#c62828"/>`,
        );
    });
  });
  directions.forEach(({ band }, w) => {
    if (band.long_s === 0) return;
    let drive = 0;
    const way = line.places[w]!.map(({ stop, travel_s }) => {
      if (stop.from !== null) drive += travel_s;
      return { after_s: drive, y: y(at[stop.unit]!) };
    });
    // One begins in the cycle before, and comes into the picture.
    for (let cycle = -1; cycle < CYCLES; cycle++) {
      const begin = band.begin_s + cycle * line.cycle_s;
      const edge = (s: number): string[] => way.map(({ after_s, y }) => `${x(s + after_s)},${y}`);
      const points = [...edge(begin), ...edge(begin + band.long_s).toReversed()].join(" ");
      parts.push(`<polygon points="${points}" clip-path="url(#drawn)" fill="${COLOURS[w]}" fill-opacity="0.18" stroke="${COLOURS[w]}"/>`);
    }
  });
  for (let cycle = 0; cycle <= CYCLES; cycle++) {
    const s = cycle * line.cycle_s;
    parts.push(`<line x1="${x(s)}" y1="${TOP + 20}" x2="${x(s)}" y2="${HEIGHT - 40}" stroke="#c9d1da"/>`);
    parts.push(`<text x="${x(s)}" y="${HEIGHT - 22}" text-anchor="middle" font-size="12">${s} s</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="14" fill="${INK}">\n<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>\n<clipPath id="drawn"><rect x="${LEFT}" y="0" width="${WIDTH - LEFT - 20}" height="${HEIGHT}"/></clipPath>\n${parts.join("\n")}\n</svg>\n`;
}

/** How far each unit is along the road, in seconds of driving. */
function placesOf({ line }: PeriodWave["solution"]): readonly number[] {
  const at = line.units.map(() => 0);
  let drive = 0;
  const [way = []] = line.places;
  const stops = way[0]?.stop.unit === 0 ? way : way.toReversed();
  stops.forEach(({ stop, travel_s }, i) => {
    // Backwards the drive to a unit stands with the one that it leads to.
    if (i > 0) drive += way === stops ? travel_s : stops[i - 1]!.travel_s;
    at[stop.unit] = drive;
  });
  return at;
}

/** Where it is not green, over all drawn cycles, in seconds. */
function redsIn(green: Float64Array, offset_s: number, cycle_s: number): readonly (readonly [number, number])[] {
  const reds: [number, number][] = [];
  for (let s = 0; s < CYCLES * cycle_s; s++) {
    if (green[(((s - offset_s) % cycle_s) + cycle_s) % cycle_s]! >= 0.5) continue;
    const last = reds.at(-1);
    if (last !== undefined && last[1] === s) last[1] = s + 1;
    else reds.push([s, s + 1]);
  }
  return reds;
}
