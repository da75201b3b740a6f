import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { openKey } from "../platform/keys.ts";
import { loadSite } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline run SITE            a unit: its street side and its centre side
stopline run --demo          the same with a simulated street, an embedded broker and a reference brain around it

  --site FILE      the site file                              (deploy/sites/four-leg.toml)
  --dir DIR        where journal, keys and sockets lie        (var/demo, or var)
  --panel PORT     the status page's port                     (8080)
  --seed N         which simulated street                     (7)
  --demand X       its traffic as a multiple of the usual     (1)
  --ports DIR      opens DIR/<port name> instead of the site file's paths
`;

/** A part that runs as its own process, as it would as a service of its own. */
interface Part {
  readonly name: string;
  readonly args: readonly string[];
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      demo: { type: "boolean", default: false },
      site: { type: "string" },
      dir: { type: "string" },
      panel: { type: "string", default: "8080" },
      seed: { type: "string", default: "7" },
      demand: { type: "string", default: "1" },
      ports: { type: "string" },
    },
  });
  if (positionals.length > 1) throw new UsageError("name one site file");
  const file = values.site ?? positionals[0] ?? (values.demo ? "deploy/sites/four-leg.toml" : undefined);
  if (file === undefined) throw new UsageError("name the site file, as in: stopline run deploy/sites/four-leg.toml; or type --demo");
  const loaded = loadSite(file);
  if (!loaded) return 1;

  const dir = values.dir ?? (values.demo ? "var/demo" : "var");
  mkdirSync(dir, { recursive: true });
  const panel = await freePort(port("panel", values.panel));
  const own = ["--journal", join(dir, "journal.db"), "--live", join(dir, "live.sock")];
  const unit = ["unit", file, ...own, ...(values.ports === undefined ? [] : ["--ports", values.ports])];
  const link = ["link", file, ...own, "--panel", String(panel)];
  if (!values.demo)
    return together([
      { name: "unit", args: unit },
      { name: "link", args: link },
    ]);

  const broker = await freePort(18_830);
  const at = ["--broker", `127.0.0.1:${broker}`, "--plain"];
  const key = join(dir, "brain-key.pem");
  const command = ["--command-key", openKey(key).publicKey];
  const ttys = join(dir, "tty");
  mkdirSync(ttys, { recursive: true });
  console.log(`
  ${loaded.site.name}, simulated; Ctrl-C ends it.

    status page   http://127.0.0.1:${panel}/
    fleet         npm run -s stopline -- brain --once${broker === 18_830 ? "" : ` --broker 127.0.0.1:${broker} --plain`}
    journal       npm run -s stopline -- journal --follow
    a command     npm run -s stopline -- command ${loaded.site.id} place-call 3
`);
  return together([
    { name: "broker", args: ["broker", "--host", "127.0.0.1", "--port", String(broker)] },
    { name: "street", args: ["street", file, "--ports", ttys, "--seed", values.seed, "--demand", values.demand] },
    { name: "brain", args: ["brain", ...at, "--store", join(dir, "brain.db"), "--key", key] },
    { name: "unit", args: [...unit, "--ports", ttys] },
    { name: "link", args: [...link, ...at, ...command] },
  ]);
}

function port(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw new UsageError(`--${name} is a port from 1 to 65535, not "${text}"`);
  return value;
}

/** `wanted`, or the next one that nobody listens on. */
async function freePort(wanted: number): Promise<number> {
  for (let at = wanted; at < wanted + 50; at++) if (await isFree(at)) return at;
  throw new UsageError(`no free port from ${wanted} to ${wanted + 49}`);
}

function isFree(at: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(at, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

const RESTART_MS = 1_000;

/** Runs the parts side by side until a signal asks for the end. A part that dies is started again: the others do not need it to keep going. */
async function together(parts: readonly Part[]): Promise<number> {
  const main = new URL("../cli.ts", import.meta.url).pathname;
  const running = new Map<string, ChildProcess>();
  let ending = false;
  const width = Math.max(...parts.map((part) => part.name.length));
  const start = (part: Part): void => {
    const child = spawn(process.execPath, [main, ...part.args], { stdio: ["ignore", "pipe", "pipe"] });
    running.set(part.name, child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (text) => console.log(`${part.name.padEnd(width)} | ${text}`));
    }
    child.once("exit", (code, signal) => {
      running.delete(part.name);
      if (ending) return;
      console.log(`${part.name.padEnd(width)} | ended (${signal ?? `exit ${code}`}); starting it again`);
      setTimeout(() => ending || start(part), RESTART_MS);
    });
  };
  for (const part of parts) start(part);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  ending = true;
  await Promise.all([...running.values()].map((child) => new Promise((resolve) => child.once("exit", resolve).kill("SIGTERM"))));
  return 0;
}

export const verb: Verb = { summary: "a unit, both sides; with --demo a whole simulated world around it", usage: USAGE, run };
