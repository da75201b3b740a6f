import t from "tap";
import { type DoubtDetail, Doubts } from "../../../src/detection/doubts/doubts.ts";
import { type Entry, entry } from "../../../src/traffic/entry.ts";
import { DetectorNumber } from "../../../src/traffic/numbers.ts";
import type { Observation } from "../../../src/traffic/observation.ts";
import type { Detector, Site } from "../../../src/traffic/site.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { count, lane, loop, MINUTE, Street, vehicle } from "../street.ts";

/** Two phases in turn, each green for 20 s and yellow for 4: 2 from the beginning of each minute, 4 from its half. */
const CYCLE = MINUTE;
function greens(to: number): Entry[] {
  const told: Entry[] = [];
  for (let at = 0; at < to; at += CYCLE) {
    for (const [phase, begin] of [
      [2, at],
      [4, at + CYCLE / 2],
    ] as const) {
      told.push(entry(Instant(begin), 1, phase), entry(Instant(begin + 20_000), 8, phase), entry(Instant(begin + 24_000), 9, phase));
    }
  }
  return told;
}
const [GREEN_2, GREEN_4] = [5_000, 35_000];

/** Two approaches of two lanes: 1 and 2 at the north line (phase 2), 3 and 4 at the east line (phase 4); 11 to 14 forty metres before them. */
const LOOPS: readonly Detector[] = [1, 2, 3, 4].flatMap((n) => {
  const place = { approach: n < 3 ? "north" : "east", lane: ((n - 1) % 2) + 1, call_phase: n < 3 ? 2 : 4 };
  return [loop(n, { ...place, input: n }), loop(n + 10, { ...place, input: n + 10, kind: "advance", distance_m: 40 })];
});

interface Found {
  /** Minutes. */
  readonly at: number;
  readonly on: boolean;
  readonly detector: number;
  readonly detail: DoubtDetail;
}

/** What is doubted of a street that happens as it is told. */
function doubts(detectors: readonly Detector[], to: number, happens: readonly Observation[], failed: readonly number[] = []) {
  const approaches = ["north", "east"].map((name) => ({ name, heading_deg: 0, lanes: 2, speed_limit_kmh: 50 }));
  const site = { detectors, overlaps: [], approaches } as unknown as Site;
  const compared = new Doubts(site, (place) => failed.includes(detectors[place]!.number));
  const [coming, decided] = [happens.toSorted((a, b) => a.at - b.at), greens(to)];
  const found: Found[] = [];
  const misses: (readonly [at: number, detector: number, on: boolean])[] = [];
  for (let now = 100, [i, j] = [0, 0]; now <= to; now += 100) {
    const [from, first] = [i, j];
    while (i < coming.length && coming[i]!.at <= now) i++;
    while (j < decided.length && decided[j]!.at <= now) j++;
    const said = compared.step(Instant(now), coming.slice(from, i), decided.slice(first, j));
    for (const { at, code, param, detail } of said.entries)
      found.push({ at: at / MINUTE, on: code === 325, detector: param, detail: JSON.parse(detail) as DoubtDetail });
    for (const { detector, on } of said.misses) misses.push([now / MINUTE, detectors[detector]!.number, on]);
  }
  return {
    found,
    misses,
    brief: detectors.map((_, i) => compared.brief(i)),
    said: found.map(({ on, detector, detail }) => [on, detector, detail.doubt, detail.other]),
  };
}

/** One who comes over the advance loop (10 more) in red, stands at the line and leaves in his green, every cycle for `cycles`. */
const waiter = (n: number, leaves: number, from: number, cycles: number, shift = 0): readonly Observation[] =>
  Array.from({ length: cycles }, (_, k) => {
    const at = from + k * CYCLE + leaves + CYCLE;
    const came = at - 5_000 + shift;
    return [...vehicle(n + 10, came - 4_000, came - 3_600), ...vehicle(n, came, at)];
  }).flat();

const good = (cycles: number) => [
  ...waiter(1, GREEN_2, 0, cycles),
  ...waiter(2, GREEN_2, 0, cycles, 1_700),
  ...waiter(3, GREEN_4, 0, cycles),
  ...waiter(4, GREEN_4, 0, cycles, 1_700),
];

/** The wires of two detectors are swapped from an instant on. */
const swap = (a: number, b: number, from: number, happens: readonly Observation[]): readonly Observation[] =>
  happens.map((o) => {
    if (o.kind !== "actuation" || o.at < from) return o;
    return { ...o, detector: (o.detector === a ? b : o.detector === b ? a : o.detector) as typeof o.detector };
  });

