import { join } from "node:path";
import type { Port } from "../traffic/site.ts";

/** A port of the site file where `--ports DIR` puts it: on a simulated street, or a bench. A tty there has no transceiver to switch. */
export function benchPort(port: Port, dir: string | undefined): Port {
  if (dir === undefined) return port;
  const { name, baud, parity, stop_bits } = port;
  return { name, path: join(dir, name), baud, parity, stop_bits };
}

/** A port that is only a path; how it is set is found out. */
export const portAt = (path: string): Port => ({ name: path, path, baud: 9_600, parity: "none", stop_bits: 1 });
