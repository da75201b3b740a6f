import t from "tap";
import { replay } from "../src/replay.ts";
import { simulate } from "../src/sim.ts";
import { Street } from "../src/street/street.ts";
import { CODE } from "../src/traffic/codes.ts";
import type { Entry } from "../src/traffic/entry.ts";
import { WallTime } from "../src/traffic/time.ts";
import { Unit } from "../src/unit.ts";
import { FOUR_LEG, MemoryRecorder, minutes, siteOf } from "./streets.ts";

const DOES = ["flash", "local-flash", "stop-time", "manual-control", "interval-advance"] as const;
type Does = (typeof DOES)[number];
const GREEN = 3;

/** The four-leg site with a board behind the officer's door, and its street. */
function withDoor() {
  const inputs = DOES.map(
    (does, i) => `[[inputs]]\nnumber = ${i + 1}\nname = "${does}"\ndevice = "door"\ninput = ${i + 1}\ndoes = "${does}"`,
  );
  const board = `[[devices]]\nname = "door"\nport = "rack"\nprotocol = "modbus-rtu"\nprofile = "di16"\naddress = 2\npoll_ms = 100\n`;
  const flash = "[flash]\nentry = [2, 6]\nexit = [4, 8]\nmin = 20\n";
  const text = [FOUR_LEG, board, flash, ...inputs].join("\n");
  const site = siteOf(text);
  const street = new Street(site, 7, { began_ms: 7 * 3_600_000 });
  return {
    site,
    unit: new Unit(site, { version: "test", site: text, wall: WallTime(Date.UTC(2026, 0, 5)) }),
    street,
    recorder: new MemoryRecorder(),
    close: (does: Does, on: boolean) => street.close(DOES.indexOf(does) + 1, on),
  };
}

/** Runs `plan` at its seconds for some minutes, and gives what the journal has of it, and the tenths with a green. */
function run(length: number, plan: { readonly [second: number]: (world: ReturnType<typeof withDoor>) => void }) {
  const world = withDoor();
  const green = new Set<number>();
  simulate(
    {
      ...world,
      watch: (now, { channels }) => {
        if (channels.includes(GREEN)) green.add(now / 100);
        if (now % 1_000 === 0) plan[now / 1_000]?.(world);
      },
    },
    minutes(length),
  );
  const { entries } = world.recorder;
  const of = (code: number): readonly Entry[] => entries.filter((e) => e.code === code);
  return { world, green, of, rungs: of(CODE.controlMode).map((e) => [e.at / 1_000, JSON.parse(e.detail)] as const) };
}

t.test("whoever looks at the status page sees what is switched in the cabinet, and in which flash the signals are", async (t) => {
  const seen: { readonly [word: string]: unknown }[] = [];
  const look = ({ unit, recorder }: ReturnType<typeof withDoor>) => {
    const { stop_time, manual, flash, preempt } = unit.live(recorder.status(), 0);
    seen.push({ stop_time, manual, flash, preempt });
  };
  run(5, {
    5: look,
    100: ({ close }) => close("stop-time", true),
    110: look,
    111: ({ close }) => close("stop-time", false),
    120: ({ close }) => close("manual-control", true),
    130: look,
    131: ({ close }) => close("manual-control", false),
    140: ({ close }) => close("local-flash", true),
    150: look,
  });
  const plain = { stop_time: false, manual: false, flash: "not-flash", preempt: null };
  t.same(seen, [
    { ...plain, flash: "start-up" },
    { ...plain, stop_time: true },
    { ...plain, manual: true },
    { ...plain, flash: "local-manual" },
  ]);
});

t.test("a technician switches flash on in the cabinet: at once, and out of it through start-up", async (t) => {
  const { world, green, of } = run(6, {
    120: ({ close }) => close("local-flash", true),
    180: ({ close }) => close("local-flash", false),
  });
  const [on, off] = of(CODE.contactOn).concat(of(CODE.contactOff).filter((e) => e.at > 120_000));
  t.match(
    [on, off],
    [
      { param: 2, input: true },
      { param: 2, input: true },
    ],
  );
  t.same(
    of(CODE.unitFlashStatus).map((e) => e.param),
    [1, 7, 2, 4, 7, 2],
    "the board, start-up; local manual, start-up",
  );
  const begun = of(CODE.unitFlashStatus)[3]!.at;
  t.ok(begun - on!.at < 100, "in the tenth that reads it");
  const first = [...green].find((tenth) => tenth * 100 > begun)!;
  t.ok(first * 100 - off!.at >= 12_000, "flash and all red of a whole start-up come before the first green");
  t.equal(of(CODE.monitorFault).length, 0);
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});

