import type { CityMap, Frame, TripFrame } from "../shown.ts";
import type { Camera } from "./camera.ts";
import type { Colours } from "./colours.ts";
import { between, type Placed, type Play, placedOf } from "./play.ts";
import { isGreen, openTo, piece } from "./route.ts";

const [CAR_M, AMBULANCE_M] = [4.6, 6.5];
const TRAIL_M = 230;
const STANDS_MS = 0.5;

export interface Moment {
  readonly from: Frame;
  readonly to: Frame;
  readonly share: number;
  readonly now_ms: number;
  readonly still: boolean;
}

/** Everything that moves, onto the canvas. */
export class Scene {
  readonly #map: CityMap;
  readonly #play: Play;

  constructor(map: CityMap, play: Play) {
    this.#map = map;
    this.#play = play;
  }

  draw(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, moment: Moment): void {
    const trips = moment.from.trips.filter(({ own, other, ended }) => !ended && (own.state === "driving" || other.state === "driving"));
    for (const trip of trips) this.#route(ink, camera, colours, moment, trip);
    this.#lamps(ink, camera, colours, moment);
    this.#cars(ink, camera, colours, moment);
    this.#units(ink, camera, colours, moment);
    for (const trip of trips) this.#ghost(ink, camera, colours, moment, trip);
    for (const trip of trips) this.#ambulance(ink, camera, colours, moment, trip);
  }

  /** Of the first trip that is on its way, for a camera that follows. */
  focus(moment: Moment): Placed | null {
    for (const trip of moment.from.trips.toReversed()) {
      const at = trip.ended ? null : place(trip, "own", moment);
      if (at !== null) return at;
    }
    return null;
  }

