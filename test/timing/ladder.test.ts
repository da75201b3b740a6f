import t from "tap";
import { type Footing, Ladder } from "../../src/timing/ladder.ts";
import { Instant } from "../../src/traffic/time.ts";

const GOOD: Footing = {
  outputs: true,
  monitor: false,
  latched: false,
  cabinet: null,
  switched: null,
  flashAsked: "",
  handsOver: false,
  controlled: "",
  stopTime: false,
  manual: false,
  startUp: false,
  phasesDetected: 8,
  phasesRecalled: 0,
  phasesBlind: 0,
  plans: false,
  lanes: 8,
  lanesUntrusted: 0,
};

/** Steps a ladder and gives the mode. */
function ladder() {
  const rungs = new Ladder();
  let now = 0;
  return {
    rungs,
    step: (on: Partial<Footing>, tenths = 1): string => {
      for (let i = 0; i < tenths; i++) {
        now += 100;
        rungs.step(Instant(now), { ...GOOD, ...on });
      }
      return rungs.rung.mode;
    },
  };
}

t.test("each step down has its cause, the worst one first", async (t) => {
  const { step, rungs } = ladder();
  t.equal(step({}), "actuated");
  t.equal(rungs.rung.cause, "detection is good");
  t.equal(step({ phasesRecalled: 1 }), "actuated");
  t.equal(rungs.rung.cause, "1 phase stands on recall: detectors have failed");
  t.equal(step({ phasesRecalled: 8, phasesBlind: 4 }), "actuated", "half of them blind is not more than half");
  t.equal(step({ phasesRecalled: 8, phasesBlind: 5 }), "fixed");
  t.equal(step({ phasesRecalled: 8, phasesBlind: 5, outputs: false }), "flash");
  t.match(rungs.rung.cause, "output board");
  t.equal(step({ phasesBlind: 5, outputs: false, monitor: true, latched: true }), "flash");
  t.match(rungs.rung.cause, "conflict monitor");
});

t.test("a loose connector does not make the signals swing: up again only after a whole minute of good detection", async (t) => {
  const { step } = ladder();
  t.equal(step({ phasesBlind: 8 }), "fixed");
  t.equal(step({}, 599), "fixed");
  t.equal(step({ phasesBlind: 1 }), "fixed", "one phase is gone again: the minute begins anew");
  t.equal(step({}, 599), "fixed");
  t.equal(step({}), "actuated");
});

t.test("a plan needs three quarters of the lanes seen, and comes back only after a whole minute of good detection", async (t) => {
  const { step, rungs } = ladder();
  const planning = { plans: true };
  t.equal(step(planning), "adaptive");
  t.equal(step({ ...planning, lanesUntrusted: 2, phasesRecalled: 1 }), "adaptive", "a quarter is not more than a quarter");
  t.equal(rungs.rung.cause, "1 phase stands on recall: detectors have failed");
  t.equal(step({ ...planning, lanesUntrusted: 3 }), "actuated");
  t.match(rungs.rung.cause, /^more than a quarter of the lanes are not seen/);
  t.equal(step({ ...planning, phasesBlind: 5 }), "fixed");
  t.equal(step({ ...planning, lanesUntrusted: 1 }, 2_000), "actuated", "the phases see again, but the lanes are not whole");
  const back = ladder();
  back.step({ ...planning, lanesUntrusted: 3 });
  t.equal(back.step({ ...planning, lanesUntrusted: 1 }, 2_000), "actuated");
  t.equal(back.step(planning, 599), "actuated");
  t.equal(back.step(planning), "adaptive");
});

t.test("where no lane is seen at all there is no plan, and where the pattern has none nobody misses it", async (t) => {
  const { step, rungs } = ladder();
  t.equal(step({ plans: true, lanes: 0 }), "actuated");
  t.match(rungs.rung.cause, /^no lane has a detector/);
  t.equal(step({ lanesUntrusted: 8 }), "actuated");
  t.equal(rungs.rung.cause, "detection is good");
});

t.test("the outputs are back: through start-up, and not to where it was", async (t) => {
  const { step, rungs } = ladder();
  step({});
  t.equal(step({ outputs: false }), "flash");
  t.equal(step({ startUp: true }), "start-up");
  t.equal(step({}), "actuated");
  t.equal(rungs.step(Instant(10_000), GOOD), false, "nothing to tell when nothing changed");
});

t.test("adapters that come up a second after the unit do not cost a minute of the fixed plan", async (t) => {
  const { step } = ladder();
  t.equal(step({ startUp: true, phasesBlind: 8 }, 10), "start-up");
  t.equal(step({ startUp: true }, 100), "start-up");
  t.equal(step({}), "actuated");
  const blind = ladder();
  blind.step({ startUp: true, phasesBlind: 8 }, 100);
  t.equal(blind.step({ phasesBlind: 8 }), "fixed", "who is blind at the end of start-up begins with the fixed plan");
});

t.test("a switch in the cabinet asks for flash, and what is harder to leave is told before it", async (t) => {
  const { step, rungs } = ladder();
  step({});
  t.equal(rungs.rung.flash, null);
  t.equal(step({ switched: "automatic" }), "flash");
  t.equal(rungs.rung.flash, "automatic");
  t.match(rungs.rung.cause, "on the way");
  step({ switched: "automatic", startUp: true });
  t.equal(rungs.rung.cause, "automatic flash is switched on", "it flashes by now");
  step({ switched: "local-manual" });
  t.equal(rungs.rung.flash, "local-manual");
  step({ switched: "local-manual", outputs: false });
  t.equal(rungs.rung.flash, "other");
  step({ switched: "local-manual", outputs: false, latched: true });
  t.equal(rungs.rung.flash, "fault-monitor");
  t.match(rungs.rung.cause, "nobody has reset it");
  step({ switched: "local-manual", monitor: true });
  t.equal(rungs.rung.flash, "fault-monitor");
  t.match(rungs.rung.cause, "started again", "the monitor of this life is not reset with it");
});

t.test("stop time and manual control are told as the cause, and change no rung", async (t) => {
  const { step, rungs } = ladder();
  t.equal(step({ manual: true }), "actuated");
  t.match(rungs.rung.cause, "manual control");
  t.equal(step({ manual: true, stopTime: true }), "actuated");
  t.match(rungs.rung.cause, "stop time");
  t.equal(step({ startUp: true, stopTime: true }), "start-up");
  t.match(rungs.rung.cause, "stop time", "which holds start-up as well");
  t.equal(step({ phasesBlind: 8, manual: true }), "fixed");
});
