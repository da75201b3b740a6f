/** As much of TraCI's numbers as the bench speaks (SUMO 1.15; https://sumo.dlr.de/docs/TraCI/Protocol.html). */
export const COMMAND = { version: 0x00, step: 0x02, close: 0x7f, setLane: 0xc3, setLight: 0xc2, setVehicle: 0xc4, setRoute: 0xc6 } as const;

/** What may be subscribed to, by the number of the command; SUMO answers with 0x10 more. */
export const SUBSCRIBE = { loop: 0xd0, light: 0xd2, lane: 0xd3, vehicle: 0xd4, simulation: 0xdb, laneArea: 0xdd, person: 0xde } as const;
export type Domain = keyof typeof SUBSCRIBE;

export const VARIABLE = {
  vehicles: 0x10,
  vehicleIds: 0x12,
  halting: 0x14,
  length: 0x15,
  vehicleData: 0x17,
  lightState: 0x20,
  departedPersons: 0x25,
  disallowed: 0x35,
  speed: 0x40,
  position: 0x42,
  angle: 0x43,
  road: 0x50,
  departed: 0x74,
  arrived: 0x7a,
  add: 0x80,
  remove: 0x81,
  distance: 0x84,
  addFull: 0x85,
  timeLoss: 0x8c,
  pending: 0x94,
  nextEdge: 0xc1,
} as const;

export const TYPE = {
  position: 0x01,
  ubyte: 0x07,
  byte: 0x08,
  integer: 0x09,
  double: 0x0b,
  string: 0x0c,
  strings: 0x0e,
  compound: 0x0f,
  doubles: 0x10,
} as const;
