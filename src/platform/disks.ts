import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Disk } from "../flash/disk.ts";

/** Where the kernel shows itself; a test has trees of its own. */
export interface Kernel {
  readonly sys: string;
  readonly proc: string;
}

export const KERNEL: Kernel = { sys: "/sys", proc: "/proc" };

/** Kinds of block devices that are nobody's card: memory, what is made of other devices, optical and floppy drives, eMMC's boot parts. */
const NONE = /^(ram|zram|dm-|md|sr|fd|nbd|drbd|bcache|zd|mtdblock|mmcblk\d+(boot|rpmb))/;

/** All disks, with loop devices that have a file. */
export function disks(kernel: Kernel = KERNEL): readonly Disk[] {
  const block = join(kernel.sys, "block");
  const mounted = mounts(kernel);
  const swaps = swapped(kernel);
  return readdirSync(block)
    .filter((name) => !NONE.test(name))
    .sort()
    .map((name) => diskAt(kernel.sys, name, mounted, swaps))
    .filter(({ bus, serial }) => bus !== "loop" || serial !== "");
}

function diskAt(sys: string, name: string, mounted: readonly Mount[], swaps: readonly string[]): Disk {
  const at = realpathSync(join(sys, "block", name));
  const parts = readdirSync(at).filter((each) => existsSync(join(at, each, "partition")));
  const all = [at, ...parts.map((part) => join(at, part))];
  const mine = new Set(all.map((each) => word(each, "dev")));
  const names = new Set([name, ...parts]);
  const over = new Set(all.flatMap((each) => above(sys, each)));
  const holds = (mount: Mount): boolean => mine.has(mount.number) || names.has(mount.device) || over.has(mount.device);
  const used = [...over, ...swaps.filter((swap) => names.has(swap) || over.has(swap)).map((swap) => `swap on ${swap}`)];
  const bus = name.startsWith("loop") ? "loop" : name.startsWith("mmcblk") ? "mmc" : /\/usb\d+\//.test(`${at}/`) ? "usb" : "inside";
  return {
    name,
    number: word(at, "dev"),
    // The kernel counts sectors of 512 whatever the disk's are.
    bytes: Number(word(at, "size")) * 512,
    bus,
    removable: word(at, "removable") === "1" || (bus === "mmc" && word(at, "device/type") !== "MMC"),
    read_only: word(at, "ro") === "1",
    model: [word(at, "device/vendor"), word(at, "device/model"), bus === "mmc" ? word(at, "device/name") : ""].filter(Boolean).join(" "),
    serial: bus === "loop" ? word(at, "loop/backing_file") : serialOf(sys, at),
    mounts: [...new Set(mounted.filter(holds).map(({ at }) => at))],
    uses: used,
  };
}

/** Devices that are made of this one, and what is made of those: LVM, RAID, encryption. */
function above(sys: string, at: string): readonly string[] {
  const holders = join(at, "holders");
  if (!existsSync(holders)) return [];
  return readdirSync(holders).flatMap((name) => {
    const next = join(sys, "block", name);
    return [name, ...(existsSync(next) ? above(sys, realpathSync(next)) : [])];
  });
}

/** The card's own, else of the first thing on the way to the root that has one: a USB reader or stick. */
function serialOf(sys: string, at: string): string {
  const root = realpathSync(sys);
  const device = join(at, "device");
  for (let folder = existsSync(device) ? realpathSync(device) : at; folder.startsWith(`${root}/`); folder = dirname(folder)) {
    const serial = word(folder, "serial");
    if (serial !== "") return serial;
  }
  return "";
}

function word(folder: string, name: string): string {
  try {
    // A stick says of itself what it likes, and a terminal obeys some characters.
    return readFileSync(join(folder, name), "utf8")
      .trim()
      .replace(/\p{Cc}/gu, "?");
  } catch {
    return "";
  }
}

interface Mount {
  /** MAJOR:MINOR; of btrfs and overlays one of their own. */
  readonly number: string;
  /** The device's name without its folder, with links followed: /dev/mapper/root is dm-0. */
  readonly device: string;
  readonly at: string;
}

function mounts(kernel: Kernel): readonly Mount[] {
  return lines(join(kernel.proc, "self/mountinfo")).flatMap((line) => {
    const [, , number, , at] = line.split(" ");
    const source = / - \S+ (\S+)/.exec(line)?.[1] ?? "";
    return number === undefined || at === undefined ? [] : [{ number, device: nodeOf(source), at: unquoted(at) }];
  });
}

/** Devices that are swapped to. */
const swapped = (kernel: Kernel): readonly string[] =>
  lines(join(kernel.proc, "swaps"))
    .slice(1)
    .map((line) => nodeOf(line.split(/\s/)[0]!));

function lines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    // Without it nobody knows which disk is the system's.
    throw new Error(`this computer does not say what is mounted (${(error as Error).message})`);
  }
}

function nodeOf(path: string): string {
  if (!path.startsWith("/")) return "";
  try {
    return basename(realpathSync(path));
  } catch {
    return basename(path);
  }
}

/** The kernel writes blanks in paths as \040. */
const unquoted = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
