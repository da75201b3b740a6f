import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import { importSumo } from "../../src/import/index.ts";
import { simulate } from "../../src/sim.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Site } from "../../src/traffic/site.ts";
import { minutes, worldOf } from "../streets.ts";

/** A T junction made with netconvert: two lanes from north and south, one from the east, three crossings, a protected left behind a permitted one. */
const TEE = readFileSync(new URL("tee.net.xml", import.meta.url), "utf8");

function textOf(net: string, tls = "c", program?: string): string {
  const imported = importSumo(net, { net: "tee.net.xml", tls, program });
  if (!imported.ok) throw new Error(imported.words);
  return imported.text;
}

function siteOf(net: string, tls = "c"): Site {
  const reading = readSite(textOf(net, tls), "tee.toml");
  if (!reading.ok) throw new Error(reading.problems.map((p) => formatProblem(p)).join("\n"));
  return reading.site;
}

const changed = (right: string | RegExp, wrong: string, net = TEE): string => {
  if (net.replace(right, "") === net) throw new Error(`the net has no ${right}`);
  return net.replace(right, wrong);
};

/** The program of the T in another form: one line a phase. */
const program = (...phases: readonly string[]): string =>
  changed(/<tlLogic[\s\S]*<\/tlLogic>/, `<tlLogic id="c" type="static" programID="0" offset="0">${phases.join("")}</tlLogic>`);
const phase = (duration: number, state: string, more = ""): string => `<phase duration="${duration}" state="${state}" ${more}/>`;

/** Stages of the program: the others are in further.test.ts. */
const stagesOf = (site: Site) =>
  site.stages!.stages.filter(({ number }) => !site.patterns[0]!.omit.includes(number)).map(({ groups }) => groups.join(" "));
const inProgram = (site: Site, stages: readonly number[]) => stages.filter((number) => !site.patterns[0]!.omit.some((p) => p === number));
/** From the end of one group's green to another's, in seconds; null where they do not conflict. */
function between({ stages }: Site, from: string, to: string): number | null {
  const at = (name: string) => stages!.groups.findIndex((group) => group.name === name);
  const ds = stages!.intergreen_ds[at(from)]![at(to)];
  return ds == null ? null : ds / 10;
}

t.test("a T junction of a net becomes a site: its legs, its signal groups, its stages", async (t) => {
  const site = siteOf(TEE);
  t.same(
    site.approaches.map(({ name, heading_deg, lanes, speed_limit_kmh }) => [name, heading_deg, lanes, speed_limit_kmh]),
    [
      ["east", 90, 1, 40],
      ["north", 0, 2, 50],
      ["south", 180, 2, 50],
    ],
    "without the sidewalks",
  );
  t.same(
    site.overlaps.map(({ name, approach, movement, included }) => [name, approach, movement, inProgram(site, included)]),
    [
      ["K1", "east", "all", [3]],
      ["K2", "north", "through", [1, 2]],
      ["K3", "north", "left", [1, 2]],
      ["K4", "south", "right", [1]],
      ["K5", "south", "through", [1]],
    ],
  );
  t.same(stagesOf(site), ["K2 K3 K4 K5 F3", "K2 K3", "K1 F1 F2"]);
  t.match(site.phases, [{ recall: "min" }, { recall: "none" }, { recall: "none" }], "the longest is always served");
  t.same(
    site.patterns[1]?.phases.filter(({ phase }) => !site.patterns[1]!.omit.includes(phase)).map((p) => p.max_green_ds),
    [380, 60, 370],
    "the program's greens, pedestrian clearances among them, stand when detection is gone",
  );
});

t.test("who conflicts is taken from the paths in the net, and how long from the program", async (t) => {
  const site = siteOf(TEE);
  t.equal(between(site, "K2", "K1"), 3.3, "ITE's yellow at 50 km/h is longer than the program's");
  t.equal(between(site, "K1", "K2"), 3, "at 40 km/h it is not");
  t.equal(between(site, "F3", "K1"), 5.4, "6.4 m at 1.2 m/s");
  t.equal(between(site, "K1", "K4"), null, "who turns left from the east does not meet who turns right into it");
  t.equal(between(site, "K3", "K5"), null, "who turns left on green gives way");
  t.equal(between(site, "F1", "F2"), null);
  const text = textOf(TEE);
  t.match(text, 'yields_to = ["K4", "K5", "F3"]');
  const met = changed('index="4" response="110000000" foes="110000010"', 'index="4" response="110000000" foes="110001010"');
  t.equal(between(siteOf(met), "K1", "K4"), 3, "where the net says so they do");
});

