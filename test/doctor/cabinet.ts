import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { Cable } from "../../src/cli/street.ts";
import { readSite } from "../../src/config/index.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { type FieldLine, Street } from "../../src/street/street.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";

export const FOUR_LEG = fileURLToPath(new URL("../../deploy/sites/four-leg.toml", import.meta.url));

/** A field line that counts what is said to it. */
class Counted implements FieldLine {
  bytes = 0;
  readonly #line: FieldLine;

  constructor(line: FieldLine) {
    this.#line = line;
  }

  heard(now: Instant, bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.#line.heard(now, bytes);
  }

  get saysAt(): number {
    return this.#line.saysAt;
  }

  said(now: Instant): Uint8Array | null {
    return this.#line.said(now);
  }
}

/** The simulated cabinet of a site file on real ttys, in real time; it ends with the test. */
export function cabinetOf(t: Test, file = FOUR_LEG) {
  const read = readSite(readFileSync(file, "utf8"), file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const folder = mkdtempSync(join(tmpdir(), "stopline-doctor-"));
  const street = new Street(read.site, 7);
  const start = performance.now();
  const now = () => Instant(Math.floor(performance.now() - start));
  const lines = new Map(street.ports.map((port) => [port, new Counted(street.line(port))]));
  const cables = new Map([...lines].map(([port, line]) => [port, new Cable(line, join(folder, port), now)]));
  let at = 0;
  const timer = setInterval(() => {
    for (at += 100; at <= now(); at += 100) street.step(Instant(at));
    at -= 100;
    for (const cable of cables.values()) cable.look();
  }, 20);
  t.teardown(() => {
    clearInterval(timer);
    for (const cable of cables.values()) cable.close();
    rmSync(folder, { recursive: true });
  });
  const pull = (port: string): void => cables.get(port)!.close();
  return { site: read.site as Site, street, folder, pull, said: (port: string) => lines.get(port)!.bytes };
}

/** As a technician types it: `stopline VERB …`. */
export function stopline(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [fileURLToPath(new URL("../../src/cli.ts", import.meta.url)), ...args], (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
    child.stdin!.end();
  });
}

/** The doctor's findings, by what they are about. */
export async function doctor(...args: readonly string[]) {
  const { code, out, err } = await stopline("doctor", ...args, "--json");
  if (err !== "") throw new Error(err);
  const { findings, site } = JSON.parse(out) as { readonly findings: readonly Finding[]; readonly site?: string };
  return { code, findings, site: site ?? "", of: (about: string) => findings.find((each) => each.about === about) };
}
