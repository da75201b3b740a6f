import { type Addresses, isProtocol, PROTOCOLS, type Protocol, protocolNames } from "../../detection/protocols/index.ts";
import { DRIVERS, type DriverProtocol, driverNames, isDriver } from "../../signals/drivers/index.ts";
import { gatewayOf } from "../../traffic/gateway.ts";
import { nearest } from "../nearest.ts";
import type { Row } from "../rows.ts";
import type { DEVICE } from "../tables/wiring.ts";
import type { Check } from "./index.ts";
import { noteTwice } from "./references.ts";

type DeviceRow = Row<typeof DEVICE>;

export const protocolOf = (name: string | undefined): Protocol | undefined =>
  name !== undefined && isProtocol(name) ? PROTOCOLS[name] : undefined;
export const driverOf = (name: string | undefined): DriverProtocol | undefined =>
  name !== undefined && isDriver(name) ? DRIVERS[name] : undefined;

/** A driver that has a whole bus's fixed addresses: nobody else of its kind can be there. */
const gatewayDriver = (name: string | undefined): DriverProtocol | undefined => (driverOf(name)?.gateway ? driverOf(name) : undefined);

/** A lamp must not wait longer for its board than this, and the board's watchdog not longer for its heartbeat. */
export const DRIVER_POLL_MAX_MS = 500;

export const checkDevices: Check = ({ devices }, { ports }) => {
  noteTwice(
    devices.map((row) => ({ row, key: row.value.name })),
    "name",
    (name) => `the name "${name}"`,
    "Give each device its own name.",
  );
  for (const row of devices) {
    ports.find(row.value.port, (words, todo) => row.note("port", words, todo));
    const protocol = checkProtocol(row);
    if (protocol === undefined) continue;
    checkProfile(row, protocol.profiles);
    checkAddress(row, protocol.addresses);
    checkPolling(row);
    checkTransport(row, protocol.gateway === true, row.value.port === undefined ? undefined : ports.get(row.value.port)?.value.path);
  }
  checkLines(devices);
};

function checkProtocol(row: DeviceRow): Protocol | DriverProtocol | undefined {
  const { protocol } = row.value;
  const found = protocolOf(protocol) ?? driverOf(protocol);
  if (found !== undefined || protocol === undefined) return found;
  const names = [...protocolNames, ...driverNames];
  const near = nearest(protocol, names);
  const todo = near === undefined ? `Write one of ${names.join(", ")}.` : `Did you mean "${near}"?`;
  row.note("protocol", `there is no protocol "${protocol}"`, todo);
  return undefined;
}

function checkProfile(row: DeviceRow, profiles: readonly string[]): void {
  const { protocol, profile } = row.value;
  if (profile === undefined || profiles.includes(profile) || (profile === "" && profiles.length === 0)) return;
  const named = profiles.filter((name) => name !== "");
  const near = nearest(profile, named);
  if (named.length === 0) row.note("profile", `${protocol} has no profiles`, "Take the line away.");
  else if (profile === "") row.note("profile", `profile is missing: ${protocol} has several`, `Write one of ${named.join(", ")}.`);
  else
    row.note(
      "profile",
      `${protocol} has no profile "${profile}"`,
      near === undefined ? `Write one of ${named.join(", ")}.` : `Did you mean "${near}"?`,
    );
}

function checkAddress(row: DeviceRow, addresses: Addresses | null): void {
  const { protocol, address } = row.value;
  if (addresses === null) {
    if (row.has("address")) row.note("address", `${protocol} has no addresses`, "Take the line away.");
    return;
  }
  const [first, last, further = first, furthest = last] = addresses;
  const which = `${first} to ${last}${addresses.length > 2 ? ` and ${further} to ${furthest}` : ""}`;
  if (!row.has("address")) row.note("address", "address is missing", `Write the number that is set on the device, ${which}.`);
  else if (address !== undefined && (address < first || address > last) && (address < further || address > furthest)) {
    row.note("address", `address is ${address}, but addresses of ${protocol} are ${which}`, "Write the number that is set on the device.");
  }
}

function checkPolling(row: DeviceRow): void {
  const { protocol, poll_ms } = row.value;
  if (protocolOf(protocol)?.listens === true) {
    if (row.has("poll_ms")) row.note("poll_ms", `a device with ${protocol} talks by itself and is not polled`, "Take the line away.");
  } else if (!row.has("poll_ms")) {
    row.note(
      "poll_ms",
      "poll_ms is missing",
      "Write the milliseconds from one question to the next: 100 for loops, 250 for an output board.",
    );
  } else if (driverOf(protocol) && poll_ms !== undefined && poll_ms > DRIVER_POLL_MAX_MS) {
    row.note(
      "poll_ms",
      `poll_ms is ${poll_ms}, too seldom for a board that lights lamps`,
      `Write ${DRIVER_POLL_MAX_MS} or less; 250 is usual.`,
    );
  }
}

/** Frames of a synchronous bus go by datagrams to its gateway; nothing else does. */
function checkTransport(row: DeviceRow, gateway: boolean, path: string | undefined): void {
  if (path === undefined) return;
  const { protocol, port } = row.value;
  const isGateway = gatewayOf(path) !== null;
  if (gateway && !isGateway)
    row.note(
      "port",
      `${protocol} is spoken on NEMA TS 2 Port 1, which is synchronous: no serial port can speak it`,
      'Give it a port with path = "udp://ADDRESS:PORT" of an SDLC gateway.',
    );
  else if (!gateway && isGateway)
    row.note("port", `port "${port}" is an SDLC gateway, and ${protocol} is spoken on serial lines`, "Write the port that it is wired to.");
}

/** Devices on one line are told apart by their addresses; of those without, a line can have one. */
function checkLines(devices: readonly DeviceRow[]): void {
  const placed = devices.map((row) => ({ row, ...row.value }));
  const addressed = placed.filter(({ port, address }) => port !== undefined && address !== undefined);
  noteTwice(
    addressed.map(({ row, port, address }) => ({ row, key: JSON.stringify([port, address]) })),
    "address",
    (key) => `address ${JSON.parse(String(key))[1]} on port "${JSON.parse(String(key))[0]}"`,
    "Set one of them to another address, on the device and here.",
  );
  for (const { row, port, protocol } of placed) {
    const other = placed.find((each) => each.row !== row && each.port === port && port !== undefined);
    if (protocolOf(protocol)?.deaf !== true || other === undefined || protocolOf(other.protocol)?.listens === true) continue;
    row.note(
      "port",
      `port "${port}" also has ${other.row.where}, which is asked, and a device with ${protocol} must hear nothing`,
      "Give it a port of its own: a byte that is meant for another has it wait for commands and detect nobody.",
    );
  }
  const alone = new Map<string, DeviceRow>();
  for (const { row, port, protocol } of placed) {
    if (port === undefined || (protocolOf(protocol) ?? gatewayDriver(protocol))?.addresses !== null) continue;
    const other = alone.get(port);
    if (other === undefined) alone.set(port, row);
    else
      row.note(
        "port",
        `port "${port}" already has ${other.where}, and neither has an address`,
        "Give each its own port: nobody can tell them apart.",
      );
  }
}
