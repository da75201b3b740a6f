import { join } from "node:path";
import type { DeviceConfig, Port, Site } from "../../../src/traffic/site.ts";
import { largestSite } from "../largest-site.ts";

const BOARDS = [1, 2, 3, 4] as const;
const INPUTS = 16;

/** The largest site with its 64 detectors on four boards of sixteen inputs, each on a port of its own, and its lamps on a fifth. */
export function sixtyFour(folder: string): Site {
  const site = largestSite();
  const names = [...BOARDS.map((n) => `loops-${n}`), "lamps"];
  const ports = names.map((name): Port => ({ name, path: join(folder, name), baud: 38_400, parity: "none", stop_bits: 1 }));
  const boards = BOARDS.map(
    (n): DeviceConfig => ({
      name: `board-${n}`,
      port: `loops-${n}`,
      protocol: "modbus-rtu",
      profile: "di16",
      address: n,
      poll_ms: 100,
      timeout_ms: 100,
    }),
  );
  const lamps = { ...site.devices[0]!, port: "lamps" };
  const detectors = site.detectors.map((detector, i) => ({
    ...detector,
    device: `board-${1 + Math.floor(i / INPUTS)}`,
    input: 1 + (i % INPUTS),
  }));
  return { ...site, ports, devices: [...boards, lamps], detectors };
}
