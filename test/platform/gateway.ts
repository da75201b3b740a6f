import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Test as Tap } from "tap";
import { enclose, Octets } from "../../src/serial/framing/ts2/octets.ts";
import type { FieldLine } from "../../src/street/street.ts";
import type { Instant } from "../../src/traffic/time.ts";
import { freePort } from "./ports.ts";

/** An SDLC gateway at 127.0.0.2 with a simulated bus behind it, over a real socket: one frame a datagram, each way. */
export async function gateway(t: Tap, { port, local }: Ports, field: FieldLine, now: () => Instant) {
  const socket = createSocket("udp4");
  const octets = new Octets();
  let [timer, unplugged]: [NodeJS.Timeout | undefined, boolean] = [undefined, false];
  const heard: Uint8Array[] = [];
  socket.bind(port, "127.0.0.2");
  await once(socket, "listening");
  socket.on("message", (datagram) => {
    if (unplugged) return;
    heard.push(datagram);
    field.heard(now(), enclose(datagram));
    look();
  });
  /** Says what is due, and comes back for the rest. */
  const look = (): void => {
    clearTimeout(timer);
    for (let rest = field.said(now()) ?? new Uint8Array(0); rest.length > 0; ) {
      const front = octets.front(rest);
      if (front > 0 && !unplugged) socket.send(octets.frame.slice(), local, "127.0.0.1");
      rest = rest.subarray(Math.abs(front) || rest.length);
    }
    const at = field.saysAt;
    if (at < Number.POSITIVE_INFINITY) timer = setTimeout(look, Math.max(1, at - now()));
  };
  t.teardown(() => {
    clearTimeout(timer);
    socket.close();
  });
  return {
    look,
    unplug: (on: boolean): void => {
      unplugged = on;
    },
    /** Datagrams since the last call. */
    heard: (): readonly Uint8Array[] => heard.splice(0),
    say: (datagram: Uint8Array): void => socket.send(datagram, local, "127.0.0.1"),
  };
}

/** The gateway's port and ours: on one computer nobody can have both of one number. */
export interface Ports {
  readonly port: number;
  readonly local: number;
}

export async function freePorts(): Promise<Ports> {
  return { port: await freePort("udp"), local: await freePort("udp") };
}

export const pathOf = ({ port, local }: Ports): string => `udp://127.0.0.2:${port}?local=${local}`;