  #route(
    ink: CanvasRenderingContext2D,
    camera: Camera,
    colours: Colours,
    { from, to, share, now_ms, still }: Moment,
    trip: TripFrame,
  ): void {
    const errand = this.#map.errands[trip.errand]!;
    const next = to.trips.find(({ number }) => number === trip.number) ?? trip;
    const way_m = trip.own.way_m + (next.own.way_m - trip.own.way_m) * share;
    if (trip.own.state !== "driving") return;
    const open_m = openTo(errand, way_m, from.units);
    const line = (a: number, b: number, width: number, colour: string, dash: readonly number[]): void => {
      ink.beginPath();
      camera.trace(ink, piece(errand.line, a, b));
      ink.lineWidth = width;
      ink.strokeStyle = colour;
      ink.setLineDash([...dash]);
      ink.lineDashOffset = still ? 0 : -now_ms / 40;
      ink.stroke();
      ink.setLineDash([]);
    };
    ink.lineCap = "round";
    ink.lineJoin = "round";
    const wide = Math.max(5, 4.5 * camera.scale);
    ink.globalAlpha = 0.3;
    line(open_m, errand.length_m, wide, colours.own, []);
    ink.globalAlpha = 0.26;
    line(way_m, open_m, wide * 2.4, colours.green, []);
    ink.globalAlpha = 0.85;
    line(way_m, open_m, wide * 0.7, colours.green, [wide * 1.6, wide * 1.6]);
    const parts = 12;
    for (let i = 0; i < parts; i++) {
      const [a, b] = [way_m - (TRAIL_M * (i + 1)) / parts, way_m - (TRAIL_M * i) / parts];
      if (b <= 0) break;
      ink.globalAlpha = 0.7 * (1 - i / parts) ** 1.6;
      line(Math.max(0, a), b, wide * (1 - (0.6 * i) / parts), colours.own, []);
    }
    ink.globalAlpha = 1;
  }

  #lamps(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, { from }: Moment): void {
    const lit: { readonly [colour: string]: Path2D } = { red: new Path2D(), yellow: new Path2D(), green: new Path2D() };
    for (const { unit, heads } of this.#map.units) {
      const lamps = from.units.find((each) => each.unit === unit)?.lamps ?? "";
      for (const { line, links } of heads) {
        const letters = links.map((link) => lamps[link]);
        const colour = letters.some(isGreen) ? "green" : letters.includes("y") ? "yellow" : "red";
        const [[ax, ay], [bx, by]] = [camera.at(...line[0]!), camera.at(...line[1]!)];
        lit[colour]!.moveTo(ax, ay);
        lit[colour]!.lineTo(bx, by);
      }
    }
    ink.lineCap = "butt";
    for (const [colour, path] of Object.entries(lit)) {
      ink.strokeStyle = colours[colour as "red" | "yellow" | "green"];
      if (colour !== "red") {
        ink.globalAlpha = 0.3;
        ink.lineWidth = Math.max(7, 5 * camera.scale);
        ink.stroke(path);
        ink.globalAlpha = 1;
      }
      ink.lineWidth = Math.max(2.5, 1.6 * camera.scale);
      ink.stroke(path);
    }
  }

  #cars(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, { from, to, share }: Moment): void {
    const [long, wide] = [Math.max(4.4, CAR_M * camera.scale), Math.max(2.3, 1.9 * camera.scale)];
    for (const [id] of from.vehicles) {
      const a = this.#play.place(from, id)!;
      const b = this.#play.place(to, id);
      // Who has arrived meanwhile goes on to the end of the street.
      const at = b === undefined ? onwards(a, share) : between(a, b, share);
      const [x, y] = camera.at(at.x, at.y);
      if (x < -20 || y < -20 || x > camera.width + 20 || y > camera.height + 20) continue;
      ink.save();
      ink.translate(x, y);
      ink.rotate(camera.angle(at.heading_deg));
      ink.fillStyle = at.speed_ms < STANDS_MS ? colours.queue : colours.car;
      if (wide < 3) ink.fillRect(-long, -wide / 2, long, wide);
      else {
        ink.beginPath();
        ink.roundRect(-long, -wide / 2, long, wide, wide / 3);
        ink.fill();
      }
      ink.restore();
    }
  }

  #ghost(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, moment: Moment, trip: TripFrame): void {
    const at = place(trip, "other", moment);
    if (at === null) return;
    const [x, y] = camera.at(at.x, at.y);
    const [long, wide] = [Math.max(15, AMBULANCE_M * camera.scale), Math.max(7.5, 2.4 * camera.scale)];
    ink.save();
    ink.translate(x, y);
    ink.rotate(camera.angle(at.heading_deg));
    ink.beginPath();
    ink.roundRect(-long, -wide / 2, long, wide, wide / 3);
    ink.globalAlpha = 0.35;
    ink.fillStyle = colours.ghost;
    ink.fill();
    ink.globalAlpha = 1;
    ink.lineWidth = 1.5;
    ink.setLineDash([3, 2]);
    ink.strokeStyle = colours.ghost;
    ink.stroke();
    ink.restore();
    ink.setLineDash([]);
    const own = place(trip, "own", moment);
    const [ox, oy] = own === null ? [-1e4, -1e4] : camera.at(own.x, own.y);
    if (Math.hypot(x - ox, y - oy) > 60) pill(ink, camera, colours, x, y + 17, "without priority", colours.ghost);
  }

  #ambulance(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, moment: Moment, trip: TripFrame): void {
    const at = place(trip, "own", moment);
    if (at === null) return;
    const [x, y] = camera.at(at.x, at.y);
    const [long, wide] = [Math.max(19, AMBULANCE_M * camera.scale), Math.max(9, 2.5 * camera.scale)];
    const beat = moment.still ? 0.6 : 0.5 + 0.5 * Math.sin(moment.now_ms / 110);
    ink.save();
    ink.translate(x, y);
    ink.rotate(camera.angle(at.heading_deg));
    ink.translate(-long / 2, 0);
    for (const [i, r] of [long * 2.1, long * 1.3].entries()) {
      const glow = ink.createRadialGradient(0, 0, 0, 0, 0, r);
      glow.addColorStop(0, colours.own);
      glow.addColorStop(1, colours.own.replace("rgb(", "rgba(").replace(")", ", 0)"));
      ink.globalAlpha = (i === 0 ? 0.5 : 0.65) * (0.45 + 0.55 * (i === 0 ? beat : 1 - beat));
      ink.fillStyle = glow;
      ink.beginPath();
      ink.arc(0, 0, r, 0, 7);
      ink.fill();
    }
    ink.globalAlpha = 1;
    ink.beginPath();
    ink.roundRect(-long / 2, -wide / 2, long, wide, wide / 3.2);
    ink.fillStyle = "#fff";
    ink.fill();
    ink.lineWidth = 1.2;
    ink.strokeStyle = "#0b1420";
    ink.stroke();
    ink.fillStyle = "#e5383b";
    ink.fillRect(-long / 2 + 2, -wide * 0.1, long * 0.42, wide * 0.2);
    ink.fillStyle = "#38465a";
    ink.fillRect(long / 2 - long * 0.24, -wide * 0.34, long * 0.12, wide * 0.68);
    ink.fillStyle = beat > 0.5 ? "#4db5ff" : "#1557ff";
    ink.fillRect(long * 0.1, -wide / 2, long * 0.12, wide * 0.42);
    ink.fillStyle = beat > 0.5 ? "#1557ff" : "#4db5ff";
    ink.fillRect(long * 0.1, wide * 0.08, long * 0.12, wide * 0.42);
    ink.restore();
    // Beside its way, where no signal's words stand.
    const upright = Math.abs(Math.sin(camera.angle(at.heading_deg))) > 0.7;
    pill(
      ink,
      camera,
      colours,
      x + (upright ? 76 : 0),
      y - (upright ? 0 : 26),
      `${trip.vehicle} · ${Math.round(at.speed_ms * 3.6)} km/h`,
      colours.own,
    );
  }

  #units(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, { from, now_ms, still }: Moment): void {
    for (const { unit, at } of this.#map.units) {
      const standing = from.units.find((each) => each.unit === unit);
      const [x, y] = camera.at(...at);
      if (standing === undefined || x < -80 || y < -40 || x > camera.width + 80 || y > camera.height + 40) continue;
      const { state, arrives_s } = standing;
      const r = Math.max(15, 19 * camera.scale);
      if (state === "") {
        ink.font = "600 10px system-ui, sans-serif";
        ink.textAlign = "center";
        ink.textBaseline = "middle";
        ink.fillStyle = colours.quiet;
        ink.fillText(unit, x, y);
        continue;
      }
      const colour = state === "green" ? colours.green : state === "recovering" ? colours.recovering : colours.preparing;
      ink.strokeStyle = colour;
      ink.lineWidth = 2;
      ink.globalAlpha = state === "preparing" && !still ? 0.55 + 0.45 * Math.sin(now_ms / 180) : 0.9;
      if (state === "asked" || state === "recovering") ink.setLineDash([4, 4]);
      ink.beginPath();
      ink.arc(x, y, r, 0, 7);
      ink.stroke();
      ink.setLineDash([]);
      ink.globalAlpha = 1;
      const seconds = arrives_s > 0 ? ` · ${arrives_s} s` : "";
      const words = { asked: `asked${seconds}`, preparing: `preparing${seconds}`, green: `green held`, recovering: "recovering" }[state];
      pill(ink, camera, colours, x, y + r + 12, `${unit} ${words}`, colour);
    }
  }
}

