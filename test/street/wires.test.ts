import t from "tap";
import { openDevice, PROTOCOLS } from "../../src/detection/protocols/index.ts";
import { Line } from "../../src/serial/line.ts";
import { openFieldDevice } from "../../src/street/devices/index.ts";
import { Random } from "../../src/street/random.ts";
import { Sensor } from "../../src/street/sensor.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { BOXES, drive } from "./box.ts";

for (const box of BOXES) {
  const words = [box.protocol, box.profile, box.poll_ms && `every ${box.poll_ms} ms`].filter((word) => word).join(" ");
  t.test(`${words}: as many vehicles as were there, for as long as they were, on each input`, async (t) => {
    const { inputs, readings, health, written } = drive(box);
    t.match(health, { answering: true, noise_bytes: 0, timeouts: 0 });
    inputs.forEach(({ actuations, occupied_ms }, i) => {
      const mine = readings.filter(({ input }) => input === i + 1);
      const ons = mine.filter((r) => r.kind === "presence" && r.on).length;
      const counted = mine.reduce((sum, r) => sum + (r.kind === "count" ? r.volume : 0), 0);
      if (ons > 0) t.equal(ons, actuations, `input ${i + 1}`);
      else t.equal(counted, actuations, `input ${i + 1}`);
      t.ok(actuations > 50);
      const ages = mine.map((r) => (r.kind === "presence" && r.age_ms !== undefined ? r : null));
      const pairs = ages.flatMap((r, k) => (r && !r.on && ages[k - 1]?.on ? [ages[k - 1]!.age_ms! - r.age_ms!] : []));
      if (pairs.length === actuations)
        t.equal(
          pairs.reduce((sum, ms) => sum + ms, 0),
          occupied_ms,
          "by the sensor's own stamps",
        );
    });
    if (PROTOCOLS[box.protocol].listens) t.equal(written, 0, "whoever talks by himself is never spoken to");
  });
}

t.test("a board that somebody has put into command mode counts as failed until it runs again", async (t) => {
  const config = { name: "box", port: "a", protocol: "elektronika", profile: "", address: 0, poll_ms: 0, timeout_ms: 3_600_000 };
  const site = { detectors: [] } as Partial<Site> as Site;
  const device = openFieldDevice({
    config,
    site,
    inputs: [new Sensor(), new Sensor()],
    msPerByte: 0.1,
    random: new Random(1, 2),
    began_ms: 0,
  });
  const line = new Line("a", [openDevice(config)], { baud: 115_200 });
  line.opened(Instant(0));
  const said = (now: number) => {
    device.step!(Instant(now));
    if (device.saysAt < now + 100) line.heard(Instant(now + 50), device.say());
    return line.drain().flatMap((heard) => (heard.kind === "reading" ? [heard.reading] : []));
  };
  t.same(said(100), []);
  device.hear(Instant(150), Uint8Array.of(0x1a));
  t.match(said(200), [{ kind: "fault", fault: "watchdog", on: true }, { on: true }]);
  t.same(said(5_000), []);
  t.match(said(10_200), [{ kind: "fault", fault: "watchdog", on: false }, { on: false }]);
});
