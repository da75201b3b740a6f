import type { Place } from "./device.ts";
import { ModbusSlave } from "./modbus-slave.ts";

const INPUTS = 16;

/** A board with sixteen contacts, discrete inputs 10001 to 10016: loops' relays and push buttons. An unused contact is open. */
export function openDi16(place: Place): ModbusSlave {
  const { inputs } = place;
  return new ModbusSlave(place, { input: (address) => (address < INPUTS ? (inputs[address]?.calls ?? false) : null) });
}
