import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import { importSumo, type Wiring } from "../../src/import/index.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { lanesBuffer } from "../../src/timing/buffers.ts";
import { laneTables } from "../../src/timing/lanes.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { lanesOf } from "../../src/traffic/lanes.ts";
import type { Site } from "../../src/traffic/site.ts";
import { USUAL } from "../../src/traffic/usual.ts";
import { minutes, worldOf } from "../streets.ts";
import { Street } from "../timing/street.ts";

/** A T junction made with netconvert: two lanes from north and south, one from the east, three crossings. */
const TEE = readFileSync(new URL("tee.net.xml", import.meta.url), "utf8");
/** Its links by place: 0 south right, 1 … as the net has them; K1 east, K2 north through, K3 north left, K4 south right, K5 south through. */
const phase = (duration: number, state: string) => `<phase duration="${duration}" state="${state}"/>`;
const program = (...phases: readonly string[]): string =>
  TEE.replace(/<tlLogic[\s\S]*<\/tlLogic>/, `<tlLogic id="c" type="static" programID="0" offset="0">${phases.join("")}</tlLogic>`);
/** North and south together, the left turn giving way, and then the east: a turn that the program never protects. */
const PERMITTED = program(phase(30, "GGrrGGrrr"), phase(3, "yyrryyrrr"), phase(20, "rrGGrrrrr"), phase(3, "rryyrrrrr"));

function imported(net: string, cameras = false): { readonly site: Site; readonly wiring: Wiring; readonly text: string } {
  const made = importSumo(net, { net: "tee.net.xml", tls: "c", cameras });
  if (!made.ok) throw new Error(made.words);
  const read = readSite(made.text, "tee.toml");
  if (!read.ok) throw new Error(read.problems.map((p) => formatProblem(p)).join("\n"));
  return { site: read.site, wiring: made.wiring, text: made.text };
}

const omitted = ({ stages, patterns }: Site, pattern: number) =>
  stages!.stages.filter(({ number }) => patterns[pattern]!.omit.includes(number)).map(({ groups }) => groups.join(" "));

t.test("who may go together and never does in the program has a stage of its own, for the patterns that choose", async (t) => {
  const { site } = imported(TEE);
  t.same(
    site.patterns.map(({ number, name, strategy }) => `${number} ${name} ${strategy}`),
    ["1 actuated fully-actuated", "2 fixed fixed", "3 max-pressure max-pressure", "4 adaptive adaptive"],
  );
  t.same(omitted(site, 0), ["K1 K4 F2"], "the right turn from the south beside the east; F1 crosses its way");
  t.same(omitted(site, 1), omitted(site, 0));
  t.same(omitted(site, 2), []);
  t.same(omitted(site, 3), []);
});

t.test("nobody is always served where a strategy chooses: everybody is seen", async (t) => {
  const { site } = imported(TEE);
  const recalls = (pattern: number) =>
    site.phases.map(({ number, recall }) => site.patterns[pattern]!.phases.find((entry) => entry.phase === number)?.recall ?? recall);
  t.ok(recalls(0).includes("min"));
  t.same(new Set(recalls(3)), new Set(["none"]));
});

t.test("a turn that the program only permits has a stage in which it is protected", async (t) => {
  const { site } = imported(PERMITTED);
  const left = site.stages!.groups.find(({ name }) => site.overlaps.some((o) => o.name === name && o.movement === "left"))!;
  t.ok(left.yields_to.length > 0);
  const stages = site.stages!.stages.filter(({ groups }) => groups.includes(left.name));
  const protects = stages.filter(({ groups }) => !left.yields_to.some((name) => groups.includes(name)));
  t.equal(stages.length, 2);
  t.same(
    protects.map(({ number }) => site.patterns[0]!.omit.includes(number)),
    [true],
  );
});

t.test("a lane that turns left gives way where the others come towards it, and not where it is protected", async (t) => {
  const { site } = imported(TEE);
  const lane = lanesOf(site.detectors).findIndex(({ approach, lane }) => approach === "north" && lane === 2);
  const { served, yields } = lanesBuffer.views(laneTables(site));
  t.equal(served[lane], 0b11, "stages 1 and 2");
  t.equal(yields[lane], 0b01);
});