t.test("the door's board is lost while a technician works on the lamps: no green until the switch is read as off", async (t) => {
  const { world, green, rungs, of } = run(6, {
    120: ({ close }) => close("local-flash", true),
    150: ({ street }) => street.fail("door", true),
    160: ({ close }) => close("local-flash", false),
    200: ({ street }) => street.fail("door", false),
  });
  t.notOk([...green].some((tenth) => tenth > 1_205 && tenth < 2_120));
  t.ok([...green].some((tenth) => tenth > 2_200));
  t.match(rungs.find(([at]) => at > 120)?.[1], { mode: "flash", cause: "flash is switched on in the cabinet" });
  t.equal(of(CODE.alarmOn).filter((e) => e.detail.includes("local-flash")).length, 1);
  t.equal(of(CODE.alarmOff).filter((e) => e.detail.includes("local-flash")).length, 1);
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});

t.test("automatic flash by a switch: nobody's green is cut, the entry phases come last, and the exit phases first", async (t) => {
  const { world, of, rungs } = run(7, {
    150: ({ close }) => close("flash", true),
    240: ({ close }) => close("flash", false),
  });
  t.same(
    of(CODE.unitFlashStatus).map((e) => e.param),
    [1, 7, 2, 3, 2],
    "no start-up behind it",
  );
  const [begun, over] = of(CODE.unitFlashStatus).slice(-2);
  t.ok(begun!.at > 150_000 + 8_000 && begun!.at < 230_000, `it began at ${begun!.at}`);
  const greens = of(1);
  t.same(
    greens
      .filter((e) => e.at < begun!.at)
      .slice(-2)
      .map((e) => e.param)
      .sort(),
    [2, 6],
  );
  t.same(
    greens
      .filter((e) => e.at > over!.at)
      .slice(0, 2)
      .map((e) => e.param)
      .sort(),
    [4, 8],
  );
  // Every green has its end in the journal, none is dropped by the flash.
  const ended = (code: number) => of(code).filter((e) => e.at > 30_000 && e.at < begun!.at).length;
  t.equal(ended(8), ended(11), "each yellow change has its red clearance behind it");
  const told = rungs.filter(([at]) => at > 150 && at < 260).map(([, { mode, cause }]) => `${mode}: ${cause}`);
  t.match(told, [
    /^flash: automatic flash is switched on: on the way/,
    /^flash: automatic flash is switched on$/,
    /^start-up/,
    /^actuated/,
  ]);
  t.equal(of(CODE.monitorFault).length, 0);
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});

t.test("an officer behind the door: greens end when the advance is pressed, and with stop time nothing moves", async (t) => {
  const { world, of, rungs } = run(6, {
    120: ({ close }) => close("manual-control", true),
    170: ({ close }) => close("interval-advance", true),
    171: ({ close }) => close("interval-advance", false),
    173: ({ close }) => close("interval-advance", true),
    240: ({ close }) => close("manual-control", false),
    270: ({ close }) => close("stop-time", true),
    300: ({ close }) => close("stop-time", false),
  });
  const params = (code: number) => of(code).map((e) => e.param);
  t.same(
    [params(178), params(180)],
    [
      [1, 0],
      [1, 0],
    ],
    "manual control and stop time, on and off",
  );
  t.equal(of(179).length, 2, "a press held for a minute is one");
  const moves = (from: number, to: number) =>
    world.recorder.entries.filter((e) => e.code <= 12 && e.code !== 2 && e.at > from * 1_000 && e.at <= to * 1_000).map((e) => e.code);
  t.notOk(moves(120.5, 170).includes(7), "no green ends by itself");
  t.ok(moves(170, 180).includes(7), "one ends when the advance is pressed");
  t.same(moves(270.5, 300), [], "time stands");
  t.ok(moves(300, 330).length > 0);
  t.match(rungs.map(([, { cause }]) => cause).join("; "), /manual control is on.*; detection is good.*; stop time is on/);
  t.equal(of(CODE.monitorFault).length, 0);
  t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
});
