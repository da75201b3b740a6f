import { constants, fstatSync } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { getSystemErrorMessage } from "node:util";
import { SerialPort } from "serialport";
import { native } from "../timing/native.ts";
import type { Port } from "../traffic/site.ts";
import { holderOf } from "./port-holder.ts";
import { HELD, isHeld, portWords } from "./port-words.ts";

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
  #serial: SerialPort | null = null;
  /** The number of the device behind our descriptor: asked of its name only later, a name that had moved by then would look like ours. */
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
    serial.on("data", (bytes: Buffer) => {
      this.#retry_ms = RETRY_FIRST_MS;
      this.#on.heard(bytes);
    });
    serial.on("error", (error) => this.#lose(serial, error));
    serial.on("close", (error: Error | null) => this.#lost(serial, error));
    this.#attempt = this.#open(serial).then(
      () => this.#opened(serial),
      (error: Error) => this.#lose(serial, error),
    );
  }

  /**
   * The library sets a port's speed and parity before it looks at its lock, under the hands of whoever holds it. So we look first, with a
   * descriptor of our own; it is closed last, since the last one that closes drops the line's DTR.
   */
  async #open(serial: SerialPort): Promise<void> {
    const first = await open(this.#port.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    try {
      if (native.portHeld(first.fd) !== 0) throw new Error(HELD);
      this.#device = (await first.stat()).rdev;
      await new Promise<void>((resolve, reject) => serial.open((error) => (error ? reject(error) : resolve())));
      // The library opens the name anew, which may have moved meanwhile: what we asked and switch is another device then.
      if (fstatSync(serial.port!.fd!).rdev !== this.#device) throw new Error("another device has taken its name");
      this.#switchRs485(first);
    } finally {
      await first.close();
    }
  }

  #switchRs485({ fd }: FileHandle): void {
    const { rs485 } = this.#port;
    if (rs485 === undefined) return;
    const errno = native.switchRs485(fd, rs485.before_ms, rs485.after_ms);
    if (errno !== 0) throw new Error(`RS-485: ${getSystemErrorMessage(-errno)}`);
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
      this.#cause = "";
      this.#look(serial);
      this.#on.opened();
    });
  }

  /**
   * A re-plugged adapter may be another device under the same name, and a hung-up tty goes on answering reads with nothing, for which the
   * library reads it again without end. Neither is an error to it, so an open port is compared with its name, and asked for its speed.
   */
  #look(serial: SerialPort): void {
    stat(this.#port.path)
      .then(async (now) => {
        if (now.rdev !== this.#device) throw new Error("another device has taken its name");
        await asked(serial);
        if (this.#serial !== serial || this.#closing) return;
        this.#timer = setTimeout(() => {
          this.#retry_ms = RETRY_FIRST_MS;
          this.#look(serial);
        }, LOOK_MS);
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
    const said = error?.message ?? "closed";
    const cause = portWords(this.#port, said);
    if (cause === this.#cause) return;
    this.#cause = cause;
    if (!isHeld(said)) this.#on.closed(cause);
    else {
      // The port was never open: who has it may be asked in peace.
      void holderOf(this.#port.path).then((holder) => {
        if (this.#cause === cause && !this.#closing) this.#on.closed(portWords(this.#port, said, holder));
      });
    }
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

/** A tty that was hung up refuses every question (EIO). A system that does not know this one (an emulator) has not said that it was. */
async function asked(serial: SerialPort): Promise<void> {
  try {
    await serial.port?.getBaudRate();
  } catch (error) {
    if (!String((error as Error).message).includes("Function not implemented")) throw error;
  }
}
