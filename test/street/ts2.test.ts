import { readFileSync } from "node:fs";
import t from "tap";
import { resetRequest } from "../../src/commands/reset-fault.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import type { Ts2Cabinet } from "../../src/street/devices/ts2-cabinet.ts";
import type { FieldLine, Street } from "../../src/street/street.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Entry } from "../../src/traffic/entry.ts";
import type { Instant } from "../../src/traffic/time.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";
import { minutes, worldOf } from "../streets.ts";

const TS2 = readFileSync(new URL("../../deploy/sites/ts2.toml", import.meta.url), "utf8");
const MORNING = 7 * 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);
const GREEN = 3;
/** Load switches of phase 2 and of those who walk with it. */
const [PHASE_2, WALK_2] = [2, 9];

type World = ReturnType<typeof worldOf>;
const of = (entries: readonly Entry[], code: number) => entries.filter((e) => e.code === code);

/** The cabinet of ts2.toml for some minutes of a morning. `does` happens at its seconds. */
function morning(length: number, does: { readonly [second: number]: (cabinet: Ts2Cabinet, world: World) => void } = {}, text = TS2) {
  const world = worldOf(text, 7, { began_ms: MORNING });
  const cabinet = world.street.box("cabinet") as Ts2Cabinet;
  const greens: number[] = [];
  does[0]?.(cabinet, world);
  simulate(
    {
      ...world,
      watch: (now, { channels }) => {
        if (channels.includes(GREEN)) greens.push(now / 1_000);
        if (now > 0) does[now / 1_000]?.(cabinet, world);
      },
    },
    minutes(length),
  );
  const { entries } = world.recorder;
  const rungs = of(entries, CODE.controlMode).map((e) => JSON.parse(e.detail) as { mode: string; cause: string });
  const flash = of(entries, CODE.unitFlashStatus).map((e) => e.param);
  return {
    ...world,
    cabinet,
    greens,
    entries,
    rungs,
    flash,
    live: world.unit.live(world.recorder.status(), 0),
    replayed: replay(world.recorder.chunks()),
  };
}

t.test("a busy hour of a TS 2 cabinet: everybody is served, and neither monitor finds anything", async (t) => {
  const { entries, rungs, street, cabinet, replayed, site } = morning(60);
  t.same(
    rungs.map(({ mode }) => mode),
    ["flash", "start-up", "flash", "start-up", "actuated"],
    "flash until the MMU has spoken; its call for start-up flash as its relay pulls in; and then nothing but control",
  );
  t.equal(of(entries, CODE.monitorFault).length, 0);
  t.ok(cabinet.mmu.relay);
  for (const { number } of site.phases) t.ok(of(entries, 1).filter((e) => e.param === number).length > 10, `phase ${number} was green`);
  for (const { name, served } of street.tallies().pedestrians) t.ok(served > 2, `${name}, an input of a terminals BIU`);
  const stamped = of(entries, CODE.inputOn).filter((e) => e.detail !== "");
  t.ok(stamped.length > 1_000, "racks stamp what they see");
  t.equal(replayed.difference, null);
});

t.test("what people call the time goes over the bus once a second", async (t) => {
  const { cabinet } = morning(2);
  // Midnight UTC on Monday is six in the evening of Sunday in Chicago.
  t.same([...cabinet.date!.subarray(3, 8)], [1, 4, 26, 18, 1]);
  t.same([...cabinet.date!.subarray(10)], [3, 3], "terminals BIUs 1 and 2, detector BIUs 1 and 2");
});

t.test("the MMU sees a dark lamp: walk of phase 2 is burnt out, which no red failure tells", async (t) => {
  const by = (second: number) => resetRequest("a", "Miller", WallTime(MONDAY + second * 1_000));
  const { entries, rungs, greens, cabinet, replayed, live } = morning(14, {
    0: (c) => c.burn(WALK_2, "green", true),
    600: (c, { recorder }) => {
      c.burn(WALK_2, "green", false);
      recorder.inbox.push(by(600));
    },
  });
  const [fault] = of(entries, CODE.monitorFault);
  t.match(JSON.parse(fault!.detail), {
    words: `the cabinet's monitor (MMU) does not see what is told: channel 9 "pedestrians 2": green is told and the MMU sees it dark`,
    channels: [9],
  });
  t.equal(of(entries, CODE.monitorFault).length, 1, "told once");
  const walked = of(entries, 21).find((e) => e.param === 2)!;
  t.ok(fault!.at - walked.at >= 1_500 && fault!.at - walked.at <= 1_800, `after ${fault!.at - walked.at} ms of walk`);
  t.notOk(
    greens.some((second) => second * 1_000 > fault!.at + 100 && second < 600),
    "flash until a person has reset it",
  );
  t.match(
    rungs.find(({ cause }) => cause.includes("latched")),
    { mode: "flash" },
  );
  t.ok(greens.some((second) => second > 612) && cabinet.mmu.relay, "the lamp is replaced and the fault reset: from start-up on");
  t.equal(live.monitor.fault, "");
  t.equal(replayed.difference, null);
});

