import t from "tap";
import { takeRequest } from "../../src/commands/index.ts";
import type { Request } from "../../src/journal/port.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { FOUR_LEG, minutes, worldOf } from "../streets.ts";

const MORNING = 7 * 3_600_000;
const seconds = (s: number): number => s * 1_000;

/** A morning on the four-leg street with commands at their instants; what the journal says, and that it says it again. */
function morning(until_min: number, commands: readonly (readonly [at_ms: number, command: string, args: object])[], text = FOUR_LEG) {
  const world = worldOf(text, 7, { began_ms: MORNING });
  const due = [...commands];
  const fails: (readonly [at_ms: number, device: string, failed: boolean])[] = [];
  const live = { at: 0, detectors: world.unit.live(world.recorder.status(), 0).detectors };
  simulate(
    {
      ...world,
      watch: (now) => {
        for (const [at, device, failed] of fails) if (at === now) world.street.fail(device, failed);
        while (due.length > 0 && due[0]![0] === now + 100) {
          const [, command, args] = due.shift()!;
          const id = `command-${commands.length - due.length}`;
          // A time has to expire soon.
          const expires = WallTime("wall_ms" in args ? Number(args.wall_ms) + 30_000 : Date.UTC(2026, 0, 6));
          world.recorder.inbox.push({ id, command, args: JSON.stringify(args), expires, refused: "" } satisfies Request);
        }
      },
    },
    minutes(until_min),
  );
  const { entries } = world.recorder;
  const told = (code: number, param: number): readonly number[] =>
    entries.filter((e) => e.code === code && e.param === param).map((e) => e.at);
  const refused = entries.filter((e) => e.code === CODE.commandResult).map((e) => (JSON.parse(e.detail) as { refused: string }).refused);
  return { world, entries, told, refused, live, same: () => replay(world.recorder.chunks()).difference };
}

const between = (all: readonly number[], from: number, to: number): number => all.filter((at) => at > from && at <= to).length;

t.test("a green is held by the centre past its gap and its maximum for as long as was asked, and then ends", async (t) => {
  const began = morning(10, [])
    .told(1, 4)
    .find((at) => at > minutes(4))!;
  const { told, refused, same, entries } = morning(10, [[began + 1_000, "hold", { phase: 4, for_s: 90 }]]);
  t.same(refused, [""]);
  t.same(told(CODE.holdOn, 4), [began + 1_000]);
  t.same(told(CODE.holdOff, 4), [began + 91_000]);
  t.equal(between(told(7, 4), began, began + 90_900), 0, "held");
  t.equal(between(told(7, 4), began + 90_900, began + 130_000), 1, "and over");
  const causes = entries.filter((e) => e.code === CODE.controlMode).map((e) => e.detail);
  t.ok(
    causes.some((detail) => detail.includes("asked for by the centre: hold phase 4")),
    "who looks at the page is told why",
  );
  t.equal(same(), null, "a replay does the same");
});

t.test("a centre that says hold again and again holds a green for two minutes, and not once more before it has ended", async (t) => {
  const began = morning(10, [])
    .told(1, 4)
    .find((at) => at > minutes(4))!;
  const again = Array.from({ length: 8 }, (_, i) => [began + 1_000 + i * seconds(30), "hold", { phase: 4, for_s: 60 }] as const);
  const { told, refused } = morning(12, again);
  t.same(told(CODE.holdOff, 4)[0], began + 121_000);
  t.match(
    refused[4],
    /^phase 4 has been held by the centre and may be so again when the greens that were held have ended, or after 120 s without it$/,
  );
  t.ok(told(7, 4).find((at) => at > began)! < began + 160_000, "those who waited were not starved");
});

t.test("holds of two phases that take turns hold nobody for longer than one: those beyond the barrier are served", async (t) => {
  const began = morning(10, [])
    .told(1, 4)
    .find((at) => at > minutes(4))!;
  const turns = Array.from(
    { length: 10 },
    (_, i) => [began + 1_000 + i * seconds(55), "hold", { phase: i % 2 === 0 ? 4 : 8, for_s: 60 }] as const,
  );
  const { told } = morning(15, turns);
  const ends = told(7, 4).find((at) => at > began)!;
  t.ok(ends <= began + 160_000, `its green ended after ${(ends - began) / 1_000} s`);
});

t.test(
  "under a plan that sees every lane, what the centre omits and holds is kept all the same, and everybody is served behind it",
  async (t) => {
    const text = FOUR_LEG.replace('name = "actuated"', 'name = "adaptive"\nstrategy = "adaptive"');
    const from = minutes(4);
    const all = [1, 2, 3, 4, 5, 6, 7, 8].map((phase) => [from, "omit", { phase, pedestrian: false, for_s: 120 }] as const);
    const { told, entries, refused, same } = morning(10, [...all, [minutes(7), "hold", { phase: 2, for_s: 60 }]], text);
    t.same(refused, Array(9).fill(""));
    t.equal(entries.filter((e) => e.code === 1 && e.at > from + 30_000 && e.at < from + 120_000).length, 0, "nobody is begun");
    for (let phase = 1; phase <= 8; phase++) t.ok(between(told(1, phase), from + 120_000, minutes(10)) > 0, `phase ${phase} is served`);
    t.equal(entries.filter((e) => e.code === CODE.monitorFault).length, 0);
    t.equal(same(), null);
  },
);

