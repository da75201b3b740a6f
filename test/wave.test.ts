import t from "tap";
import { demandOf } from "../src/brain/timing/demand.ts";
import { greensOf } from "../src/brain/wave/greens.ts";
import { plansFor, waveOf } from "../src/brain/wave/wave.ts";
import { readSite } from "../src/config/index.ts";
import { LocalTime } from "../src/journal/local-time.ts";
import { measure } from "../src/measures/measures.ts";
import { planned } from "../src/plans/text.ts";
import { simulate } from "../src/sim.ts";
import { Street } from "../src/street/street.ts";
import { CODE } from "../src/traffic/codes.ts";
import type { Site } from "../src/traffic/site.ts";
import { WallTime } from "../src/traffic/time.ts";
import { Unit } from "../src/unit.ts";
import { coast, drive_s, textOf, WAVE } from "./brain/wave/coast.ts";
import { dice } from "./dice.ts";
import { MemoryRecorder, minutes, siteOf } from "./streets.ts";

/** From 10:00 in Berlin on a Monday, when the site file's own schedule has the units free. */
const TEN = WallTime(Date.UTC(2026, 0, 5, 9));
const LENGTH_MIN = 30;
/** From one line to where the next link's vehicles come into sight, 400 and 500 m behind it, at 60 km/h. */
const INTO_SIGHT_MS = [0, 9_000, 15_000];
/** Northbound, southbound, and who comes from the side. */
const LANE_H: { readonly [phase: number]: number } = { 2: 600, 6: 100 };
const SIDE_H = 50;

interface Went {
  readonly records: MemoryRecorder;
  /** When northbound vehicles went over the line, by lane, in ms. */
  readonly left: ReadonlyMap<number, readonly number[]>;
  /** Of everybody who went over a line. */
  readonly delay_ms: number;
  readonly vehicles: number;
}

/** One unit for half an hour; `north`: when its northbound vehicles come into sight, else by chance as everybody does. */
function lived(text: string, site: Site, seed: number, north: Went["left"] | null): Went {
  const roll = dice(seed);
  const lanes = site.detectors
    .filter(({ approach, lane }, i, all) => all.findIndex((each) => each.approach === approach && each.lane === lane) === i)
    .map(({ approach, lane, call_phase }) => {
      const at_ms: number[] = [];
      // Each lane draws the same whatever befalls the others.
      for (let s = 0; s < LENGTH_MIN * 60; s++) if (roll(3_600) < (LANE_H[call_phase ?? 0] ?? SIDE_H)) at_ms.push(s * 1_000);
      return { approach, lane, at_ms: north !== null && call_phase === 2 ? (north.get(lane) ?? []) : at_ms };
    });
  const street = new Street(site, seed, { recorded: { lanes, crossings: [] }, began_ms: 36_000_000 });
  const unit = new Unit(site, { version: "test", site: text, wall: TEN });
  const records = new MemoryRecorder();
  const left = new Map<number, number[]>();
  const gone = new Map<number, number>();
  const watch = (now: number): void => {
    if (now % 1_000 !== 0) return;
    for (const { phase, lane, vehicles } of street.outcome().lanes) {
      if (phase !== 2) continue;
      const list = left.get(lane) ?? [];
      left.set(lane, list);
      for (let n = gone.get(lane) ?? 0; n < vehicles; n++) list.push(now);
      gone.set(lane, vehicles);
    }
  };
  simulate({ unit, street, recorder: records, watch }, minutes(LENGTH_MIN));
  const { lanes: all } = street.outcome();
  const sum = (key: "delay_ms" | "vehicles") => all.reduce((total, each) => total + each[key], 0);
  return { records, left, delay_ms: sum("delay_ms"), vehicles: sum("vehicles") };
}

/** All three, one behind another. */
function road(files: readonly { readonly text: string; readonly site: Site }[], seed: number): readonly Went[] {
  const went: Went[] = [];
  for (const [i, { text, site }] of files.entries()) {
    const before = went.at(-1)?.left;
    const north =
      before === undefined ? null : new Map([...before].map(([lane, at]) => [lane, at.map((ms) => ms + INTO_SIGHT_MS[i]!)] as const));
    went.push(lived(text, site, seed + i, north));
  }
  return went;
}

