/** An SDLC gateway: who exchanges Port 1's frames as datagrams. */
export interface Gateway {
  /** IPv4, in numbers: a cabinet has no name server. */
  readonly host: string;
  readonly port: number;
}

/** Port 1's own speed (NEMA TS 2), which its gateway has whatever the network has. */
export const PORT_1_BAUD = 153_600;

const FORM = /^udp:\/\/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}):(\d{1,5})$/;

/** The gateway that a port's path names, as in udp://192.168.1.124:10001; null for the path of a serial port. */
export function gatewayOf(path: string): Gateway | null {
  const numbers = FORM.exec(path)?.slice(1).map(Number);
  if (numbers === undefined) return null;
  const port = numbers.pop()!;
  if (numbers.some((each) => each > 255) || port < 1 || port > 65_535) return null;
  return { host: numbers.join("."), port };
}
