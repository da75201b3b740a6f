import t from "tap";
import { stopline } from "#wire";
import { DeparturesReport, departuresIn } from "../../src/sync/departures.ts";
import type { Departures } from "../../src/traffic/departures.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { live } from "../link/live.ts";

const said = (issued: number, left: readonly number[] = [1]): Departures => ({
  issued: WallTime(issued),
  lanes: [{ approach: "south", lane: 1, left, expected: [] }],
});
const report = (departures: Departures | null) => {
  const made = new DeparturesReport("A");
  made.live(live({ departures }));
  return made;
};

t.test("what a unit says its neighbours understand", async (t) => {
  const lanes = [
    { approach: "south-east 2", lane: 3, left: [2, 0, 1], expected: [] },
    { approach: "north", lane: 1, left: [], expected: [100, 0, 33] },
  ];
  const body = report({ issued: WallTime(1_700_000_000_000), lanes }).due(0)!;
  t.same(departuresIn(body, "A"), { issued: 1_700_000_000_000, lanes });
});

t.test("it is said once a second at the most, when it is new, and that nobody leaves every five seconds", async (t) => {
  const made = report(said(1));
  t.ok(made.due(0));
  t.equal(made.due(1_000), null, "nothing new");
  made.live(live({ departures: said(2) }));
  t.equal(made.due(999), null);
  t.ok(made.due(1_000));
  const times: number[] = [];
  for (let now = 2_000; now <= 14_000; now += 1_000) {
    made.live(live({ departures: said(now, []) }));
    if (made.due(now) !== null) times.push(now);
  }
  t.same(times, [2_000, 7_000, 12_000]);
});

t.test("a unit without neighbours says nothing, nor does one whose street side is gone", async (t) => {
  t.equal(report(null).due(0), null);
  const made = report(said(1));
  made.gone();
  t.equal(made.due(0), null);
});

t.test("what is no message, speaks for another or is too long is nothing", async (t) => {
  const { Departures } = stopline.v1;
  const lane = { approach: "south", lane: 1, left: [1], expected: [1] };
  const body = (over: stopline.v1.Departures.$Properties) => Departures.encode({ unit: "A", issuedMs: 1, lanes: [lane], ...over }).finish();
  t.ok(departuresIn(body({}), "A"));
  t.equal(departuresIn(body({ unit: "B" }), "A"), null);
  t.equal(departuresIn(Uint8Array.of(255, 1, 2), "A"), null);
  t.equal(departuresIn(body({}).subarray(0, 12), "A"), null);
  t.equal(departuresIn(body({ lanes: Array(33).fill(lane) }), "A"), null);
  t.equal(departuresIn(body({ lanes: [{ ...lane, left: Array(61).fill(1) }] }), "A"), null);
  t.equal(departuresIn(body({ lanes: [{ ...lane, expected: Array(31).fill(1) }] }), "A"), null);
});
