import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { untoldOf } from "../../src/config/untold.ts";

const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const SMALL = read("small.toml");
const FOUR_LEG = read("../../deploy/sites/four-leg.toml");

/** What is said of a good file in which `wrong` stands in the place of `right`: where and words, without the lines. */
function said(text: string, right: string, wrong: string): readonly string[] {
  if (!text.includes(right)) throw new Error(`the file has no ${right}`);
  const reading = readSite(
    text.replace(right, () => wrong),
    "site.toml",
  );
  return reading.ok ? [] : reading.problems.map(({ where, words }) => `${where}: ${words}`);
}

const CAMERA = 'name = "camera"                       # counts by lane on the north and south legs\nport = "camera"';
const LAST_CHANNEL = "red = 7\ngreen = 8";

/** What was right, what is written instead, and what is said. */
type Mistake = readonly [right: string, wrong: string, words: string];

const ON_THE_SMALL_SITE: readonly Mistake[] = [
  ['profile = "di16"\n', "", 'device "rack": profile is missing: modbus-rtu has several'],
  ["timeout_ms = 80", 'timeout_ms = 80\nprofile = "di16"', 'device "board": modbus-coils has no profiles'],
  ["poll_ms = 250", "poll_ms = 2000", 'device "board": poll_ms is 2000, too seldom for a board that lights lamps'],
  ["poll_ms = 250\n", "", 'device "board": poll_ms is missing'],
  ["heading = 270", "heading = 180", 'approach "west": the heading 180 is already that of approach "south" on line 36'],
  ['name = "west"', 'name = "south"', 'approach "south": the name "south" is already that of approach "south" on line 36'],
  ['device = "rack"\ninput = 3', 'device = "board"\ninput = 3', 'detector 3 "west lane 1": device "board" lights lamps and has no inputs'],
  ['kind = "stop-line"', 'kind = "zone"', 'detector 1 "south lane 1": length is missing'],
  ['kind = "stop-line"', 'kind = "zone"\nlength = 90', 'detector 1 "south lane 1": a zone calls no phase: loops do'],
  ['kind = "stop-line"', 'kind = "zone"\nlength = 9', 'detector 1 "south lane 1": length is 9, and a zone has 10 metres at least'],
  ['kind = "stop-line"', 'kind = "stop-line"\nlength = 90', 'detector 1 "south lane 1": a detector of kind "stop-line" has no length'],
  ['kind = "stop-line"', 'kind = "count"', 'detector 1 "south lane 1": a detector that counts calls no phase'],
  ["distance = 0\ncall_phase = 4\n\n", "distance = 0\n\n", 'detector 3 "west lane 1": call_phase is missing'],
  [
    'name = "south lane 2"',
    'name = "south lane 1"',
    'detector 2 "south lane 1": the name "south lane 1" is already that of detector 1 "south lane 1" on line 48',
  ],
  ['approach = "south"\nmovement', "movement", 'phase 2 "Quay Street": approach is missing'],
  ['approach = "south"\nmovement', 'approach = "sooth"\nmovement', 'phase 2 "Quay Street": there is no approach "sooth"'],
  ["red_clear = 1.0", "red_clear = 1.0\nped_clear = 9.0", 'phase 4 "Mole Lane": ped_clear without walk'],
  ["red_clear = 1.0", "red_clear = 1.0\nped_recall = true", 'phase 4 "Mole Lane": ped_recall without walk and ped_clear'],
  [
    'approach = "west"\nmovement = "all"',
    'movement = "pedestrian"',
    'phase 4 "Mole Lane": a phase for pedestrians needs walk and ped_clear',
  ],
  [
    'number = 4\nname = "Mole Lane"',
    'number = 2\nname = "Mole Lane"',
    'phase 2 "Mole Lane": number 2 is already that of phase 2 "Quay Street" on line 100',
  ],
  ["groups = [[2], [4]]", "groups = [[2], [4], []]", "ring 1: no ring has a phase in this group"],
  ["groups = [[2], [4]]", "groups = [2, 4]", "ring 1: groups has 2 in it, but each must be a list of phases"],
  [
    "groups = [[2], [4]]",
    "groups = []",
    "ring 1: groups is an empty list but must be a list of lists of phases, one list for each side of a barrier",
  ],
  ["groups = [[2], [4]]", "groups = [[2], [4, 6]]", "ring 1: there is no phase 6"],
  [LAST_CHANNEL, `${LAST_CHANNEL}\nyellow = 9`, 'channel 3 "pedestrians across west leg": a pedestrian channel has no yellow lamp'],
  ['flash = "dark"', 'flash = "red"', 'channel 3 "pedestrians across west leg": flash is "red", but pedestrian signals are dark in flash'],
  ['flash = "red"', 'flash = "dark"', 'channel 2 "Mole Lane": vehicle signals must not be dark in flash'],
  ["green = 8", "green = 1025", 'channel 3 "pedestrians across west leg": green is 1025, but outputs of modbus-coils are 1 to 1024'],
  ["green = 8", "green = 6", 'channel 3 "pedestrians across west leg": output 6 of "board" already lights green of channel 2 "Mole Lane"'],
  [
    'kind = "pedestrian"\nphase = 2',
    'kind = "pedestrian"\nphase = 4',
    'channel 3 "pedestrians across west leg": phase 4 "Mole Lane" has no walk',
  ],
  ["phases = [2]", "phases = [2, 2]", "[start]: phase 2 is there twice"],
  ["phases = [2]", "phases = []", "[start]: phases is an empty list but must name at least one phase"],
  ["phases = [2]", "phases = [3]", "[start]: there is no phase 3"],
  ["fallback_pattern = 2", "fallback_pattern = 9", "[start]: there is no pattern 9"],
  [
    'number = 2\nname = "fixed"',
    'number = 1\nname = "fixed"',
    'pattern 1 "fixed": number 1 is already that of pattern 1 "actuated" on line 168',
  ],
  ["{ phase = 4,", "{ phase = 2,", 'pattern 2 "fixed", phase 2: phase 2 is already that of pattern 2 "fixed", phase 2 on line 176'],
  [
    '{ phase = 4, recall = "max" }',
    '{ phase = 4, recall = "max", ped_recall = true }',
    'pattern 2 "fixed", phase 4: phase 4 "Mole Lane" has no walk to recall',
  ],
  [
    "ped_recall = true }",
    "ped_recall = false }",
    'pattern 2 "fixed", phase 2: phase 2 "Quay Street" has a walk but no ped_recall in the fallback pattern: with the buttons gone nobody may cross',
  ],
  [
    'host = "brain.example.net"',
    'host = "mqtt://brain.example.net"',
    '[brain]: host is "mqtt://brain.example.net" but must be a host\'s name or address, without mqtt:// and without a port',
  ],
  [
    'path = "/dev/ttyS1"',
    'path = "COM3"',
    'port "loops": path is "COM3" but must be a device under /dev, or udp://ADDRESS:PORT of an SDLC gateway',
  ],
  ["[ports.loops]", "[ports]\nspare = 3\n[ports.loops]", ": ports.spare is 3 but must be a table"],
];