function place(trip: TripFrame, side: "own" | "other", { to, share }: Moment): Placed | null {
  const a = trip[side].now;
  if (a === null) return null;
  const b = to.trips.find(({ number }) => number === trip.number)?.[side].now ?? null;
  return b === null ? onwards(placedOf(a), share) : between(placedOf(a), placedOf(b), share);
}

function onwards(a: Placed, share: number): Placed {
  const rad = (a.heading_deg * Math.PI) / 180;
  return { ...a, x: a.x + Math.sin(rad) * a.speed_ms * share, y: a.y + Math.cos(rad) * a.speed_ms * share };
}

/** Words in a frame of their own, within the canvas. */
function pill(ink: CanvasRenderingContext2D, camera: Camera, colours: Colours, x: number, y: number, words: string, colour: string): void {
  ink.font = "600 11.5px system-ui, sans-serif";
  const wide = ink.measureText(words).width + 14;
  const [cx, cy] = [Math.min(camera.width - wide / 2 - 4, Math.max(wide / 2 + 4, x)), Math.min(camera.height - 12, Math.max(12, y))];
  ink.beginPath();
  ink.roundRect(cx - wide / 2, cy - 9.5, wide, 19, 9.5);
  ink.fillStyle = colours.card;
  ink.globalAlpha = 0.92;
  ink.fill();
  ink.globalAlpha = 1;
  ink.lineWidth = 1.2;
  ink.strokeStyle = colour;
  ink.stroke();
  ink.fillStyle = colours.text;
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.fillText(words, cx, cy + 0.5);
}