t.test("all red of the program is part of the intergreen, for those whom the program never has follow each other too", async (t) => {
  const site = siteOf(
    program(
      phase(30, "GrrrGGrrr"),
      phase(4, "yrrryyrrr"),
      phase(2, "rrrrrrrrr"),
      phase(20, "rGrrrrrrr"),
      phase(3, "ryrrrrrrr"),
      phase(25, "rrGGrrrrr"),
      phase(3, "rryyrrrrr"),
    ),
  );
  t.same(stagesOf(site)?.length, 3);
  t.equal(between(site, "K5", "K3"), 6, "4 s of yellow and 2 s of red");
  t.equal(between(site, "K5", "K1"), 6, "though stage 2 lies between them");
  t.equal(between(site, "K3", "K1"), 3.3);
});

t.test("a group that goes on from one stage to the next is one group, and its yellow counts where it ends", async (t) => {
  const site = siteOf(
    program(
      phase(30, "GGrrrrrrr"),
      phase(3, "yyrrrrrrr"),
      phase(9, "GrrrGGrrr"),
      phase(5, "yrrryyrrr"),
      phase(20, "rrGGrrrrr"),
      phase(3, "rryyrrrrr"),
    ),
  );
  t.same(
    site.overlaps.map(({ name, included }) => [name, inProgram(site, included)]),
    [
      ["K1", [3]],
      ["K2", [1, 2]],
      ["K3", [1]],
      ["K4", [2]],
      ["K5", [2]],
    ],
  );
  t.equal(between(site, "K2", "K1"), 5);
  t.equal(between(site, "K3", "K4"), 3.3);
});

t.test("minimum and maximum greens are those of an actuated program, else they come from its durations", async (t) => {
  const site = siteOf(
    program(
      phase(30, "GrrrGGrrr", 'minDur="8" maxDur="60"'),
      phase(3, "yrrryyrrr"),
      phase(20, "rrGGrrrrr"),
      phase(3, "rryyrrrrr"),
      phase(4, "rGrrrrrrr"),
      phase(3, "ryrrrrrrr"),
    ),
  );
  t.match(site.phases, [
    { min_green_ds: 80, max1_ds: 600 },
    { min_green_ds: 50, max1_ds: 300 },
    { min_green_ds: 40, max1_ds: 60 },
  ]);
});

t.test("red behind a stage in which others stay green is no stage", async (t) => {
  const text = program(
    phase(30, "GGrrrrrrr"),
    phase(3, "Gyrrrrrrr"),
    phase(2, "Grrrrrrrr"),
    phase(9, "GrrrGGrrr"),
    phase(5, "yrrryyrrr"),
    phase(20, "rrGGrrrrr"),
    phase(3, "rryyrrrrr"),
  );
  t.same(stagesOf(siteOf(text)), ["K2 K3", "K2 K4 K5", "K1"]);
  t.equal(between(siteOf(text), "K3", "K5"), 5.3, "ITE's yellow, and 2 s of red");
});

t.test("every lane has its loop, every crossing its button, and whoever comes is seen on the way", async (t) => {
  const site = siteOf(TEE);
  const { detectors, pedestrian_detectors, devices } = site;
  t.same(
    detectors.map(({ name, distance_m, call_phase, also_calls }) => [name, distance_m, ...inProgram(site, [call_phase!, ...also_calls])]),
    [
      ["north lane 1 stop line", 0, 1, 2],
      ["south lane 2 stop line", 0, 1],
      ["east lane 1 stop line", 0, 3],
      ["north lane 2 stop line", 0, 1, 2],
      ["south lane 1 stop line", 0, 1],
      ["north lane 1 advance", 41, 1, 2],
      ["south lane 2 advance", 41, 1],
      ["east lane 1 advance", 33, 3],
      ["north lane 2 advance", 41, 1, 2],
      ["south lane 1 advance", 41, 1],
    ],
  );
  t.same(
    pedestrian_detectors.map(({ name, call_phase }) => [name, call_phase]),
    [
      ["button of F1", 3],
      ["button of F2", 3],
      ["button of F3", 1],
    ],
  );
  const wired = [...detectors, ...pedestrian_detectors].map(({ device, input }) => `${device} ${input}`);
  t.equal(new Set(wired).size, wired.length);
  t.same(
    devices.map((device) => device.name),
    ["rack 1", "board"],
  );
});

