import t, { type Test as Tap } from "tap";
import type { Request, ResultDetail } from "../src/journal/port.ts";
import { replay } from "../src/replay.ts";
import { simulate } from "../src/sim.ts";
import { CODE } from "../src/traffic/codes.ts";
import type { Entry } from "../src/traffic/entry.ts";
import { Instant, WallTime } from "../src/traffic/time.ts";
import { fourLeg, MemoryRecorder, minutes, resultsAs } from "./streets.ts";

const MORNING = 7 * 3_600_000;
const codes = (entries: readonly Entry[], code: number) => entries.filter((e) => e.code === code);
const modes = (entries: readonly Entry[]) =>
  codes(entries, CODE.controlMode).map((e) => [e.at, (JSON.parse(e.detail) as { mode: string }).mode]);
const INDICATION = { green: 3 };

t.test("an hour of a busy morning: everybody is served, nothing else happens", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  simulate(world, minutes(60));
  const { entries } = world.recorder;
  t.same(
    modes(entries).map(([, mode]) => mode),
    ["flash", "start-up", "actuated"],
    "flash until the output board answers, start-up, and then nothing but control",
  );
  for (const { number } of world.site.phases)
    t.ok(codes(entries, 1).filter((e) => e.param === number).length > 10, `phase ${number} was green`);
  t.equal(codes(entries, CODE.monitorFault).length, 0);
  const why = [4, 5, 6].reduce((sum, code) => sum + codes(entries, code).length, 0);
  t.equal(why, codes(entries, 7).length, "each green has one reason for its end, as performance measures count them");
  t.ok(codes(entries, 310).length > 1_000, "loops were driven over");
  t.ok(codes(entries, CODE.count).length > 100, "camera and radar counted");
});

t.test("the same seed gives the same records, another seed does not", async (t) => {
  const records = (seed: number) => {
    const world = fourLeg(seed, { began_ms: MORNING });
    simulate(world, minutes(20));
    return JSON.stringify(world.recorder.entries);
  };
  const first = records(7);
  t.equal(records(7), first);
  t.not(records(8), first);
});

t.test("a journal fed back in gives the same decisions, and a changed one is found out", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  simulate(world, minutes(30));
  t.match(replay(world.recorder.chunks()), { sessions: 1, records: world.recorder.entries.length, difference: null, skipped: [] });

  const victim = world.recorder.entries.findIndex((e) => e.code === 7 && e.at > 600_000);
  const spoiled = world.recorder.retold((e, i) => (i === victim ? { ...e, param: e.param === 2 ? 6 : 2 } : e));
  const { difference } = replay(spoiled.chunks());
  t.equal(difference?.recorded?.seq, victim + 1, "the very record");
  t.equal(difference?.replayed?.param, world.recorder.entries[victim]!.param);

  const deaf = new MemoryRecorder();
  const lost = world.recorder.entries.findIndex((e) => e.code === 310 && e.at > 600_000);
  deaf.append(world.recorder.entries.filter((_, i) => i !== lost));
  t.ok(replay(deaf.chunks()).difference, "an actuation that is missing makes a difference");
});

t.test("a journal that a power cut ended in the middle of a tick agrees as far as it goes", async (t) => {
  const world = fourLeg(3, { began_ms: MORNING });
  simulate(world, minutes(5));
  for (let length = world.recorder.entries.length - 40; length < world.recorder.entries.length; length++) {
    const cut = new MemoryRecorder();
    cut.append(world.recorder.entries.slice(0, length));
    t.equal(replay(cut.chunks()).difference, null, `cut after record ${length}`);
  }
});

t.test("the output board's cable is cut: flash at once, and from start-up when it is back, never into a green", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  let greensAfter = 0;
  let back: number | null = null;
  simulate(
    {
      ...world,
      watch: (now, { channels }) => {
        if (now === 300_000) world.street.fail("board", true);
        if (now === 330_000) {
          world.street.fail("board", false);
          back = now;
        }
        if (now > 301_500 && now < 342_000 && channels.includes(INDICATION.green)) greensAfter++;
      },
    },
    minutes(7),
  );
  t.ok(back);
  t.equal(greensAfter, 0, "no green while the board is away, nor before start-up is over");
  t.same(
    modes(world.recorder.entries).map(([, mode]) => mode),
    ["flash", "start-up", "actuated", "flash", "start-up", "actuated"],
  );
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});

t.test("a loop cable cut at rush hour: its phase goes on recall, and everybody is still served", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  simulate(
    {
      ...world,
      watch: (now) => {
        if (now === 60_000) world.street.fail("loop-north-1", true);
      },
    },
    minutes(20),
  );
  t.ok(
    codes(world.recorder.entries, 85).some((e) => e.at < 90_000),
    "the detector has failed",
  );
  const live = world.unit.live(world.recorder.status(), 0);
  t.ok(live.phases.find((p) => p.phase === 6)?.fault_recall);
  t.equal(live.mode, "actuated", "one blind phase does not take the rest with it");
  t.equal(replay(world.recorder.chunks()).difference, null);
});

