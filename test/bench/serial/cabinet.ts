import { Cable } from "../../../src/cli/street.ts";
import { BITS_A_BYTE } from "../../../src/street/devices/device.ts";
import { openFieldDevice } from "../../../src/street/devices/index.ts";
import { Bus } from "../../../src/street/field-line.ts";
import { Random } from "../../../src/street/random.ts";
import { Sensor } from "../../../src/street/sensor.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";

/** Each loop is entered or left every two seconds, as on a busy day. */
const TURNS_MS = 2_000;
const STEP_MS = 20;

/** Every device of a site at the other end of real ttys, with traffic over its loops. Returns what ends it. */
export function openCabinet(site: Site): () => void {
  const start = performance.now();
  const now = () => Instant(Math.floor(performance.now() - start));
  const roll = dice(7);
  const sensors: Sensor[] = [];
  const cables = site.ports.map((port) => {
    const boxes = site.devices
      .filter((config) => config.port === port.name)
      .map((config) => {
        const wired = site.detectors.filter(({ device }) => device === config.name);
        const inputs = wired.map(() => new Sensor());
        sensors.push(...inputs);
        const msPerByte = (BITS_A_BYTE * 1_000) / port.baud;
        return openFieldDevice({ config, site, inputs, msPerByte, random: new Random(7, sensors.length), began_ms: 0 });
      });
    return new Cable(new Bus(boxes), port.path, now);
  });
  const timer = setInterval(() => {
    for (const sensor of sensors) if (roll(TURNS_MS / STEP_MS) === 0) sensor.set(!sensor.calls, 100);
  }, STEP_MS);
  return () => {
    clearInterval(timer);
    for (const cable of cables) cable.close();
  };
}
