import { openDevice, PROTOCOLS, type ProtocolName } from "../detection/protocols/index.ts";
import { byteTime_ms, type LineSettings } from "../serial/load.ts";
import type { DeviceConfig } from "../traffic/site.ts";
import { Instant } from "../traffic/time.ts";
import type { OpenTap } from "./tap.ts";

/** What became of asking one address. */
export interface Visit {
  /** Null if nobody lives there, else the profiles whose questions are answered with what was asked for. */
  readonly profiles: readonly string[] | null;
  /** What came and was no answer, without an echo of what we said: some adapters hear themselves. */
  readonly strays: Uint8Array;
}

/** After an answer nobody speaks for so long. */
const GAP_MS = 5;
/**
 * A Canoga answer has eight bits of checksum and no address: whoever babbles is right by chance once in 256 bytes, and who answers too late answers
 * the next question. So it must answer twice, with hardly anything around it (a transceiver that is switched may say a byte or two).
 */
const WEAK: ReadonlySet<ProtocolName> = new Set(["canoga"]);
const AROUND_BYTES = 4;

/** Asks one address with the questions that a unit asks. */
export async function visit(open: OpenTap, settings: LineSettings, protocol: ProtocolName, address: number): Promise<Visit> {
  const fitting: string[] = [];
  for (const [i, profile] of profilesOf(protocol).entries()) {
    let { answer, strays } = await ask(open, settings, protocol, profile, address);
    if (answer !== "none" && i === 0 && WEAK.has(protocol)) ({ answer, strays } = await ask(open, settings, protocol, profile, address));
    if (answer === "none" && i === 0) return { profiles: null, strays };
    if (answer === "fits") fitting.push(profile);
    // Profiles that ask the same question cannot be told apart by its answer.
    if (answer === "fits" && profile === "") break;
  }
  return { profiles: fitting, strays: new Uint8Array(0) };
}

/** What is said first to somebody at this address; null where nothing is. */
export const questionTo = (protocol: ProtocolName, address: number): Uint8Array | null =>
  stranger(protocol, profilesOf(protocol)[0]!, address).request(Instant(0));

function profilesOf(protocol: ProtocolName): readonly string[] {
  const { profiles } = PROTOCOLS[protocol];
  return profiles.length === 0 ? [""] : profiles;
}

function stranger(protocol: ProtocolName, profile: string, address: number) {
  const { timeout_ms } = PROTOCOLS[protocol];
  const config: DeviceConfig = { name: "somebody", port: "", protocol, profile, address, poll_ms: 1_000, timeout_ms };
  return openDevice(config);
}

interface Answer {
  readonly answer: "none" | "refuses" | "fits";
  readonly strays: Uint8Array;
}

async function ask(open: OpenTap, settings: LineSettings, protocol: ProtocolName, profile: string, address: number): Promise<Answer> {
  const { timeout_ms } = PROTOCOLS[protocol];
  const device = stranger(protocol, profile, address);
  const request = device.request(Instant(0));
  if (request === null) return { answer: "none", strays: new Uint8Array(0) };
  open.write(request);
  const heard: number[] = [];
  let answer: Answer["answer"] = "none";
  let held: Uint8Array = new Uint8Array(0);
  const take = (bytes: Uint8Array): boolean => {
    heard.push(...bytes);
    held = Uint8Array.of(...held, ...bytes);
    while (held.length > 0) {
      const scan = device.scan(held, Instant(0));
      if (scan.kind === "more") return false;
      if (scan.kind === "frame") {
        const refuses = scan.readings.some((reading) => reading.kind === "fault" && reading.fault === "watchdog" && reading.on);
        answer = refuses ? "refuses" : "fits";
        if (!scan.unfinished) return true;
      }
      held = held.subarray(scan.length);
    }
    return false;
  };
  let [some, whole] = [false, false];
  const byte_ms = byteTime_ms(settings);
  await open.listen(timeout_ms + request.length * byte_ms, (bytes) => {
    some = true;
    whole = take(bytes);
    return true;
  });
  // Nobody waits for the longest answer of somebody who says nothing.
  if (some && !whole) await open.listen(timeout_ms + device.timing.answer_bytes * byte_ms, take);
  if (answer !== "none")
    await open.listen(Math.max(GAP_MS, Math.ceil(AROUND_BYTES * byte_ms)), (bytes) => {
      heard.push(...bytes);
      return false;
    });
  const ours = request.every((byte, i) => byte === heard[i]) ? request.length : 0;
  const around = heard.length - ours - device.timing.answer_bytes;
  if (WEAK.has(protocol) && around > AROUND_BYTES) answer = "none";
  return { answer, strays: Uint8Array.from(answer === "none" ? heard.slice(ours) : []) };
}
