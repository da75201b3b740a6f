import { type Device, type DeviceTiming, MORE, NOTHING_NEW, type Reading, type Scan } from "../../../serial/device.ts";
import {
  CALL,
  type CallData,
  CHANNELS,
  callDataIn,
  callRequest,
  type DetectorBiu,
  DIAGNOSTICS,
  diagnosticRequest,
  diagnosticsIn,
} from "../../../serial/framing/ts2/detectors.ts";
import { DETECTORS } from "../../../serial/framing/ts2/frame.ts";
import { enclose, Octets } from "../../../serial/framing/ts2/octets.ts";
import type { DeviceConfig } from "../../../traffic/site.ts";
import { Instant } from "../../../traffic/time.ts";
import { Resets } from "./resets.ts";
import { Stamps } from "./stamps.ts";

export const BIU_INPUTS = CHANNELS;
/** Addresses of detector BIUs 1 to 4. */
export const BIU_ADDRESSES = [DETECTORS, DETECTORS + 3] as const;

/** A question costs some milliseconds, and a datagram may be lost. */
const RETRIES = 4;
/** Frames of type 24 go out once a second. */
const DIAGNOSE_EVERY_MS = 1_000;
/** Enclosed: the longer question, the longer answer. */
const [REQUEST_BYTES, ANSWER_BYTES] = [8, 43];

/** A detector rack's bus interface unit: asked for its calls in every poll, for its faults once a second. */
class DetectorRack implements Device {
  readonly name: string;
  readonly timing: DeviceTiming;
  readonly #biu: DetectorBiu;
  readonly #calls: Uint8Array;
  readonly #octets = new Octets();
  readonly #stamps = new Stamps();
  readonly #resets = new Resets();
  readonly #on: boolean[] = new Array<boolean>(CHANNELS).fill(false);
  readonly #changed_ms: number[] = new Array<number>(CHANNELS).fill(0);
  readonly #faults: number[] = new Array<number>(CHANNELS).fill(0);
  /** Its calls since the last question that was answered are known. */
  #known = false;
  #awaiting: "calls" | "diagnostics" | null = null;
  /** When its calls were asked, and the time before that. */
  #asked = Instant(0);
  #askedBefore = Instant(0);
  #diagnoseAt = 0;
  #diagnose = false;

  constructor({ name, address, poll_ms, timeout_ms }: DeviceConfig) {
    this.name = name;
    this.#biu = (address - DETECTORS + 1) as DetectorBiu;
    this.timing = { poll_ms, timeout_ms, retries: RETRIES, request_bytes: REQUEST_BYTES, answer_bytes: ANSWER_BYTES };
    this.#calls = enclose(callRequest(this.#biu));
  }

  /** Behind the calls, once a second. A rack that tells no faults still tells its calls: nobody asks twice for faults. */
  get urgent(): boolean {
    return this.#diagnose;
  }

  request(now: Instant): Uint8Array {
    if (this.#diagnose) {
      this.#diagnose = false;
      this.#awaiting = "diagnostics";
      return enclose(diagnosticRequest(this.#biu, this.#resets.take(now, this.#faults, this.#on)));
    }
    // What was answered to a question that went unanswered is forgotten on the other side.
    if (this.#awaiting === "calls") this.#known = false;
    this.#awaiting = "calls";
    this.#askedBefore = this.#asked;
    this.#asked = now;
    return this.#calls;
  }

  /** Nor is it asked for its faults before it has told its calls. */
  forget(): void {
    this.#known = false;
    this.#awaiting = null;
    this.#diagnose = false;
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    const front = this.#octets.front(bytes);
    if (front === 0) return MORE;
    if (front < 0) return { kind: "noise", length: -front };
    const readings = this.#read(this.#octets.frame, now);
    return readings === null ? { kind: "noise", length: front } : { kind: "frame", length: front, readings };
  }

  /** Null for a frame that is no answer to what was asked. */
  #read(frame: Uint8Array, now: Instant): readonly Reading[] | null {
    if (this.#awaiting === "calls") {
      const data = callDataIn(frame, this.#biu);
      if (data === null) return null;
      this.#awaiting = null;
      return this.#take(data, now);
    }
    const faults = this.#awaiting === "diagnostics" ? diagnosticsIn(frame, this.#biu) : null;
    if (faults === null) return null;
    this.#awaiting = null;
    return this.#find(faults, now);
  }

  #take(data: CallData, now: Instant): readonly Reading[] {
    if (now >= this.#diagnoseAt) {
      this.#diagnose = true;
      this.#diagnoseAt = now + DIAGNOSE_EVERY_MS;
    }
    let readings: Reading[] | null = null;
    for (let i = 0; i < CHANNELS; i++) {
      const call = data.calls[i]!;
      const [was, on] = [this.#on[i]!, (call & 1) !== 0];
      // Gone though it was not there, begun though it was: it changed twice between two questions.
      const twice = (call === CALL.gone && !was) || (call === CALL.begun && was && this.#known);
      const age_ms = this.#age(i, data.changed_ms[i]!, now);
      if (was === on && !twice && this.#known) continue;
      this.#on[i] = on;
      readings ??= [];
      if (twice) readings.push(presence(i, !on, age_ms));
      readings.push(presence(i, on, was !== on || twice ? age_ms : undefined));
    }
    this.#known = true;
    return readings ?? NOTHING_NEW;
  }

  /** Only a stamp that is new since the question before says anything; many BIUs leave all of them at 0. */
  #age(i: number, changed_ms: number, now: Instant): number | undefined {
    const same = changed_ms === this.#changed_ms[i];
    this.#changed_ms[i] = changed_ms;
    return same || !this.#known ? undefined : this.#stamps.age_ms(now, this.#askedBefore, changed_ms);
  }

  #find(faults: readonly number[], now: Instant): readonly Reading[] {
    this.#resets.found(now, faults);
    let readings: Reading[] | null = null;
    for (let i = 0; i < CHANNELS; i++) {
      const changed = this.#faults[i]! ^ faults[i]!;
      if (changed === 0) continue;
      readings ??= [];
      for (const [bit, fault] of DIAGNOSTICS.entries())
        if (changed & (1 << bit)) readings.push({ kind: "fault", input: i + 1, fault, on: (faults[i]! & (1 << bit)) !== 0 });
      this.#faults[i] = faults[i]!;
    }
    return readings ?? NOTHING_NEW;
  }
}

const presence = (i: number, on: boolean, age_ms: number | undefined): Reading =>
  age_ms === undefined ? { kind: "presence", input: i + 1, on } : { kind: "presence", input: i + 1, on, age_ms };

export const openDetectorRack = (config: DeviceConfig): Device => new DetectorRack(config);
