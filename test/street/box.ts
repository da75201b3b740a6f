import { openDevice, PROTOCOLS } from "../../src/detection/protocols/index.ts";
import type { Device, Reading } from "../../src/serial/device.ts";
import { Line } from "../../src/serial/line.ts";
import { openFieldDevice } from "../../src/street/devices/index.ts";
import { Random } from "../../src/street/random.ts";
import { Sensor } from "../../src/street/sensor.ts";
import type { DeviceConfig, Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice } from "../dice.ts";

const MINUTES = 10;
const BITS_A_BYTE = 11;

/** What each box is set to; the rest is usual. */
export const BOXES: readonly (Partial<DeviceConfig> & { readonly protocol: keyof typeof PROTOCOLS; readonly baud?: number })[] = [
  { protocol: "blueprint", poll_ms: 100 },
  { protocol: "modbus-rtu", profile: "ld120", poll_ms: 100 },
  { protocol: "modbus-rtu", profile: "di16", poll_ms: 100 },
  { protocol: "modbus-rtu", profile: "di16-closed", poll_ms: 100 },
  { protocol: "modbus-rtu", profile: "ld120-count", poll_ms: 5_000 },
  { protocol: "modbus-rtu", profile: "aspar-4di", poll_ms: 200 },
  { protocol: "modbus-rtu", profile: "aspar-4di", poll_ms: 10_000 },
  { protocol: "modbus-rtu", profile: "sfar-16di", poll_ms: 3_000 },
  { protocol: "modbus-rtu", profile: "z-d-in", poll_ms: 100 },
  { protocol: "modbus-rtu", profile: "gauger", poll_ms: 3_000 },
  { protocol: "canoga", poll_ms: 100 },
  { protocol: "canoga", poll_ms: 5_000 },
  { protocol: "canoga", profile: "gone", poll_ms: 500 },
  { protocol: "count-sentence" },
  { protocol: "ss125", poll_ms: 5_000 },
  { protocol: "ss125", profile: "events-mph", poll_ms: 500 },
  { protocol: "rtms-g4", poll_ms: 5_000 },
  { protocol: "rtms-g4-vehicles", baud: 19_200 },
  { protocol: "elektronika", baud: 115_200 },
  { protocol: "elektronika", profile: "quad", baud: 115_200 },
];

export type Box = (typeof BOXES)[number];

export function configOf(box: Box): DeviceConfig {
  const usual = { name: "box", port: "a", profile: "", address: 5, poll_ms: 0, timeout_ms: PROTOCOLS[box.protocol].timeout_ms };
  return { ...usual, ...box };
}

/**
 * A box and the unit's line, joined by a cable, with vehicles over each input for some minutes and nobody in the last one. `wrap` may listen
 * to the unit's device.
 */
export function drive(box: Box, wrap: (device: Device) => Device = (device) => device) {
  const { baud = 9_600, protocol } = box;
  const config = configOf(box);
  const inputs = Array.from({ length: Math.min(4, PROTOCOLS[protocol].inputs(config.profile)) }, () => new Sensor());
  const site = { detectors: [] } as Partial<Site> as Site;
  const msPerByte = (BITS_A_BYTE * 1_000) / baud;
  const device = openFieldDevice({ config, site, inputs, msPerByte, random: new Random(1, 2), began_ms: 7 * 3_600_000 });
  const line = new Line("a", [wrap(openDevice(config))], { baud });
  const readings: Reading[] = [];
  let written = 0;
  const write = (now: number, bytes: Uint8Array | null) => {
    if (bytes === null) return;
    written += bytes.length;
    device.hear(Instant(now), bytes.slice());
  };
  /** Whatever is due before `to`, in its order. */
  const run = (to: number) => {
    for (;;) {
      const now = Math.ceil(Math.min(device.saysAt, line.wakeAt));
      if (now >= to) return;
      write(now, device.saysAt <= now ? line.heard(Instant(now), device.say().slice()) : line.wake(Instant(now)));
      for (const heard of line.drain()) if (heard.kind === "reading") readings.push(heard.reading);
    }
  };
  const roll = dice(3);
  const left_ms = inputs.map(() => 2_000);
  write(0, line.opened(Instant(0)));
  for (let now = 100; now <= MINUTES * 60_000; now += 100) {
    run(now);
    inputs.forEach((sensor, i) => {
      left_ms[i]! -= 100;
      if (left_ms[i]! <= 0 && (sensor.on || now < (MINUTES - 1) * 60_000)) {
        // Off for one to eight seconds, on for a tenth to one.
        left_ms[i] = sensor.on ? 1_000 + 100 * roll(70) : 100 + 100 * roll(10);
        if (!sensor.on) sensor.pass(400);
        sensor.set(!sensor.on, 100);
      } else sensor.set(sensor.on, 100);
    });
    device.step?.(Instant(now));
  }
  run(MINUTES * 60_000 + 5_000);
  return { inputs, readings, written, health: line.health()[0]! };
}
