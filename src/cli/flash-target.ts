import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline/promises";
import { Stopped } from "../flash/copy.ts";
import { type Disk, diskWords, isPlugged, refusal } from "../flash/disk.ts";
import { memberOf, TABLE_BYTES } from "../flash/partitions.ts";
import { disks, KERNEL, type Kernel } from "../platform/disks.ts";
import { identityOf, type Target } from "../platform/medium.ts";
import { UsageError } from "./verb.ts";

export interface Chosen {
  readonly target: Target;
  readonly disk: Disk | null;
}

/** Every disk, in words: which can be written and why the others are not. Loop devices only if they are named. */
export function listing(image_bytes: number, large: boolean, kernel: Kernel = KERNEL): readonly string[] {
  const all = disks(kernel).filter(({ bus }) => bus !== "loop");
  const lines = all.map((disk) => {
    const why = refusal(disk, image_bytes, { large });
    return `${why === "" ? "can be written  " : "not             "} ${diskWords(disk)}${why === "" ? "" : `\n${" ".repeat(17)}${why}`}`;
  });
  return lines.length > 0 ? lines : ["this computer has no disk at all"];
}

/** Those that could be meant, when nobody has named one. */
export const candidates = (image_bytes: number, large: boolean, kernel: Kernel = KERNEL): readonly Disk[] =>
  disks(kernel).filter((disk) => disk.bus !== "loop" && refusal(disk, image_bytes, { large }) === "");

/**
 * What `named` is: a disk (sdb, /dev/sdb, a link to it) or a file. Throws in words if it may not be written to. `serial` must be the disk's, where
 * one is given.
 */
export async function targetOf(
  named: string,
  image: { readonly file: string; readonly bytes: number },
  how: { readonly large: boolean; readonly serial?: string | undefined; readonly kernel?: Kernel | undefined },
): Promise<Chosen> {
  const all = disks(how.kernel ?? KERNEL);
  const node = named.includes("/") ? named : `/dev/${named}`;
  // The whole path counts: /dev/shm/sdb is a file, and a link that is gone leads nowhere, whatever it was called.
  const real = existsSync(node) ? realpathSync(node) : node;
  const disk = node.startsWith("/dev/") ? all.find((each) => `/dev/${each.name}` === real) : undefined;
  if (disk === undefined) return fileNamed(named, image);
  const why = refusal(disk, image.bytes, how, how.kernel === undefined ? memberOf(head(`/dev/${disk.name}`)) : "");
  if (why !== "") throw new Error(why);
  if (how.serial !== undefined && how.serial !== disk.serial)
    throw new Error(`${disk.name} has the serial number ${disk.serial || "(none)"}, not ${how.serial}: it is another medium`);
  return { disk, target: { kind: "device", path: `/dev/${disk.name}`, number: disk.number, bytes: disk.bytes } };
}

async function fileNamed(named: string, image: { readonly file: string }): Promise<Chosen> {
  const there = statSync(named, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile())
    throw new Error(
      there.isBlockDevice()
        ? `${named} is a part of a disk, or none that can be written: name the whole disk, as in "stopline flash --list"`
        : `${named} is neither a disk nor a file`,
    );
  if (there === undefined && !named.includes("/") && !named.includes("."))
    throw new Error(
      `there is no disk ${named}; "stopline flash --list" names those that there are (a new file is written with its ending, as in card.img)`,
    );
  if (there === undefined && named.startsWith("/dev/"))
    throw new Error(`there is no ${named}; "stopline flash --list" names the disks that there are`);
  const own = await identityOf(named);
  if (own !== null && own === (await identityOf(image.file))) throw new Error(`${named} is the image itself`);
  return { disk: null, target: { kind: "file", path: named } };
}

/** The disk's beginning; nothing where it cannot be read yet: opening it for writing says why. */
function head(path: string): Buffer {
  const bytes = Buffer.alloc(TABLE_BYTES);
  try {
    const descriptor = openSync(path, "r");
    try {
      readSync(descriptor, bytes, 0, bytes.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return Buffer.alloc(0);
  }
  return bytes;
}

/** Unmounts what the desktop has mounted by itself; throws in words if it will not go. */
export function release({ disk }: Chosen): void {
  for (const mount of disk?.mounts.filter(isPlugged) ?? []) {
    const { error, status, stderr } = spawnSync("umount", ["--", mount], { encoding: "utf8" });
    if (error !== undefined || status !== 0)
      throw new Error(`${mount} cannot be unmounted (${error?.message ?? stderr.trim()}): who has a file of it open?`);
  }
}

/** On a terminal the name is typed; elsewhere nobody is asked, and nothing is written without --yes. */
export async function confirmed({ disk, target }: Chosen): Promise<void> {
  const what = disk === null ? basename(target.path) : disk.name;
  if (!process.stdin.isTTY)
    throw new UsageError(
      `nobody can be asked here; add --yes${disk === null ? "" : `, with the disk and its serial number: ${disk.name} --serial "${disk.serial}"`}`,
    );
  const typed = await ask(`All that is on ${disk === null ? target.path : diskWords(disk)} will be lost. Type ${what} to go on: `);
  if (typed !== what) throw new Error(`"${typed}" is not ${what}: nothing was written`);
}

/** Throws `Stopped` at Ctrl-C and at the end of what is typed. */
export async function ask(question: string): Promise<string> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((answered, failed) => {
      asking.once("close", () => failed(new Stopped("stopped")));
      asking.question(question).then((answer) => answered(answer.trim()), failed);
    });
  } finally {
    asking.close();
  }
}

/** Asked once more just before writing: between the list and the consent a card may have been changed for another, under the same name. */
export function unchanged({ disk }: Chosen): void {
  if (disk === null) return;
  const now = disks().find(({ name }) => name === disk.name);
  if (now === undefined || now.number !== disk.number || now.bytes !== disk.bytes || now.serial !== disk.serial)
    throw new Error(
      `${disk.name} is not the medium any more that it was when you were asked (${now === undefined ? "it is gone" : diskWords(now)})`,
    );
}

/** A disk or a file that is only looked at; throws in words. */
export async function readable(named: string, { serial }: { readonly serial?: string | undefined }): Promise<Target> {
  const node = named.includes("/") ? named : `/dev/${named}`;
  const real = existsSync(node) ? realpathSync(node) : node;
  const disk = node.startsWith("/dev/") ? disks().find((each) => `/dev/${each.name}` === real) : undefined;
  if (disk !== undefined && serial !== undefined && serial !== disk.serial)
    throw new Error(`${disk.name} has the serial number ${disk.serial || "(none)"}, not ${serial}`);
  if (disk !== undefined) return { kind: "device", path: `/dev/${disk.name}`, number: disk.number, bytes: disk.bytes };
  if (statSync(named, { throwIfNoEntry: false })?.isFile()) return { kind: "file", path: named };
  throw new Error(`there is no disk and no file ${named}`);
}