t.test("no stage lets two go who conflict, and nobody could be added to those that the program does not have", async (t) => {
  for (const net of [TEE, PERMITTED]) {
    const { site } = imported(net);
    const { groups, stages, intergreen_ds } = site.stages!;
    const at = (name: string) => groups.findIndex((group) => group.name === name);
    const apart = (a: string, b: string) => intergreen_ds[at(a)]![at(b)] !== null;
    const gives = (a: string, b: string) => groups[at(a)]!.yields_to.includes(b) || groups[at(b)]!.yields_to.includes(a);
    for (const { number, groups: there } of stages) {
      t.notOk(
        there.some((a) => there.some((b) => apart(a, b))),
        `stage ${number}`,
      );
      if (!site.patterns[0]!.omit.includes(number)) continue;
      const others = groups.filter(({ name, kind }) => kind === "vehicle" && !there.includes(name));
      const free = others.filter(({ name }) => !there.some((b) => apart(name, b) || gives(name, b)));
      t.same(free, [], `stage ${number}`);
    }
  }
});

t.test("from any stage to any other the lights go without a fault, with walkers and without", async (t) => {
  for (const net of [TEE, PERMITTED]) {
    const { site } = imported(net);
    const numbers = site.stages!.stages.map(({ number }) => number);
    const main = site.phases.find(({ recall }) => recall !== "none")!;
    const all = { ...site.patterns[0]!, ...USUAL.pattern, phases: [] };
    const street = new Street({ ...site, phases: site.phases.map((p) => (p === main ? { ...p, recall: "none" } : p)), patterns: [all] });
    const green = (number: number) => () => street.timing.state().phases.some((p) => p.phase === number && p.interval === "green");
    const walks = site.phases.filter(({ walk_ds }) => walk_ds > 0).map(({ number }) => number);
    for (const from of numbers) {
      for (const to of numbers) {
        if (from === to) continue;
        street.occupy(from).until(green(from));
        if (walks.includes(from)) street.press(from).run(20);
        street.occupy(to).until(green(to));
        t.equal(street.decision.fault, null, `from ${from} to ${to}`);
      }
    }
  }
});

t.test("with cameras every lane has a zone as far as a camera sees, and is run and seen so", async (t) => {
  const { site, wiring, text } = imported(TEE, true);
  const zones = site.detectors.filter(({ kind }) => kind === "zone");
  const lanes = new Set(site.detectors.filter(({ kind }) => kind === "stop-line").map(({ approach, lane }) => `${approach} ${lane}`));
  t.same(new Set(zones.map(({ approach, lane }) => `${approach} ${lane}`)), lanes);
  t.ok(zones.every(({ length_m, distance_m }) => length_m > 50 && length_m <= 100 && distance_m === 0));
  t.same(
    wiring.zones.map(({ number, pieces }) => [number, ...pieces.map(({ length_m }) => length_m)]),
    zones.map(({ number, length_m }) => [number, length_m]),
  );
  t.equal(wiring.detectors.length + wiring.zones.length, site.detectors.length, "loops are told apart from zones");
  const world = worldOf(text.replace("pattern = 1\n", "pattern = 4\n"), 7, { began_ms: 7 * 3_600_000 });
  simulate(world, minutes(20));
  const told = (code: number) => world.recorder.entries.filter((e) => e.code === code);
  t.equal(told(CODE.monitorFault).length, 0);
  for (const { number, name } of zones) {
    const seen = told(CODE.zone).filter((e) => e.param === number);
    t.ok(seen.length > 20 && Math.max(...seen.map((e) => e.value)) >= 2, name);
    t.ok(
      seen.every((e, i) => i === 0 || e.value !== seen[i - 1]!.value),
      `${name}: only changes are told`,
    );
  }
  t.same(told(CODE.inputFault), []);
  t.equal(replay(world.recorder.chunks()).difference, null, "and replayed so");
});
