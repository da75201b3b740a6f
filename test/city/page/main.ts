import type { CityMap, Frame } from "../shown.ts";
import { Camera, whole } from "./camera.ts";
import { type Colours, coloursNow } from "./colours.ts";
import { blocksOf, drawGround } from "./ground.ts";
import { Panel } from "./panel.ts";
import { Play } from "./play.ts";
import { Scene } from "./scene.ts";

/** A frame of ours comes every second at the slowest. */
const LOST_MS = 6_000;
/** Pixels a metre where the camera follows. */
const NEAR = 1.35;

const map: CityMap = await (await fetch("city.json")).json();
const canvas = document.getElementById("map") as HTMLCanvasElement;
const ink = canvas.getContext("2d", { alpha: false })!;
const ground = document.createElement("canvas");
const groundInk = ground.getContext("2d", { alpha: false })!;
const camera = new Camera();
const play = new Play();
const scene = new Scene(map, play);
const panel = new Panel(map);
const blocks = blocksOf(map);
const stills = matchMedia("(prefers-reduced-motion: reduce)");
let colours: Colours = coloursNow();
let [following, near] = [false, NEAR];
let drawn = "";

/** Below what lies over the map, with the names at the ends of its roads. */
function overview(): ReturnType<typeof whole> {
  const small = camera.width < 700;
  return whole(map, camera, small ? 132 : 84, small ? 32 : 64);
}

function fitCanvas(): void {
  const { width, height } = canvas.getBoundingClientRect();
  const ratio = Math.min(2, devicePixelRatio);
  if (camera.width === width && camera.height === height && canvas.width === Math.round(width * ratio)) return;
  [camera.width, camera.height] = [width, height];
  camera.turned = height > width * 1.15;
  for (const each of [canvas, ground]) [each.width, each.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  for (const each of [ink, groundInk]) each.setTransform(ratio, 0, 0, ratio, 0, 0);
  Object.assign(camera, overview());
  drawn = "";
}

/** Where the camera wants to be; it gets there softly. */
function aim(moment: Parameters<Scene["focus"]>[0], passed_ms: number): void {
  const all = overview();
  const at = following ? scene.focus(moment) : null;
  tell(at !== null);
  const goal = at === null ? all : { x: at.x, y: at.y, scale: near };
  const share = moment.still ? 1 : 1 - Math.exp(-passed_ms / 350);
  camera.x += (goal.x - camera.x) * share;
  camera.y += (goal.y - camera.y) * share;
  camera.scale += (goal.scale - camera.scale) * share;
  if (Math.abs(goal.scale - camera.scale) < 1e-4 && at === null) Object.assign(camera, goal);
}

let last_ms = performance.now();
function draw(now_ms: number): void {
  requestAnimationFrame(draw);
  fitCanvas();
  const moment = play.step(now_ms, stills.matches);
  if (moment === null) {
    if (drawn === "") drawGround(ink, map, blocks, camera, colours);
    drawn = "nobody";
    return;
  }
  const seen = { ...moment, now_ms, still: stills.matches };
  aim(seen, now_ms - last_ms);
  last_ms = now_ms;
  const key = [camera.x, camera.y, camera.scale, camera.width, camera.height].join(" ");
  if (key !== drawn) drawGround(groundInk, map, blocks, camera, colours);
  drawn = key;
  ink.drawImage(ground, 0, 0, camera.width, camera.height);
  scene.draw(ink, camera, colours, seen);
}
requestAnimationFrame(draw);

const followButton = document.getElementById("follow")!;
const wholeButton = document.getElementById("whole")!;

/** Which of the two the map shows; who wants to follow sees the whole city until there is somebody. */
function tell(followed: boolean): void {
  const waits = following && !followed;
  if (followButton.ariaPressed === String(followed) && waits === "waits" in followButton.dataset) return;
  followButton.ariaPressed = String(followed);
  wholeButton.ariaPressed = String(!followed);
  followButton.title = waits ? "as soon as an ambulance is on its way" : "";
  if (waits) followButton.dataset["waits"] = "";
  else delete followButton.dataset["waits"];
}

function follow(on: boolean): void {
  following = on;
}
followButton.addEventListener("click", () => follow(true));
wholeButton.addEventListener("click", () => follow(false));
canvas.addEventListener("keydown", ({ key }) => {
  if (key === "f") follow(!following);
  if (key === "+" || key === "=") near = Math.min(6, near * 1.25);
  if (key === "-") near = Math.max(0.5, near / 1.25);
  if (key === "+" || key === "=" || key === "-") follow(true);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  colours = coloursNow();
  drawn = "";
});

let heard_ms = performance.now();
function lost(is: boolean): void {
  document.getElementById("lost")!.hidden = !is;
}
function listen(): void {
  const source = new EventSource("live");
  source.addEventListener("second", ({ data }) => {
    const frame = JSON.parse(data) as Frame;
    heard_ms = performance.now();
    lost(false);
    play.take(frame, heard_ms);
    panel.show(frame);
    const trip = frame.trips.findLast(({ ended, own }) => !ended && own.state === "driving");
    const words =
      trip === undefined ? "Map of the city" : `Map of the city: ${trip.vehicle} is on its way, ${map.errands[trip.errand]!.name}`;
    if (canvas.getAttribute("aria-label") !== words) canvas.setAttribute("aria-label", words);
  });
  source.onerror = () => {
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    setTimeout(listen, 3_000);
  };
}
listen();
setInterval(() => lost(performance.now() - heard_ms > LOST_MS), 1_000);
// A phone shows the whole city as dots: it follows, as soon as there is somebody to follow.
if (innerWidth < 700) follow(true);
