import { createSocket, type Socket } from "node:dgram";
import { getSystemErrorMessage } from "node:util";
import { enclose, FRAME_MAX_BYTES, Octets } from "../serial/framing/ts2/octets.ts";
import { type Gateway, gatewayOf } from "../traffic/gateway.ts";
import type { Port } from "../traffic/site.ts";
import type { OpenPort, PortEvents } from "./serial-port.ts";

const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 1_000;
/** A connected socket keeps the address that this computer had: where nothing has been heard for so long, another one is made. */
const RENEW_MS = 5_000;

/**
 * Opens the way to an SDLC gateway: one frame of Port 1 a datagram, to its address and port, from our own port. Only what comes from there is
 * heard (the kernel sees to it). A lost datagram is a lost answer: the line finds out by its time-outs. Throws a
 * RangeError for a path that names no gateway.
 */
export function openUdpPort(port: Port, on: PortEvents): OpenPort {
  const gateway = gatewayOf(port.path);
  if (gateway === null) throw new RangeError(`port "${port.name}": ${port.path} names no gateway; write udp://ADDRESS:PORT`);
  const kept = new KeptSocket(port.name, gateway, on);
  kept.start();
  return kept;
}

class KeptSocket implements OpenPort {
  readonly #name: string;
  readonly #gateway: Gateway;
  readonly #on: PortEvents;
  readonly #octets = new Octets();
  #socket: Socket | null = null;
  /** Connected: the kernel drops what comes from elsewhere. */
  #ready = false;
  /** When something was last heard, or the socket was made. */
  #heardAt = 0;
  #retry_ms = RETRY_FIRST_MS;
  #timer: NodeJS.Timeout | undefined;
  #cause = "";
  #closing: Promise<void> | null = null;

  constructor(name: string, gateway: Gateway, on: PortEvents) {
    this.#name = name;
    this.#gateway = gateway;
    this.#on = on;
  }

  start(): void {
    const socket = createSocket({ type: "udp4" });
    this.#socket = socket;
    socket.on("error", (error) => this.#failed(socket, error));
    socket.on("message", (datagram, from) => this.#heard(socket, datagram, from.address, from.port));
    socket.on("connect", () => this.#opened(socket));
    const { host, port, local } = this.#gateway;
    socket.bind({ port: local, exclusive: true }, () => {
      if (this.#socket === socket) socket.connect(port, host);
    });
  }

  write(bytes: Uint8Array): void {
    const socket = this.#socket;
    if (!this.#ready || socket === null) return;
    if (performance.now() - this.#heardAt > RENEW_MS) {
      this.#renew(socket);
      return;
    }
    for (let rest = bytes; rest.length > 0; ) {
      const front = this.#octets.front(rest);
      // Nobody but devices of Port 1 writes here, and they write whole frames.
      if (front <= 0) return;
      socket.send(this.#octets.frame.slice(), () => {});
      rest = rest.subarray(front);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  #opened(socket: Socket): void {
    if (this.#socket !== socket || this.#closing) return;
    this.#ready = true;
    this.#heardAt = performance.now();
    this.#retry_ms = RETRY_FIRST_MS;
    this.#cause = "";
    this.#on.opened();
  }

  /** A datagram that is no frame becomes noise, where it is counted; one that is longer than any frame can be is nothing. */
  #heard(socket: Socket, datagram: Uint8Array, address: string, port: number): void {
    if (this.#socket !== socket || !this.#ready || this.#closing) return;
    // What lay in the socket before it was connected may be anybody's.
    if (address !== this.#gateway.host || port !== this.#gateway.port) return;
    this.#heardAt = performance.now();
    if (datagram.length > 0 && datagram.length <= FRAME_MAX_BYTES) this.#on.heard(enclose(datagram));
  }

  /** What was to be said is lost with the old socket, as in a datagram. */
  #renew(socket: Socket): void {
    this.#ready = false;
    this.#socket = null;
    socket.close(() => {
      if (!this.#closing) this.start();
    });
  }

  /** Whoever is not reachable, or does not listen, is one who does not answer. Only a socket that cannot be had is a port that is closed. */
  #failed(socket: Socket, error: Error): void {
    if (this.#socket !== socket || this.#closing || this.#ready) return;
    this.#socket = null;
    socket.close();
    this.#timer = setTimeout(() => this.start(), this.#retry_ms);
    this.#retry_ms = Math.min(this.#retry_ms * 2, RETRY_LAST_MS);
    const cause = wordsFor(this.#name, this.#gateway, error);
    if (cause === this.#cause) return;
    this.#cause = cause;
    this.#on.closed(cause);
  }

  async #shut(): Promise<void> {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    if (socket) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }
}

/** What the system says, and what a technician can do about it. */
const ADVICE: readonly (readonly [code: string, words: string, todo: string])[] = [
  ["EADDRINUSE", "another program has our port", "end that program (ss -ulpn shows it), or write another ?local=PORT"],
  ["ENETUNREACH", "there is no way to its network", "look at this computer's network settings (ip route)"],
  ["EACCES", "this user may not use that port", "give the gateway a port above 1023"],
];

function wordsFor(name: string, { host, port }: Gateway, error: NodeJS.ErrnoException): string {
  const said = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
  const [, words, todo] = ADVICE.find(([code]) => code === error.code) ?? [null, "does not work", "look at the network and its cable"];
  return `port "${name}": gateway ${host}:${port}: ${words} (${said}); ${todo}`;
}
