import { openDevice, PROTOCOLS, type ProtocolName, protocolNames } from "../detection/protocols/index.ts";
import type { LineSettings } from "../serial/load.ts";
import type { DeviceConfig } from "../traffic/site.ts";
import { Instant } from "../traffic/time.ts";
import { identityOf } from "./identity.ts";
import { LANGUAGES } from "./languages/index.ts";
import { usualSettings, type Wanted } from "./overhear.ts";
import { type OpenTap, settingsWords, type Tap } from "./tap.ts";
import { COMMANDS, sendBack, woke } from "./wake.ts";

/** Somebody who answered a question. */
export interface Resident {
  readonly protocol: ProtocolName;
  readonly address: number;
  /** Profiles whose question it answers; empty for one that answers, and none of them. */
  readonly profiles: readonly string[];
  /** What it says of itself; absent where it was not asked, or said nothing. */
  readonly identity?: string;
}

export interface Census {
  readonly settings: LineSettings | null;
  readonly residents: readonly Resident[];
  /** An elektronika board took a question for a command: whether it has said that it detects again. Absent: none did. */
  readonly woken?: { readonly detects: boolean };
}

/** Of protocols with more addresses than this, only the first ones are asked. */
const ADDRESSES_MAX = 250;
/** One that takes its time is asked for fewer. */
const SLOW_MS = 300;
const SLOW_ADDRESSES_MAX = 64;
/** A start bit, eight data bits, parity, a stop bit. */
const BITS_A_BYTE = 11;
/** After an answer nobody speaks for so long. */
const GAP_MS = 5;

/** What of a scan is told while it goes on. */
export interface Progress {
  readonly settings: string;
  readonly protocol: string;
  readonly address: number;
  readonly found: number;
}

/**
 * Asks every address of every protocol that is asked, at one usual setting after the other, until somebody answers; then everybody at that
 * one. Only questions that a unit asks too, and none to boards that light lamps. Questions which an elektronika board would take for a command
 * come last, one at a time, so that nothing else is ever said to one that listens to commands. `stopped` ends it early.
 */
export async function takeCensus(
  tap: Tap,
  wanted: Wanted,
  told: (progress: Progress) => void,
  stopped: () => boolean = () => false,
): Promise<Census> {
  for (const settings of usualSettings(wanted)) {
    const open = await tap.open(settings);
    const residents: Resident[] = [];
    try {
      const questions = askable(wanted, settings).flatMap((protocol) =>
        addressesOf(protocol, wanted.last_address).map((address) => ({ protocol, address, wakes: wakes(settings, protocol, address) })),
      );
      for (const { protocol, address, wakes } of questions.toSorted((a, b) => Number(a.wakes) - Number(b.wakes))) {
        if (stopped()) return { settings: residents.length > 0 ? settings : null, residents };
        told({ settings: settingsWords(settings), protocol, address, found: residents.length });
        const wary = wakes && residents.length === 0;
        const { profiles, heard } = await visit(open, settings, protocol, address);
        if (profiles !== null) residents.push(await introduced(open, { protocol, address, profiles }));
        else if (wary && (await woke(open, heard))) {
          const detects = await sendBack(open);
          return { settings, residents: [{ protocol: "elektronika", address: 0, profiles: [] }], woken: { detects } };
        }
      }
    } finally {
      await open.close();
    }
    if (residents.length > 0) return { settings, residents };
  }
  return { settings: null, residents: [] };
}

/** Who leaves the factory at these settings; at others than the usual, everybody. */
function askable(wanted: Wanted, settings: LineSettings): readonly ProtocolName[] {
  const all = protocolNames.filter((name) => !PROTOCOLS[name].listens && PROTOCOLS[name].addresses !== null);
  const named = all.filter((name) => wanted.protocol === undefined || name === wanted.protocol);
  const usual = named.filter((name) => LANGUAGES[name]?.settings.some((each) => settingsWords(each) === settingsWords(settings)));
  return usual.length > 0 ? usual : named;
}

