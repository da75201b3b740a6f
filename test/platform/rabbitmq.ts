import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { endsWithUs } from "../ends-with-us.ts";
import { listens } from "./brokers.ts";
import { freePort } from "./ports.ts";

const BROKER = new URL("../../deploy/broker/", import.meta.url);
const INSTALLED = "/usr/lib/rabbitmq/lib";
const NAMES = ["one", "two", "three"] as const;
const BOOT_MS = 180_000;

/** One node of the cluster: a whole broker that clients can call. */
export interface ClusterNode {
  readonly name: string;
  readonly port: number;
  /** As a machine that loses its power does it. */
  kill(): Promise<void>;
  /** Its machine is back, with its disk. */
  start(): Promise<void>;
}

export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  close(): Promise<void>;
}

/**
 * Three RabbitMQ nodes on this machine with deploy/broker's rabbitmq.conf and rabbitmq-definitions.sh, for the brain and `units`; the broker's
 * certificate is in `given`. They have ports, a cookie and a name server (epmd) of their own.
 */
export async function openCluster(units: readonly string[], given: string): Promise<Cluster> {
  const dir = mkdtempSync(join(tmpdir(), "stopline-rabbitmq-"));
  const definitions = execFileSync(new URL("rabbitmq-definitions.sh", BROKER).pathname, [...units], { encoding: "utf8" });
  writeFileSync(join(dir, "definitions.json"), definitions);
  writeFileSync(join(dir, "plugins"), "[rabbitmq_mqtt].");
  const epmdPort = await freePort();
  const epmd = spawn("epmd", ["-port", String(epmdPort), "-address", "127.0.0.1"], { stdio: "ignore" });
  const nodes = await Promise.all(NAMES.map(async (name) => makeNode(dir, name, await freePort(), await freePort(), epmdPort, given)));
  const stop = () => {
    for (const node of nodes) node.end();
    epmd.kill("SIGKILL");
  };
  const callOff = endsWithUs(stop);
  // They find each other while they begin, which goes best together.
  await Promise.all(nodes.map((node) => node.start()));
  return {
    nodes,
    close: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      stop();
      callOff();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function makeNode(dir: string, name: string, port: number, distribution: number, epmdPort: number, given: string) {
  const home = join(dir, name);
  mkdirSync(home);
  writeFileSync(join(home, ".erlang.cookie"), "STOPLINETEST");
  chmodSync(join(home, ".erlang.cookie"), 0o400);
  const settings = readFileSync(new URL("rabbitmq.conf", BROKER), "utf8")
    .replace(/rabbit@broker-(\d)/g, (_, n: string) => `${NAMES[Number(n) - 1]}@localhost`)
    .replace("mqtt.listeners.ssl.default = 8883", `mqtt.listeners.ssl.1 = 127.0.0.1:${port}`)
    .replaceAll("/etc/rabbitmq/certs/", `${given}/`)
    .replace("/etc/rabbitmq/definitions.json", join(dir, "definitions.json"));
  writeFileSync(join(home, "rabbitmq.conf"), settings);
  const version = readdirSync(INSTALLED).find((folder) => folder.startsWith("rabbitmq_server-"));
  if (version === undefined) throw new Error(`no RabbitMQ in ${INSTALLED}; type: make prove-cluster`);
  let child: ReturnType<typeof spawn> | null = null;
  let over: Promise<unknown> = Promise.resolve();
  const end = () => {
    // In a group of its own: its shell, its emulator and that one's helpers.
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
  };
  return {
    name,
    port,
    end,
    kill: async () => {
      end();
      await over;
    },
    start: async () => {
      const started = spawn(join(INSTALLED, version, "sbin", "rabbitmq-server"), {
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          HOME: home,
          ERL_EPMD_PORT: String(epmdPort),
          RABBITMQ_NODENAME: `${name}@localhost`,
          RABBITMQ_MNESIA_BASE: join(home, "mnesia"),
          RABBITMQ_LOG_BASE: join(home, "log"),
          RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, "plugins"),
          RABBITMQ_CONFIG_FILE: join(home, "rabbitmq.conf"),
          RABBITMQ_CONF_ENV_FILE: "/dev/null",
          RABBITMQ_DIST_PORT: String(distribution),
          RABBITMQ_PID_FILE: join(home, "pid"),
        },
      });
      child = started;
      over = new Promise((resolve) => started.once("exit", resolve));
      let said = "";
      for (const stream of [started.stdout!, started.stderr!]) stream.on("data", (bytes) => (said = (said + bytes).slice(-20_000)));
      const late = performance.now() + BOOT_MS;
      while (!(await listens(port))) {
        if (started.exitCode !== null || performance.now() > late)
          throw new Error(`RabbitMQ node ${name} does not start: ${said.slice(-3_000)}`);
        await pause(200);
      }
    },
  };
}
