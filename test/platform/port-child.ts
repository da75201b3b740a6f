import { openPort } from "../../src/platform/serial-port.ts";
import type { Port } from "../../src/traffic/site.ts";

/** A process of its own that keeps a port open and prints what it says of it; it ends when its standard input does. */
const port = JSON.parse(process.argv[2]!) as Port;
const kept = openPort(port, {
  opened: () => console.log("opened"),
  closed: (cause) => console.log(cause),
  heard: () => {},
});
process.stdin.on("end", () => void kept.close()).resume();
