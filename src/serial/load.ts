import type { DeviceTiming } from "./device.ts";

/** How a line is set: what a byte takes on it follows. */
export interface LineSettings {
  readonly baud: number;
  readonly parity: "none" | "even" | "odd";
  readonly stop_bits: 1 | 2;
}

/** Silence that parts two Modbus frames, in bytes: one before the answer, one behind it. */
const GAP_BYTES = 3.5;

/** One byte on the line, in ms: a start bit, eight of data, perhaps parity, a stop bit or two. */
export const byteTime_ms = ({ baud, parity, stop_bits }: LineSettings): number =>
  ((9 + (parity === "none" ? 0 : 1) + stop_bits) * 1_000) / baud;

/** One poll with its answer, in ms of line time: what the device thinks in between comes on top. */
export const pollTime_ms = ({ request_bytes, answer_bytes, exchanges = 1 }: DeviceTiming, line: LineSettings): number =>
  (request_bytes + answer_bytes + 2 * GAP_BYTES * exchanges) * byteTime_ms(line);

/** How much of the line's time the polls of all its devices take, in per mille; above 1000 they do not fit. */
export function load_pm(timings: readonly DeviceTiming[], line: LineSettings): number {
  let load = 0;
  for (const timing of timings) if (timing.poll_ms > 0) load += pollTime_ms(timing, line) / timing.poll_ms;
  return Math.round(load * 1_000);
}
