import type { Sensor } from "../sensor.ts";
import type { Place } from "./device.ts";
import { ModbusSlave } from "./modbus-slave.ts";

/** Input boards of several makers, each with its own map (`detection/protocols/modbus-rtu/profiles/`). An unused contact is open. */

const [INPUTS, COUNTERS] = [50, 52];

/** Bit i is input i + 1. */
function mask(inputs: readonly (Sensor | undefined)[], count: number): number {
  let bits = 0;
  for (let i = 0; i < count; i++) if (inputs[i]?.calls) bits |= 1 << i;
  return bits;
}

const half = (counter: number, high: boolean): number => (high ? counter >>> 16 : counter) & 0xffff;

/** Inputs in register 30051, counters of 32 bits from 40053 on. */
function withCounters(place: Place, count: number, highFirst: boolean): ModbusSlave {
  const { inputs } = place;
  return new ModbusSlave(place, {
    register: (address) => (address === INPUTS ? mask(inputs, count) : null),
    holding: (address) => {
      const at = address - COUNTERS;
      if (at < 0 || at >= 2 * count) return null;
      return half(inputs[at >> 1]?.actuations ?? 0, ((at & 1) === 0) === highFirst);
    },
  });
}

export const openAspar4di = (place: Place): ModbusSlave => withCounters(place, 4, true);
export const openSfar16di = (place: Place): ModbusSlave => withCounters(place, 16, false);

/** Machine code and inputs. */
export const openZdin = (place: Place): ModbusSlave =>
  new ModbusSlave(place, { holding: (address) => [10, mask(place.inputs, 5)][address] ?? null });

const [GAUGER, CHANNELS] = [5_300, 4];

/** Counts of on, counts of off, states. */
export const openGauger = (place: Place): ModbusSlave =>
  new ModbusSlave(place, {
    holding: (address) => {
      const at = address - GAUGER;
      if (at < 0 || at >= 3 * CHANNELS) return null;
      const sensor = place.inputs[at % CHANNELS];
      if (sensor === undefined) return 0;
      if (at >= 2 * CHANNELS) return sensor.calls ? 1 : 0;
      return (at < CHANNELS ? sensor.actuations : sensor.actuations - (sensor.on ? 1 : 0)) & 0xffff;
    },
  });

/** Sixteen contacts that open while a vehicle is there. */
export const openDi16Closed = (place: Place): ModbusSlave =>
  new ModbusSlave(place, { input: (address) => (address < 16 ? !(place.inputs[address]?.calls ?? false) : null) });
