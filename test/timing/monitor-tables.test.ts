import { readFileSync } from "node:fs";
import t from "tap";
import { monitorBuffer } from "../../src/timing/buffers.ts";
import { monitorTables } from "../../src/timing/monitor-tables.ts";
import { ChannelNumber, OverlapNumber, PhaseNumber, RingNumber } from "../../src/traffic/numbers.ts";
import type { Channel, Overlap, Phase, Site, Stages } from "../../src/traffic/site.ts";
import { USUAL } from "../../src/traffic/usual.ts";
import { fourLeg } from "./four-leg.ts";

/** Whose traffic comes from where: 1 north left, 2 south through, 3 east left, 4 west through, 5 south left, 6 north through, … */
const LEGS = { north: [1, 6], south: [2, 5], east: [3, 8], west: [4, 7] } as const;
const HEADINGS = { north: 0, east: 90, south: 180, west: 270 } as const;

function legs(more: Parameters<typeof fourLeg>[0] = {}, overlaps: readonly Overlap[] = []): Site {
  const phases: { [phase: number]: Partial<Phase> } = {};
  for (const [approach, numbers] of Object.entries(LEGS)) for (const n of numbers) phases[n] = { approach, ...more.phases?.[n] };
  const site = fourLeg({ ...more, phases });
  const approaches = Object.entries(HEADINGS).map(([name, heading_deg]) => ({ name, heading_deg, lanes: 3, speed_limit_kmh: 50 }));
  return { ...site, approaches, overlaps, channels: [...site.channels, ...overlaps.map(channelOf)] };
}

const phases = (...numbers: readonly number[]) => numbers.map(PhaseNumber);

/** An overlap on channel 20 + its number. */
function overlap(number: number, how: Partial<Overlap>): Overlap {
  return {
    number: OverlapNumber(number),
    name: `overlap ${number}`,
    kind: "normal",
    included: [],
    modifiers: [],
    approach: "",
    movement: "right",
    yields_to: [],
    trailing_green_ds: 0,
    yellow_change_ds: 34,
    red_clear_ds: 11,
    ...how,
  };
}

function channelOf({ number, name, included }: Overlap): Channel {
  const rest = { flash: "red", device: "board", red: 0, yellow: 0, green: 0 } as const;
  return { number: ChannelNumber(20 + number), name, kind: "overlap", phase: included[0]!, also_phases: [], overlap: number, ...rest };
}

const tables = (site: Site) => monitorBuffer.views(monitorTables(site));
/** The channels that may go together with channel `c`, as numbers. */
const setOf = (bits: number) => Array.from({ length: 32 }, (_, i) => i + 1).filter((n) => ((bits >>> (n - 1)) & 1) === 1);
const beside = (site: Site, c: number) => setOf(tables(site).compatible[c - 1]!);
const besideArrow = (site: Site, c: number) => setOf(tables(site).permissive[c - 1]!);
const clearance = (site: Site, c: number, d: number) => tables(site).clearance[(c - 1) * 32 + d - 1];

t.test("on four legs a through movement goes beside its own left turn, those who come towards it, and both their walks", async (t) => {
  t.same(beside(legs(), 2), [2, 5, 6, 9, 11]);
  t.same(beside(legs(), 1), [1, 5, 6, 11]);
  t.same(beside(legs(), 9), [2, 5, 6, 9, 11], "pedestrians beside 2 as 2 itself");
});

