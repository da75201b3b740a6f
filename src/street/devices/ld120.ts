import { Sensor } from "../sensor.ts";
import type { Place } from "./device.ts";
import { ModbusSlave } from "./modbus-slave.ts";

/** 30001: software version in the high byte, module type in the low one. */
const VERSION_AND_TYPE = (3 << 8) | 34;
/** "Not more than 8 registers a message" (manual, page 9). */
const REGISTERS_MAX = 8;
/** Bits of 30002; the low six are the discrete inputs 10001 to 10006 too, of which 10003 and 10004 are unused and read as 0. */
const [FAULT, DETECT, OPEN, SHORT, RELAYS] = [1 << 0, 1 << 1, 1 << 4, 1 << 5, 1 << 8];
const [COUNTER_HIGH, COUNTER_LOW, NODE, RELAY_1, RELAY_2] = [9, 10, 13, 8, 9];

/** PCE LD120 single-channel loop detector (manual, pages 9 and 10): one loop, with its faults, its relay and its counter. Its clock is not simulated. */
export function openLd120(place: Place): ModbusSlave {
  const loop = place.inputs[0] ?? new Sensor();
  const word = () => {
    const detect = loop.calls ? DETECT | RELAYS : 0;
    if (loop.fault === null) return detect;
    return detect | FAULT | (loop.fault === "open-loop" ? OPEN : SHORT);
  };
  const holding = (address: number) => {
    if (address === COUNTER_HIGH) return (loop.actuations >>> 16) & 0xffff;
    if (address === COUNTER_LOW) return loop.actuations & 0xffff;
    return address === NODE ? place.config.address : null;
  };
  return new ModbusSlave(place, {
    input: (address) => (address < 6 ? (word() & (1 << address)) !== 0 : null),
    register: (address) => [VERSION_AND_TYPE, word()][address] ?? null,
    coil: (address) => (address === RELAY_1 || address === RELAY_2 ? address === RELAY_1 && loop.calls : null),
    holding,
    registers: REGISTERS_MAX,
  });
}
