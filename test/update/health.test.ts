import t from "tap";
import type { Live } from "../../src/traffic/live.ts";
import { Instant } from "../../src/traffic/time.ts";
import type { Before } from "../../src/update/desk.ts";
import { Watch, wrong } from "../../src/update/health.ts";
import { live } from "../link/live.ts";

const device = (device: string, answering: boolean) => ({ device, port: "p", answering, polls: 9, timeouts: 0, noise_bytes: 0 });

/** A unit that is looked at each second for so long; what is wrong at the end. */
function after(
  seconds: number,
  before: Before | null,
  over: (s: number) => Partial<Live> | null,
  acked: (s: number) => number | null = () => null,
) {
  const watch = new Watch(new Set(["lamps"]), before);
  let health = watch.look({ now: 0, live: null, age_ms: 0, acked: null });
  for (let s = 1; s <= seconds; s++) {
    const changed = over(s);
    const journal = { epoch: "e", last_seq: 100 + s, pending: 0, fault: "" };
    const frame =
      changed === null
        ? null
        : live({ at: Instant(s * 1_000), devices: [device("lamps", true), device("loops", true)], journal, ...changed });
    health = watch.look({ now: s * 1_000, live: frame, age_ms: 50, acked: acked(s) });
  }
  return wrong(health);
}

t.test("a unit that ticks, whose lamps answer and whose journal commits is healthy", async (t) => {
  t.equal(
    after(60, null, () => ({})),
    "",
  );
  t.match(
    after(60, null, () => null),
    "the street side cannot be heard",
  );
  t.match(
    after(60, null, () => ({ at: Instant(5_000) })),
    "control does not tick",
  );
  t.match(
    after(60, null, () => ({ mode: "start-up" })),
    "the signals are starting",
  );
  t.match(
    after(60, null, () => ({ mode: "flash", flash: "fault-monitor", mode_cause: "the monitor" })),
    "the signals flash: the monitor",
  );
  t.equal(
    after(60, null, () => ({ mode: "flash", flash: "local-manual" })),
    "",
    "a technician's switch is not the release's fault",
  );
});

t.test("the lamps' device must answer whatever was before; a detector's only if it did so before the restart", async (t) => {
  const silent = (name: string) => () => ({ devices: [device("lamps", name !== "lamps"), device("loops", name !== "loops")] });
  t.match(after(60, { answering: [], brain: false }, silent("lamps")), "the lamps' device lamps does not answer");
  t.match(
    after(60, { answering: ["lamps", "loops"], brain: false }, silent("loops")),
    "loops answered before the restart, and does not now",
  );
  t.equal(after(60, { answering: ["lamps"], brain: false }, silent("loops")), "", "a cable that was cut before rolls nothing back");
  t.equal(after(60, null, silent("loops")), "");
});

t.test("a journal that takes nothing is seen, whether it says so or only stands still", async (t) => {
  t.match(
    after(60, null, () => ({ journal: { epoch: "e", last_seq: 5, pending: 9, fault: "the disk is full" } })),
    "the journal takes no records: the disk is full",
  );
  t.match(
    after(200, null, () => ({ journal: { epoch: "e", last_seq: 100, pending: 9, fault: "" } })),
    "the journal has committed nothing",
  );
  t.match(
    after(300, null, (s) => ({ journal: { epoch: "e", last_seq: Math.min(s, 20), pending: 9, fault: "" } })),
    "the journal has committed nothing",
  );
});

t.test(
  "a brain that was reached before must acknowledge what was recorded since; one that was dead already rolls no fleet back",
  async (t) => {
    const had: Before = { answering: [], brain: true };
    t.match(
      after(
        60,
        had,
        () => ({}),
        () => 90,
      ),
      "the brain was reached before the restart, and has acknowledged nothing since",
    );
    t.match(
      after(
        60,
        had,
        () => ({}),
        () => 101,
      ),
      "the brain was reached before",
      "what was acknowledged is from before we looked",
    );
    t.equal(
      after(
        60,
        had,
        () => ({}),
        () => 130,
      ),
      "",
    );
    t.equal(
      after(
        60,
        { ...had, brain: false },
        () => ({}),
        () => null,
      ),
      "",
    );
    t.equal(
      after(
        60,
        null,
        () => ({}),
        () => null,
      ),
      "",
    );
  },
);
