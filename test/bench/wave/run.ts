import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Graph } from "../../../src/brain/corridor/graph.ts";
import { free_s } from "../../../src/brain/corridor/travel.ts";
import { demandOf, type LaneRecord } from "../../../src/brain/timing/demand.ts";
import { type Road, roadOf } from "../../../src/brain/wave/road.ts";
import { type PeriodWave, plansFor, type WaveUnit, waveOf } from "../../../src/brain/wave/wave.ts";
import { readSite } from "../../../src/config/index.ts";
import type { LaneDetail } from "../../../src/detection/estimates.ts";
import { idOf } from "../../../src/import/id.ts";
import { importFrom } from "../../../src/import/index.ts";
import { type Net, readNet } from "../../../src/import/net.ts";
import { LocalTime } from "../../../src/journal/local-time.ts";
import { planned } from "../../../src/plans/text.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { lanesOf } from "../../../src/traffic/lanes.ts";
import { graphOf } from "../corridor/run.ts";
import { lightsOf } from "../traffic/lights.ts";
import { type Ours, ours } from "../traffic/ours/controller.ts";
import { reaches } from "../traffic/reach.ts";
import { inBuild, Misuse, type Scenario, scenarioIn } from "../traffic/scenario.ts";
import { startSumo } from "../traffic/sumo.ts";
import { type Trips, tripsIn } from "../traffic/trips.ts";
import type { Detection, World } from "../traffic/world.ts";
import { programAlone } from "./program.ts";

/** `actuated`: each unit by gaps, free. `adaptive`: with neighbours. `wave`: by gaps within the plans that the brain makes of what `learned` has. */
export type Who = "actuated" | "adaptive" | "wave";

export interface Run {
  readonly folder: string;
  readonly who: Who;
  readonly detection: Detection;
  readonly seed: number;
  readonly demand: number;
  /** As much of the scenario's time. */
  readonly length_s: number;
  /** Junctions of the arterial in order, with those beyond its ends. */
  readonly over: readonly string[];
  /** A file of what units measured in another seed's hour, by unit; "" where none is needed. */
  readonly learned: string;
}

export interface Result extends Omit<Run, "folder" | "learned" | "over"> {
  readonly scenario: string;
  readonly all: Trips;
  /** Those who drive along the arterial from end to end. */
  readonly through: Trips;
  /** Of those who came to the arterial's units from another of them. */
  readonly on_green_pm: number;
  readonly measured: { readonly [unit: string]: readonly LaneRecord[] };
  /** Of the wave: the common cycle, and what its model expects. */
  readonly cycle_ds: number;
  readonly gain_pm: number;
  readonly verdict: string;
}

const WHOLE_DAY = { name: "day", days: ["mon"], from_min: 0, to_min: 1_440 } as const;

/** Throws an Error in words when SUMO does not run, or when a monitor of ours latches a fault. */
export async function runOnce(run: Run): Promise<Result> {
  const { folder, over, learned, ...rest } = run;
  const { who, seed, demand, detection } = run;
  const whole = scenarioIn(folder);
  const scenario = { ...whole, end_s: Math.min(whole.end_s, whole.begin_s + run.length_s) };
  const netText = readFileSync(scenario.net, "utf8");
  const net = readNet(netText);
  const known = knownOf(net, scenario, over);
  const wave = waveFor(known, who === "wave" ? learned : "");
  const world: World = {
    scenario,
    net,
    reach: reaches(net, netText),
    lights: lightsOf(net),
    seed,
    detection,
    miss: 0.1,
    failures: false,
    neighbours: who === "adaptive",
    loss: 0.02,
    ...(who === "adaptive"
      ? {}
      : { remade: ({ tls, text }) => (who === "wave" ? wave!.texts.get(idOf(tls)) : undefined) ?? programAlone(text) }),
  };
  const controller = ours(world, who === "wave" ? "wave day" : who);
  const measured = listened(controller);
  const at = inBuild("wave", `${scenario.name}-${who}-${detection}-${seed}-${demand}-${process.pid}`);
  mkdirSync(at, { recursive: true });
  const additional = join(at, "additional.add.xml");
  const outputs = { trips: join(at, "trips.xml"), summary: join(at, "summary.xml") };
  writeFileSync(additional, ["<additional>", ...controller.additional, "</additional>", ""].join("\n"));
  const sumo = await startSumo(scenario, seed, demand, [additional], outputs);
  try {
    await sumo.traci.subscribe([...controller.subscriptions]);
    let told = controller.first();
    for (let at_s = scenario.begin_s + 1; at_s <= scenario.end_s; at_s++) told = controller.step(await sumo.traci.step(told), at_s);
    await sumo.end();
  } catch (error) {
    const said = await sumo.stop();
    throw new Error(`${(error as Error).message}${said === "" ? "" : `; SUMO says: ${said}`}`);
  }
  const xml = readFileSync(outputs.trips, "utf8");
  rmSync(at, { recursive: true, force: true });
  const along = throughIds(over);
  return {
    ...rest,
    scenario: scenario.name,
    all: tripsIn(xml, () => undefined),
    through: tripsIn(
      xml,
      () => undefined,
      (vehicle) => !along.some((way) => vehicle.startsWith(way)),
    ),
    on_green_pm: onGreen(known, measured),
    measured,
    cycle_ds: wave?.period.cycle_ds ?? 0,
    gain_pm: wave?.period.gain_pm ?? 0,
    verdict: wave?.period.verdict ?? "",
  };
}