t.test("of a street that works nothing is doubted", async (t) => {
  t.match(doubts(LOOPS, 60 * MINUTE, good(59)), { found: [], misses: [], said: [], brief: LOOPS.map(() => "") });
});

t.test("two stop lines whose vehicles leave in each other's green have swapped wires; their calls stand", async (t) => {
  const { said, misses, found, brief } = doubts(LOOPS, 60 * MINUTE, swap(1, 3, 20 * MINUTE, good(59)));
  t.equal(brief[LOOPS.findIndex(({ number }) => number === 1)], "wires swapped with 3?", "as the status page says it");
  for (const pair of [
    [true, 1, "swapped", 3],
    [true, 3, "swapped", 1],
  ]) {
    t.ok(
      said.some((each) => each.join() === pair.join()),
      pair.join(" "),
    );
  }
  t.same(misses, []);
  t.match(
    found.find(({ detector }) => detector === 1)!.detail.words,
    /^detector 1 \(loop 1; rack, input 1\) sees the vehicles of detector 3 \(loop 3; rack, input 3\): their wires are probably swapped.*Drive over one/,
  );
});

t.test("a stop line's loop swapped with another's advance loop is found, and so are two advance loops", async (t) => {
  const line = doubts(LOOPS, 90 * MINUTE, swap(11, 3, 20 * MINUTE, good(89))).said;
  t.ok(line.some(([on, detector, doubt, other]) => on && detector === 11 && doubt === "swapped" && other === 3));
  const ahead = doubts(LOOPS, 90 * MINUTE, swap(11, 13, 20 * MINUTE, good(89))).said;
  t.ok(ahead.some(([on, detector, doubt, other]) => on && detector === 11 && doubt === "swapped" && other === 13));
});

/** The south approach, green together with the north: 5 at its line, 15 before it; its vehicles come a while before those from the north. */
const SOUTH: readonly Detector[] = [
  loop(5, { approach: "south", input: 5 }),
  loop(15, { approach: "south", input: 15, kind: "advance", distance_m: 40 }),
];
const both = (cycles: number) => [...waiter(1, GREEN_2, 0, cycles), ...waiter(5, GREEN_2, 0, cycles, -20_000)];
const swapped = (detectors: readonly Detector[], happens: readonly Observation[]) =>
  doubts(detectors, 120 * MINUTE, happens).said.filter(([on, , doubt]) => on && doubt === "swapped");

t.test(
  "an advance loop and the line of a lane that is always green with its own are known by who comes from the one to the other",
  async (t) => {
    const lanes = [...LOOPS.slice(0, 2), ...SOUTH];
    t.same(swapped(lanes, both(119)), []);
    t.same(swapped(lanes, swap(11, 5, 20 * MINUTE, both(119))).toSorted(), [
      [true, 11, "swapped", 5],
      [true, 5, "swapped", 11],
    ]);
  },
);

t.test("so are an advance loop and a lone loop at a line, which then looks like none", async (t) => {
  const lanes = [...LOOPS.slice(0, 2), SOUTH[0]!];
  const happens = both(119).filter((o) => o.kind !== "actuation" || o.detector !== 15);
  t.same(swapped(lanes, happens), []);
  t.same(swapped(lanes, swap(11, 5, 20 * MINUTE, happens)).toSorted(), [
    [true, 11, "swapped", 5],
    [true, 5, "swapped", 11],
  ]);
});

t.test("of two lanes whose loops fit each other's greens, one may let many turn right on red", async (t) => {
  // Two of three leave lane 1 in the east's green, by its own wires; and nearly all who leave lane 3 leave in the north's.
  const right = (n: number, leaves: number, rest: number) =>
    waiter(n, leaves, 0, 119).map((o) =>
      o.kind === "actuation" && Math.floor(o.at / CYCLE) % 3 === 0 ? { ...o, at: Instant(o.at + rest - leaves) } : o,
    );
  const lines = [LOOPS[0]!, LOOPS[4]!];
  t.same(swapped(lines, [...right(1, GREEN_4, GREEN_2), ...waiter(3, GREEN_2, 0, 119)]).length > 0, true);
  t.same(swapped(lines, [...right(1, GREEN_4, GREEN_2), ...right(3, GREEN_2, GREEN_4)]), []);
});

