import { X509Certificate } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { connect, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { delimiter, join } from "node:path";
import { portAt } from "../../../src/cli/bench-port.ts";
import { openAnyPort } from "../../../src/platform/any-port.ts";
import { CERTIFICATE_FILES } from "../../../src/platform/certificates.ts";
import type { Bench } from "./file.ts";

const BY_PATH = "/dev/serial/by-path";
const OPENS_MS = 2_000;
/** Any of these answers, or refuses, on a machine that is there: SSH, the status page. */
const KNOCKS = [22, 80];
const KNOCK_MS = 2_000;

/** What is not plugged in, not there or not ours to use, in words. Adapters are opened for a moment; power is not touched. */
export async function missingAt(bench: Bench): Promise<readonly string[]> {
  const lines = await Promise.all(Object.entries(bench.lines).map(([name, path]) => lineWords(name, path)));
  const programs = Object.entries(bench.power).map(([key, words]) => programWords(key, words));
  const authority = authorityWords(bench);
  const key = existsSync(bench.key) ? "" : `there is no ${bench.key}: the brain's key, whose public half the unit was flashed with`;
  return [...lines, ...programs, ...[authority, key, addressWords(bench.listen.host)], await unitWords(bench.unit)].filter(
    (words) => words !== "",
  );
}

async function lineWords(name: string, path: string): Promise<string> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    const there = existsSync(BY_PATH) ? readdirSync(BY_PATH).map((each) => join(BY_PATH, each)) : [];
    const others = there.length === 0 ? "no adapter is plugged in" : `there is ${there.join(", ")}`;
    return `line "${name}": ${path} is not there: is the adapter in its socket? ${others}`;
  }
  if (!stat.isCharacterDevice()) return `line "${name}": ${path} is no serial port`;
  return new Promise((resolve) => {
    const over = (words: string): void => {
      clearTimeout(timer);
      void port.close().then(() => resolve(words === "" ? "" : `line "${name}": ${words}`));
    };
    const timer = setTimeout(() => over(`${path} does not open`), OPENS_MS);
    const port = openAnyPort(portAt(path), { opened: () => over(""), closed: over, heard: () => {} });
  });
}

/** The unit dials our address, brain and rig dial this computer as itself: the broker answers to both. */
function authorityWords({ authority, listen: { host } }: Bench): string {
  const made = `stopline ca broker ${host} localhost --folder ${authority}`;
  if (!existsSync(join(authority, "crl.pem"))) return `there is no authority in ${authority}: stopline ca init --folder ${authority}`;
  if (!existsSync(join(authority, "given/brain"))) return `the authority has no brain: stopline ca brain --folder ${authority}`;
  const broker = join(authority, "given", host, CERTIFICATE_FILES.certificate);
  if (!existsSync(broker)) return `the authority has no broker ${host}: ${made}`;
  const certificate = new X509Certificate(readFileSync(broker));
  const named = (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
  return named && certificate.checkHost("localhost") !== undefined
    ? ""
    : `the broker's certificate is not for ${host} and localhost: ${made}`;
}

/** Only whether there is such a program: what it does to the power is tried by whoever stands beside it. */
function programWords(key: string, words: string): string {
  const program = words.trim().split(/\s+/)[0]!;
  const places = program.includes("/") ? [program] : (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, program));
  return places.some(runs) ? "" : `[power] ${key}: there is no program "${program}" here`;
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function addressWords(host: string): string {
  const own = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
  return own.includes(host) || host === "localhost"
    ? ""
    : `[broker] ${host} is no address of this computer; it has ${own.join(", ")}: is the cable in, and its address set?`;
}

async function unitWords(address: string): Promise<string> {
  for (const port of KNOCKS) if (await answers(address, port)) return "";
  return `nobody answers at ${address}: has the unit power, and is its network cable in?`;
}

/** Who refuses is there. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: KNOCK_MS });
    const over = (there: boolean): void => {
      socket.destroy();
      resolve(there);
    };
    socket.once("connect", () => over(true));
    socket.once("timeout", () => over(false));
    socket.once("error", ({ code }: NodeJS.ErrnoException) => over(code === "ECONNREFUSED"));
  });
}
