import type { CityMap, Points, Standing } from "../shown.ts";

export type Errand = CityMap["errands"][number];

export const isGreen = (letter: string | undefined): boolean => letter === "G" || letter === "g";

/** The piece of a line from one way to another, both in metres along it. */
export function piece(line: Points, from_m: number, to_m: number): Points {
  const points: (readonly [number, number])[] = [];
  let begun = 0;
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!];
    const long = Math.hypot(bx - ax, by - ay);
    const end = begun + long;
    const at = (m: number): readonly [number, number] => [ax + ((bx - ax) * (m - begun)) / long, ay + ((by - ay) * (m - begun)) / long];
    if (long > 0 && end >= from_m && begun <= to_m) {
      if (points.length === 0) points.push(at(Math.max(from_m, begun)));
      points.push(at(Math.min(to_m, end)));
    }
    begun = end;
  }
  return points;
}

/** How far the way is open from here: up to the first stop line that is not green. */
export function openTo(errand: Errand, way_m: number, units: readonly Standing[]): number {
  for (const { unit, at_m, links } of errand.stops) {
    if (at_m < way_m - 4) continue;
    const lamps = units.find((each) => each.unit === unit)?.lamps ?? "";
    if (!links.some((link) => isGreen(lamps[link]))) return at_m;
  }
  return errand.length_m;
}