t.test("who turns right on red leaves in another's green, and his loop's wires are where they belong", async (t) => {
  const right = (n: number) => waiter(n, GREEN_4, 0, 59);
  const { said } = doubts(LOOPS, 60 * MINUTE, [
    ...right(1),
    ...waiter(2, GREEN_2, 0, 59, 1_700),
    ...waiter(3, GREEN_4, 0, 59),
    ...waiter(4, GREEN_4, 0, 59),
  ]);
  t.notOk(said.some(([, , doubt]) => doubt === "swapped"));
});

t.test("a loop that goes on with the one beside it feels its vehicles; two queues that move as one do not", async (t) => {
  const felt = Array.from({ length: 40 }, (_, k) => {
    const at = 20_000 + k * CYCLE + 8_000;
    return [...vehicle(3, at, at + 2_000), ...vehicle(4, at + 100, at + 2_100)];
  }).flat();
  const lines = LOOPS.filter(({ kind }) => kind === "stop-line");
  const { said, misses } = doubts(lines, 41 * MINUTE, felt);
  t.match(said, [
    [true, 3, "crosstalk", 4],
    [true, 4, "crosstalk", 3],
  ]);
  t.same(misses, []);
  const queue = (n: number) =>
    Array.from({ length: 40 }, (_, k) =>
      [0, 1, 2, 3, 4].flatMap((q) =>
        vehicle(n, k * CYCLE + 32_000 + q * 2_000 - (q === 0 ? n * 1_000 : 0), k * CYCLE + 33_200 + q * 2_000),
      ),
    ).flat();
  t.same(
    doubts(lines, 41 * MINUTE, [...queue(3), ...queue(4)]).said.filter(([, , doubt]) => doubt === "crosstalk"),
    [],
  );
});

t.test(
  "a stop line's loop that nobody comes over, though the loop before it counts them, misses vehicles until it sees them again",
  async (t) => {
    const pair = LOOPS.slice(0, 2);
    const dead = waiter(1, GREEN_2, 0, 160).filter(
      (o) => !(o.kind === "actuation" && o.detector === 1 && o.at > 29.5 * MINUTE && o.at < 59.5 * MINUTE),
    );
    const { misses, found } = doubts(pair, 162 * MINUTE, dead);
    t.match(
      misses.map(([, detector, on]) => [detector, on]),
      [
        [1, true],
        [1, false],
      ],
    );
    t.ok(misses[0]![0] > 40 && misses[0]![0] < 49, `after twelve vehicles, at ${misses[0]![0]} min`);
    t.match(found[0]!.detail.words, /detector 1 .* misses vehicles that detector 11 .* sees.*measure the loop/);
  },
);

t.test("who changes lanes between the loops is missed by nobody; who is seen in no lane is", async (t) => {
  const lanes = LOOPS.slice(0, 4);
  // Two of three come down the first lane's advance loop and stand in the second lane.
  const change = (lost: boolean) =>
    waiter(1, GREEN_2, 0, 200).flatMap((o, i) => {
      const [k, n] = [Math.floor(i / 4), o.kind === "actuation" ? o.detector : 0];
      if (n !== 1 || k < 50 || k % 3 === 0) return [o];
      // Behind the one who stood there.
      return lost || o.kind !== "actuation" ? [] : [{ ...o, detector: DetectorNumber(2), at: Instant(o.at + (o.on ? 7_000 : 4_000)) }];
    });
  const others = waiter(2, GREEN_2, 0, 200, -20_000);
  const missed = (lost: boolean) => doubts(lanes, 202 * MINUTE, [...change(lost), ...others]).misses.map(([, n, on]) => [n, on]);
  t.same(missed(false), []);
  t.same(missed(true)[0], [1, true]);
});

t.test("of three in a lane the two that agree are believed: the camera, or the loop", async (t) => {
  const three = [...LOOPS.slice(0, 2), lane(21)];
  const seen = (n: number) => Array.from({ length: 178 }, (_, k) => count((k + 1) * MINUTE, 21, n));
  const happens = waiter(1, GREEN_2, 0, 178);
  t.same(doubts(three, 180 * MINUTE, [...happens, ...seen(1)]).said, []);
  const halfBlind = Array.from({ length: 178 }, (_, k) => count((k + 1) * MINUTE, 21, k < 60 || k % 2 === 0 ? 1 : 0));
  t.match(doubts(three, 180 * MINUTE, [...happens, ...halfBlind]).said, [[true, 21, "misses", 1]]);
  const lost = happens.filter((o) => !(o.kind === "actuation" && o.detector === 1 && o.at > 59.5 * MINUTE));
  t.match(doubts(three, 180 * MINUTE, [...lost, ...seen(1)]).said, [[true, 1, "misses", 11]]);
});

