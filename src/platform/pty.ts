import { closeSync, constants, openSync, readlinkSync, renameSync, symlinkSync, unlinkSync, writeSync } from "node:fs";
import tty from "node:tty";
import { openPty } from "../timing/native.ts";

/** One pty pair with a serial port's name: what another program opens at `path` is a tty, and we are the cable's other end. */
export interface Pty {
  /** The name that was asked for: a link that stays the same from one pair to the next, as /dev/serial/by-path does. */
  readonly path: string;
  /** Never waits. Bytes that nobody has read when the tty is full are lost, as on a wire. */
  write(bytes: Uint8Array): void;
  /** Pulls the plug: who has the tty open sees a hang-up, and the name is gone. */
  close(): void;
}

/**
 * Makes a pty pair and links its tty to `path`. `heard` gets what the other side writes. Throws in words if no pair can be had or the
 * link cannot be made.
 */
export function openPtyPair(path: string, heard: (bytes: Uint8Array) => void): Pty {
  const pair = openPty();
  const cable = new Cable(path, pair.path, pair.master);
  cable.listen(heard);
  return cable;
}

class Cable implements Pty {
  readonly path: string;
  readonly #tty: string;
  readonly #master: number;
  readonly #stream: tty.ReadStream;
  readonly #slave: number;
  #open = true;

  constructor(path: string, ttyPath: string, master: number) {
    this.path = path;
    this.#tty = ttyPath;
    this.#master = master;
    this.#stream = new tty.ReadStream(master);
    setNonBlocking(this.#stream);
    // A tty that nobody has open gives its master EIO and forgets its raw mode; a cable without a program at its end does neither.
    this.#slave = openSync(ttyPath, constants.O_RDWR | constants.O_NOCTTY);
    try {
      link(ttyPath, path);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  listen(heard: (bytes: Uint8Array) => void): void {
    this.#stream.on("data", heard);
    // The other end is ours as well: an error here can only be the plug being pulled.
    this.#stream.on("error", () => this.close());
  }

  write(bytes: Uint8Array): void {
    if (!this.#open) return;
    try {
      writeSync(this.#master, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#stream.destroy();
    closeSync(this.#slave);
    unlink(this.path, this.#tty);
  }
}

/**
 * libuv leaves a pty's master blocking, and a write to a tty that nobody reads would then hold up the whole process once 20 KB lie
 * in it. `setBlocking` is on every stream handle of Node, though not in its documents; without it the descriptor stays as it came.
 */
function setNonBlocking(stream: tty.ReadStream): void {
  const { _handle } = stream as unknown as { readonly _handle?: { setBlocking?(blocking: boolean): number } };
  _handle?.setBlocking?.(false);
}

/** In one step, so that no one ever finds the name without its tty. */
function link(ttyPath: string, path: string): void {
  const temporary = `${path}.${process.pid}`;
  try {
    symlinkSync(ttyPath, temporary);
    renameSync(temporary, path);
  } catch (error) {
    throw new Error(`cannot link ${path} to ${ttyPath}: ${(error as Error).message}; is its folder there and ours to write in?`);
  }
}

/** Takes the name away unless it is another pair's by now. */
function unlink(path: string, ttyPath: string): void {
  try {
    if (readlinkSync(path) === ttyPath) unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
