/** An SDLC gateway: who exchanges Port 1's frames as datagrams. */
export interface Gateway {
  /** IPv4, in numbers: a cabinet has no name server. */
  readonly host: string;
  readonly port: number;
  /** Our own port, to which it answers. */
  readonly local: number;
}

/** Port 1's own speed (NEMA TS 2), which its gateway has whatever the network has. */
export const PORT_1_BAUD = 153_600;

const FORM = /^udp:\/\/(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})(?:\?local=(\d{1,5}))?$/;
const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

/**
 * The gateway that a port's path names, as in udp://192.168.10.5:10001, or udp://192.168.10.5:10001?local=10002 where it answers to another
 * port than its own; null for the path of a serial port.
 */
export function gatewayOf(path: string): Gateway | null {
  const [, host, there, here] = FORM.exec(path) ?? [];
  if (host === undefined || host.split(".").some((each) => Number(each) > 255)) return null;
  const [port, local] = [Number(there), Number(here ?? there)];
  return isPort(port) && isPort(local) ? { host: host.split(".").map(Number).join("."), port, local } : null;
}