t.test("what does not fit together on a small site is told once, at its place", async (t) => {
  for (const [right, wrong, words] of ON_THE_SMALL_SITE) t.ok(said(SMALL, right, wrong).includes(words), words);
});

const ON_FOUR_LEGS: readonly Mistake[] = [
  [CAMERA, `${CAMERA}\naddress = 3`, 'device "camera": count-sentence has no addresses'],
  [CAMERA, `${CAMERA}\npoll_ms = 100`, 'device "camera": a device with count-sentence talks by itself and is not polled'],
  [
    "[[approaches]]",
    '[[devices]]\nname = "second camera"\nport = "camera"\nprotocol = "count-sentence"\n\n[[approaches]]',
    'device "second camera": port "camera" already has device "camera", and neither has an address',
  ],
  ["phases = [2, 6]", "phases = [2, 5]", ""],
  ["phases = [2, 6]", "phases = [2, 1]", "[start]: phases 2 and 1 must never be green together"],
  ["phases = [2, 6]", "phases = [2, 8]", "[start]: phases 2 and 8 must never be green together"],
  [
    "groups = [[5, 6], [7, 8]]",
    "groups = [[7, 6], [5, 8]]",
    'ring 2: phase 7 "west left" would be green together with phase 1 "north left" and phase 2 "south through", but their paths cross',
  ],
  [
    "groups = [[5, 6], [7, 8]]",
    "groups = [[7, 6], [5, 8]]",
    'ring 2: phase 5 "south left" would be green together with phase 3 "east left" and phase 4 "west through", but their paths cross',
  ],
  ["groups = [[5, 6], [7, 8]]", "groups = [[5, 6, 7, 8]]", "ring 2: it has 1 group, but ring 1 has 2"],
  ["groups = [[5, 6], [7, 8]]", "groups = [[5, 6], [7, 4]]", "ring 2: phase 4 is already in ring 1"],
  [
    "{ phase = 1, max_green = 10.0",
    "{ phase = 1, omit = true, max_green = 10.0",
    'pattern 2 "fixed": channel 1 "phase 1" would never be green: it omits phase 1',
  ],
  [
    "{ phase = 2, max_green = 70.0",
    "{ phase = 2, omit = true, max_green = 70.0",
    'pattern 3 "harbour event": channel 2 "phase 2" would never be green: it omits phase 2',
  ],
  ["[[patterns]]", "[[patterns]]\nhorizon = 30.0", 'pattern 1 "actuated": horizon, but "fully-actuated" does not plan'],
  ["[[patterns]]", '[[patterns]]\nstrategy = "adaptive"\nhorizon = 30.0', ""],
  [
    "[[patterns]]",
    '[[patterns]]\nstrategy = "adaptive"\nageing = 2.05',
    'pattern 1 "actuated": ageing is 2.05 but must be in whole tenths of a per cent',
  ],
  [
    "[[patterns]]",
    '[[patterns]]\nstrategy = "max-pressure"\ncycle = 90.0',
    'pattern 1 "actuated": "max-pressure" goes by what it sees and keeps no cycle',
  ],
];

