import t from "tap";
import { perHour, watched } from "../../src/panel/page/plots/seen.ts";

t.test("a bin that had begun 20 s ago drew arrivals on green down to nothing: one vehicle had come, on red", (t) => {
  t.same(watched(0, 20_000), Number.NaN);
  t.equal(watched(540, 30_000), 540);
  t.same(perHour({ volume: 1, seen_ms: 20_000 }), Number.NaN);
  t.equal(perHour({ volume: 5, seen_ms: 300_000 }), 60);
  t.end();
});
