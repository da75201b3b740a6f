import { readFileSync } from "node:fs";
import t from "tap";
import { simulate } from "../src/sim.ts";
import { minutes, worldOf } from "./streets.ts";

const ARTERIAL = readFileSync(new URL("../deploy/sites/arterial.toml", import.meta.url), "utf8");

t.test("whoever looks at the status page sees a train on its way through, and the flash of the start before it", async (t) => {
  const world = worldOf(ARTERIAL, 7, { began_ms: 7 * 3_600_000 });
  const seen: string[] = [];
  const watch = (now: number) => {
    if (now === 120_000 || now === 200_000) world.street.close(1, now === 120_000);
    const { flash, preempt } = world.unit.live(world.recorder.status(), 0);
    const words = `${flash}; ${preempt === null ? "no preempt" : `${preempt.number} ${preempt.interval}`}`;
    if (seen.at(-1) !== words) seen.push(words);
  };
  simulate({ ...world, watch }, minutes(5));
  const intervals = ["no preempt", "1 entry", "1 track-clearance", "1 dwell", "1 exit", "no preempt"];
  t.same(
    seen.slice(seen.indexOf("not-flash; no preempt")),
    intervals.map((each) => `not-flash; ${each}`),
  );
  t.equal(seen[seen.indexOf("not-flash; no preempt") - 1], "start-up; no preempt");
});