t.test("and on four legs", async (t) => {
  for (const [right, wrong, words] of ON_FOUR_LEGS) {
    const all = said(FOUR_LEG, right, wrong);
    if (words === "") t.same(all, [], `${wrong} is good`);
    else t.ok(all.includes(words), words);
  }
});

t.test("a T of two rings may leave one of them without a phase behind the barrier", async (t) => {
  const second = "groups = [[2], [4]]\n\n[[rings]]\nnumber = 2\ngroups = [[6], []]";
  const phase = SMALL.slice(SMALL.indexOf("[[phases]]"), SMALL.indexOf("[[phases]]\nnumber = 4"))
    .replace("number = 2", "number = 6")
    .replace("Quay Street", "Quay Street south")
    .replace('recall = "min"', 'recall = "min"\nped_recall = true');
  const channels = SMALL.slice(SMALL.indexOf("[[channels]]"), SMALL.indexOf("[[channels]]\nnumber = 2"))
    .replace("number = 1", "number = 4")
    .replace('"Quay Street"', '"south"')
    .replace("phase = 2", "phase = 6");
  const walk = SMALL.slice(SMALL.indexOf("[[channels]]\nnumber = 3"), SMALL.indexOf("[start]"))
    .replace("number = 3", "number = 5")
    .replace("west leg", "east leg")
    .replace("phase = 2", "phase = 6");
  const text = SMALL.replace("[[rings]]", `${phase}[[rings]]`)
    .replace(
      "[start]",
      `${channels.replace(/(red|yellow|green) = (\d)/g, "$1 = 1$2")}${walk.replace(/(red|green) = (\d)/g, "$1 = 2$2")}[start]`,
    )
    .replace("  { phase = 4", '  { phase = 6, recall = "max", ped_recall = true },\n  { phase = 4');
  t.same(said(text, "groups = [[2], [4]]", second), []);
});

