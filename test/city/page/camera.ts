import type { CityMap, Points } from "../shown.ts";

export type Spot = readonly [x: number, y: number];

/** Where the map's metres lie on the canvas: y of the city points north, that of the canvas down. On a tall canvas west is up. */
export class Camera {
  width = 1;
  height = 1;
  /** Of the city, in the middle of the canvas; pixels a metre. */
  x = 0;
  y = 0;
  scale = 1;
  turned = false;

  /** In canvas pixels. */
  at(x: number, y: number): Spot {
    const [east, north] = [(x - this.x) * this.scale, (y - this.y) * this.scale];
    return this.turned ? [this.width / 2 + north, this.height / 2 + east] : [this.width / 2 + east, this.height / 2 - north];
  }

  /** A compass heading as an angle of the canvas, from its right clockwise. */
  angle(heading_deg: number): number {
    return ((heading_deg - (this.turned ? 0 : 90)) * Math.PI) / 180;
  }

  trace(ink: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void }, line: Points): void {
    line.forEach(([x, y], i) => {
      const [cx, cy] = this.at(x, y);
      if (i === 0) ink.moveTo(cx, cy);
      else ink.lineTo(cx, cy);
    });
  }
}

/** The whole city within the canvas, with room for what lies over it. */
export function whole({ lanes }: CityMap, camera: Camera, top: number, bottom: number): { x: number; y: number; scale: number } {
  const points = lanes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [wide, high] = camera.turned ? [north - south, east - west] : [east - west, north - south];
  const scale = Math.min((camera.width - 40) / wide, (camera.height - top - bottom) / high);
  const shift = (top - bottom) / 2 / scale;
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return camera.turned ? { x: x - shift, y, scale } : { x, y: y + shift, scale };
}
