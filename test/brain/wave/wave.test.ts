import t from "tap";
import { readGraph } from "../../../src/brain/corridor/file.ts";
import { standingIn, standingOf } from "../../../src/brain/wave/kept.ts";
import { type PeriodWave, type Wave, waveOf } from "../../../src/brain/wave/wave.ts";
import { readSite } from "../../../src/config/index.ts";
import { planned } from "../../../src/plans/text.ts";
import { coast, coastText, drive_s, type People, units, WAVE } from "./coast.ts";

const graph = coast();
const [arterial] = graph.arterials;

function wave(people: People, standing: Parameters<typeof waveOf>[4] = null): Wave & { readonly morning: PeriodWave } {
  const found = waveOf(graph, arterial!, units(people), drive_s, standing);
  if ("refused" in found) throw new Error(found.refused);
  const [morning] = found.periods;
  if (morning === undefined || "refused" in morning) throw new Error(morning?.refused);
  return { ...found, morning };
}

/** Into town. */
const MORNING: People = [900, 300, 200];
const BUSY = wave(MORNING);

t.test("each unit gets a plan of one common cycle that its own checks take, and its minimums decide how short it is", async (t) => {
  t.equal(BUSY.morning.verdict, "offered", `${BUSY.morning.gain_pm}`);
  t.ok(BUSY.morning.cycle_ds >= 844, "Coast Road's walks and clearances alone take 84.4 s");
  t.equal(BUSY.plans.length, 3);
  for (const { unit, text, refused } of BUSY.plans) {
    t.equal(refused, "");
    const own = units(MORNING).find((each) => each.unit === unit)!;
    const taken = planned({ text: own.text, site: own.site }, text, readSite);
    if ("refused" in taken) return t.fail(taken.refused);
    const pattern = taken.site.patterns.find(({ name }) => name === "wave morning")!;
    const { timing, offset_ds } = BUSY.morning.units.find((each) => each.unit === unit)!;
    t.match(pattern.coordination, { cycle_ds: timing.cycle_ds, offset_ds, phases: [2, 6] });
  }
  t.equal(BUSY.morning.units[0]!.offset_ds, 0);
});

t.test("who drives into town stops less than if each unit went by itself", async (t) => {
  const [into] = BUSY.morning.directions;
  for (const [i, { before, after }] of into!.through.entries())
    if (i > 0) t.ok(after.stops_pm < before.stops_pm, `${before.stops_pm} ${after.stops_pm}`);
  t.same(
    BUSY.morning.directions.map(({ from, to, travel_s }) => [from, to, Math.round(travel_s)]),
    [
      ["K1", "K3", 54],
      ["K3", "K1", 54],
    ],
  );
});

t.test("with few vehicles each unit goes by itself: nothing is sent", async (t) => {
  const quiet = wave([30, 30, 30]);
  t.equal(quiet.morning.verdict, "not-worth");
  t.same(quiet.plans, []);
});

t.test("what was sent before stays until another is better by a twentieth", async (t) => {
  const standing = standingIn(JSON.stringify({ coast: standingOf(BUSY, 0) }))["coast"]!;
  const again = wave([905, 302, 199], standing);
  t.equal(again.morning.verdict, "stands");
  t.same(
    again.morning.units.map(({ offset_ds, timing }) => [offset_ds, [...timing.splits]]),
    BUSY.morning.units.map(({ offset_ds, timing }) => [offset_ds, [...timing.splits]]),
  );
  t.same(again.plans, []);
  t.equal(wave([300, 300, 280], standing).morning.verdict === "stands", false, "another demand altogether gets another");
  t.same(
    standingIn('{"coast": {"sent_ms": 0, "periods": [{"name": "morning", "cycle_ds": 305, "units": []}]}}'),
    {},
    "what no life of ours wrote is nothing",
  );
});

t.test("a unit of which nothing is known, or that has measured nobody, is named", async (t) => {
  t.match(waveOf(graph, arterial!, units(MORNING).slice(0, 2), drive_s, null), { refused: /nothing is known of K3/ });
  const silent = units(MORNING).map((each) => (each.unit === "K2" ? { ...each, demand: [{ ...each.demand[0]!, days: 0 }] } : each));
  t.match(waveOf(graph, arterial!, silent, drive_s, null), { periods: [{ refused: /^K2 has measured nobody/ }] });
});

t.test("an arterial's mistakes are told with their lines", async (t) => {
  const said = (arterials: string) => {
    const read = readGraph(coastText(arterials), "coast.toml");
    return read.ok ? [] : read.problems.map(({ line, words }) => [line - coastText("").split("\n").length, words]);
  };
  t.same(said(WAVE), []);
  t.match(said(WAVE.replace('"K2"', '"K4"')), [[2, 'there is no unit and no place "K4"']]);
  t.match(said(WAVE.replace('"K2", ', "")), [[2, "no way leads from K1 to K3, or past another unit"]]);
  t.match(said(WAVE.replace('"09:00"', '"06:00"')), [[3, "it ends before it begins"]]);
  t.match(said(`${WAVE}${WAVE.replace('"coast"', '"shore"')}`), [
    [6, 'K1 is on "coast" already'],
    [6, 'K2 is on "coast" already'],
    [6, 'K3 is on "coast" already'],
  ]);
  t.match(said(WAVE.replace("}]", '}, { name = "rush", from = "08:00", to = "10:00" }]')), [[3, '"morning" holds then, too']]);
  t.match(said(WAVE.replace('"south", "K1", "K2", "K3", "north"', '"south", "K1"')), [[2, /is 2|name where it begins/]]);
});
