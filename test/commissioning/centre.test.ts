import t from "tap";
import { stopline } from "#wire";
import type { Arrival } from "../../src/brain/arrival.ts";
import { Fleet } from "../../src/brain/fleet.ts";
import { fleetTable } from "../../src/brain/table.ts";
import { unitLine } from "../../src/brain/words.ts";
import { openBrainStore } from "../../src/platform/brain-store.ts";
import { type Commissioned, StatusReport } from "../../src/sync/status.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { liveAt } from "../panel/street.ts";
import { Bench, site } from "./bench.ts";

const AT = WallTime(Date.UTC(2026, 10, 26, 21));

t.test("the centre sees in the fleet who commissions a unit, and whether it was safe to leave", async (t) => {
  let walk: Commissioned = null;
  const report = new StatusReport(site.id, () => walk);
  report.live(liveAt(site, 1));
  const fleet = new Fleet(async () => []);
  const said = async (now: number) => {
    const payload = report.due(now, AT, { epoch: "e", last_seq: 1, acked_seq: 1 })!;
    fleet.heard({ kind: "status", unit: site.id, status: stopline.v1.Status.decode(payload), retained: false }, now);
    const [view] = await fleet.all();
    return { view: view!, line: unitLine(view!), table: fleetTable([view!], 400, 10).join("\n") };
  };
  const none = await said(0);
  t.equal(none.view.commissioning, null);
  t.notMatch(none.line, /leave|commissioned/);
  walk = { by: "Meyer", at: AT, finished: false, safe: false, open: 40 };
  const going = await said(1_000);
  t.match(going.line, "being commissioned since 2026-11-26 (Meyer), 40 steps open");
  t.match(going.table, "being commissioned");
  walk = { ...walk, finished: true, open: 2 };
  t.match((await said(2_000)).table, "not safe to leave");
  walk = { ...walk, safe: true, open: 0 };
  const safe = await said(3_000);
  t.match(safe.line, "safe to leave since 2026-11-26 (Meyer)");
  t.notMatch(safe.table, "leave");
});

t.test("the report that the brain has is the unit's own, also when the next walk has begun", async (t) => {
  const bench = new Bench();
  bench.frame();
  await bench.guide.begin("Meyer");
  await bench.guide.finish("Meyer");
  await bench.guide.begin("Schmidt");
  const records = bench.told.map((told, i) => ({
    seq: i + 1,
    wall_ms: AT,
    code: CODE.commissioning,
    param: 0,
    value: 0,
    detail: JSON.stringify(told),
    input: false,
  }));
  const chunk: Arrival = { kind: "chunk", unit: site.id, epoch: "e", span: { from: 1, to: records.length }, records, gap: "" };
  const store = await openBrainStore(":memory:");
  t.teardown(() => store.close());
  await store.take([chunk], AT);
  const details = await store.detailsOf(site.id, CODE.commissioning, 10);
  t.same(details, records.map(({ detail }) => detail).reverse());
  t.equal(JSON.parse(details[1]!).signed, (bench.told[1] as { readonly signed: string }).signed);
});
