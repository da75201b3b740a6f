import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openBroker } from "../../src/platform/broker.ts";
import { childEndsWithUs } from "../ends-with-us.ts";
import { freePort } from "./ports.ts";

/** A broker that a test has for itself. */
export interface TestBroker {
  readonly port: number;
  close(): Promise<void>;
}

/** One that is a process of its own. */
export interface BrokerProcess extends TestBroker {
  readonly pid: number;
  /** As a machine that loses its power does it. */
  kill(): Promise<void>;
}

/** Both brokers that we promise to work with: the embedded one and Debian's mosquitto. */
export const BROKERS: readonly (readonly [name: string, open: (settings?: string) => Promise<TestBroker>])[] = [
  ["embedded", () => openBroker({ host: "127.0.0.1", port: 0 })],
  ["mosquitto", openMosquitto],
];

/**
 * Starts a real mosquitto with deploy/broker/mosquitto.conf, on a free port or `at` one; lines of `settings` take the place of its own. `env`: what it
 * has in its environment beside ours.
 */
export async function openMosquitto(settings = "", at?: number, env: Readonly<Record<string, string>> = {}): Promise<BrokerProcess> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-mosquitto-"));
  const port = at ?? (await freePort());
  const conf = join(folder, "mosquitto.conf");
  const ours = readFileSync(new URL("../../deploy/broker/mosquitto.conf", import.meta.url), "utf8");
  const changed = settings.split("\n").map((line) => line.split(" ")[0]);
  const kept = ours.split("\n").filter((line) => !changed.includes(line.split(" ")[0]));
  const anonymous = changed.includes("allow_anonymous") ? [] : ["allow_anonymous true"];
  const here = [`persistence_location ${folder}/`, `listener ${port} 127.0.0.1`, ...anonymous];
  writeFileSync(conf, [...kept, ...here, settings, ""].join("\n"));
  const child = spawn("mosquitto", ["-c", conf], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...env, PATH: `${process.env["PATH"]}:/usr/sbin` },
  });
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => {
    said += bytes;
  });
  const callOff = childEndsWithUs(child);
  const ended = new Promise<void>((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      said += `${error.message}; type: make deps`;
      resolve();
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
    callOff();
    rmSync(folder, { recursive: true, force: true });
  };
  // It opens one after the other, and reads certificates in between.
  for (const door of [port, ...Array.from(settings.matchAll(/^listener (\d+)/gm), ([, listed]) => Number(listed))])
    while (!(await listens(door))) {
      if (isOver(child)) {
        await end("SIGTERM");
        throw new Error(`mosquitto does not start: ${said}`);
      }
      await pause(5);
    }
  return { port, pid: child.pid!, close: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** The line between a unit and a broker: it can be cut like one. */
export interface Cable {
  readonly port: number;
  /** Both ends see their connections broken, without a goodbye. */
  cut(): void;
  /** Bytes from the broker no longer arrive; the connections stay open. */
  deafen(): void;
  close(): Promise<void>;
}

export async function openCable(port: number): Promise<Cable> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port });
    const pair = [near, far] as const;
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const end of pair) {
      end.on("error", () => {});
      end.on("close", () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  });
  const at = await freePort();
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const cut = () => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  };
  return {
    port: at,
    cut,
    deafen: () => {
      for (const [, far] of pairs) far.unpipe();
    },
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      return closed;
    },
  };
}
