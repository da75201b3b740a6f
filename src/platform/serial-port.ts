import { stat } from "node:fs/promises";
import type { Port } from "../traffic/site.ts";
import { portWords } from "./port-words.ts";
import { openTtyLine, type TtyLine } from "./tty-line.ts";

export interface PortEvents {
  opened(): void;
  /** Once for each cause: when the port is lost, and when it cannot be opened. It is tried again for ever, whatever the cause. */
  closed(cause: string): void;
  heard(bytes: Uint8Array): void;
}

export interface OpenPort {
  /** Copies the bytes and does not wait. What cannot be written is dropped: the line finds out by its time-outs. */
  write(bytes: Uint8Array): void;
  /** Resolves when the descriptor is closed; nothing is called after that. */
  close(): Promise<void>;
}

const RETRY_FIRST_MS = 100;
const RETRY_LAST_MS = 1_000;
/** A tty that was hung up, by an unplug or a login that ended, has no more bytes. */
const HUNG_UP = "hung up";
/** How often an open port is compared with its name. */
const LOOK_MS = 500;

/** Opens `port` and keeps it open: after an unplug, or while the path is missing, it tries again after 100 ms, doubling up to 1 s. */
export function openPort(port: Port, on: PortEvents): OpenPort {
  const kept = new KeptPort(port, on);
  kept.start();
  return kept;
}

class KeptPort implements OpenPort {
  readonly #port: Port;
  readonly #on: PortEvents;
  #tty: TtyLine | null = null;
  /** The device number that the name had when it was opened. */
  #device = 0;
  #retry_ms = RETRY_FIRST_MS;
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when the last attempt to open has succeeded or failed, and what was lost before it is closed. */
  #attempt: Promise<void> = Promise.resolve();
  #leaving: Promise<void> = Promise.resolve();
  #cause = "";
  #closing: Promise<void> | null = null;

  constructor(port: Port, on: PortEvents) {
    this.#port = port;
    this.#on = on;
  }

  start(): void {
    // What was lost is closed first: a port that is still ours would be held against us.
    this.#attempt = this.#leaving
      .then(() => openTtyLine(this.#port))
      .then(
        (tty) => this.#opened(tty),
        (error: Error) => this.#gone(error),
      );
  }

  write(bytes: Uint8Array): void {
    const stream = this.#tty?.stream;
    // While one request waits for an adapter that takes no bytes, the next ones are dropped: it would say them all at once when it wakes.
    if (stream?.writable && stream.writableLength === 0) stream.write(Buffer.from(bytes));
  }

  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  #opened(tty: TtyLine): Promise<void> | void {
    if (this.#closing) return tty.close();
    this.#tty = tty;
    this.#retry_ms = RETRY_FIRST_MS;
    this.#cause = "";
    this.#device = 0;
    const { stream } = tty;
    stream.on("data", (bytes: Buffer) => this.#on.heard(bytes));
    stream.on("error", (error) => this.#lose(tty, error));
    stream.once("close", () => this.#lose(tty, new Error(HUNG_UP)));
    this.#look(tty);
    this.#on.opened();
  }

  /** A re-plugged adapter may be another device under the same name, and the old one may go on saying nothing: it is compared with its name. */
  #look(tty: TtyLine): void {
    stat(this.#port.path)
      .then((now) => {
        if (this.#device !== 0 && now.rdev !== this.#device) throw new Error("another device has taken its name");
        this.#device = now.rdev;
        if (this.#tty === tty) this.#timer = setTimeout(() => this.#look(tty), LOOK_MS);
      })
      .catch((error: Error) => this.#lose(tty, error));
  }

  #lose(tty: TtyLine, error: Error): void {
    if (this.#tty !== tty) return;
    this.#tty = null;
    clearTimeout(this.#timer);
    this.#leaving = tty.close().catch(() => {});
    this.#gone(error);
  }

  /** There is no open port: tries again, and says why, once for each cause. */
  #gone(error: Error): void {
    if (this.#closing) return;
    this.#timer = setTimeout(() => this.start(), this.#retry_ms);
    this.#retry_ms = Math.min(this.#retry_ms * 2, RETRY_LAST_MS);
    const cause = portWords(this.#port, error.message);
    if (cause === this.#cause) return;
    this.#cause = cause;
    this.#on.closed(cause);
  }

  async #shut(): Promise<void> {
    clearTimeout(this.#timer);
    const tty = this.#tty;
    this.#tty = null;
    await this.#attempt;
    await this.#leaving;
    await tty?.close();
  }
}