t.test("the whole detector rack goes dark: the fixed plan, and actuated again a minute after it is back", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  const racks = world.site.devices.map((d) => d.name).filter((name) => name === "rack" || name.startsWith("loop-"));
  simulate(
    {
      ...world,
      watch: (now) => {
        if (now === 120_000 || now === 600_000) for (const name of racks) world.street.fail(name, now === 120_000);
      },
    },
    minutes(15),
  );
  const fixed = modes(world.recorder.entries).find(([, mode]) => mode === "fixed");
  t.ok(fixed && (fixed[0] as number) < 140_000);
  const after = modes(world.recorder.entries).at(-1);
  t.equal(after?.[1], "actuated");
  t.ok((after?.[0] as number) >= 660_000, "not before detection was whole for a minute");
  t.same(
    codes(world.recorder.entries, CODE.patternChanged).map((e) => e.param),
    [1, 2, 1],
  );
  t.equal(replay(world.recorder.chunks()).difference, null);
});

t.test("a command is taken, answered once, and bounded by the site; a clock correction moves wall time and nothing else", async (t) => {
  const world = fourLeg(7);
  const request = (id: string, command: string, args: object, expires = WallTime(Date.UTC(2026, 0, 6))): Request => ({
    id,
    command,
    args: JSON.stringify(args),
    expires,
    refused: "",
  });
  world.recorder.inbox.push(
    request("a", "set-pattern", { pattern: 3, for_s: 60 }),
    request("b", "set-pattern", { pattern: 99, for_s: 60 }),
    request("c", "place-call", { phase: 3, pedestrian: false }, WallTime(Date.UTC(2026, 0, 4))),
    { ...request("d", "place-call", { phase: 3, pedestrian: false }), refused: "forged" },
  );
  simulate(world, minutes(3));
  const results = codes(world.recorder.entries, CODE.commandResult).map(
    (e) => JSON.parse(e.detail) as { id: string; done: boolean; refused: string },
  );
  t.same(
    results.map((r) => [r.id, r.done]),
    [
      ["a", true],
      ["b", false],
      ["c", false],
      ["d", false],
    ],
  );
  t.match(results[1]!.refused, "99");
  t.equal(results[3]!.refused, "forged");
  t.same(
    codes(world.recorder.entries, CODE.patternChanged).map((e) => [e.param, e.at]),
    [
      [3, 100],
      [1, 60_100],
    ],
    "back to its own choice when the time is over",
  );
  t.equal(replay(world.recorder.chunks()).difference, null);
  // Before the night of the update results said less; what was decided is the same.
  const ofYesterday = (told: (result: ResultDetail) => object) => replay(world.recorder.retold(resultsAs(told)).chunks()).difference;
  t.equal(
    ofYesterday(({ args: _, ...rest }) => rest),
    null,
    "a journal of a release before results had arguments",
  );
  t.ok(
    ofYesterday(({ args: _, ...rest }) => ({ ...rest, done: true })),
    "and it is still found out",
  );

  const { unit } = fourLeg(7);
  const before = unit.wallBase;
  const { entries } = unit.step(Instant(100), [], -3_600_000);
  t.equal(unit.wallBase, before - 3_600_000);
  t.match(codes(entries, CODE.clockCorrected), [{ value: -3_600_000, input: true, at: 100 }]);
});

t.test("a unit that stood still for six tenths in a yellow shows the yellow longer, never shorter, and says so", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  simulate(world, minutes(3));
  // From here on by hand, without lines: what matters is the tick that comes six tenths late.
  let now = minutes(3) as number;
  const step = (missed: number): readonly Entry[] => {
    now += 100 * (missed + 1);
    const { entries } = world.unit.decide({
      now: Instant(now),
      observations: [],
      requests: [],
      announcements: [],
      correction_ms: 0,
      missed,
    });
    world.recorder.append(entries);
    return entries;
  };
  let begun: Entry | undefined;
  while (!begun) begun = step(0).find((e) => e.code === 8);
  step(0);
  t.match(codes(step(6), CODE.tenthsMissed), [{ value: 6, at: now - 600, input: true }]);
  let ended: Entry | undefined;
  while (!ended) ended = step(0).find((e) => e.code === 9 && e.param === begun.param);
  const phase = world.site.phases.find((p) => p.number === begun.param)!;
  t.equal(ended.at - begun.at, phase.yellow_change_ds * 100 + 600, "its own length in tenths taken, and the six that were not");
  for (let i = 0; i < 50; i++) step(0);
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});

/** From a green into the board's own flash, and out of it through all red before any green. */
function sawAllRed(t: Tap, shown: readonly string[]): void {
  const flash = shown.findIndex((heads) => heads.includes("stop"));
  t.ok(flash > 0 && shown[0]!.includes("green"), "a green, then flash");
  const after = shown.slice(flash);
  const red = after.findIndex((heads) => !/green|yellow|stop/.test(heads));
  const green = after.findIndex((heads) => heads.includes("green"));
  t.ok(red > 0 && green > red, after.slice(0, 4).join(", then "));
}

