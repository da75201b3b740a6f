import t from "tap";
import { LAMP_MS, lampTestRequest } from "../../src/commissioning/lamp-test.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import { INDICATIONS } from "../../src/traffic/calls.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import { FOUR_LEG, MemoryRecorder, siteOf } from "../streets.ts";

const START = Date.UTC(2026, 0, 5);
const BOARD = `[[devices]]\nname = "door"\nport = "rack"\nprotocol = "modbus-rtu"\nprofile = "di16"\naddress = 2\npoll_ms = 100\n`;
const contact = (number: number, does: string) =>
  `[[inputs]]\nnumber = ${number}\nname = "${does}"\ndevice = "door"\ninput = ${number}\ndoes = "${does}"\n`;
const [FLASH, PERMIT] = [1, 2];
const SITE = [FOUR_LEG, BOARD, contact(FLASH, "local-flash"), contact(PERMIT, "lamp-test")].join("\n");

type World = ReturnType<typeof worldOf>;
function worldOf(text: string) {
  const site = siteOf(text);
  const recorder = new MemoryRecorder();
  const unit = new Unit(site, { version: "test", site: text, wall: WallTime(START) });
  return { site, unit, street: new Street(site, 7, { demand: 0.2 }), recorder };
}

/** Runs `plan` at its seconds; gives what each channel shows in every tenth, and what was refused. */
function run(text: string, seconds: number, plan: { readonly [second: number]: (world: World, ask: (channel: number) => void) => void }) {
  const world = worldOf(text);
  const shown: string[][] = [];
  let asked = 0;
  simulate(
    {
      ...world,
      watch: (now, { channels }) => {
        shown[now / 100] = [...channels].map((code) => INDICATIONS[code]!);
        const ask = (channel: number) =>
          world.recorder.inbox.push(lampTestRequest(`lamps-${asked++}`, channel, "Meyer", WallTime(START + now)));
        if (now % 1_000 === 0) plan[now / 1_000]?.(world, ask);
      },
    },
    Instant(seconds * 1_000),
  );
  const results = world.recorder.entries.filter(({ code }) => code === CODE.commandResult).map(({ detail }) => JSON.parse(detail).refused);
  return { world, shown, results, faults: world.recorder.entries.filter(({ code }) => code === CODE.monitorFault) };
}

/** The indications of a channel between two seconds, each once, in order. */
const course = (shown: readonly string[][], channel: number, from: number, to: number) =>
  shown
    .slice(from * 10, to * 10)
    .map((codes) => codes[channel - 1]!)
    .filter((each, i, all) => each !== all[i - 1]);

const LAMPS = ["red", "yellow", "green"];

t.test(
  "in flash and with the cabinet's permission a head shows its lamps one after the other, and is back in flash by itself",
  async (t) => {
    const { world, shown, results, faults } = run(SITE, 150, {
      100: ({ street }) => street.close(FLASH, true),
      105: ({ street }) => street.close(PERMIT, true),
      110: (_, ask) => ask(2),
    });
    const own = { red: "flashing-red", yellow: "flashing-yellow", dark: "dark" }[
      world.site.channels.find(({ number }) => number === 2)!.flash
    ];
    t.same(course(shown, 2, 108, 130), [own, ...LAMPS, own]);
    const lit = shown.filter((codes) => LAMPS.includes(codes[1]!)).length;
    t.equal(shown.slice(1_080, 1_300).filter((codes) => LAMPS.includes(codes[1]!)).length, (3 * LAMP_MS) / 100);
    t.ok(lit > 0);
    const during = shown.slice(1_103, 1_103 + 80);
    for (const { number, flash } of world.site.channels.filter(({ number }) => number !== 2)) {
      const wanted = flash === "dark" ? "dark" : "flashing-red";
      t.ok(
        during.every((codes) => codes[number - 1] === wanted),
        `channel ${number} lets nobody drive on`,
      );
    }
    t.same(results, [""]);
    t.same(faults, []);
    t.equal(replay(world.recorder.chunks()).difference, null, "and it replays");
  },
);

t.test(
  "a lamp test is refused while the signals run, on the way into flash, without the permission, and where no contact gives one",
  async (t) => {
    const running = run(SITE, 120, {
      90: ({ street }) => street.close(PERMIT, true),
      100: (_, ask) => ask(2),
    });
    t.match(running.results, [/not in flash/]);
    const closed = run(SITE, 130, {
      100: ({ street }) => street.close(FLASH, true),
      110: (_, ask) => ask(2),
      112: ({ street }) => street.close(PERMIT, true),
      114: (_, ask) => ask(99),
    });
    t.match(closed.results, [/permits it is open/, /no channel 99/]);
    for (const { shown } of [closed])
      t.notOk(
        shown.slice(1_005).some((codes) => codes.includes("green")),
        "nobody has a green in flash",
      );
    const without = run([FOUR_LEG, BOARD, contact(FLASH, "local-flash")].join("\n"), 130, {
      100: ({ street }) => street.close(FLASH, true),
      110: (_, ask) => ask(2),
    });
    t.match(without.results, [/names no contact/]);
  },
);

t.test(
  "the permission opens, its board is lost or flash is left in the middle of a green: the lamp is out in the same tenth",
  async (t) => {
    const begin = {
      100: ({ street }: World) => street.close(FLASH, true),
      105: ({ street }: World) => street.close(PERMIT, true),
      110: (_: World, ask: (channel: number) => void) => ask(2),
    };
    const ends: { readonly [how: string]: (world: World) => void } = {
      "the permission opens": ({ street }) => street.close(PERMIT, false),
      "its board is lost": ({ street }) => street.fail("door", true),
      "flash is left": ({ street }) => street.close(FLASH, false),
    };
    for (const [how, end] of Object.entries(ends)) {
      const { world, shown, faults } = run(SITE, 130, { ...begin, 117: end });
      t.equal(shown[1_165]![1], "green", how);
      const told = world.recorder.entries.find(({ at, code }) => at > 117_000 && (code === CODE.contactOff || code === CODE.deviceLost))!;
      const heard = Math.ceil(told.at / 100);
      t.ok(heard < 1_185, "before it would have ended by itself");
      t.notOk(
        shown.slice(heard, 1_200).some((codes) => codes.includes("green")),
        `${how}: no green any more`,
      );
      t.same(faults, []);
    }
  },
);
