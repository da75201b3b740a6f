import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { mappedBytes } from "../../../src/flash/block-map.ts";
import { mapOf } from "../../../src/platform/image-file.ts";
import { type Figure, spread } from "../figures.ts";
import { IMAGE } from "./image.ts";

const CLI = resolve(import.meta.dirname, "../../../src/cli.ts");
const MIB = 1024 * 1024;
const RUNS = Number(process.env.RUNS ?? 5);

/**
 * The same image onto the same loop device, in turn: `stopline flash` (writes and reads back), `bmaptool` with a map of its own (writes), `dd`
 * past the page cache and synced (writes), `dd` and then `cmp` (what a careful person does). Seconds from start to end of each process.
 */
export async function flashing(): Promise<readonly Figure[]> {
  if (!existsSync(IMAGE)) throw new Error(`there is no image ${IMAGE}: sudo make image, or IMAGE=FILE`);
  if (process.getuid?.() !== 0) throw new Error("a loop device wants root: sudo make bench-image");
  const folder = mkdtempSync(resolve("build", "bench-flash-"));
  const file = join(folder, "medium");
  writeFileSync(file, "");
  truncateSync(file, Math.ceil((statSync(IMAGE).size * 1.5) / MIB) * MIB);
  const device = execFileSync("losetup", ["-f", "--show", "--direct-io=on", file], { encoding: "utf8" }).trim();
  const unslowed = slowed(device);
  // However it ends, Ctrl-C too.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  process.once("exit", () => {
    unslowed();
    execFileSync("losetup", ["-d", device]);
    rmSync(folder, { recursive: true, force: true });
  });
  const map = await mapOf(IMAGE, true, () => {});
  execFileSync("bmaptool", ["create", "-o", join(folder, "peer.bmap"), IMAGE], { stdio: "ignore" });
  const seconds: { [name: string]: number[] } = {};
  const took = (name: string, s: number): void => {
    seconds[name] ??= [];
    seconds[name].push(s);
  };
  for (let run = 0; run < RUNS; run++) {
    const ours = await flash(device, file, join(folder, "flashed"));
    took("stopline flash, written and read back", ours.all);
    took("stopline flash, until it is written", ours.written);
    took("bmaptool copy, written", await timed("bmaptool", ["copy", "--bmap", join(folder, "peer.bmap"), IMAGE, device]));
    const dd = await timed("dd", [`if=${IMAGE}`, `of=${device}`, "bs=4M", "oflag=direct", "conv=fsync", "status=none"]);
    took("dd, written", dd);
    execFileSync("blockdev", ["--flushbufs", device]);
    took("dd and cmp, written and read back", dd + (await timed("cmp", ["-n", String(map.image_bytes), IMAGE, device])));
  }
  const mb = mappedBytes(map) / 1e6;
  console.error(`  ${mb.toFixed(0)} MB of ${(map.image_bytes / 1e6).toFixed(0)} matter to us`);
  return [
    ...Object.entries(seconds).map(([name, values]) => spread(name, "s", values)),
    spread(
      "stopline flash, writing",
      "MB/s",
      seconds["stopline flash, until it is written"]!.map((s) => mb / s),
    ),
  ];
}

/**
 * With CARD=20 the device takes 20 MB and gives 40 MB a second, as a usual card does: this machine's disk is quicker than any, and hides what is
 * written in vain. (The kernel's own brake, for the loop device alone.) Returns what takes it off again.
 */
function slowed(device: string): () => void {
  const speed = Number(process.env.CARD || 0) * 1e6;
  if (!(speed > 0)) return () => {};
  const number = execFileSync("lsblk", ["-dno", "MAJ:MIN", device], { encoding: "utf8" }).trim();
  const brake = (write: number, read: number): void => {
    for (const [file, bytes] of [
      ["write", write],
      ["read", read],
    ] as const)
      writeFileSync(`/sys/fs/cgroup/blkio/blkio.throttle.${file}_bps_device`, `${number} ${bytes}\n`);
  };
  brake(speed, 2 * speed);
  return () => brake(0, 0);
}

function timed(program: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  return new Promise((done, failed) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", failed);
    child.once("close", (code) =>
      code === 0 ? done((performance.now() - began) / 1_000) : failed(new Error(`${program} has failed (${code})`)),
    );
  });
}

/** Ours, with the moment at which the last byte was given to the medium. */
function flash(device: string, serial: string, records: string): Promise<{ readonly all: number; readonly written: number }> {
  const began = performance.now();
  const words = ["flash", IMAGE, device, "--blank", "--yes", "--serial", serial, "--records", records, "--json"];
  let written = Number.NaN;
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "pipe", "inherit"] });
    // The first word of reading back comes when the medium has all.
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (Number.isNaN(written) && line.includes('"verify"')) written = (performance.now() - began) / 1_000;
    });
    child.once("close", (code) =>
      code === 0 ? done({ all: (performance.now() - began) / 1_000, written }) : failed(new Error(`stopline flash has failed (${code})`)),
    );
  });
}
