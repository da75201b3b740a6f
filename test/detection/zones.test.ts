import t from "tap";
import { ZoneNews, ZoneWatch } from "../../src/detection/zones.ts";
import type { Observation } from "../../src/traffic/observation.ts";
import { Instant } from "../../src/traffic/time.ts";
import { answers, looks, loop, on, zone } from "./street.ts";

const SITE = { detectors: [loop(1), looks(3), looks(4, { lane: 2 })] };

t.test("of what a camera says again and again only changes go on, and those again unchanged", async (t) => {
  const said = [
    zone(100, 3, 0),
    zone(200, 3, 2),
    on(250, 1),
    zone(300, 3, 2),
    zone(300, 4, 2),
    zone(400, 3, 1),
    answers(450, "camera", false),
    zone(500, 3, 1),
  ];
  const once = new ZoneNews(SITE).of(said);
  t.same(
    once.map(({ at, kind }) => `${at} ${kind}`),
    ["100 zone", "200 zone", "250 actuation", "300 zone", "400 zone", "450 device", "500 zone"],
  );
  t.same(new ZoneNews(SITE).of(once), once);
});

t.test("a zone that nobody has heard for three seconds has a fault until it is heard again", async (t) => {
  const watch = new ZoneWatch(SITE);
  const faults: string[] = [];
  const tick = (at: number, ...heard: readonly Observation[]) => {
    for (const o of watch.step(Instant(at), heard)) {
      if (o.kind === "detector-fault") faults.push(`${o.at} ${o.detector} ${o.fault} ${o.on}`);
    }
  };
  tick(100, zone(60, 3, 1), zone(60, 4, 1));
  for (let at = 200; at <= 3_000; at += 100) tick(at, ...(at === 1_500 ? [zone(1_500, 4, 1)] : []));
  t.same(faults, []);
  for (let at = 3_100; at <= 5_000; at += 100) tick(at, ...(at === 4_000 ? [zone(3_950, 3, 1)] : []));
  t.same(faults, ["3100 3 watchdog true", "3950 3 watchdog false", "4600 4 watchdog true"]);
});