t.test("a camera that counts twice what its lane's loop does accuses nobody alone when it used not to", async (t) => {
  const sibling = [LOOPS[0]!, LOOPS[2]!, lane(21), lane(22, { lane: 2 })];
  const happens = [...waiter(1, GREEN_2, 0, 180), ...waiter(2, GREEN_2, 0, 180, 1_700)].filter(
    (o) => o.kind === "actuation" && o.detector < 10,
  );
  const counts = Array.from({ length: 180 }, (_, k) => [
    count((k + 1) * MINUTE, 21, k < 90 ? 1 : 2),
    count((k + 1) * MINUTE + 1, 22, 1),
  ]).flat();
  const { said } = doubts(sibling, 182 * MINUTE, [...happens, ...counts]);
  t.notOk(
    said.some(([, detector]) => detector === 22 || detector === 2),
    "the lane beside it stays out of it",
  );
});

t.test("a loop that lets go of who stands on it is detuned, and its phase must be recalled", async (t) => {
  const one = LOOPS.slice(0, 1);
  const stands = (from: number, cycles: number, lets: boolean) =>
    Array.from({ length: cycles }, (_, k) => {
      const at = from + k * CYCLE + 35_000;
      return vehicle(1, at, lets ? at + 8_000 : at + 28_000);
    }).flat();
  const { said, misses } = doubts(one, 160 * MINUTE, [
    ...stands(0, 40, false),
    ...stands(40 * MINUTE, 40, true),
    ...stands(80 * MINUTE, 78, false),
  ]);
  t.match(said, [
    [true, 1, "lets-go", null],
    [false, 1, "lets-go", null],
  ]);
  t.match(
    misses.map(([, detector, on]) => [detector, on]),
    [
      [1, true],
      [1, false],
    ],
  );
});

t.test("a loop that stays on through five greens is stuck, and a vehicle that leaves ends it", async (t) => {
  const { said, found } = doubts(LOOPS.slice(0, 1), 40 * MINUTE, vehicle(1, 30_000, 20 * MINUTE + 5_000));
  t.match(said, [
    [true, 1, "stuck-on", null],
    [false, 1, "stuck-on", null],
  ]);
  t.ok(found[0]!.at > 5 && found[0]!.at < 9, `at ${found[0]!.at} min`);
  t.ok(found[1]!.at > 29 && found[1]!.at < 31);
});

t.test("what a failed loop says accuses nobody", async (t) => {
  const dead = waiter(1, GREEN_2, 0, 59).filter((o) => !(o.kind === "actuation" && o.detector === 1 && o.at > 29.5 * MINUTE));
  t.same(doubts(LOOPS.slice(0, 2), 60 * MINUTE, dead, [11]).said, []);
});

t.test("while a loop misses vehicles its phase is recalled, from the next tenth on, and what it says calls nobody else away", async (t) => {
  const street = new Street([loop(1), loop(2, { call_phase: 4 })]).run(MINUTE);
  street.detection.misses(0, true);
  street.run(2 * MINUTE, vehicle(2, 70_000, 71_000));
  street.detection.misses(0, false);
  street.run(3 * MINUTE, vehicle(1, 130_000, 131_000));
  t.same(street.spans("fault_recall", 2), [[60_100, 120_000]]);
  t.same(street.spans("fault_recall", 4), []);
  t.same(street.spans("vehicle", 4), [[70_000, 70_900]]);
  t.same(street.spans("vehicle", 2), [[130_000, 130_900]]);
  t.same(
    street.entries.filter(({ code }) => code === 83 || code === 84).map(({ at, code, detail }) => [at, code, detail]),
    [
      [60_001, 84, "misses vehicles"],
      [120_001, 83, "misses vehicles"],
    ],
  );
});

t.test(
  "while wires seem swapped the phase waits for no call, and what the loop says calls as before, unless a person forces it",
  async (t) => {
    const street = new Street([loop(1), loop(2, { call_phase: 4 })]).run(MINUTE);
    street.detection.swapped(0, true);
    street.run(2 * MINUTE, vehicle(1, 70_000, 71_000));
    street.detection.force(1, false, Instant(3 * MINUTE));
    street.run(4 * MINUTE);
    street.detection.swapped(0, false);
    street.run(5 * MINUTE);
    t.same(street.spans("fault_recall", 2), [
      [60_100, 120_000],
      [180_000, 240_000],
    ]);
    t.same(street.spans("fault_recall", 4), []);
    t.same(street.spans("vehicle", 2), [[70_000, 70_900]]);
    t.same(street.told(84), []);
  },
);
