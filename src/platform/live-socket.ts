import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { dirname } from "node:path";
import type { Live } from "../traffic/live.ts";
import { saidLines } from "./said-lines.ts";

const RETRY_MS = 500;
/** A frame of the largest site (64 detectors, 32 channels, 16 phases) is about 20 KB; what is longer than this is not ours. */
const FRAME_BYTES_MAX = 262_144;
/** Beyond this a unit does not read, and what it would read is old. */
const UNSAID_MAX = 65_536;
const NEWLINE = 10;
/** What stands on a street is nobody's secret, but only the link has to read it. The process's umask may say less. */
const SOCKET_MODE = 0o660;

export interface LiveServer {
  /** Never waits. A reader that has not taken the last frame loses this one. */
  send(live: Live): void;
  close(): Promise<void>;
}

/**
 * Live state as JSON lines on the unix socket `path`, for whoever connects and may (the socket's group, at most). The socket file of a unit
 * that died is replaced; rejects with an Error in words if a unit that lives has it. Signals do not depend on it: while it cannot be opened
 * for other reasons, `told` hears why once for each cause, and it is tried again every 500 ms. `heard` gets the lines that readers say: what
 * neighbours announce, of which a lost one is replaced by the next.
 */
export async function serveLive(
  path: string,
  told: (cause: string) => void = () => {},
  heard: (line: string) => void = () => {},
): Promise<LiveServer> {
  if (await answers(path).catch(() => false))
    throw new Error(`another unit is running there: it shows its live state at ${path}. End it first, or name another --live`);
  const readers = new Set<Socket>();
  let cause = "";
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let own = "";
  const server = createServer((reader) => {
    readers.add(reader);
    const take = saidLines(() => performance.now(), heard);
    reader.on("data", (bytes) => {
      if (!take(bytes)) reader.destroy();
    });
    // A reader that is gone is its own affair.
    reader.on("error", () => {});
    reader.once("close", () => readers.delete(reader));
  });
  // It gets its name when it listens: Node removes the name that it was bound by when it closes, whoever has it by then.
  const bound = `${path}.${process.pid}`;
  const open = async (): Promise<void> => {
    try {
      if (await answers(path)) throw new Error("another unit is running there");
      if (closed) return;
      mkdirSync(dirname(path), { recursive: true });
      rmSync(bound, { force: true });
      server.listen(bound);
    } catch (error) {
      failed(error as Error);
    }
  };
  const failed = (error: Error): void => {
    if (closed) return;
    timer = setTimeout(open, RETRY_MS);
    const words = `the socket for live state ${path} cannot be opened (${error.message}); the status page shows nothing until it can`;
    if (words !== cause) told(words);
    cause = words;
  };
  server.on("error", failed);
  server.on("listening", () => {
    if (closed) return;
    try {
      chmodSync(bound, lstatSync(bound).mode & SOCKET_MODE);
      own = fileAt(bound);
      renameSync(bound, path);
      cause = "";
    } catch (error) {
      server.close();
      failed(error as Error);
    }
  });
  await open();
  return {
    send: (live) => {
      let line = "";
      for (const reader of readers) {
        if (reader.writableLength > 0) continue;
        if (line === "") line = `${JSON.stringify(live)}\n`;
        reader.write(line);
      }
    },
    close: () =>
      new Promise((resolve) => {
        closed = true;
        clearTimeout(timer);
        if (own !== "" && fileAt(path) === own) rmSync(path, { force: true });
        server.close(() => resolve());
        for (const reader of readers) reader.destroy();
      }),
  };
}

/** Which file lies at `path`; "" if none does. */
function fileAt(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.dev}:${stat.ino}`;
}

/** Whether somebody listens at `path`. Rejects if that cannot be found out, or what is there is no socket. */
async function answers(path: string): Promise<boolean> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return false;
  if (!there.isSocket()) throw new Error("a file that is no socket has this name");
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      // Refused: whoever made the file has died. Full: somebody lives, but does not come to it.
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve(false);
      else if (error.code === "EAGAIN") resolve(true);
      else reject(error);
    });
  });
}

export interface LiveWatch {
  /** Says a line to the unit. Never waits: it is lost while the unit is not there, or has not taken the last one. */
  say(line: string): void;
  /** Nothing is called after this. */
  close(): void;
}

/**
 * Reads the socket of `serveLive` and connects again every 500 ms for ever. `onGone` is called once each time that the unit is lost, and
 * once if it is not there at the start. Of frames that arrive together only the newest is taken.
 */
export function watchLive(path: string, onLive: (live: Live) => void, onGone: () => void): LiveWatch {
  let there: boolean | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let socket: Socket;
  const connect = (): void => {
    const newest = newestLine();
    socket = createConnection(path);
    socket.on("connect", () => {
      there = true;
    });
    socket.on("data", (bytes) => {
      const line = newest(bytes);
      if (line === null) return;
      const live = line === "too long" ? null : liveIn(line);
      // Whoever speaks otherwise is not our unit, or no longer: its next connection starts with a whole frame.
      if (live === null) socket.destroy();
      else onLive(live);
    });
    // Followed by "close", which says the same.
    socket.on("error", () => {});
    socket.once("close", () => {
      if (closed) return;
      timer = setTimeout(connect, RETRY_MS);
      if (there === false) return;
      there = false;
      onGone();
    });
  };
  connect();
  return {
    say: (line) => {
      if (there && socket.writable && socket.writableLength < UNSAID_MAX) socket.write(`${line}\n`);
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket.removeAllListeners("data");
      socket.destroy();
    },
  };
}

/** Takes bytes as they come and gives back the newest whole line, if one ended in them. */
function newestLine(): (bytes: Buffer) => string | "too long" | null {
  let held: Buffer[] = [];
  let length = 0;
  return (bytes) => {
    const end = bytes.lastIndexOf(NEWLINE);
    if (end < 0) {
      held.push(bytes);
      length += bytes.length;
      return length > FRAME_BYTES_MAX ? "too long" : null;
    }
    // lastIndexOf with a negative offset would start from the far end.
    const before = end === 0 ? -1 : bytes.lastIndexOf(NEWLINE, end - 1);
    const line = before < 0 ? Buffer.concat([...held, bytes.subarray(0, end)]) : bytes.subarray(before + 1, end);
    held = [bytes.subarray(end + 1)];
    length = held[0]!.length;
    return line.toString("utf8");
  };
}

/** The unit and the link are one release, so a frame that parses and names its unit is taken at its word. */
function liveIn(line: string): Live | null {
  try {
    const live: unknown = JSON.parse(line);
    return typeof live === "object" && live !== null && "unit" in live ? (live as Live) : null;
  } catch {
    return null;
  }
}
