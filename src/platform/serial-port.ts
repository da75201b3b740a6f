import { stat } from "node:fs/promises";
import { SerialPort } from "serialport";
import type { Port } from "../traffic/site.ts";

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
/** How often an open port is compared with its name. */
const LOOK_MS = 1_000;

/** Opens `port` and keeps it open: after an unplug, or while the path is missing, it tries again after 100 ms, doubling up to 1 s. */
export function openPort(port: Port, on: PortEvents): OpenPort {
  const kept = new KeptPort(port, on);
  kept.start();
  return kept;
}

class KeptPort implements OpenPort {
  readonly #port: Port;
  readonly #on: PortEvents;
  #serial: SerialPort | null = null;
  /** The device number that the name had when it was opened. */
  #device = 0;
  #retry_ms = RETRY_FIRST_MS;
  #timer: NodeJS.Timeout | undefined;
  /** Resolves when the last attempt to open has succeeded or failed. */
  #attempt: Promise<void> = Promise.resolve();
  #cause = "";
  #closing: Promise<void> | null = null;

  constructor(port: Port, on: PortEvents) {
    this.#port = port;
    this.#on = on;
  }

  start(): void {
    const { path, baud, parity, stop_bits } = this.#port;
    const serial = new SerialPort({ path, baudRate: baud, parity, stopBits: stop_bits, dataBits: 8, autoOpen: false });
    this.#serial = serial;
    serial.on("data", (bytes: Buffer) => this.#on.heard(bytes));
    serial.on("error", (error) => this.#lose(serial, error));
    serial.on("close", (error: Error | null) => this.#lost(serial, error));
    this.#attempt = new Promise((resolve) => {
      serial.open((error) => {
        if (error) this.#lost(serial, error);
        else this.#opened(serial);
        resolve();
      });
    });
  }

  write(bytes: Uint8Array): void {
    const serial = this.#serial;
    // While one request waits for an adapter that takes no bytes, the next ones are dropped: it would say them all at once when it wakes.
    if (serial?.isOpen && serial.writableLength === 0) serial.write(Buffer.from(bytes));
  }

  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  #opened(serial: SerialPort): void {
    if (this.#closing) return;
    // Whatever lay in the driver was said before anyone listened.
    serial.flush(() => {
      if (this.#closing || this.#serial !== serial || !serial.isOpen) return;
      this.#retry_ms = RETRY_FIRST_MS;
      this.#cause = "";
      this.#device = 0;
      this.#look(serial);
      this.#on.opened();
    });
  }

  /**
   * A hung-up tty may go on answering reads with nothing, and a re-plugged adapter may be another device under the same name: neither
   * is an error to the library, so an open port is compared with its name.
   */
  #look(serial: SerialPort): void {
    stat(this.#port.path)
      .then((now) => {
        if (this.#device !== 0 && now.rdev !== this.#device) throw new Error("another device has taken its name");
        this.#device = now.rdev;
        if (this.#serial === serial && !this.#closing) this.#timer = setTimeout(() => this.#look(serial), LOOK_MS);
      })
      .catch((error: Error) => this.#lose(serial, error));
  }

  /** Something is wrong with an open port: closing it leads to `#lost`. */
  #lose(serial: SerialPort, error: Error): void {
    if (this.#serial !== serial || this.#closing) return;
    if (serial.isOpen) serial.close(() => this.#lost(serial, error), error);
    else this.#lost(serial, error);
  }

  #lost(serial: SerialPort, error: Error | null): void {
    if (this.#serial !== serial || this.#closing) return;
    this.#serial = null;
    serial.removeAllListeners("data");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), this.#retry_ms);
    this.#retry_ms = Math.min(this.#retry_ms * 2, RETRY_LAST_MS);
    const cause = wordsFor(this.#port, error?.message ?? "closed");
    if (cause === this.#cause) return;
    this.#cause = cause;
    this.#on.closed(cause);
  }

  async #shut(): Promise<void> {
    clearTimeout(this.#timer);
    const serial = this.#serial;
    this.#serial = null;
    if (!serial) return;
    serial.removeAllListeners("data");
    await this.#attempt;
    if (serial.isOpen) await new Promise<void>((resolve) => serial.close(() => resolve()));
  }
}

/** What the library and the system say, and what a technician can do about it. */
const ADVICE: readonly (readonly [said: RegExp, words: string, todo: string])[] = [
  [
    /no such file|ENOENT/i,
    "is not there",
    "is the adapter plugged in, and is the path in the site file its own? (ls -l /dev/serial/by-path)",
  ],
  [/permission denied|EACCES/i, "may not be opened by this user", "add the user to the group that owns it (ls -l shows it; often dialout)"],
  [/lock|temporarily unavailable|busy/i, "is held by another program", "end that program (fuser names it)"],
  [/bad file descriptor|input\/output|EIO|hang|closed|no such device|ENXIO/i, "was unplugged", "plug the adapter in again"],
  [/baud/i, "does not take these settings", "set a baud rate that the adapter knows"],
];

function wordsFor(port: Port, said: string): string {
  const [, words, todo] = ADVICE.find(([pattern]) => pattern.test(said)) ?? [null, "does not work", "look at the adapter and its cable"];
  return `port "${port.name}": ${port.path} ${words} (${said}); ${todo}`;
}
