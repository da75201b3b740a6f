import t from "tap";
import { simulate } from "../../src/sim.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { fourLeg, minutes } from "../streets.ts";

t.test("a loop that dies silently starves its left turn for half an hour, and not for ever", async (t) => {
  const { site, unit, street, recorder } = fourLeg(7, { began_ms: 7 * 3_600_000 });
  const loop = street.sensor(site.detectors.find((d) => d.call_phase === 1)!.number);
  const dead = minutes(2);
  const watch = (now: number) => {
    if (now === dead) Object.defineProperty(loop, "calls", { get: () => false });
  };
  simulate({ unit, street, recorder, watch }, minutes(60));
  const greens = recorder.entries.filter((e) => e.code === 1 && e.param === 1).map((e) => e.at);
  t.ok(greens.filter((at) => at > minutes(34)).length > 10, "served in every cycle once the silence is not believed");
  t.match(unit.live(recorder.status(), 0).detectors[2], { detector: 3, fault: "no activity" });
  t.equal(unit.live(recorder.status(), 0).mode, "actuated", "one blind phase is no reason for a fixed cycle");
});

t.test("a quiet night costs some recalls and nothing else", async (t) => {
  const { unit, street, recorder } = fourLeg(7);
  const modes = new Set<string>();
  simulate(
    {
      unit,
      street,
      recorder,
      watch: (now) => void (now > minutes(1) && now % 60_000 === 0 && modes.add(unit.live(recorder.status(), 0).mode)),
    },
    minutes(240),
  );
  const silent = recorder.entries.filter((e) => e.detail === "no activity" && e.code !== CODE.detectorRestored);
  t.ok(silent.length > 0 && silent.length < 10, `${silent.length} loops were silent for half an hour`);
  t.same([...modes], ["actuated"]);
  t.same(
    unit
      .live(recorder.status(), 0)
      .detectors.map((d) => d.fault)
      .filter((fault) => fault !== ""),
    [],
    "the next vehicle ended each of them",
  );
});
