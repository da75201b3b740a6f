import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { City } from "./city.ts";
import type { Frame } from "./shown.ts";

/** SUMO, units, journals, links, broker, brain: the whole city, as long as an ambulance needs. `make test-city`; the ordinary run has no SUMO. */
const LONGEST_S = 400;

t.test(
  "an ambulance is asked for at the signals ahead of it, they open, and the same one without priority is not sooner there",
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "city-"));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const options = { folder, seed: 7, speed: 5, demand: 1.3, against: "adaptive", warm_s: 60, told: () => {} };
    const city = await City.open(options);
    const frames: Frame[] = [];
    const arrived = ({ trips: [first] }: Frame): boolean => first?.own.state === "arrived" && first.other.state === "arrived";
    let done = (): void => {};
    const enough = new Promise<void>((resolve) => {
      done = resolve;
    });
    const broken = city.run((frame) => {
      frames.push(frame);
      if (arrived(frame) || frame.at_s > LONGEST_S) done();
    });
    try {
      await Promise.race([enough, broken]);
    } finally {
      await city.close();
    }
    const last = frames.at(-1)!;
    t.ok(arrived(last), "both have arrived");
    const { units, errands } = city.map;
    t.ok(units.length >= 8, `${units.length} signals`);
    t.equal(last.centre.connected, units.length, "every unit is connected to the broker");
    t.ok(last.centre.records > 1_000, `the brain has ${last.centre.records} records`);
    const { stops } = errands[last.trips[0]!.errand]!;
    t.ok(last.centre.commands >= stops.length, `${last.centre.commands} signed commands were taken`);
    for (const { unit } of stops) {
      t.ok(
        frames.some((frame) => frame.units.some((each) => each.unit === unit && each.state === "green")),
        `${unit} had green for it`,
      );
    }
    const [own, other] = [last.trips[0]!.own, last.trips[0]!.other];
    t.ok(own.took_s <= other.took_s, `${own.took_s} s with priority, ${other.took_s} s without`);
    const { others, trips } = frames[0]!;
    t.equal(trips.length, 0, "nobody has set out yet");
    t.same(others.own, others.other, "the same traffic on both sides until then");
  },
);
