import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Misuse } from "../bench/traffic/scenario.ts";
import { quoted } from "../bench/traffic/world.ts";
import { DEMAND, ends, hasSignal, SPOTS, STREETS } from "./plan.ts";

/** Nobody watches for longer: four days. */
export const END_S = 345_600;
const SPEED_MS = 13.89;
const TURN_LANE_M = 70;

/** The net and who drives in it, made with SUMO's netconvert in `folder`. Throws a Misuse in words. */
export function makeNet(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const file = (end: string): string => join(folder, `city${end}`);
  writeFileSync(file(".nod.xml"), nodesXml());
  writeFileSync(file(".edg.xml"), edgesXml());
  const words = ["--no-turnarounds", "--no-warnings", "--offset.disable-normalization"];
  try {
    execFileSync("netconvert", ["-n", file(".nod.xml"), "-e", file(".edg.xml"), "-o", file(".net.xml"), ...words], {
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (error) {
    throw new Misuse(`the city's streets cannot be made: ${(error as Error).message}; netconvert comes with SUMO: apt-get install sumo`);
  }
  writeFileSync(file(".rou.xml"), routesXml());
  writeFileSync(file(".sumocfg"), `<configuration><time><begin value="0"/><end value="${END_S}"/></time></configuration>\n`);
}

function nodesXml(): string {
  const nodes = Object.entries(SPOTS).map(
    ([id, { at }]) =>
      `  <node id=${quoted(id)} x="${at[0]}" y="${at[1]}" type="${hasSignal(id) ? "traffic_light" : "priority"}"${hasSignal(id) ? ' radius="8"' : ""}/>`,
  );
  return `<nodes>\n${nodes.join("\n")}\n</nodes>\n`;
}

/** Both directions of every street; before a signal there is one lane more, for lefts. */
function edgesXml(): string {
  const edges = STREETS.flatMap(({ name, from, to, lanes, bends = [] }) =>
    [[from, to, bends] as const, [to, from, bends.toReversed()] as const].map(([a, b, between]) => {
      const shape = [SPOTS[a]!.at, ...between, SPOTS[b]!.at].map((at) => at.join(",")).join(" ");
      const all = Array.from({ length: lanes + (hasSignal(b) ? 1 : 0) }, (_, lane) => lane);
      const splits = hasSignal(b)
        ? `<split pos="0" lanes="${all.slice(0, -1).join(" ")}"/><split pos="-${TURN_LANE_M}" lanes="${all.join(" ")}"/>`
        : "";
      return `  <edge id="${edgeOf(a, b)}" from="${a}" to="${b}" numLanes="${all.length}" speed="${SPEED_MS}" name=${quoted(name)} shape="${shape}">${splits}</edge>`;
    }),
  );
  return `<edges>\n${edges.join("\n")}\n</edges>\n`;
}

/** SUMO's name of the street from one spot to the next. */
export const edgeOf = (from: string, to: string): string => `${from}-${to}`;

/** From every end to every other, by chance: most of who comes in at an end of the arterial goes on along it. */
export function routesXml(): string {
  const flows = ends().flatMap((from) => {
    const arterial = from === "west" || from === "east";
    const goal = from === "west" ? "east" : from === "east" ? "west" : opposite(from);
    const others = ends().filter((to) => to !== from && to !== goal);
    const an_hour = arterial ? DEMAND.arterial : DEMAND.other;
    return [
      flow(from, goal, an_hour * DEMAND.through),
      ...others.map((to) => flow(from, to, (an_hour * (1 - DEMAND.through)) / others.length)),
    ];
  });
  return `<routes>\n${TYPES}\n${flows.join("\n")}\n</routes>\n`;
}

/** Straight through the grid, or where most others go. */
const OPPOSITE: { readonly [end: string]: string } = {
  hospital: "market",
  market: "hospital",
  oldtown: "ferry",
  ferry: "oldtown",
  university: "docks",
  docks: "university",
  station: "park",
  park: "station",
  harbour: "east",
  stadium: "west",
};
const opposite = (end: string): string => OPPOSITE[end]!;

/** An ambulance obeys signals as everybody does: what it gains is the signals' gift alone. */
export const AMBULANCE = "ambulance";
const TYPES = [
  `  <vType id="car" vClass="passenger" length="4.6" minGap="2.4" speedDev="0.1"/>`,
  `  <vType id="${AMBULANCE}" vClass="emergency" length="6.5" minGap="2.5" speedFactor="1.15" speedDev="0" sigma="0.2" maxSpeed="25"/>`,
].join("\n");

function flow(from: string, to: string, an_hour: number): string {
  const [a, b] = [first(from), last(to)];
  return `  <flow id="${from}.${to}" type="car" from="${a}" to="${b}" begin="0" end="${END_S}" probability="${(an_hour / 3_600).toFixed(5)}" departLane="best" departSpeed="max"/>`;
}

const neighbour = (end: string): string => {
  const street = STREETS.find(({ from, to }) => from === end || to === end)!;
  return street.from === end ? street.to : street.from;
};
const first = (end: string): string => edgeOf(end, neighbour(end));
const last = (end: string): string => edgeOf(neighbour(end), end);