t.test("one digit mistyped in the rings lets nobody go whose paths cross", async (t) => {
  const swapped = {
    rings: [
      [
        [1, 4],
        [3, 2],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
  };
  t.notOk(beside(legs(swapped), 4).includes(6), "east-west through beside north through");
  t.ok(beside(fourLeg(swapped), 4).includes(6), "rings alone would let them");
});

t.test("two phases that the sheet keeps apart are kept apart, whichever comes first in the pair", async (t) => {
  for (const pair of [phases(2, 5), phases(5, 2)]) {
    const site = { ...legs(), conflicts: [pair as [PhaseNumber, PhaseNumber]] };
    t.same(beside(site, 2), [2, 6, 9, 11]);
    t.same(beside(site, 5), [1, 5]);
  }
});

t.test("an overlap goes beside whoever goes with one of its phases, if its own path allows it", async (t) => {
  // Who turns right from the east leaves by the north leg, beside the left turn from the south and through traffic from the east.
  const right = overlap(1, { included: phases(5, 8), approach: "east", yields_to: phases(8) });
  const site = legs({}, [right]);
  t.same(beside(site, 21), [1, 3, 4, 5, 8, 10, 12, 21], "not 2 and its walk: 2 goes beside 5, but leaves by the north leg too");
  t.same(tables(site).kind[20], 1);
  t.same([tables(site).min_green[20], tables(site).min_yellow[20], clearance(site, 21, 2)], [50, 34, 11]);
});

t.test("one digit mistyped in an overlap's phases is caught by the legs", async (t) => {
  const right = { approach: "east", yields_to: phases(8) } as const;
  t.ok(beside(legs({}, [overlap(1, { ...right, included: phases(8) })]), 21).includes(8));
  const mistyped = legs({}, [overlap(1, { ...right, included: phases(7) })]);
  t.notOk(beside(mistyped, 21).includes(7), "the left turn from the west leaves by the north leg too");
});

t.test("a right turn across a walk goes beside it only where it gives way", async (t) => {
  const right = { included: phases(8), approach: "east" } as const;
  t.notOk(beside(legs({}, [overlap(1, right)]), 21).includes(12), "the walk beside 8 is across the leg that it turns into");
  t.ok(beside(legs({}, [overlap(1, { ...right, yields_to: phases(8) })]), 21).includes(12));
});

t.test("minus green and yellow goes beside none of its modifiers, vehicles or pedestrians", async (t) => {
  const minus = overlap(1, {
    kind: "minus-green-yellow",
    included: phases(2),
    modifiers: phases(6),
    approach: "south",
    movement: "through",
  });
  t.same(beside(legs({}, [minus]), 21), [2, 5, 9, 21]);
  t.same(beside(legs({}, [{ ...minus, kind: "normal" }]), 21), [2, 5, 6, 9, 11, 21]);
});

t.test("two overlaps go together as their phases and their paths let them", async (t) => {
  const left = overlap(1, { included: phases(3), approach: "east", movement: "left" });
  const together = (how: Partial<Overlap>) => beside(legs({}, [left, overlap(2, how)]), 21).includes(22);
  t.ok(together({ included: phases(7), approach: "west", movement: "left" }));
  t.notOk(together({ included: phases(4), approach: "west", movement: "through" }), "3 and 4 are in one ring");
  t.notOk(together({ included: phases(7), approach: "west", movement: "through" }), "7 is a digit too few: their paths cross");
  t.notOk(together({ included: phases(7, 3), kind: "minus-green-yellow", modifiers: phases(3), approach: "west", movement: "left" }));
});

const ARROW = overlap(1, {
  kind: "flashing-yellow-arrow",
  included: phases(1),
  modifiers: phases(2),
  approach: "north",
  movement: "left",
});

t.test("an arrow goes protected with its own phase, and flashes beside those who come towards it", async (t) => {
  const site = legs({}, [ARROW]);
  t.equal(tables(site).kind[20], 3);
  t.same(beside(site, 21), [1, 5, 6, 11, 21]);
  t.same(besideArrow(site, 21), [2, 5, 6, 9, 11, 21]);
  t.same(besideArrow(site, 1), [], "no other channel gives way");
});

t.test("a green arrow gives way to nobody, whatever it does when it flashes", async (t) => {
  const right = overlap(1, {
    kind: "flashing-yellow-arrow",
    included: phases(5),
    modifiers: phases(8),
    approach: "east",
    yields_to: phases(2),
  });
  const site = legs({}, [right]);
  t.notOk(beside(site, 21).includes(2), "both leave by the north leg");
  t.ok(besideArrow(site, 21).includes(12), "the walk that it turns across");
  t.ok(beside(legs({}, [{ ...right, kind: "normal" }]), 21).includes(2), "a right turn without an arrow may give way");
});

t.test("an arrow that is told to flash beside a road across is let go beside nobody on it", async (t) => {
  const site = legs({}, [{ ...ARROW, modifiers: phases(4) }]);
  t.notOk(besideArrow(site, 21).includes(4), "4 comes from the west");
});

t.test("two arrows flash at each other", async (t) => {
  const south = { ...ARROW, number: OverlapNumber(2), included: phases(5), modifiers: phases(6), approach: "south" };
  const site = legs({}, [ARROW, south]);
  t.ok(besideArrow(site, 21).includes(22));
  t.ok(besideArrow(site, 22).includes(21));
});

t.test("a clearance that the sheet has for two phases counts from red, and only from the one to the other", async (t) => {
  const site = { ...legs(), clearances: [{ from: PhaseNumber(2), to: PhaseNumber(4), least_ds: 80 }] };
  t.equal(clearance(site, 2, 4), 80 - 36);
  t.equal(clearance(site, 2, 10), 80 - 36, "to 4's pedestrians too");
  t.equal(clearance(site, 2, 3), 15);
  t.equal(clearance(site, 4, 2), 15);
  t.equal(clearance(site, 9, 4), 15, "2's pedestrians have had their own");
  const less = { ...legs(), clearances: [{ from: PhaseNumber(2), to: PhaseNumber(4), least_ds: 40 }] };
  t.equal(clearance(less, 2, 4), 15, "never less than red_clear");
});

t.test("an all red behind flash that is shorter than a clearance is refused", async (t) => {
  const site = legs({}, [overlap(1, { included: phases(2), approach: "south", movement: "through", red_clear_ds: 61 })]);
  t.throws(() => monitorTables(site), /start: all_red is 6\.0 s, shorter than the clearance from channel 21 "overlap 1" .*\(6\.1 s\)/);
});

const STAGES: Stages = {
  groups: [
    { name: "K1", kind: "vehicle", yields_to: [], detectors: [], min_green_ds: 80, yellow_change_ds: 30, ped_clear_ds: 0 },
    { name: "K2", kind: "vehicle", yields_to: [], detectors: [], min_green_ds: 50, yellow_change_ds: 30, ped_clear_ds: 0 },
    { name: "F1", kind: "pedestrian", yields_to: [], detectors: [], min_green_ds: 60, yellow_change_ds: 0, ped_clear_ds: 90 },
  ],
  stages: [
    { number: PhaseNumber(1), name: "one", groups: ["K1", "F1"] },
    { number: PhaseNumber(2), name: "two", groups: ["K2"] },
  ],
  intergreen_ds: [
    [null, 55, null],
    [60, null, 40],
    [null, 120, null],
  ],
};

/** K1 and K2 are overlaps 1 and 2 on channels 21 and 22, F1 is on channel 9. */
function stageSite(stages: Stages, included = [phases(1), phases(2)]): Site {
  const site = legs({}, [
    overlap(1, { name: "K1", included: included[0]!, approach: "north", movement: "through" }),
    overlap(2, { name: "K2", included: included[1]!, approach: "east", movement: "through" }),
  ]);
  const channels = site.channels.filter(({ number }) => number > 20 || number === 9);
  const rings = [{ number: RingNumber(1), groups: [phases(1, 2)], ...USUAL.ring }];
  return { ...site, stages, rings, channels: channels.map((each) => (each.number === 9 ? { ...each, name: "F1" } : each)) };
}

t.test("a site of stages is watched by its matrix as stated", async (t) => {
  const site = stageSite(STAGES);
  t.same(beside(site, 21), [9, 21]);
  t.same(beside(site, 22), [22]);
  t.equal(clearance(site, 21, 22), 55 - 30, "from red: yellow lies before it");
  t.equal(clearance(site, 22, 21), 60 - 30);
  t.equal(clearance(site, 22, 9), 40 - 30);
  t.equal(clearance(site, 9, 22), 120 - 90, "from don't walk: the pedestrian clearance lies before it");
  const { kind, min_green, min_yellow, ped_clear } = tables(site);
  const of = (c: number) => [kind[c - 1], min_green[c - 1], min_yellow[c - 1], ped_clear[c - 1]];
  t.same(
    [of(21), of(22), of(9)],
    [
      [1, 80, 30, 0],
      [1, 50, 30, 0],
      [2, 60, 0, 90],
    ],
  );
});

t.test("what stages were compiled to by mistake does not reach the monitor", async (t) => {
  const wrong = stageSite(STAGES, [phases(1, 2), phases(1, 2)]);
  t.same(Array.from(monitorTables(wrong)), Array.from(monitorTables(stageSite(STAGES))));
  const half = { ...STAGES, intergreen_ds: [[null, 55, null], [null, null, 40], STAGES.intergreen_ds[2]!] };
  t.notOk(beside(stageSite(half), 22).includes(21), "a conflict that is stated one way only is one");
  t.equal(clearance(stageSite(half), 22, 21), 0);
  const unnamed = stageSite({ ...STAGES, groups: STAGES.groups.map((group) => ({ ...group, name: `x${group.name}` })) });
  t.throws(() => monitorTables(unnamed), /channel 9 "F1" shows no signal group/);
});

t.test("the monitor's tables are made by nothing that makes the controller's", async (t) => {
  const read = new Set<string>();
  const follow = (file: string): void => {
    if (read.has(file)) return;
    read.add(file);
    const text = readFileSync(new URL(`../../src/timing/${file}`, import.meta.url), "utf8");
    for (const [, other] of text.matchAll(/from "\.\/([^"]+)"/g)) follow(other!);
  };
  follow("monitor-tables.ts");
  t.same(
    [...read].sort(),
    ["buffers.ts", "monitor-groups.ts", "monitor-phases.ts", "monitor-rules.ts", "monitor-tables.ts", "native.ts"],
    "buffers.ts says where the fields lie, and nothing of a site",
  );
});
