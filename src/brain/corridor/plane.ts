/** A point on the graph's plane, in metres to the east and to the north of its origin. */
export type Point = readonly [east_m: number, north_m: number];

/** The plane: where on the earth its origin lies, and how far its north is turned clockwise from true north (a SUMO net's grid is). */
export interface Plane {
  readonly latitude: number;
  readonly longitude: number;
  readonly turned_deg: number;
}

const RADIUS_M = 6_371_009;
const RAD = Math.PI / 180;

/** Degrees → the plane. The earth is a ball here: 10 km away from the origin that is wrong by 20 m at most, of a city's own 3 km by less than 6. */
export function onPlane({ latitude, longitude, turned_deg }: Plane, at: { readonly latitude: number; readonly longitude: number }): Point {
  const east = (at.longitude - longitude) * RAD * RADIUS_M * Math.cos(latitude * RAD);
  const north = (at.latitude - latitude) * RAD * RADIUS_M;
  const [sin, cos] = [Math.sin(turned_deg * RAD), Math.cos(turned_deg * RAD)];
  return [east * cos - north * sin, east * sin + north * cos];
}

/** The way back, for a replay that drives over the graph. */
export function onEarth(
  { latitude, longitude, turned_deg }: Plane,
  [x, y]: Point,
): { readonly latitude: number; readonly longitude: number } {
  const [sin, cos] = [Math.sin(turned_deg * RAD), Math.cos(turned_deg * RAD)];
  const [east, north] = [x * cos + y * sin, y * cos - x * sin];
  return { latitude: latitude + north / (RAD * RADIUS_M), longitude: longitude + east / (RAD * RADIUS_M * Math.cos(latitude * RAD)) };
}

export const distance_m = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(bx - ax, by - ay);

/** Where along a line of points a point lies: how far from the line's begin, how far beside it, and which way the line runs there. */
export interface Beside {
  readonly along_m: number;
  readonly off_m: number;
  /** Clockwise from the plane's north. */
  readonly bearing_deg: number;
}

/** The place of every piece of the line that is nearest to `at`. A line has two points at the least. */
export function besides(line: readonly Point[], at: Point): readonly Beside[] {
  const places: Beside[] = [];
  let begun_m = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const long_m = distance_m(a, b);
    const [ux, uy] = long_m > 0 ? [(b[0] - a[0]) / long_m, (b[1] - a[1]) / long_m] : [0, 0];
    const along_m = Math.min(long_m, Math.max(0, (at[0] - a[0]) * ux + (at[1] - a[1]) * uy));
    const off_m = distance_m(at, [a[0] + ux * along_m, a[1] + uy * along_m]);
    places.push({ along_m: begun_m + along_m, off_m, bearing_deg: (Math.atan2(ux, uy) / RAD + 360) % 360 });
    begun_m += long_m;
  }
  return places;
}

/** The angle between two directions, 0 to 180. */
export const apart_deg = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);