t.test("a left turn that gives way to those who come towards it is let go with them where the file says so", async (t) => {
  // Phase 5 turns left across phase 6's way: both in ring 2, until somebody puts them into two rings.
  const side_by_side = FOUR_LEG.replace("groups = [[1, 2], [3, 4]]", "groups = [[2], [3, 4]]").replace(
    "groups = [[5, 6], [7, 8]]",
    "groups = [[5], [7, 8]]\n\n[[rings]]\nnumber = 3\ngroups = [[1], []]\n\n[[rings]]\nnumber = 4\ngroups = [[6], []]",
  );
  const reading = readSite(side_by_side, "site.toml");
  const all = reading.ok ? [] : reading.problems.map(({ where, words, todo }) => `${where}: ${words}. ${todo}`);
  t.equal(all.length, 2, "1 across 2, and 6 across 5");
  t.match(all[0], /ring 3: phase 1 "north left" .* with phase 2 .* If phase 1 gives way on green, write yields_to = \[2\] in it\./);
  t.match(all[1], /ring 4: phase 6 "north through" .* with phase 5 .* If phase 5 gives way on green, write yields_to = \[6\] in it\./);
  const yielding = side_by_side
    .replace('name = "north left"\napproach', 'name = "north left"\nyields_to = [2]\napproach')
    .replace('name = "south left"\napproach', 'name = "south left"\nyields_to = [6]\napproach');
  t.same(said(yielding, "yields_to = [2]", "yields_to = [2]"), []);
  t.same(said(yielding, "yields_to = [2]", "yields_to = [2, 4]"), [
    'phase 1 "north left": it cannot give way to phase 4 "west through" on green',
  ]);
});

t.test("what the legs cannot tell is named on the timing sheet, for a person to look at", async (t) => {
  const untold = (text: string) => {
    const reading = readSite(text, "site.toml");
    return reading.ok ? untoldOf(reading.site) : reading.problems.map(({ words }) => words);
  };
  t.same(untold(FOUR_LEG), []);
  t.same(untold(SMALL), [], "phases that are green alone");
  const all = FOUR_LEG.replace('approach = "south"\nmovement = "through"', 'approach = "south"\nmovement = "all"');
  t.same(untold(all), [
    'not checked: phase 2 has movement "all": whether its turns give way to those beside it',
    "not checked: phase 2 has a walk that no leg tells: whether others drive across it",
  ]);
});

t.test("boards that share a line are added up, and nothing else may share it", async (t) => {
  const second =
    '[[devices]]\nname = "second board"\nport = "outputs"\nprotocol = "modbus-coils"\naddress = 2\npoll_ms = 250\n\n[[approaches]]';
  t.same(said(SMALL, "[[approaches]]", second), []);
  const busy = SMALL.replace("timeout_ms = 80", "timeout_ms = 150");
  const slow = second.replace("poll_ms = 250", "poll_ms = 400\ntimeout_ms = 150");
  t.match(said(busy, "[[approaches]]", slow), [
    /device "second board": with 2 writes lost it would feel no heartbeat for 10\d\d ms, and is lost after 900/,
  ]);
  const radar = 'port = "radar"\nprotocol = "ss125"\naddress = 1';
  t.same(said(FOUR_LEG, radar, radar.replace('"radar"', '"outputs"').replace("address = 1", "address = 2")), [
    'device "radar": it is on the line of device "board", whose lamps would wait for its answers',
  ]);
});