t.test("a hold that is let go ends at once; one that is not there cannot be let go", async (t) => {
  const began = morning(10, [])
    .told(1, 4)
    .find((at) => at > minutes(4))!;
  const { told, refused } = morning(8, [
    [began + 1_000, "hold", { phase: 4, for_s: 100 }],
    [began + 30_000, "hold", { phase: 4, for_s: 0 }],
    [began + 31_000, "hold", { phase: 2, for_s: 0 }],
  ]);
  t.same(told(CODE.holdOff, 4), [began + 30_000]);
  t.same(refused, ["", "", "phase 2 is not held"]);
});

t.test("a phase is forced off when its minimum is over and somebody waits; one that is red cannot be", async (t) => {
  const plain = morning(10, []);
  const began = plain.told(1, 2).find((at) => at > minutes(4))!;
  const { told, refused, entries, same } = morning(10, [
    [began + 200, "force-off", { phase: 2 }],
    [began + 300, "force-off", { phase: 4 }],
  ]);
  t.same(refused, ["", "phase 4 is not green; force-off ends a green that is there"]);
  const ended = told(7, 2).find((at) => at > began)!;
  const { min_green_ds } = plain.world.site.phases.find(({ number }) => number === 2)!;
  t.ok(ended - began >= min_green_ds * 100, "not a tenth of its minimum is missing");
  t.ok(
    entries.some((e: Entry) => e.code === 6 && e.param === 2 && e.at === ended),
    "told as a force-off",
  );
  t.equal(between(told(6, 2), ended, minutes(10)), 0, "and the greens behind it are as ever");
  t.equal(same(), null);
});

t.test("a force-off that is taken back before it could end the green leaves the green as it is", async (t) => {
  const plain = morning(8, []);
  const began = plain.told(1, 2).find((at) => at > minutes(4))!;
  const back = morning(8, [
    [began + 200, "force-off", { phase: 2 }],
    [began + 300, "force-off", { phase: 2, for_s: 0 }],
  ]);
  t.same(back.refused, ["", ""]);
  t.same(back.told(7, 2), plain.told(7, 2));
  t.same(between(back.told(6, 2), began, minutes(8)), between(plain.told(6, 2), began, minutes(8)));
});

t.test("a phase that the centre omits is passed over, its callers are remembered, and it is served when the time is over", async (t) => {
  const from = minutes(4);
  const { told, refused, same } = morning(16, [
    [from, "omit", { phase: 4, pedestrian: false, for_s: 300 }],
    [from + 200_000, "omit", { phase: 4, pedestrian: false, for_s: 900 }],
    [from + 250_000, "omit", { phase: 4, pedestrian: false, for_s: 120 }],
  ]);
  t.same(refused, ["", "", ""]);
  t.same(told(CODE.omitOn, 4), [from]);
  t.same(told(CODE.omitOff, 4), [from + 370_000], "the last word counts");
  t.ok(between(told(1, 4), from, from + 370_000) <= 1, "but for one that was chosen before");
  t.ok(between(told(43, 4), from - 60_000, from + 370_000) >= 1, "somebody called");
  t.equal(between(told(1, 4), from + 370_000, from + 480_000) > 0, true, "and is served");
  t.equal(same(), null);
});

t.test("those on foot alone are omitted: vehicles beside them are served, and the walk comes afterwards", async (t) => {
  const from = minutes(4);
  const { told } = morning(20, [[from, "omit", { phase: 4, pedestrian: true, for_s: 400 }]]);
  t.same([told(CODE.pedestrianOmitOn, 4), told(CODE.pedestrianOmitOff, 4)], [[from], [from + 400_000]]);
  t.ok(between(told(1, 4), from, from + 400_000) > 1);
  t.equal(between(told(21, 4), from, from + 400_000), 0);
  t.ok(between(told(45, 4), from, from + 400_000) > 0, "somebody pressed");
  t.ok(between(told(21, 4), from + 400_000, minutes(20)) > 0);
});

t.test("flash by the centre is entered by the entry phases and all red, and left as a start-up, without a brain", async (t) => {
  const from = minutes(4);
  const { told, entries, same } = morning(10, [[from, "flash", { for_s: 120 }]]);
  const flashing = told(CODE.unitFlashStatus, 3);
  t.equal(flashing.length, 1);
  t.ok(flashing[0]! > from + 3_000, "not in the middle of a green");
  const modes = entries
    .filter((e) => e.code === CODE.controlMode && e.at >= from)
    .map((e) => (JSON.parse(e.detail) as { mode: string }).mode);
  t.same([modes[0], modes.at(-1)], ["flash", "actuated"]);
  t.ok(told(CODE.unitFlashStatus, 2).at(-1)! >= from + 120_000, "and back");
  t.equal(same(), null);
});

