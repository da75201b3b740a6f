import t from "tap";
import { drawn } from "../../src/panel/drawn.ts";
import { legAfter, legsOf, loopAt, outline, pathOf } from "../../src/panel/page/views/intersection/geometry.ts";
import { crosswalkOf, lanesOf, walksOf } from "../../src/panel/page/views/intersection/lanes.ts";
import { example, fourLeg } from "./street.ts";

const site = drawn(fourLeg(), "0.1.0");
type Drawn = typeof site;

/** The same site with other headings; a leg without one is not built. */
function turned(headings: { readonly [leg: string]: number }): Drawn {
  const there = <T extends { readonly approach: string }>(of: readonly T[]): T[] => of.filter((one) => one.approach in headings);
  return {
    ...site,
    approaches: site.approaches.filter((a) => a.name in headings).map((a) => ({ ...a, heading_deg: headings[a.name]! })),
    detectors: there(site.detectors),
    phases: there(site.phases),
  };
}

t.test("a crosswalk walks beside the traffic that its button is named for", (t) => {
  const legs = legsOf(site);
  for (const { name, call_phase } of site.pedestrian_detectors) {
    const phase = site.phases.find((p) => p.number === call_phase)!;
    t.same(
      crosswalkOf(legs, phase).map((leg) => `button across ${leg.name} leg`),
      [name],
    );
  }
  t.end();
});

t.test("lanes belong to the phases that their loops call, and lead where those go", (t) => {
  const lanes = lanesOf(site, legsOf(site)).map(
    ({ leg, lane, signal, turns }) => `${leg.name} ${lane}: ${signal.phase} ${turns.join(" ")}`,
  );
  t.same(lanes, [
    "north 1: 6 through right",
    "north 2: 6 through",
    "north 3: 1 left",
    "east 1: 8 through right",
    "east 2: 8 through",
    "east 3: 3 left",
    "south 1: 2 through right",
    "south 2: 2 through",
    "south 3: 5 left",
    "west 1: 4 through right",
    "west 2: 4 through",
    "west 3: 7 left",
  ]);
  const [north, east, south, west] = legsOf(site);
  t.equal(legAfter(legsOf(site), north!, "left")?.name, east!.name, "who comes from the north turns left to the east");
  t.equal(legAfter(legsOf(site), north!, "right")?.name, west!.name);
  t.equal(legAfter(legsOf(site), north!, "through")?.name, south!.name);
  t.end();
});

const seen = (name: string) => {
  const drawing = drawn(example(name), "0.1.0");
  const legs = legsOf(drawing);
  const lanes = lanesOf(drawing, legs).map(({ leg, lane, signal, turns }) => `${leg.name} ${lane}: ${signal.label} ${turns.join(" ")}`);
  return { lanes, walks: walksOf(drawing, legs).map(({ title, leg }) => `${title}: ${leg.name}`) };
};

t.test("a lane of stages belongs to its signal group, and a group walks over the leg whose traffic the matrix keeps from it", (t) => {
  const { lanes, walks } = seen("stages");
  t.same(lanes, [
    "north 1: ↑K1 through right",
    "north 2: ←K2 left",
    "east 1: →K9 right",
    "east 2: ↑K3 through",
    "east 3: ←K4 left",
    "south 1: ↑K5 through right",
    "south 2: ←K6 left",
    "west 1: ↑K7 through right",
    "west 2: ←K8 left",
  ]);
  t.same(walks, ["F1: north", "F2: east", "F3: south", "F4: west"]);
  t.end();
});

t.test("a phase without a head of its own shows its lane the overlap, and a right-turn overlap has the lane at the kerb", (t) => {
  const { lanes, walks } = seen("arterial");
  t.same(
    lanes.filter((lane) => /^(north|west)/.test(lane)),
    ["north 1: ↑6 through right", "north 2: ↑6 through", "north 3: ←B left", "west 1: →A right", "west 2: ↑4 through", "west 3: ←7 left"],
  );
  t.same(walks.length, 4);
  t.end();
});

t.test("where a leg is missing nobody is sent", (t) => {
  const tee = turned({ east: 90, south: 180, west: 270 });
  const lanes = lanesOf(tee, legsOf(tee)).map(({ leg, lane, turns }) => `${leg.name} ${lane}: ${turns.join(" ")}`);
  t.same(lanes.slice(0, 6), ["east 1: through", "east 2: through", "east 3: left", "south 1: right", "south 2: ", "south 3: left"]);
  t.end();
});

t.test("whatever the headings, everything lies somewhere, and the loops in order behind their stop line", (t) => {
  const headings = [0, 7, 30, 45, 60, 90, 120, 180, 200, 270, 300, 359];
  for (const north of headings) {
    for (const east of headings) {
      const odd = turned({ north, east, south: 180, west: 285 });
      const legs = legsOf(odd);
      const told = [outline(legs)];
      for (const use of lanesOf(odd, legs)) for (const way of use.turns) told.push(JSON.stringify(pathOf(legs, use, way)));
      t.notMatch(told.join(), /NaN|Infinity|e\+/, `north at ${north}, east at ${east}`);
      for (const leg of legs) {
        const places = [leg.mouth, leg.stop, loopAt(leg, 0, 60), loopAt(leg, 40, 60), loopAt(leg, 60, 60), leg.far];
        if (places.some((place, i) => i > 0 && place <= places[i - 1]!)) t.fail(`${leg.name} of ${north}/${east}: ${places}`);
      }
    }
  }
  t.end();
});
