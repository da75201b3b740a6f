import { gatewayOf } from "../traffic/gateway.ts";
import type { Port } from "../traffic/site.ts";
import { type OpenPort, openPort, type PortEvents } from "./serial-port.ts";
import { openUdpPort } from "./udp-port.ts";

/** A line by its path: a serial port, or an SDLC gateway. */
export const openAnyPort = (port: Port, on: PortEvents): OpenPort => (gatewayOf(port.path) === null ? openPort : openUdpPort)(port, on);
