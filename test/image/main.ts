import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../platform/brokers.ts";
import { Machine, partitions, read, shown, ttyIn, write } from "./machine.ts";

/**
 * `make test-image`: the flashable image in an emulated machine, on a simulated street's ttys. A blank card takes its identity from PROVISION and
 * controls; the plug is pulled in the middle of work; it controls again, with its journal. Times are those of an emulator.
 */
const HOUSE = resolve(import.meta.dirname, "../..");
const [image = join(HOUSE, "build/image/generic-efi/stopline.img")] = process.argv.slice(2);
const SITE = join(HOUSE, "deploy/sites/four-leg.toml");
/** Emulation on a busy machine takes its time; a boot that hangs takes for ever. */
const BOOT_MS = Number(process.env.BOOT_S ?? 900) * 1_000;

const folder = mkdtempSync(join(tmpdir(), "stopline-image-"));
const disk = join(folder, "card.img");
copyFileSync(image, disk);
truncateSync(disk, 1_200_000_000);

// The unit's ports are the machine's serial ports, in the order of the site file.
let site = readFileSync(SITE, "utf8");
const names = [...site.matchAll(/^name = "([^"]+)"\npath = "([^"]+)"/gm)].map(([, name, path], i) => {
  site = site.replace(`path = "${path}"`, `path = "${ttyIn(i)}"`);
  return name!;
});
write(disk, "site.toml", site);
write(disk, "link.env", "PANEL=0.0.0.0:8080\n");

const ttys = join(folder, "tty");
mkdirSync(ttys);
const street = spawn(process.execPath, [join(HOUSE, "src/cli.ts"), "street", SITE, "--ports", ttys, "--seed", "5"], { stdio: "ignore" });
while (!names.every((name) => existsSync(join(ttys, name)))) await pause(100);
const page = await freePort();
const machine = new Machine(
  folder,
  disk,
  names.map((name) => join(ttys, name)),
  page,
);

let failed = "";
const result: Record<string, number> = {};
async function step(words: string, name: string, act: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await act();
  result[name] = Math.round(performance.now() - began) / 1000;
  console.log(`${words.padEnd(72)} ${result[name]!.toFixed(0).padStart(5)} s`);
}

try {
  let seq = 0;
  await step("a card that was never in a unit: from power to the first tick", "first_tick_s", async () => {
    machine.on();
    await shown(page, () => true, BOOT_MS);
  });
  await step("  … to signals that the detectors steer, over five serial ports", "actuated_s", async () => {
    seq = (await shown(page, (live) => live.mode === "actuated", BOOT_MS)).journal.last_seq;
  });
  await step("  … to a hundred records more, at most of which the plug is pulled", "records_s", async () => {
    seq = (await shown(page, (live) => live.journal.last_seq >= seq + 100, BOOT_MS)).journal.last_seq;
  });
  await machine.off();
  const status = read(disk, "STATUS.TXT");
  if (!/slot a, data partition: good/.test(status)) throw new Error(`STATUS.TXT says: ${status || "nothing"}`);
  await step("power again: from power to the first tick", "again_tick_s", async () => {
    machine.on();
    await shown(page, () => true, BOOT_MS);
  });
  await step("  … to steered signals, and the journal goes on", "again_actuated_s", async () => {
    const live = await shown(page, (live) => live.mode === "actuated", BOOT_MS);
    // At most the ten seconds that were not committed may be missing.
    if (live.journal.last_seq < seq - 100) throw new Error(`the journal had ${seq} records, and has ${live.journal.last_seq}`);
  });
  const data = partitions(disk).find(({ name }) => name === "data")!;
  if (data.bytes < 400_000_000) throw new Error(`the data partition has not grown: ${data.bytes} bytes`);
} catch (error) {
  failed = (error as Error).message;
  console.log(`failed: ${failed}\n${machine.console.slice(-3_000)}`);
  console.log(`STATUS.TXT:\n${read(disk, "STATUS.TXT")}`);
} finally {
  await machine.off();
  street.kill();
  rmSync(folder, { recursive: true });
}
if (process.env.JSON) writeFileSync(process.env.JSON, JSON.stringify({ ...result, failed }, null, 2));
process.exitCode = failed === "" ? 0 : 1;
