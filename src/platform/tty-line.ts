import { closeSync, constants, open as openCallback } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ReadStream } from "node:tty";
import { getSystemErrorMessage, promisify } from "node:util";
import { native } from "../timing/native.ts";
import type { Port } from "../traffic/site.ts";
import { HELD } from "./port-words.ts";

const openDescriptor = promisify(openCallback);
const MODE = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
const PARITIES = { none: 0, even: 1, odd: 2 } as const;

/** A serial port that is open, set and locked. */
export interface TtyLine {
  /** Bytes as they come; its end is a tty that was hung up. It is written to as well. */
  readonly stream: ReadStream;
  /** Resolves when every descriptor is closed. */
  close(): Promise<void>;
}

/**
 * Opens a port: first its lock, then its settings, since whoever holds it must not find them changed. Rejects with what the system says.
 * Two descriptors: Node's stream reads and writes through one of its own, and whatever a close waits for (bytes that an adapter does not take,
 * for half a minute) is waited for by the last one, away from the signals.
 */
export async function openTtyLine(port: Port): Promise<TtyLine> {
  const holder = await open(port.path, MODE);
  try {
    if (native.lockPort(holder.fd) !== 0) throw new Error(HELD);
    // While nobody has set CLOCAL, the stream's own opening would wait for a carrier.
    said("", await native.setLine(holder.fd, port.baud, PARITIES[port.parity], port.stop_bits));
    const { rs485 } = port;
    if (rs485 !== undefined) said("RS-485: ", native.switchRs485(holder.fd, rs485.before_ms, rs485.after_ms));
    return new Held(holder, streamOn(await openDescriptor(`/proc/self/fd/${holder.fd}`, MODE)));
  } catch (error) {
    await holder.close();
    throw error;
  }
}

function said(before: string, errno: number): void {
  if (errno !== 0) throw new Error(`${before}${getSystemErrorMessage(-errno)}`);
}

/** Takes over the descriptor, also where it throws. */
function streamOn(fd: number): ReadStream {
  let stream: ReadStream;
  try {
    stream = new ReadStream(fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  // libuv opens a tty anew for itself, and leaves what it was given open.
  const { _handle } = stream as unknown as { readonly _handle?: { readonly fd: number } };
  if (_handle !== undefined && _handle.fd !== fd) closeSync(fd);
  return stream;
}

class Held implements TtyLine {
  readonly stream: ReadStream;
  readonly #holder: FileHandle;
  #closed: Promise<void> | null = null;

  constructor(holder: FileHandle, stream: ReadStream) {
    this.#holder = holder;
    this.stream = stream;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.stream.removeAllListeners();
    // What it still says is of no interest.
    this.stream.on("error", () => {});
    if (!this.stream.closed) {
      const closed = new Promise<void>((resolve) => this.stream.once("close", () => resolve()));
      this.stream.destroy();
      await closed;
    }
    await this.#holder.close();
  }
}