t.test("an imported site runs an hour of a busy morning without a fault, and serves everybody", async (t) => {
  const world = worldOf(textOf(TEE), 7, { began_ms: 7 * 3_600_000 });
  simulate(world, minutes(60));
  t.equal(world.recorder.entries.filter((e) => e.code === CODE.monitorFault).length, 0);
  const { movements, pedestrians, phases } = world.street.tallies();
  for (const m of movements) t.ok(m.departed > 50 && m.mean_delay_s < 90, `${m.approach} ${m.phase}`);
  for (const p of pedestrians) t.ok(p.served > 5, p.name);
  for (const p of phases) t.ok(p.greens > 10, p.overlap);
});

t.test("it says in remarks where each figure comes from and what a person must check", async (t) => {
  const text = textOf(TEE);
  for (const words of [
    /^# Imported from the SUMO net tee\.net\.xml, traffic light "c", program "0" \(static\)\.$/m,
    /BEFORE IT IS USED IN A STREET a person who answers for it must check/,
    /^name = "north" +# edge nc$/m,
    /^speed_limit_kmh = 50 +# 13\.89 m\/s in the net$/m,
    /^yellow_change = 3\.3 +# 3\.0 in the program, 3\.3 by ITE for 50 km\/h$/m,
    /^ped_clear = 8\.0 +# 9\.6 m at 1\.2 m\/s$/m,
    /^name = "F3" +# connection 7 of the program, across ce, ec$/m,
    /^min_green = 5\.0 +# 38 s of green in the program, 5\.0 s at the least; half as much again as the program's 38 s$/m,
  ])
    t.match(text, words);
});

