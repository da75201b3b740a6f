import { openDevice } from "../../../src/detection/protocols/index.ts";
import { plugIn } from "../../../src/platform/wire.ts";
import { Line } from "../../../src/serial/line.ts";
import type { Port } from "../../../src/traffic/site.ts";
import { Instant } from "../../../src/traffic/time.ts";

/** One line with one board on it and nothing else of a unit: what a polling program of another make is held beside. It runs until it is ended. */
const port: Port = { name: "line", path: process.argv[2]!, baud: 38_400, parity: "none", stop_bits: 1 };
const config = { name: "board", port: "line", protocol: "modbus-rtu", profile: "di16", address: 1, poll_ms: 100, timeout_ms: 100 };
const line = new Line("line", [openDevice(config)], { baud: port.baud });
const start = performance.now();
plugIn(
  line,
  port,
  () => Instant(Math.floor(performance.now() - start)),
  () => {},
);
setInterval(() => line.drain(), 100);
