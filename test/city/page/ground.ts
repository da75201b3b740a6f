import type { CityMap, Points } from "../shown.ts";
import type { Camera, Spot } from "./camera.ts";
import type { Colours } from "./colours.ts";

/** A building's footprint: four corners. Nobody's: the eye wants a city around its streets. */
type Block = readonly [Spot, Spot, Spot, Spot];

const [SET_BACK_M, FREE_M] = [13, 10];

/** Along both sides of every street, by chance that is always the same, where no street and no park is in the way. */
export function blocksOf({ streets, lanes, parks, water }: CityMap): readonly Block[] {
  let state = 11;
  const roll = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const near = lanes.flatMap((line) => dense(line));
  const free = (x: number, y: number, half: number): boolean =>
    near.every(([a, b]) => Math.abs(a - x) > half || Math.abs(b - y) > half || Math.hypot(a - x, b - y) > half) &&
    ![...parks, water].some((each) => inside(each, x, y));
  const blocks: Block[] = [];
  const centres: { readonly x: number; readonly y: number; readonly r: number }[] = [];
  for (const { line } of streets) {
    for (let i = 1; i < line.length; i++) {
      const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!];
      const long = Math.hypot(bx - ax, by - ay);
      const [ux, uy] = [(bx - ax) / long, (by - ay) / long];
      for (let row = 0; row < 3; row++) {
        for (const side of [1, -1]) {
          for (let along = 8; along < long - 4; ) {
            const [wide, deep] = [14 + roll() * 22, 13 + roll() * 12];
            const off = side * (SET_BACK_M + deep / 2 + row * 34 + roll() * 3);
            const [x, y] = [ax + ux * (along + wide / 2) - uy * off, ay + uy * (along + wide / 2) + ux * off];
            const r = Math.hypot(wide, deep) / 2;
            along += wide + 3 + roll() * 6;
            if (roll() < 0.1 || !free(x, y, Math.max(wide, deep) / 2 + FREE_M * 0.6)) continue;
            if (centres.some((each) => Math.hypot(each.x - x, each.y - y) < (each.r + r) * 0.82)) continue;
            centres.push({ x, y, r });
            const corner = (a: number, b: number): Spot => [
              x + (ux * a * wide) / 2 - (uy * b * deep) / 2,
              y + (uy * a * wide) / 2 + (ux * b * deep) / 2,
            ];
            blocks.push([corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]);
          }
        }
      }
    }
  }
  return blocks;
}

/** A point every five metres. */
function dense(line: Points): readonly Spot[] {
  return line.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = line[i]!;
    const n = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / 5));
    return Array.from({ length: n + 1 }, (_, k): Spot => [ax + ((bx - ax) * k) / n, ay + ((by - ay) * k) / n]);
  });
}

function inside(shape: Points, x: number, y: number): boolean {
  let within = false;
  shape.forEach(([ax, ay], i) => {
    const [bx, by] = shape[(i + 1) % shape.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  });
  return within;
}

/** Everything that stands still, onto the canvas. */
export function drawGround(ink: CanvasRenderingContext2D, map: CityMap, blocks: readonly Block[], camera: Camera, colours: Colours): void {
  ink.fillStyle = colours.ground;
  ink.fillRect(0, 0, camera.width, camera.height);
  const fill = (shape: Points, colour: string): void => {
    ink.beginPath();
    camera.trace(ink, shape);
    ink.closePath();
    ink.fillStyle = colour;
    ink.fill();
  };
  fill(map.water, colours.water);
  for (const park of map.parks) fill(park, colours.park);
  ink.beginPath();
  for (const block of blocks) {
    camera.trace(ink, block);
    ink.closePath();
  }
  ink.fillStyle = colours.block;
  ink.fill();
  const stroke = (width_m: number, colour: string): void => {
    ink.lineCap = "butt";
    ink.lineJoin = "round";
    ink.lineWidth = Math.max(1, width_m * camera.scale);
    ink.strokeStyle = colour;
    ink.beginPath();
    for (const lane of map.lanes) camera.trace(ink, lane);
    ink.stroke();
  };
  stroke(map.lane_m + 3, colours.kerb);
  stroke(map.lane_m + 0.5, colours.paint);
  stroke(map.lane_m - 0.3, colours.road);
  for (const shape of map.junctions) fill(shape, colours.road);
  labels(ink, map, camera, colours);
}

const OUT = 60;

function labels(ink: CanvasRenderingContext2D, map: CityMap, camera: Camera, colours: Colours): void {
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.lineJoin = "round";
  const small = camera.width < 600;
  streetNames(ink, map, camera, colours);
  for (const { name, at, hospital } of map.places) {
    const [x, y] = camera.at(...at);
    if (x < -OUT || y < -OUT || x > camera.width + OUT || y > camera.height + OUT) continue;
    // Away from the middle; where a street leaves sideways, above it.
    const sideways = x < 70 || x > camera.width - 70;
    const away = sideways ? -1 : Math.sign(y - camera.height / 2) || 1;
    ink.font = `600 ${small ? 11 : 12.5}px system-ui, sans-serif`;
    const half = ink.measureText(name).width / 2 + 6;
    const [px, py] = [Math.min(camera.width - half, Math.max(half, x)), y + away * (hospital ? 27 : sideways ? 17 : 13)];
    ink.lineWidth = 4;
    ink.strokeStyle = colours.ground;
    ink.strokeText(name, px, py);
    ink.fillStyle = hospital ? colours.text : colours.quiet;
    ink.fillText(name, px, py);
    if (!hospital) continue;
    ink.fillStyle = "#e5383b";
    ink.beginPath();
    ink.roundRect(x - 9, y + away * 9 - 9, 18, 18, 4);
    ink.fill();
    ink.fillStyle = "#fff";
    ink.fillRect(x - 1.8, y + away * 9 - 6, 3.6, 12);
    ink.fillRect(x - 6, y + away * 9 - 1.8, 12, 3.6);
  }
}

/** Beside the longest straight piece of each street, where it is long enough. */
function streetNames(ink: CanvasRenderingContext2D, { streets }: CityMap, camera: Camera, colours: Colours): void {
  ink.font = "italic 10.5px system-ui, sans-serif";
  ink.fillStyle = colours.quiet;
  for (const [name, pieces] of Map.groupBy(streets, (street) => street.name)) {
    const straight = pieces.flatMap(({ line }) => line.slice(1).map((to, i) => [camera.at(...line[i]!), camera.at(...to)] as const));
    const [[ax, ay], [bx, by]] = straight.reduce((a, b) => (longOf(b) > longOf(a) ? b : a));
    if (
      longOf([
        [ax, ay],
        [bx, by],
      ]) <
      ink.measureText(name).width + 30
    )
      continue;
    let angle = Math.atan2(by - ay, bx - ax);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    ink.save();
    ink.translate((ax + bx) / 2, (ay + by) / 2);
    ink.rotate(angle);
    ink.globalAlpha = 0.75;
    ink.fillText(name, 0, -(8 + 5 * camera.scale));
    ink.restore();
  }
}

const longOf = ([[ax, ay], [bx, by]]: readonly [Spot, Spot]): number => Math.hypot(bx - ax, by - ay);