/** What the street's heads show from five minutes on, each change once; `fault` is there from then on for 20 s. */
function headsAround(fault: (world: ReturnType<typeof fourLeg>, on: boolean) => void) {
  const world = fourLeg(7, { began_ms: MORNING });
  const shown: string[] = [];
  simulate(
    {
      ...world,
      watch: (now) => {
        if (now === 300_000 || now === 320_000) fault(world, now === 300_000);
        const heads =
          now < 300_000
            ? ""
            : world.street
                .picture()
                .heads.map((h) => h.aspect)
                .join(" ");
        if (heads !== (shown.at(-1) ?? "")) shown.push(heads);
      },
    },
    minutes(7),
  );
  return { world, shown };
}

for (const [words, fault] of [
  ["its cable is cut", (world, on) => world.street.fail("board", on)],
  ["it hears us and we do not hear it", (world, on) => world.street.mute("board", on)],
  ["its line is drowned in noise", (world, on) => world.street.babble("outputs", on)],
] as readonly (readonly [string, Parameters<typeof headsAround>[0]])[])
  t.test(`the output board drops to its own flash because ${words}: drivers see all red before any green`, async (t) => {
    const { world, shown } = headsAround(fault);
    sawAllRed(t, shown);
    t.same(
      modes(world.recorder.entries).map(([, mode]) => mode),
      ["flash", "start-up", "actuated", "flash", "start-up", "actuated"],
    );
    t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
  });

t.test("the unit stands still for five seconds in a green: the board has left it, and drivers see all red before any green", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  const cables = world.unit.lines.all.map((line) => ({ line, field: world.street.line(line.port) }));
  const shown: string[] = [];
  const tell = (cable: (typeof cables)[number], now: number, bytes: Uint8Array | null) => bytes && cable.field.heard(Instant(now), bytes);
  for (const cable of cables) tell(cable, 0, cable.line.opened(Instant(0)));
  for (let now = 1; now <= 90_000; now++) {
    // What the field says meanwhile lies in the ports, and is read before anything else.
    const stands = now > 40_003 && now < 45_003;
    for (const cable of stands ? [] : cables) {
      const said = cable.field.said(Instant(now));
      if (said) tell(cable, now, cable.line.heard(Instant(now), said));
      if (cable.line.wakeAt <= now) tell(cable, now, cable.line.wake(Instant(now)));
    }
    if (now % 100 !== 0) continue;
    world.street.step(Instant(now));
    if (!stands) world.recorder.append(world.unit.step(Instant(now), [], 0, now === 45_100 ? 50 : 0).entries);
    const heads =
      now < 40_000
        ? ""
        : world.street
            .picture()
            .heads.map((h) => h.aspect)
            .join(" ");
    if (heads !== (shown.at(-1) ?? "")) shown.push(heads);
  }
  sawAllRed(t, shown);
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});

t.test("the detector rack's line is drowned in noise: its phases go on recall, and nobody waits for ever", async (t) => {
  const world = fourLeg(7, { began_ms: MORNING });
  let during: ReturnType<typeof world.unit.live> | undefined;
  simulate(
    {
      ...world,
      watch: (now) => {
        if (now === 300_000 || now === 900_000) world.street.babble("rack", now === 300_000);
        if (now === 310_000) during = world.unit.live(world.recorder.status(), 0);
      },
    },
    minutes(17),
  );
  t.equal(during?.devices.find((d) => d.device === "rack")?.answering, false);
  const recalled = during!.phases.filter((p) => p.fault_recall).map((p) => p.phase);
  t.ok(recalled.length > 0);
  for (const { number } of world.site.phases)
    t.ok(
      codes(world.recorder.entries, 1).filter((e) => e.param === number && e.at > 400_000 && e.at < 900_000).length > 2,
      `phase ${number}`,
    );
  t.equal(world.unit.live(world.recorder.status(), 0).devices.find((d) => d.device === "rack")?.answering, true, "and is back by itself");
  t.equal(replay(world.recorder.chunks()).difference, null);
});

t.test(
  "a unit that stood still for two seconds comes to its tick before it comes to its ports: not even one old green is shown",
  async (t) => {
    for (let offset = 0; offset < 5; offset++) {
      const world = fourLeg(7, { began_ms: MORNING });
      let now = 180_000;
      let green = false;
      const watch = (_: Instant, { channels }: { readonly channels: Uint8Array }) => {
        green = channels.includes(INDICATION.green);
      };
      simulate({ ...world, watch }, Instant(now));
      t.equal(green, true);
      now += 2_000 + offset * 100;
      const { channels } = world.unit.step(Instant(now), [], 0, 19 + offset);
      t.notOk(channels.includes(INDICATION.green), `after ${now - 180_000} ms`);
      t.equal(world.unit.live(world.recorder.status(), 0).mode, "flash");
    }
  },
);