t.test(
  "the MMU finds a red failure: its flash is the unit's, until the button on it is pressed; then start-up, as it calls for",
  async (t) => {
    const { entries, flash, rungs, greens, cabinet, replayed } = morning(15, {
      200: (c) => c.burn(PHASE_2, "green", true),
      600: (c) => {
        c.burn(PHASE_2, "green", false);
        c.mmu.reset();
      },
    });
    const failed = rungs.find(({ cause }) => cause.includes("red failure"));
    t.match(failed, { mode: "flash", cause: /^the cabinet's monitor \(MMU\): red failure; lit then: green \d/ });
    const at = of(entries, CODE.cabinet).find((e) => e.detail.includes("red failure"))!.at;
    t.ok(at > 200_000 && at < 400_000);
    t.notOk(greens.some((second) => second * 1_000 > at + 100 && second < 606));
    t.ok(flash.includes(6), "unitFlashStatus mmu");
    t.ok(rungs.some(({ cause }) => cause === "the cabinet's monitor (MMU) calls for start-up flash"));
    t.ok(greens.some((second) => second > 612) && cabinet.mmu.relay);
    t.equal(of(entries, CODE.monitorFault).length, 0, "our own monitor has found nothing: there is nothing to reset but the MMU");
    t.equal(replayed.difference, null);
  },
);

t.test("the card forbids what the file permits: the unit never leaves flash, and says which", async (t) => {
  const { greens, rungs, cabinet, replayed } = morning(3, {
    0: ({ mmu }) => {
      const compatible = [...mmu.card.compatible];
      compatible[1]! &= ~(1 << 5);
      compatible[5]! &= ~(1 << 1);
      mmu.card = { ...mmu.card, compatible };
    },
  });
  t.same(greens, []);
  t.equal(rungs.at(-1)?.cause, "the programming card of the cabinet's monitor (MMU) forbids what the site file permits: load switches 2-6");
  t.ok(cabinet.mmu.relay, "the MMU itself has nothing against flashing load switches");
  t.equal(replayed.difference, null);
});

t.test("a card of another intersection permits more than the file: no green either; the right one is put in, and it begins", async (t) => {
  const { greens, rungs } = morning(4, {
    0: ({ mmu }) => {
      const right = mmu.card;
      mmu.card = { ...right, compatible: right.compatible.map((mask, i) => (i < 12 ? 0xfff & ~(1 << i) : mask)) };
    },
    120: ({ mmu }, { site }) => {
      mmu.card = (worldOf(TS2, 7).street.box("cabinet") as Ts2Cabinet).mmu.card;
      t.equal(site.channels.length, 12);
    },
  });
  t.match(
    rungs.find(({ cause }) => cause.includes("permits")),
    { mode: "flash", cause: /permits what the site file forbids: load switches 1-2, 1-3, 1-4, 1-7 and \d+ more pairs$/ },
  );
  t.ok(greens.length > 0 && greens[0]! > 132);
});

t.test("the minimum flash of the MMU is longer than ours: it would still flash when we show greens, so we do not", async (t) => {
  const { greens, rungs } = morning(2, {
    0: ({ mmu }) => {
      mmu.card = { ...mmu.card, min_flash_s: 10 };
    },
  });
  t.same(greens, []);
  t.equal(rungs.at(-1)?.cause, "the minimum flash of the cabinet's monitor (MMU) is 10 s, longer than flash under [start] (6.0 s)");
});

t.test("the gateway is unplugged: flash, and a call is held on every detector until its rack is back", async (t) => {
  const fail = (street: Street, on: boolean, ...names: string[]) => {
    for (const name of names) street.fail(name, on);
  };
  const { entries, rungs, greens, cabinet, replayed } = morning(12, {
    200: (_, { street }) => fail(street, true, "cabinet", "rack 1", "rack 2"),
    240: ({ mmu }, { street, unit, recorder }) => {
      t.notOk(mmu.relay, "the MMU has heard nothing for a second: the cabinet flashes by itself");
      const { detectors } = unit.live(recorder.status(), 0);
      t.ok(detectors.every(({ fault }) => fault === "device does not answer"));
      fail(street, false, "cabinet");
    },
    320: (_, { street, unit, recorder }) => {
      const { phases, mode } = unit.live(recorder.status(), 0);
      t.ok(
        phases.every(({ fault_recall }) => fault_recall),
        "nobody waits unseen",
      );
      t.equal(mode, "fixed");
      fail(street, false, "rack 1", "rack 2");
    },
  });
  const lost = entries.filter((e) => e.code === CODE.deviceLost && e.at > 200_000);
  t.ok(lost.length === 3 && lost.every((e) => e.at < 201_500), "all three within a second and a half");
  t.notOk(greens.some((second) => second > 201 && second < 252));
  t.match(
    rungs.find(({ cause }) => cause.includes("not confirmed the lamps in time")),
    { mode: "flash" },
  );
  t.ok(greens.some((second) => second > 260) && cabinet.mmu.relay);
  t.equal(rungs.at(-1)?.mode, "actuated");
  t.equal(replayed.difference, null);
});

t.test("a rack's cable is cut: its detectors have failed, so their phases are recalled, and the rest of the bus goes on", async (t) => {
  const { entries, live, replayed } = morning(6, { 120: (_, { street }) => street.fail("rack 2", true) });
  t.same(
    of(entries, 85).map((e) => e.param),
    [13, 14, 15, 16, 17, 18, 19, 20],
  );
  t.equal(live.phases.filter(({ fault_recall }) => fault_recall).length, 4);
  t.match(live.devices, [
    { device: "cabinet", answering: true },
    { device: "rack 1", answering: true },
    { device: "rack 2", answering: false },
  ]);
  t.equal(replayed.difference, null);
});

t.test("the MMU calls for start-up flash in the middle of greens: the unit goes there, and out by all red", async (t) => {
  const { rungs, greens, flash } = morning(6, {
    200: ({ mmu }) => {
      mmu.localFlash = true;
    },
    260: ({ mmu }) => {
      mmu.localFlash = false;
    },
  });
  const causes = rungs.map(({ cause }) => cause);
  const local = causes.indexOf("the cabinet's monitor (MMU) says: local flash is on");
  const called = causes.lastIndexOf("the cabinet's monitor (MMU) calls for start-up flash");
  t.ok(local > 0 && called > local);
  t.same(
    rungs.slice(called + 1).map(({ mode }) => mode),
    ["start-up", "actuated"],
  );
  t.ok(flash.includes(4) && flash.at(-1) === 2, "local flash, and none in the end");
  t.notOk(greens.some((second) => second > 200.3 && second < 272));
});

t.test("a loop breaks: its rack says so, its phase is recalled, and the rack is reset while nobody stands on its neighbours", async (t) => {
  const { entries, street } = morning(20, {
    60: (_, { street: s }) => s.breakLoop(3, "open-loop"),
    900: (_, { street: s }) => s.breakLoop(3, null),
  });
  t.match(of(entries, 86), [{ param: 3, detail: "open loop" }]);
  t.match(
    of(entries, CODE.detectorRestored).filter((e) => e.param === 3 && e.at > 900_000),
    [{ detail: "open loop" }],
  );
  t.equal((street.box("rack 1") as unknown as { resets: number }).resets, 1, "slots 1 and 2, channels 1 to 4");
});

t.test("a datagram in fifty is lost, either way: nobody is lost by it, no lamp is late for long, and no flash", async (t) => {
  const world = worldOf(TS2, 7, { began_ms: MORNING });
  const roll = dice(3);
  const lossy = (line: FieldLine): FieldLine => ({
    heard: (now, bytes) => {
      if (roll(50) > 0) line.heard(now, bytes);
    },
    get saysAt() {
      return line.saysAt;
    },
    said: (now: Instant) => {
      const said = line.said(now);
      return roll(50) > 0 ? said : null;
    },
  });
  const lines = new Map(world.street.ports.map((port) => [port, lossy(world.street.line(port))]));
  const street = { line: (port: string) => lines.get(port)!, step: (now: Instant) => world.street.step(now) } as unknown as Street;
  simulate({ ...world, street }, minutes(30));
  const { entries } = world.recorder;
  t.same(
    of(entries, CODE.controlMode).map((e) => (JSON.parse(e.detail) as { mode: string }).mode),
    ["flash", "start-up", "flash", "start-up", "actuated"],
  );
  t.same(of(entries, CODE.deviceLost), []);
  t.ok((world.street.box("cabinet") as Ts2Cabinet).mmu.relay);
  t.ok(
    world.unit.lines.devices().every(({ timeouts }) => timeouts > 100),
    "and many were lost",
  );
  t.equal(replay(world.recorder.chunks()).difference, null);
});