const [BERLIN, ALL] = [new LocalTime("Europe/Berlin"), { from: 0, to: Number.MAX_SAFE_INTEGER, bin_ms: 900_000 }];
const northbound = ({ records }: Went) =>
  measure("K", records.chunks(), ALL, BERLIN).movements.find(({ kind, number }) => kind === "phase" && number === 2)!.total;

t.test(
  "on the street more of who comes northbound arrives on green in the wave than while each unit goes by itself, and each still decides by its own loops",
  async (t) => {
    const free = ["K1", "K2", "K3"].map((unit) => ({ text: textOf(unit), site: siteOf(textOf(unit)) }));
    const before = road(free, 7);
    const graph = coast(WAVE.replace("07:00", "10:00").replace("09:00", "11:00"));
    const [arterial] = graph.arterials;
    // What the units measured in the free hour is what the wave is made from.
    const units = free.map((file, i) => {
      const measured = before[i]!.records.entries.filter(({ code }) => code === CODE.laneEstimate);
      const records = measured.map(({ at, value, detail }) => ({ wall_ms: TEN + at, value, detail }));
      return { unit: arterial!.over[i + 1]!, ...file, demand: arterial!.periods.map((hours) => demandOf(records, hours, BERLIN)) };
    });
    const wave = waveOf(graph, arterial!, units, drive_s, null);
    if ("refused" in wave) return t.fail(wave.refused);
    const [period] = wave.periods;
    if (period === undefined || "refused" in period) return t.fail(period?.refused ?? "no period");
    // The model says that it is not worth it; it is made all the same, to see what it does.
    const led = plansFor(units, [period]).map(({ text: plan }, i) => {
      const taken = planned(free[i]!, plan, readSite);
      if ("refused" in taken) throw new Error(taken.refused);
      return taken;
    });
    const after = road(led, 7);
    for (const i of [1, 2]) {
      const [was, is] = [northbound(before[i]!), northbound(after[i]!)];
      t.ok(was.arrivals > 400 && is.arrivals > 400, `${was.arrivals} and ${is.arrivals} came`);
      t.ok(is.arrivals_on_green_pm > was.arrivals_on_green_pm + 100, `K${i + 1}: ${was.arrivals_on_green_pm} → ${is.arrivals_on_green_pm}`);
      t.ok(is.platoon_ratio_pm > 1_100, `${was.platoon_ratio_pm} → ${is.platoon_ratio_pm}: more than chance`);
    }
    const mean_s = (all: readonly Went[]) =>
      all.reduce((sum, each) => sum + each.delay_ms, 0) / all.reduce((sum, each) => sum + each.vehicles, 0) / 1_000;
    t.ok(mean_s(after) < mean_s(before), `those from the side among them: ${mean_s(before)} → ${mean_s(after)} s`);
    for (const [i, { records }] of after.entries()) {
      const ended = (code: number, phase: number) => records.entries.filter((each) => each.code === code && each.param === phase).length;
      t.equal(records.entries.filter(({ code }) => code === CODE.monitorFault).length, 0);
      t.ok(ended(4, 4) + ended(4, 8) > 10, "the cross street's green ends when nobody comes any more, not when its split does");
      const { timing, offset_ds, coordinated } = period.units[i]!;
      const due_ms = (offset_ds + greensOf(timing, coordinated).get(coordinated[0]!)!.from_ds) * 100;
      const cycle_ms = timing.cycle_ds * 100;
      // The wall time of 10:00 is so far behind midnight, from which cycles are counted.
      const before_ms = ({ at }: { readonly at: number }) => (((due_ms - 36_000_000 - at) % cycle_ms) + cycle_ms) % cycle_ms;
      const early = records.entries.filter((each) => each.code === 1 && each.param === coordinated[0]).map(before_ms);
      t.ok(
        early.filter((ms) => ms > 4_000 && ms < 60_000).length > 3,
        `what they leave over, the road has: green ${early.map((ms) => ms / 1_000)} s early`,
      );
    }
  },
);