t.test("a second flash ends the first at once where it is for no time, and is refused where there is none", async (t) => {
  const from = minutes(4);
  const { told, refused } = morning(7, [
    [from, "flash", { for_s: 7_200 }],
    [from + 60_000, "flash", { for_s: 0 }],
    [from + 61_000, "flash", { for_s: 0 }],
  ]);
  t.same(refused, ["", "", "the centre has asked for no flash"]);
  t.ok(told(CODE.unitFlashStatus, 2).at(-1)! < from + 70_000);
});

t.test("a detector is forced on, then off, then believed again, and it is said", async (t) => {
  const from = minutes(2);
  const plain = morning(1, []);
  const detector = plain.world.site.detectors.find(({ call_phase, kind }) => call_phase === 4 && kind === "stop-line")!.number;
  const { told, refused, same, world, entries } = morning(8, [
    [from, "force-detector", { detector, on: true, for_s: 100 }],
    [from + 50_000, "force-detector", { detector, on: false, for_s: 120 }],
    [from + 51_000, "force-detector", { detector: 63, on: true, for_s: 100 }],
    [minutes(7), "force-detector", { detector, on: true, for_s: 600 }],
  ]);
  t.match(refused, ["", "", /^detector 63 is not in this unit's site file; those that do: /, ""]);
  const forced = entries.filter((e) => e.code === CODE.detectorForced && e.param === detector).map((e) => [e.at, e.value]);
  t.same(forced.slice(0, 2), [
    [from + 100, 1],
    [from + 50_100, 0],
  ]);
  t.same(told(CODE.detectorFreed, detector), [from + 170_000]);
  t.equal(between(told(CODE.detectorOn, detector), from + 50_100, from + 170_000), 0, "forced off it calls nobody");
  t.ok(between(told(CODE.detectorOn, detector), from + 170_000, minutes(8)) > 0, "then its loop counts again");
  t.match(world.unit.live(world.recorder.status(), 0).detectors.find((d) => d.detector === detector)?.fault, "forced on by the centre");
  t.equal(same(), null);
});

t.test(
  "a detector that is forced off calls once in two minutes all the same while somebody stands on it: nobody is forgotten",
  async (t) => {
    const plain = morning(1, []);
    const all = plain.world.site.detectors
      .filter(({ call_phase, kind }) => call_phase === 3 && kind === "stop-line")
      .map(({ number }) => number);
    t.ok(all.length > 0);
    const from = minutes(3);
    const off = all.map((detector) => [from, "force-detector", { detector, on: false, for_s: 1_500 }] as const);
    const { told, same } = morning(25, off);
    const served = between(told(1, 3), from + 60_000, minutes(25));
    t.ok(served >= 2, `served ${served} times`);
    t.equal(same(), null);
  },
);

t.test("the centre sets the clock by some minutes: wall time moves, nothing else does, and a replay moves it once", async (t) => {
  const base = Date.UTC(2026, 0, 5);
  const { entries, refused, world, same } = morning(4, [
    [60_000, "set-clock", { wall_ms: base + 60_000 + 90_500 }],
    [90_000, "set-clock", { wall_ms: base + 90_000 + 90_500 + 600_001 }],
    [100_000, "set-clock", { wall_ms: base + 100_000 + 90_500 + 1_999 }],
    [120_000, "set-clock", { wall_ms: base + 120_000 + 70_500 }],
  ]);
  t.match(refused, ["", /^that is 600 s from this unit's clock; by more than 600 s a technician sets it/, "", ""]);
  const moved = entries.filter((e) => e.code === CODE.clockCorrected).map((e) => [e.at, e.value, e.input]);
  t.same(moved, [
    [60_000, 90_500, false],
    [120_000, -20_000, false],
  ]);
  t.equal(world.unit.wallBase, base + 70_500);
  t.equal(world.unit.clockMoved_ms, 70_500, "who compares it with the computer's clock knows");
  t.equal(same(), null);
});

t.test("a commanded change takes no arguments beyond its own, and none that outlives its bound", async (t) => {
  const { world } = morning(1, []);
  const taken = (command: string, args: object) =>
    takeRequest(
      world.site,
      { id: "x", command, args: JSON.stringify(args), expires: WallTime(2_000_000_000_000), refused: "" },
      Instant(0),
      WallTime(0),
    );
  t.match(taken("hold", { phase: 4, for_s: 121 }), { refused: "hold takes a phase number and 1 to 120 seconds" });
  t.match(taken("omit", { phase: 4, pedestrian: false, for_s: 901 }), { refused: "what lasts longer is a pattern's to omit" });
  t.match(taken("flash", { for_s: 7_201 }), { refused: "flash takes 1 to 7200 seconds" });
  t.match(taken("force-detector", { detector: 1, on: true, for_s: 14_401 }), { refused: "1 to 14400 seconds" });
  t.match(taken("hold", { phase: 4, for_s: 5, min_green: 0 }), { refused: "hold takes" });
});
