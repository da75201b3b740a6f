import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** Where a field lies in its buffer, in integers. */
export type Layout = { readonly [field: string]: { readonly at: number; readonly count: number } };

/** What native/describe.h publishes. */
export interface Description {
  readonly tables: Layout;
  readonly monitor: Layout;
  readonly lanes: Layout;
  readonly traffic: Layout;
  readonly input: Layout;
  readonly output: Layout;
  readonly state: Layout;
  /** The words behind the integers of enumerations, in the order of their values. */
  readonly words: { readonly [enumeration: string]: readonly string[] };
}

/** One intersection. `step` reads `input` and `traffic` and writes `output`, one tenth of a second a call; `look` writes `state`. */
export interface Junction {
  readonly input: Int32Array;
  readonly traffic: Int32Array;
  readonly output: Int32Array;
  readonly state: Int32Array;
  step(): void;
  look(): void;
}

/** What the addon exports. */
export interface Native {
  describe(): Description;
  /** Throws in words when the tables cannot be run. */
  open(tables: Int32Array, monitor: Int32Array, lanes: Int32Array): Junction;
  openPty(): { readonly path: string; readonly master: number };
  /** 0, or the errno: EWOULDBLOCK where another program has the lock of the port behind the descriptor. */
  portHeld(fd: number): number;
  /** 0, or the errno: ENOTTY where the port's driver has no RS-485 mode. */
  switchRs485(fd: number, before_ms: number, after_ms: number): number;
  /** Sends words to the datagram socket at a path, without waiting. 0, or the errno. */
  notify(socket: string, words: string): number;
}

export const native: Native = load();

/**
 * A new pair of pseudo-terminals in raw mode: the path of the tty that a program opens, and the file descriptor of the other end, which
 * is the caller's to close. Throws in words when the system has none left.
 */
export function openPty(): { readonly path: string; readonly master: number } {
  return native.openPty();
}

function load(): Native {
  const file = fileURLToPath(new URL(`../../native/prebuilds/linux-${process.arch}/stopline.node`, import.meta.url));
  try {
    return createRequire(import.meta.url)(file) as Native;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`cannot load the native part from ${file}: ${message.split("\n")[0]}; ${remedyFor(message)}`);
  }
}

function remedyFor(message: string): string {
  const symbol = /undefined symbol: (\S+)/.exec(message)?.[1];
  if (symbol === undefined) return "`make native` builds it";
  if (symbol.startsWith("napi_")) return `this Node (${process.version}) is older than the one that it was built for`;
  return "a header of native/ declares this and no .cc file beside it defines it";
}
