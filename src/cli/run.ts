import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { openKey } from "../platform/keys.ts";
import { CODE_FILES, codeHash, newCode } from "../platform/page-code.ts";
import { EXAMPLE, ITSELF, type Side, sideEnvironment, TYPED } from "../platform/self.ts";
import { writeWhole } from "../platform/whole-file.ts";
import type { Site } from "../traffic/site.ts";
import { DEMO_PORT } from "./centre.ts";
import { notNegative, whole } from "./numbers.ts";
import { loadSite } from "./site-file.ts";
import { takeTurn } from "./turn.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline run SITE   [--dir DIR] [--panel PORT] [--ports DIR]
stopline run --demo [--site FILE] [--dir DIR] [--panel PORT] [--seed N] [--demand X]

A unit: its street side and its centre side.

  --demo           a whole simulated world around it: a street, an embedded broker and a reference brain
  --site FILE      the site file                              (deploy/sites/four-leg.toml)
  --dir DIR        where journal, keys and sockets lie        (var/demo, or var)
  --panel PORT     the status page's port                     (8080)
  --seed N         which simulated street                     (7)
  --demand X       its traffic as a multiple of the usual     (1)
  --ports DIR      opens DIR/<port name> instead of the site file's paths
`;

/** Where verbs look by themselves. */
const DEMO_DIR = "var/demo";

/** A part that runs as its own process, as it would as a service of its own. */
interface Part {
  readonly name: string;
  readonly args: readonly string[];
  /** Of a unit: its memory is bounded. */
  readonly side?: Side;
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
  const file = values.site ?? positionals[0] ?? (values.demo ? EXAMPLE : undefined);
  if (file === undefined) throw new UsageError("name the site file, as in: stopline run deploy/sites/four-leg.toml; or type --demo");
  const loaded = loadSite(file);
  if (!loaded) return 1;

  // Asked before anything starts: the parts would only say it one by one.
  const wanted = whole("panel", values.panel, 1, 65_535);
  const street = ["--seed", String(whole("seed", values.seed)), "--demand", String(notNegative("demand", values.demand))];

  const dir = values.dir ?? (values.demo ? DEMO_DIR : "var");
  mkdirSync(dir, { recursive: true });
  const turn = takeTurn(dir, values.demo ? "a demo" : "a unit");
  try {
    const panel = await freePort(wanted);
    turn.told(`http://127.0.0.1:${panel}/`);
    const codes = values.demo || !existsSync(CODE_FILES.page) ? makeCodes(dir, panel) : { words: "", args: [] };
    return await (values.demo ? demo(file, loaded.site, dir, panel, codes, street) : unit(file, dir, panel, codes, values.ports));
  } finally {
    turn.over();
  }
}

/** The page's codes, and how the link is told of them. */
interface Codes {
  /** For a person; "" where they stand on the unit's label. */
  readonly words: string;
  readonly args: readonly string[];
}

/** New ones at each start: in a folder of this computer's nothing is worth keeping them for. The link has them as hashes, as on a card. */
function makeCodes(dir: string, panel: number): Codes {
  const [page, technician] = [newCode(), newCode()];
  const files = { page: join(dir, "page.code"), technician: join(dir, "technician.code") };
  writeWhole(files.page, `${codeHash(page)}\n`, 0o600);
  writeWhole(files.technician, `${codeHash(technician)}\n`, 0o600);
  return {
    words: `status page   http://127.0.0.1:${panel}/#code=${page.replaceAll("-", "")}
    technician    code ${technician}, to do more than look`,
    args: ["--code", files.page, "--technician-code", files.technician],
  };
}

/** Both sides of a unit, with what they share. */
function sides(file: string, dir: string, panel: number, { args }: Codes) {
  const own = ["--journal", join(dir, "journal.db"), "--live", join(dir, "live.sock")];
  const side =
    (name: Side, ...its: readonly string[]) =>
    (...more: readonly string[]): Part => ({ name, args: [name, file, ...own, ...its, ...more], side: name });
  return { unit: side("unit"), link: side("link", "--panel", String(panel), ...args) };
}

function unit(file: string, dir: string, panel: number, codes: Codes, ports: string | undefined): Promise<number> {
  const { unit, link } = sides(file, dir, panel, codes);
  if (codes.words !== "") console.log(`\n    ${codes.words}\n`);
  return together([unit(...(ports === undefined ? [] : ["--ports", ports])), link()]);
}

