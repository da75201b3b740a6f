import t from "tap";
import type { Request } from "../../src/journal/port.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import { FOUR_LEG, MemoryRecorder, siteOf } from "../streets.ts";

const WITH_PRIORITY = `${FOUR_LEG}
[priority]
interval = 10.0
phases = [
  { phase = 2, extension = 12.0, reduction = 6.0 },
  { phase = 6, extension = 12.0, reduction = 6.0 },
  { phase = 4, extension = 8.0, reduction = 10.0, insertion = true },
  { phase = 8, reduction = 10.0 },
]
`;

const request = (id: string, command: string, args: object): Request => ({
  id,
  command,
  args: JSON.stringify(args),
  expires: WallTime(Date.UTC(2026, 0, 6)),
  refused: "",
});

t.test("a bus asks, is revised, is seen in its slot, passes; the journal tells of it, and a replay does the same", async (t) => {
  const site = siteOf(WITH_PRIORITY);
  const unit = new Unit(site, { version: "test", site: WITH_PRIORITY, wall: WallTime(Date.UTC(2026, 0, 5)) });
  const world = { site, unit, street: new Street(site, 7, { began_ms: 7 * 3_600_000 }), recorder: new MemoryRecorder() };
  const { recorder } = world;
  const ask = (id: string, vehicle: string, phase: number, arrival_ds: number) =>
    recorder.inbox.push(request(id, "request-priority", { vehicle, phase, arrival_ds, for_s: 120 }));
  const seen = () =>
    unit.live(recorder.status(), 0).priority.map(({ slot, vehicle, phase, arrival_ds }) => [slot, vehicle, phase, arrival_ds]);

  const script: { readonly [at: number]: () => void } = {
    120000: () => {
      t.same(seen(), []);
      ask("a", "bus-112", 4, 300);
      ask("b", "tram-4", 2, 500);
    },
    130100: () => {
      t.same(
        seen(),
        [
          [1, "bus-112", 4, 200],
          [2, "tram-4", 2, 400],
        ],
        "counted down by the unit",
      );
      ask("c", "bus-112", 4, 60);
    },
    131200: () => t.same(seen()[0], [1, "bus-112", 4, 50], "the slot is kept"),
    160000: () => {
      recorder.inbox.push(request("d", "cancel-priority", { vehicle: "bus-112" }));
      recorder.inbox.push(request("e", "cancel-priority", { vehicle: "bus-9" }));
    },
    160100: () => t.same(seen().length, 1),
    300000: () => t.same(seen(), [], "the tram was never heard of again"),
  };
  simulate({ ...world, watch: (now) => script[now]?.() }, Instant(310_000));

  const of = (code: number) => recorder.entries.filter((e) => e.code === code);
  t.same(
    of(112).map((e) => e.param),
    [1, 2],
    "checked in",
  );
  t.same(
    of(115).map((e) => e.param),
    [1, 2],
    "checked out",
  );
  t.ok(of(113).length + of(114).length > 0, "something was done for them");
  t.same(
    of(CODE.commandResult).map((e) => (JSON.parse(e.detail) as { refused: string }).refused),
    ["", "", "", "", "bus-9 has no request for priority here (any more)"],
  );
  t.equal(of(CODE.monitorFault).length, 0);
  t.equal(replay(recorder.chunks()).difference, null);
});

t.test(
  "an ambulance that stands at the line when its green has ended is asked for anew, and has the next one sooner than by itself",
  async (t) => {
    /** When phase 4 is green again, in tenths, if the centre says once more (or not) that the vehicle is still there. */
    const again = (says: boolean): { readonly ds: number; readonly checkedIn: number } => {
      const site = siteOf(WITH_PRIORITY);
      const unit = new Unit(site, { version: "test", site: WITH_PRIORITY, wall: WallTime(Date.UTC(2026, 0, 5)) });
      const recorder = new MemoryRecorder();
      const world = { site, unit, street: new Street(site, 3, { began_ms: 8 * 3_600_000 }), recorder };
      const ask = (id: string) =>
        recorder.inbox.push(request(id, "request-priority", { vehicle: "rtw", phase: 4, arrival_ds: 0, for_s: 300 }));
      let [asked, served_ds] = [0, 0];
      const watch = (now: number) => {
        if (now === 120_000) ask(`${asked++}`);
        const own = unit.live(recorder.status(), 0).priority[0];
        if (own?.status !== "served" || served_ds > 0) return;
        served_ds = now / 100;
        if (says) ask(`${asked++}`);
      };
      simulate({ ...world, watch }, Instant(6 * 60_000));
      const begins = recorder.entries.filter(({ code, param, at }) => code === 1 && param === 4 && at > served_ds * 100);
      t.ok(served_ds > 0, "its green has ended");
      return { ds: begins[0]!.at / 100 - served_ds, checkedIn: recorder.entries.filter(({ code }) => code === 112).length };
    };
    const [anew, left] = [again(true), again(false)];
    t.same([anew.checkedIn, left.checkedIn], [2, 1]);
    t.ok(anew.ds < left.ds, `${anew.ds} tenths against ${left.ds}`);
  },
);
