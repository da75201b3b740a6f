import { readdirSync, readFileSync } from "node:fs";
import type { Reading } from "../../../src/serial/device.ts";
import type { DeviceConfig } from "../../../src/traffic/site.ts";

/** One exchange of a capture: what we asked (empty for a device that talks by itself), what came back, what it must become. */
export interface Exchange {
  readonly asked: Uint8Array;
  readonly answered: Uint8Array;
  readonly readings: readonly Reading[];
}

export interface Capture {
  readonly name: string;
  readonly config: DeviceConfig;
  readonly exchanges: readonly Exchange[];
}

const folder = new URL("../../../src/detection/protocols/", import.meta.url);
const bytesOf = (hex: string) => Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
const join = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((p) => [...p]));

export function captures(): readonly Capture[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hex"));
  return names.sort().map(read);
}

function read(name: string): Capture {
  const lines = readFileSync(new URL(name, folder), "utf8").split("\n");
  const device = lines.find((line) => line.startsWith("# device: "))?.slice(10) ?? "{}";
  const config = { name: "device", port: "line", profile: "", address: 0, poll_ms: 1_000, timeout_ms: 500, ...JSON.parse(device) };
  const exchanges: Exchange[] = [];
  let [asked, answered]: [Uint8Array, Uint8Array[]] = [new Uint8Array(0), []];
  for (const line of lines) {
    if (line.startsWith("> ")) asked = bytesOf(line.slice(2));
    if (line.startsWith("< ")) answered.push(bytesOf(line.slice(2)));
    if (!line.startsWith("= ")) continue;
    exchanges.push({ asked, answered: join(answered), readings: JSON.parse(line.slice(2)) });
    [asked, answered] = [new Uint8Array(0), []];
  }
  return { name, config, exchanges };
}