async function demo(file: string, site: Site, dir: string, panel: number, codes: Codes, streetArgs: readonly string[]): Promise<number> {
  const { unit, link } = sides(file, dir, panel, codes);
  const broker = await freePort(DEMO_PORT);
  const at = ["--broker", `127.0.0.1:${broker}`, "--plain"];
  const key = join(dir, "brain-key.pem");
  const command = ["--command-key", openKey(key).publicKey];
  const ttys = join(dir, "tty");
  mkdirSync(ttys, { recursive: true });
  const { centre, journal } = whereabouts(dir, broker);
  console.log(`
  ${site.name}, simulated; Ctrl-C ends it. Its traffic is that of a weekday from 07:30 on, whenever you look; the page's clock is this computer's.

    ${codes.words}
    fleet         ${TYPED} brain --once${centre}
    journal       ${TYPED} journal${journal} --follow
    a command     ${TYPED} command ${site.id} place-call 3${centre}
`);
  return together([
    { name: "broker", args: ["broker", "--host", "127.0.0.1", "--port", String(broker)] },
    { name: "street", args: ["street", file, "--ports", ttys, ...streetArgs] },
    { name: "brain", args: ["brain", ...at, "--store", join(dir, "brain.db"), "--key", key] },
    unit("--ports", ttys),
    link(...at, ...command),
  ]);
}

/** What a person adds to the usual lines to reach this demo, each with a space before it; nothing where it lies where verbs look by themselves. */
export function whereabouts(dir: string, broker: number): { readonly centre: string; readonly journal: string } {
  const usual = resolve(dir) === resolve(DEMO_DIR);
  const at = usual && broker === DEMO_PORT ? "" : ` --broker 127.0.0.1:${broker} --plain`;
  const file = (name: string) => quoted(join(dir, name));
  return {
    // The key is looked for beside the store.
    centre: usual ? at : `${at} --store ${file("brain.db")}`,
    journal: usual ? "" : ` ${file("journal.db")}`,
  };
}

/** For a shell. */
const quoted = (word: string): string => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

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

/**
 * Runs the parts side by side until a signal asks for the end. A part that dies is started again: the others do not need it to keep going.
 * One that does not understand its own words never will: then all ends, with exit code 2.
 */
async function together(parts: readonly Part[]): Promise<number> {
  const running = new Map<string, ChildProcess>();
  let ending = false;
  let misunderstood = "";
  let end = (): void => {};
  const asked = new Promise<void>((resolve) => {
    end = () => {
      if (ending) return;
      ending = true;
      console.log("ending");
      resolve();
    };
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  const width = Math.max(...parts.map((part) => part.name.length));
  const said = (part: Part, words: string): void => console.log(`${part.name.padEnd(width)} | ${words}`);
  const start = (part: Part): void => {
    // In a group of its own, so that a terminal's Ctrl-C reaches it through us and in our order; by the channel it knows when we are gone.
    const child = spawn(process.execPath, [...ITSELF, ...part.args], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: part.side ? sideEnvironment(part.side) : process.env,
    });
    running.set(part.name, child);
    // While all ends, what the parts say of each other's going is no news.
    createInterface({ input: child.stdout! }).on("line", (text) => ending || said(part, text));
    createInterface({ input: child.stderr! }).on("line", (text) => said(part, text));
    child.once("close", (exit, signal) => {
      running.delete(part.name);
      if (ending) return;
      if (exit === 2) {
        misunderstood = part.name;
        return end();
      }
      said(part, `ended (${signal ?? `exit ${exit}`}); starting it again`);
      setTimeout(() => ending || start(part), RESTART_MS);
    });
  };
  for (const part of parts) start(part);
  await asked;
  await Promise.all([...running.values()].map((child) => new Promise((resolve) => child.once("close", resolve).kill("SIGTERM"))));
  console.log(misunderstood === "" ? "ended" : `ended: ${misunderstood} does not understand what it was given`);
  return misunderstood === "" ? 0 : 2;
}

export const verb: Verb = { summary: "a unit, both sides; with --demo a whole simulated world around it", usage: USAGE, run };
