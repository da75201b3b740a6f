import { existsSync, readdirSync, readFileSync } from "node:fs";
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

/** A protocol's folder as it lies there, whether anyone knows of it or not. */
export interface Folder {
  readonly protocol: string;
  readonly hasReadme: boolean;
  /** Paths for `capture`. */
  readonly captures: readonly string[];
}

const root = new URL("../../../src/detection/protocols/", import.meta.url);

export function folders(): readonly Folder[] {
  const found = readdirSync(root, { withFileTypes: true }).filter((each) => each.isDirectory());
  return found.map(({ name }) => {
    const files = readdirSync(new URL(`${name}/`, root), { recursive: true, encoding: "utf8" });
    const captures = files.filter((file) => file.endsWith(".hex")).sort();
    return {
      protocol: name,
      hasReadme: existsSync(new URL(`${name}/README.md`, root)),
      captures: captures.map((file) => `${name}/${file}`),
    };
  });
}

const DEVICE = "# device: ";
const USUAL = { name: "device", port: "line", profile: "", address: 0, poll_ms: 1_000, timeout_ms: 500 };

/** Throws in words, with the line, for what is no capture. */
export function capture(path: string): Capture {
  const lines = readFileSync(new URL(path, root), "utf8").trimEnd().split("\n");
  const device = lines.findIndex((line) => line.startsWith(DEVICE));
  if (device < 0) throw new Error(`the capture has no # device line, as in ${DEVICE}{"protocol":"${path.split("/")[0]}"}`);
  const config = { ...USUAL, ...json<DeviceConfig>(lines[device]!.slice(DEVICE.length), device) };
  const exchanges: Exchange[] = [];
  let [asked, answered]: [Uint8Array[], Uint8Array[]] = [[], []];
  lines.forEach((line, at) => {
    const rest = line.slice(1).trim();
    if (line.startsWith(">")) asked.push(bytes(rest, at));
    else if (line.startsWith("<")) answered.push(bytes(rest, at));
    else if (line.startsWith("=")) {
      exchanges.push({ asked: join(asked), answered: join(answered), readings: json<readonly Reading[]>(rest, at) });
      [asked, answered] = [[], []];
    } else if (line !== "" && !line.startsWith("#")) throw new Error(`line ${at + 1} begins with none of # > < =`);
  });
  if (asked.length + answered.length > 0)
    throw new Error(`line ${lines.length}: the capture ends before the readings (=) of its last bytes`);
  if (exchanges.length === 0) throw new Error("the capture has no exchange: nothing came back (<) that becomes readings (=)");
  return { name: path, config, exchanges };
}

const join = (parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

function bytes(hex: string, at: number): Uint8Array {
  if (!/^[0-9A-Fa-f]{2}(\s+[0-9A-Fa-f]{2})*$/.test(hex)) throw new Error(`line ${at + 1} is not bytes in hexadecimal, as in 0B 02 F8`);
  return Uint8Array.from(hex.split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

function json<T>(text: string, at: number): T {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`line ${at + 1} is not JSON: ${(error as Error).message}`);
  }
}
