import { openDevice } from "../../../src/detection/protocols/index.ts";
import type { Device, Scan } from "../../../src/serial/device.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import { BOXES, type Box, configOf, drive } from "../../street/box.ts";
import { type Figure, spread } from "../figures.ts";

const RUNS = 7;
/** Long enough that a clock tick is nothing. */
const RUN_MS = 60;
const NOISE_BYTES = 4_096;
/** What a line can hold of a message that is not whole. */
const BUFFER_BYTES = 1_024;

/** What a unit's device was asked for and given to read in ten minutes of traffic. */
type Step = { readonly at: Instant; readonly bytes: Uint8Array | null };

class Listening implements Device {
  readonly steps: Step[] = [];
  readonly name: string;
  readonly timing: Device["timing"];
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
    this.name = device.name;
    this.timing = device.timing;
  }

  get urgent(): boolean {
    return this.#device.urgent;
  }

  request(now: Instant): Uint8Array | null {
    this.steps.push({ at: now, bytes: null });
    return this.#device.request(now);
  }

  scan(bytes: Uint8Array, now: Instant): Scan {
    this.steps.push({ at: now, bytes: bytes.slice() });
    return this.#device.scan(bytes, now);
  }
}

/** How many bytes a second of one core each codec takes in: a conversation with the simulated box, and noise. */
export async function codecs(): Promise<readonly Figure[]> {
  return BOXES.flatMap((box) => {
    const name = [box.protocol, box.profile, box.poll_ms && `every ${box.poll_ms} ms`].filter((word) => word).join(" ");
    return [spread(`decoded by ${name}`, "MB/s", runs(conversation(box))), spread(`noise through ${name}`, "MB/s", runs(noise(box)))];
  });
}

/** One pass; returns the bytes that were used up. */
type Pass = () => number;

function conversation(box: Box): Pass {
  let listening: Listening | undefined;
  drive(box, (device) => {
    listening = new Listening(device);
    return listening;
  });
  const { steps } = listening!;
  return () => {
    const device = openDevice(configOf(box));
    let used = 0;
    for (const { at, bytes } of steps) {
      if (bytes === null) device.request(at);
      else {
        const scan = device.scan(bytes, at);
        if (scan.kind !== "more") used += scan.length;
      }
    }
    return used;
  };
}

function noise(box: Box): Pass {
  const roll = dice(9);
  const bytes = Uint8Array.from({ length: NOISE_BYTES }, () => roll(256));
  return () => {
    const device = openDevice(configOf(box));
    device.request(Instant(0));
    let from = 0;
    while (from < bytes.length) {
      const scan = device.scan(bytes.subarray(from, from + BUFFER_BYTES), Instant(0));
      from += scan.kind === "more" ? 1 : scan.length;
    }
    return bytes.length;
  };
}

/** In megabytes a second. */
function runs(pass: Pass): readonly number[] {
  pass();
  return Array.from({ length: RUNS }, () => {
    const start = performance.now();
    let [bytes, took] = [0, 0];
    while (took < RUN_MS) {
      bytes += pass();
      took = performance.now() - start;
    }
    return bytes / 1_000 / took;
  });
}
