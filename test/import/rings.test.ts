import { readFileSync } from "node:fs";
import { test } from "tap";
import { readGraph } from "../../src/brain/corridor/file.ts";
import { readSite } from "../../src/config/index.ts";
import { importCorridor, importSumo } from "../../src/import/index.ts";
import type { Site } from "../../src/traffic/site.ts";

const CROSS = readFileSync(new URL("./cross.net.xml", import.meta.url), "utf8");
const TEE = readFileSync(new URL("./tee.net.xml", import.meta.url), "utf8");
const wish = { net: "cross.net.xml", tls: "c", rings: true };

function siteOf(net: string): Site {
  const made = importSumo(net, wish);
  if (!made.ok) throw new Error(made.words);
  const read = readSite(made.text, "c.toml");
  if (!read.ok) throw new Error(read.problems.map(({ words }) => words).join("; "));
  return read.site;
}

test("a crossroads with lefts in lanes of their own is imported as NEMA lays it out", async (t) => {
  const { phases, detectors, rings, start } = siteOf(CROSS);
  const told = phases.map(({ number, name }) => `${number} ${name}`);
  t.strictSame(told, [
    "1 south left",
    "2 north through",
    "3 west left",
    "4 east through",
    "5 north left",
    "6 south through",
    "7 east left",
    "8 west through",
  ]);
  t.match(rings, [
    {
      groups: [
        [1, 2],
        [3, 4],
      ],
    },
    {
      groups: [
        [5, 6],
        [7, 8],
      ],
    },
  ]);
  t.match(start, { phases: [2, 6] });
  t.match(
    detectors.filter(({ kind }) => kind === "stop-line").map(({ name, call_phase }) => `${name}: ${call_phase}`),
    [
      "east lane 1 stop line: 4",
      "north lane 1 stop line: 2",
      "south lane 1 stop line: 6",
      "west lane 1 stop line: 8",
      "east lane 2 stop line: 7",
      "north lane 2 stop line: 5",
      "south lane 2 stop line: 1",
      "west lane 2 stop line: 3",
    ],
  );
});

test("channels light the same connections as with stages", async (t) => {
  const [rings, stages] = [importSumo(CROSS, wish), importSumo(CROSS, { ...wish, rings: false })];
  if (!rings.ok || !stages.ok) throw new Error("not imported");
  t.strictSame(rings.wiring, stages.wiring);
});

test("where the road from the east has the longest green it is the main one", async (t) => {
  const eastward = CROSS.replace('duration="31" state="rrrGG', 'duration="45" state="rrrGG');
  t.not(eastward, CROSS);
  t.equal(siteOf(eastward).phases.find(({ number }) => number === 2)?.name, "east through");
});

test("a site that two rings do not fit is refused, and why is said", async (t) => {
  const words = (net: string): string => {
    const made = importSumo(net, wish);
    return made.ok ? "imported" : made.words;
  };
  t.match(words(TEE), /"c" cannot have two rings: it has 3 legs, and two rings have four; import it with stages/);
  // The left of the north leg goes from the lane of its through.
  const shared = CROSS.replace('from="ni" to="eo" fromLane="1"', 'from="ni" to="eo" fromLane="0"');
  t.match(words(shared), /leg north has a left without a lane of its own/);
  // The two lefts of one road in each other's way, which the program lets go one after the other.
  const apart = CROSS.replace('state="rrGrrrrrGrrr"', 'state="rrGrrrrrrrrr"').replace('state="GGgrrrGGgrrr"', 'state="GGrrrrGGgrrr"');
  const requests = [...apart.matchAll(/<request index="2" .*foes="(\d+)"/g)];
  const foes = requests[0]![1]!;
  const crossed = apart.replace(`foes="${foes}"`, `foes="${foes.slice(0, 3)}1${foes.slice(4)}"`);
  t.match(words(crossed), /south left and its north left cannot go together|north left.*south left/);
});

test("a corridor file of a net that is imported in rings names phases, not stages", async (t) => {
  const made = importCorridor(CROSS, "cross.net.xml", true);
  if (!made.ok) throw new Error(made.words);
  const read = readGraph(made.text, "cross.toml");
  if (!read.ok) throw new Error(read.problems.map(({ words }) => words).join("; "));
  const told = [...read.graph.links].flatMap(([name, { turns }]) => turns.map(({ to, phase }) => `${name} ${to} ${phase}`));
  t.match(told.filter((each) => each.startsWith("ni ")).sort(), ["ni eo 5", "ni so 2", "ni wo 2"]);
});

test("a left that also goes in gaps has the time of its own green in the program, not that of the gaps", async (t) => {
  const { phases, patterns } = siteOf(CROSS);
  const fixed = patterns.find(({ name }) => name === "fixed")!;
  const told = phases.map(({ number, max1_ds }) => [number, max1_ds, fixed.phases.find(({ phase }) => phase === number)?.max_green_ds]);
  t.strictSame(
    told,
    [1, 2, 3, 4, 5, 6, 7, 8].map((number) => (number % 2 === 1 ? [number, 120, 80] : [number, 465, 310])),
  );
});