const REFUSALS: readonly (readonly [net: string, tls: string, words: RegExp, program?: string])[] = [
  [TEE, "d", /^the net has no traffic light "d"; it has c$/],
  [changed(/<tlLogic[\s\S]*<\/tlLogic>/, ""), "c", /^the net has no traffic light \(no tlLogic\)$/],
  [TEE, "c", /^"c" has no program "night"; it has 0$/, "night"],
  [changed('type="static" programID', 'type="NEMA" programID'), "c", /states rings and not stages \(type NEMA\)/],
  [program(), "c", /^program "0" of "c" has no phases$/],
  [program(phase(30, "GGrrrrrrr")), "c", /has one green phase only/],
  [program(phase(30, "rrrrrrrrr")), "c", /^program "0" of "c" has no green phase$/],
  [program(phase(30, "GGrr"), phase(3, "yyrr")), "c", /^phase 1 of program "0" of "c" has 4 states, and a connection has number 8$/],
  [program(phase(30, "GGrrrrrrx")), "c", /a state "x" that no SUMO manual knows$/],
  [program(phase(0, "GGrrrrrrr")), "c", /^phase 1 of program "0" of "c" lasts 0 s$/],
  [
    program(
      ...Array.from({ length: 17 }, (_, i) => phase(10, i % 2 ? "GrrrGGrrr" : "rrGGrrrrr") + phase(3, i % 2 ? "yrrryyrrr" : "rryyrrrrr")),
    ),
    "c",
    /^program "0" of "c" has 17 green phases, and a unit has 16 stages$/,
  ],
  [
    program(phase(30, "OOOOOOGrr"), phase(3, "OOOOOOrrr"), phase(30, "OOOOOOrGr")),
    "c",
    /no connection for vehicles of "c" is ever green and ever red/,
  ],
  [changed(/ tl="c" linkIndex="[0-5]"/g, ""), "c", /^no connection for vehicles belongs to "c"$/],
  ["<routes></routes>", "c", /^it is no SUMO net: it begins with <routes>$/],
  ["<net><edge</net>", "c", /^it is no XML: 1:\d+: /],
  ["", "c", /^it is no XML/],
  [changed(/<phase duration="[^"]*"/, "<phase"), "c", /^it is no SUMO net: a phase has duration "", which is no time$/],
  [changed("<phase ", '<phase minDur="soon" '), "c", /^it is no SUMO net: a phase has minDur "soon", which is no time$/],
  [changed("<phase ", '<phase maxDur="" '), "c", /^it is no SUMO net: a phase has maxDur "", which is no time$/],
];

t.test("what cannot become a site is refused in words", async (t) => {
  for (const [net, tls, words, program] of REFUSALS) {
    const imported = importSumo(net, { net: "n", tls, program });
    t.match(imported.ok ? "" : imported.words, words);
  }
});

t.test("what a net leaves out becomes no short yellow, no short walk and no missing conflict: it is refused", async (t) => {
  const without = (what: RegExp): string => {
    if (TEE.search(what) < 0) throw new Error(`the net has no ${what}`);
    const imported = importSumo(TEE.replace(what, ""), { net: "n", tls: "c" });
    return imported.ok ? "" : imported.words;
  };
  const unknown = /^the net does not say whose paths connection \d of "c" meets: make it with the insides of junctions/;
  t.match(without(/ via="[^"]*"/g), unknown, "as netconvert --no-internal-links leaves it");
  t.match(without(/<request [^>]*>/g), unknown);
  t.match(without(/<junction[\s\S]*<\/junction>/), unknown);
  t.match(without(/(?<=<lane id="nc_2"[^>]*) speed="[^"]*"/), /^lane 2 of edge "nc" has no speed or no length/);
  t.match(without(/(?<=<lane id=":c_c0_0"[^>]*) length="[^"]*"/), /^crossing ":c_c0" has no length/);
  t.match(without(/(?<=<lane id="nc_0"[^>]*) shape="[^"]*"/), /^the net does not say where edge "nc" lies/);
  t.match(importSumo(TEE.replace("<junction ", '<request index="0"/><junction '), { net: "n", tls: "c" }), { ok: false });
});

t.test("a traffic light's name with a line's end in it writes nothing of its own into the site", async (t) => {
  const named = TEE.replaceAll(' tl="c"', ' tl="c&#10;x = 1"').replace('<tlLogic id="c"', '<tlLogic id="c&#10;x = 1"');
  const text = textOf(named, "c\nx = 1");
  t.notMatch(text, /^x = 1/m);
  t.ok(readSite(text, "c.toml").ok);
});

t.test("more lanes than a unit has detectors, and more groups than it has channels, are refused", async (t) => {
  const net = (legs: number, lanes: number) => {
    const each = <T>(of: (leg: number, lane: number, link: number) => T) =>
      Array.from({ length: legs * lanes }, (_, i) => of(Math.floor(i / lanes), i % lanes, i));
    const edges = Array.from({ length: legs }, (_, leg) => {
      const all = Array.from(
        { length: lanes },
        (_, lane) => `<lane id="e${leg}_${lane}" index="${lane}" speed="14" length="90" shape="${leg},9 0,0"/>`,
      );
      return `<edge id="e${leg}">${all.join("")}</edge>`;
    });
    const links = each(
      (leg, lane, i) => `<connection from="e${leg}" to="x" fromLane="${lane}" toLane="0" tl="j" linkIndex="${i}" via=":j_${i}_0" dir="s"/>`,
    );
    const apart = "0".repeat(legs * lanes);
    const requests = each((_leg, _lane, i) => `<request index="${i}" response="${apart}" foes="${apart}"/>`);
    const phases = [0, 1, 2, 3].map((p) => phase(p % 2 ? 3 : 20, each((leg) => (leg % 2 ? "Gyrr" : "rrGy")[p]).join("")));
    return `<net>${edges.join("")}<junction id="j">${requests.join("")}</junction><tlLogic id="j" type="static" programID="0">${phases.join("")}</tlLogic>${links.join("")}</net>`;
  };
  const words = (text: string) => {
    const imported = importSumo(text, { net: "n", tls: "j" });
    return imported.ok ? "" : imported.words;
  };
  t.equal(words(net(65, 1)), "it has 65 legs, and a unit has 64 detectors");
  t.equal(words(net(400, 1)), '"j" has 400 connections, and no signal has more than 256');
  t.equal(words(net(33, 1)), '"j" has 33 signal groups, and a unit has 32 channels');
  t.equal(words(net(8, 9)), "it has 72 lanes at stop lines, and a unit has 64 detectors");
  t.equal(words(net(8, 8)), "", "64 are enough, without advance loops");
});