/** Whoever is on the whole way, as the made nets name their flows. */
const throughIds = (over: readonly string[]): readonly string[] =>
  [over, over.toReversed()].map((way) => `${way[0]}${way[1]}-${way.at(-2)}${way.at(-1)}.`);

/** What the units measure of their lanes. Who is listened to has the simulation's time: the offsets of a wave are of one clock. */
function listened({ units }: Ours): { readonly [unit: string]: LaneRecord[] } {
  const measured: { [unit: string]: LaneRecord[] } = {};
  for (const unit of units) {
    const own: LaneRecord[] = [];
    measured[unit.id] = own;
    unit.listen(({ code, value, detail }, wall_ms) => {
      if (code === CODE.laneEstimate) own.push({ wall_ms, value, detail });
    });
  }
  return measured;
}

const arterialText = (over: readonly string[]): string =>
  `[[arterials]]\nname = "bench"\nover = ${JSON.stringify(over)}\nperiods = [{ name = "day", days = ["mon"], from = "00:00", to = "24:00" }]\n`;

interface Known {
  readonly graph: Graph;
  readonly road: Road;
  readonly units: readonly Omit<WaveUnit, "demand">[];
}

/** The arterial, and its units with their programs' stages alone. */
function knownOf(net: Net, { net: path }: Scenario, over: readonly string[]): Known {
  const file = basename(path);
  const graph = graphOf(net, file, arterialText(over));
  const road = roadOf(graph, graph.arterials[0]!);
  if ("refused" in road) throw new Misuse(road.refused);
  const units = over.slice(1, -1).map((tls) => {
    const imported = importFrom(net, { net: file, tls, cameras: true });
    if (!imported.ok) throw new Misuse(imported.words);
    const text = programAlone(imported.text);
    const read = readSite(text, `${tls}.toml`);
    if (!read.ok) throw new Misuse(`${tls}: ${JSON.stringify(read.problems[0])}`);
    return { unit: idOf(tls), text, site: read.site };
  });
  return { graph, road, units };
}

function waveFor({ graph, units: known }: Known, learned: string) {
  if (learned === "") return null;
  const records = JSON.parse(readFileSync(learned, "utf8")) as Result["measured"];
  const units = known.map((each): WaveUnit => ({ ...each, demand: [demandOf(records[each.unit] ?? [], WHOLE_DAY, new LocalTime("UTC"))] }));
  const wave = waveOf(graph, graph.arterials[0]!, units, free_s, null);
  if ("refused" in wave) throw new Misuse(wave.refused);
  const [period] = wave.periods as readonly [PeriodWave | { readonly hours: PeriodWave["hours"]; readonly refused: string }];
  if ("refused" in period) throw new Misuse(period.refused);
  // Also where it is not worth it: the bench is there to see whether that is true.
  const texts = new Map(
    plansFor(units, [period]).map(({ unit, text }) => {
      const taken = planned(units.find((each) => each.unit === unit)!, text, readSite);
      if ("refused" in taken) throw new Misuse(`${unit} refuses its plan: ${taken.refused}`);
      return [unit, taken.text];
    }),
  );
  return { period, texts };
}

/** Who came to the arterial's units from another of them, and how many could go on, as the units measured it at their advance loops. */
function onGreen({ road, units }: Known, measured: Result["measured"]): number {
  let [came, green] = [0, 0];
  for (const { unit, phase, legs } of road.ways.flat().filter(({ from }) => from !== null)) {
    const { unit: name, site } = units[unit]!;
    const lanes = lanesOf(site.detectors).filter(({ approach, served }) => approach === legs.at(-1)!.approach && served.includes(phase));
    for (const { detail } of measured[name] ?? []) {
      const { approach, lane, arrivals, on_green } = JSON.parse(detail) as LaneDetail;
      if (arrivals < 0 || !lanes.some((each) => each.approach === approach && each.lane === lane)) continue;
      came += arrivals;
      green += on_green;
    }
  }
  return came === 0 ? -1 : Math.round((green * 1_000) / came);
}