function addressesOf(protocol: ProtocolName, last = Number.POSITIVE_INFINITY): readonly number[] {
  const { addresses, timeout_ms } = PROTOCOLS[protocol];
  const bounds: readonly number[] = addresses ?? [];
  const most = timeout_ms >= SLOW_MS ? SLOW_ADDRESSES_MAX : ADDRESSES_MAX;
  const all: number[] = [];
  for (let i = 0; i + 1 < bounds.length; i += 2) {
    for (let address = bounds[i]!; address <= Math.min(bounds[i + 1]!, last) && all.length < most; address++) all.push(address);
  }
  return all;
}

async function introduced(open: OpenTap, resident: Resident): Promise<Resident> {
  const identity = await identityOf(open, resident.protocol, resident.address);
  return identity === "" ? resident : { ...resident, identity };
}

interface Visit {
  /** Null if nobody lives there, else the profiles whose questions are answered with what was asked for. */
  readonly profiles: readonly string[] | null;
  /** What came, as text, whether it is an answer or not. */
  readonly heard: string;
}

async function visit(open: OpenTap, settings: LineSettings, protocol: ProtocolName, address: number): Promise<Visit> {
  const fitting: string[] = [];
  for (const [i, profile] of profilesOf(protocol).entries()) {
    const { answer, heard } = await ask(open, settings, protocol, profile, address);
    if (answer === "none" && i === 0) return { profiles: null, heard };
    if (answer === "fits") fitting.push(profile);
    // Profiles that ask the same question cannot be told apart by its answer.
    if (answer === "fits" && profile === "") break;
  }
  return { profiles: fitting, heard: "" };
}

function profilesOf(protocol: ProtocolName): readonly string[] {
  const { profiles } = PROTOCOLS[protocol];
  return profiles.length === 0 ? [""] : profiles;
}

const stranger = (protocol: ProtocolName, profile: string, address: number) => {
  const { timeout_ms } = PROTOCOLS[protocol];
  const config: DeviceConfig = { name: "somebody", port: "", protocol, profile, address, poll_ms: 1_000, timeout_ms };
  return openDevice(config);
};

/** Whether an elektronika board at these settings would take the question for a command. */
function wakes(settings: LineSettings, protocol: ProtocolName, address: number): boolean {
  const spoken = LANGUAGES["elektronika"]!.settings.some((each) => settingsWords(each) === settingsWords(settings));
  return spoken && (stranger(protocol, profilesOf(protocol)[0]!, address).request(Instant(0))?.includes(COMMANDS) ?? false);
}

async function ask(
  open: OpenTap,
  settings: LineSettings,
  protocol: ProtocolName,
  profile: string,
  address: number,
): Promise<{ readonly answer: "none" | "refuses" | "fits"; readonly heard: string }> {
  const { timeout_ms } = PROTOCOLS[protocol];
  const device = stranger(protocol, profile, address);
  const request = device.request(Instant(0));
  if (request === null) return { answer: "none", heard: "" };
  open.write(request);
  let text = "";
  let answer: "none" | "refuses" | "fits" = "none";
  let held: Uint8Array = new Uint8Array(0);
  const take = (bytes: Uint8Array): boolean => {
    text += String.fromCharCode(...bytes);
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
  let [heard, whole] = [false, false];
  const byte_ms = (BITS_A_BYTE * 1_000) / settings.baud;
  await open.listen(timeout_ms + request.length * byte_ms, (bytes) => {
    heard = true;
    whole = take(bytes);
    return true;
  });
  // Nobody waits for the longest answer of somebody who says nothing.
  if (heard && !whole) await open.listen(timeout_ms + device.timing.answer_bytes * byte_ms, take);
  if (answer !== "none") await open.listen(GAP_MS, () => false);
  return { answer, heard: text };
}
