import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { lanesBuffer } from "../../src/timing/buffers.ts";
import { laneTables } from "../../src/timing/lanes.ts";
import { lanesOf } from "../../src/traffic/lanes.ts";
import type { Site } from "../../src/traffic/site.ts";

function example(name: string, change = (text: string) => text): Site {
  const read = readSite(change(readFileSync(new URL(`../../deploy/sites/${name}.toml`, import.meta.url), "utf8")), name);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.site;
}

const setOf = (numbers: readonly number[]) => numbers.reduce((set, number) => set | (1 << (number - 1)), 0);
function laneOf(site: Site, approach: string, lane: number) {
  const l = lanesOf(site.detectors).findIndex((each) => each.approach === approach && each.lane === lane);
  const tables = lanesBuffer.views(laneTables(site));
  return Object.fromEntries(Object.entries(tables).map(([key, values]) => [key, values[l]]));
}

t.test("a lane knows its phases, and how long it takes from the advance loop to the line", async (t) => {
  const site = example("four-leg");
  const lane = lanesOf(site.detectors).find(({ advance }) => advance >= 0)!;
  const { distance_m } = site.detectors[lane.advance]!;
  const { speed_limit_kmh } = site.approaches.find(({ name }) => name === lane.approach)!;
  t.same(laneOf(site, lane.approach, lane.lane), {
    served: setOf(lane.served),
    yields: 0,
    foes: 0,
    stop_line: 1,
    travel: Math.round((distance_m * 36) / speed_limit_kmh),
    room: Math.floor(distance_m / 7),
    view_travel: 0,
    view_room: 0,
  });
});

t.test("a signal group that gives way does so in the stages in which they are green who have the right of way", async (t) => {
  const site = example("stages");
  const yielding = site.stages!.groups.filter(({ kind, yields_to }) => kind === "vehicle" && yields_to.length > 0);
  t.ok(yielding.length > 0);
  for (const lane of lanesOf(site.detectors)) {
    const group = site.stages!.groups.find(({ detectors }) => detectors.includes(site.detectors[lane.calling[0]!]!.number))!;
    const stages = site.stages!.stages.filter(({ groups }) => groups.includes(group.name));
    t.equal(laneOf(site, lane.approach, lane.lane)["served"], setOf(stages.map(({ number }) => number)));
    const gives = stages.filter(({ groups }) => groups.some((name) => /^K/.test(name) && group.yields_to.includes(name)));
    t.equal(laneOf(site, lane.approach, lane.lane)["yields"], setOf(gives.map(({ number }) => number)), group.name);
    const foes = lanesOf(site.detectors).flatMap(({ calling }, l) => {
      const own = site.stages!.groups.filter(({ detectors }) => calling.some((i) => detectors.includes(site.detectors[i]!.number)));
      return own.some(({ name }) => group.yields_to.includes(name)) ? [l + 1] : [];
    });
    t.equal(laneOf(site, lane.approach, lane.lane)["foes"], setOf(foes), group.name);
    t.equal(foes.length > 0, gives.length > 0, group.name);
  }
});

t.test("a lane with a flashing arrow goes beside those to whom it gives way as well", async (t) => {
  const site = example("arterial");
  const arrow = site.overlaps.find(({ kind }) => kind === "flashing-yellow-arrow")!;
  const left = lanesOf(site.detectors).find(
    ({ approach, served }) => approach === arrow.approach && served.some((p) => arrow.included.includes(p)),
  )!;
  t.match(laneOf(site, left.approach, left.lane), {
    served: setOf([...arrow.included, ...arrow.modifiers]),
    yields: setOf(arrow.modifiers),
    foes: setOf(
      lanesOf(site.detectors).flatMap(({ served }, l) => (served.some((phase) => arrow.modifiers.includes(phase)) ? [l + 1] : [])),
    ),
  });
});
