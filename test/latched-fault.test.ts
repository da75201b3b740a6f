import t from "tap";
import { RESET_FAULT, resetRequest } from "../src/commands/reset-fault.ts";
import type { Request, ResultDetail } from "../src/journal/port.ts";
import { replay } from "../src/replay.ts";
import { simulate } from "../src/sim.ts";
import { Street } from "../src/street/street.ts";
import { monitorBuffer } from "../src/timing/buffers.ts";
import { monitorTables } from "../src/timing/monitor-tables.ts";
import { CODE } from "../src/traffic/codes.ts";
import { faultIn, type MonitorFault } from "../src/traffic/monitor-fault.ts";
import { WallTime } from "../src/traffic/time.ts";
import { Unit } from "../src/unit.ts";
import { FOUR_LEG, MemoryRecorder, minutes, siteOf } from "./streets.ts";

const MONDAY = WallTime(Date.UTC(2026, 0, 5));
const GREEN = 3;
const CONFLICT: MonitorFault = { words: "conflicting movements at the same time", channels: [2, 4] };

/** The four-leg unit on its street for some minutes. `requests` come at their seconds. */
function life(length: number, fault: MonitorFault | null, requests: { readonly [second: number]: Request }, monitor?: Int32Array) {
  const site = siteOf(FOUR_LEG);
  const beginning = { version: "test", site: FOUR_LEG, wall: MONDAY, ...(fault === null ? {} : { fault }) };
  const unit = new Unit(site, beginning, monitor);
  const recorder = new MemoryRecorder();
  const greens: number[] = [];
  simulate(
    {
      unit,
      recorder,
      street: new Street(site, 7, { began_ms: 7 * 3_600_000 }),
      watch: (now, { channels }) => {
        if (channels.includes(GREEN)) greens.push(now / 1_000);
        const request = requests[now / 1_000];
        if (request) recorder.inbox.push(request);
      },
    },
    minutes(length),
  );
  const of = (code: number) => recorder.entries.filter((e) => e.code === code);
  const results = of(CODE.commandResult).map((e) => JSON.parse(e.detail) as ResultDetail);
  const causes = of(CODE.controlMode).map((e) => (JSON.parse(e.detail) as { cause: string }).cause);
  return { unit, recorder, greens, of, results, causes, live: unit.live(recorder.status(), 0) };
}

const at = (second: number): WallTime => (MONDAY + second * 1_000) as WallTime;

t.test("a fault of an earlier life: flash until somebody resets it in the cabinet, then a whole start-up", async (t) => {
  const { recorder, greens, of, results, causes } = life(5, CONFLICT, { 120: resetRequest("a", "Miller", at(120)) });
  t.same(
    of(CODE.unitFlashStatus).map((e) => e.param),
    [5, 7, 2],
    "monitor fault, start-up, over",
  );
  t.match(causes[0], /latched a fault, and nobody has reset it/);
  t.ok(greens[0]! > 132, "flash and all red come before the first green");
  t.match(results, [{ id: "a", command: RESET_FAULT, done: true }]);
  t.same(
    of(CODE.monitorReset).map((e) => JSON.parse(e.detail)),
    [{ by: "Miller", words: CONFLICT.words, restart: false }],
  );
  t.equal(replay(recorder.chunks()).difference, null, "and it replays: the session's first record says what was latched");
});

t.test("nobody resets it: no green, and the page says why", async (t) => {
  const { greens, live } = life(30, CONFLICT, {});
  t.same(greens, []);
  t.match(live, { mode: "flash", monitor: { fault: CONFLICT.words, channels: [2, 4] } });
});

t.test("a reset that is late, refused already or says nothing changes nothing", async (t) => {
  const good = resetRequest("x", "Miller", at(60));
  const { greens, results } = life(3, CONFLICT, {
    60: { ...good, id: "late", expires: at(30) },
    70: { ...good, id: "refused", refused: "forged" },
    80: { ...good, id: "nameless", args: '{"by":""}' },
    90: { ...good, id: "words", args: "reset it" },
  });
  t.same(greens, []);
  t.same(
    results.map((r) => [r.id, r.done]),
    ["late", "refused", "nameless", "words"].map((id) => [id, false]),
  );
});

t.test("where nothing is latched there is nothing to reset", async (t) => {
  const { results, of } = life(2, null, { 60: resetRequest("a", "Miller", at(60)) });
  t.match(results, [{ done: false, refused: /latched no fault/ }]);
  t.equal(of(CODE.monitorReset).length, 0);
});

t.test("a fault of this life: a reset is written down, and the lamps flash on until the unit is started again", async (t) => {
  const site = siteOf(FOUR_LEG);
  const monitor = monitorTables(site);
  // A monitor that asks for longer greens than the timing sheet has.
  monitorBuffer.views(monitor).min_green.fill(2_000);
  const first = life(6, null, { 300: resetRequest("a", "Miller", at(300)), 310: resetRequest("b", "Miller", at(310)) }, monitor);
  const [fault] = first.of(CODE.monitorFault);
  t.ok(fault && fault.at < 300_000);
  t.ok(Math.max(...first.greens) <= fault!.at / 1_000);
  t.match(first.results, [
    { id: "a", done: true },
    { id: "b", done: false },
  ]);
  t.match(
    first.of(CODE.monitorReset).map((e) => JSON.parse(e.detail)),
    [{ restart: true }],
  );
  t.match(first.causes.at(-1), /ends when the unit is started again/);
  t.same(
    first
      .of(CODE.unitFlashStatus)
      .slice(-1)
      .map((e) => e.param),
    [5],
  );

  const second = life(2, faultIn(fault!.detail), {});
  t.same(second.greens, [], "without the reset the next life begins where this one ended");
});
