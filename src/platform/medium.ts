import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { RANGE_BYTES } from "../flash/block-map.ts";
import type { Medium } from "../flash/copy.ts";

export interface OpenMedium extends Medium {
  readonly bytes: number;
  /** True where what is read comes from the medium itself, not out of this computer's memory. */
  readonly direct: boolean;
  close(): Promise<void>;
}

/** What a medium is: the node of a block device with its number, or a file that is made as long as the image. */
export type Target =
  | { readonly kind: "device"; readonly path: string; readonly number: string; readonly bytes: number }
  | { readonly kind: "file"; readonly path: string };

/**
 * Opens it past this computer's memory (O_DIRECT) and, a device, for ourselves alone: the kernel refuses what is mounted or part of a volume.
 * A new file belongs to its maker alone, since a unit's key will lie in it. Throws in words.
 */
export async function openMedium(target: Target, how: "write" | "read", image_bytes: number): Promise<OpenMedium> {
  const { handle, direct } = await opened(target, how);
  try {
    if (target.kind === "device") {
      const number = numberOf((await handle.stat()).rdev);
      if (number !== target.number)
        throw new Error(`${target.path} is another device by now (${number}, before ${target.number}); look at the list again`);
    } else if (how === "write") await handle.truncate(image_bytes);
    return mediumOn(handle, direct, target.kind === "device" ? target.bytes : (await handle.stat()).size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function opened({ kind, path }: Target, how: "write" | "read"): Promise<{ readonly handle: FileHandle; readonly direct: boolean }> {
  const flags =
    (how === "write" ? constants.O_RDWR : constants.O_RDONLY) |
    (kind === "device" ? constants.O_EXCL : how === "write" ? constants.O_CREAT : 0);
  try {
    return { handle: await open(path, flags | constants.O_DIRECT, 0o600), direct: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A file system in memory has nothing behind it.
    if (code === "EINVAL" && kind === "file") return { handle: await open(path, flags, 0o600), direct: false };
    throw new Error(`${path} ${openWords(code, (error as Error).message)}`);
  }
}

const openWords = (code: string | undefined, said: string): string =>
  code === "EACCES" || code === "EPERM"
    ? "may not be written by you; try with sudo"
    : code === "EBUSY"
      ? "is in use (mounted, or part of a volume); unmount it first"
      : code === "ENOMEDIUM"
        ? "has no card in it"
        : code === "EROFS"
          ? "cannot be written: is the card's little switch at lock?"
          : `cannot be opened (${said})`;

/** As /sys writes a device's number: MAJOR:MINOR. (Linux, 32 bits of each: makedev of glibc.) */
export function numberOf(rdev: number): string {
  const number = BigInt(rdev);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & ~0xfffn);
  const minor = (number & 0xffn) | ((number >> 12n) & ~0xffn & 0xffffffffn);
  return `${major}:${minor}`;
}

function mediumOn(handle: FileHandle, direct: boolean, bytes: number): OpenMedium {
  const gone = (error: NodeJS.ErrnoException, doing: string): Error =>
    ["EIO", "ENODEV", "ENXIO", "ENOMEDIUM", "ESHUTDOWN"].includes(error.code ?? "")
      ? new Error(`the medium cannot be ${doing} any more (${error.code}): it was pulled out, or it is worn out`)
      : error.code === "ENOSPC"
        ? new Error("the medium is full before its end: it has less room than it says")
        : error;
  return {
    bytes,
    direct,
    areas: alignedAreas(),
    async write(at, bytes) {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done).catch((error) => {
          throw gone(error, "written");
        });
        if (bytesWritten === 0) throw new Error("the medium takes no more bytes");
        done += bytesWritten;
      }
    },
    async read(at, into) {
      for (let done = 0; done < into.length; ) {
        const { bytesRead } = await handle.read(into, done, into.length - done, at + done).catch((error) => {
          throw gone(error, "read");
        });
        if (bytesRead === 0) {
          // It ends here: what is missing is nothing that was written.
          into.fill(0, done);
          return;
        }
        done += bytesRead;
      }
    },
    flush: () =>
      handle.sync().catch((error) => {
        throw gone(error, "written");
      }),
    close: () => handle.close(),
  };
}

/** Direct input and output wants memory that begins at a page; Node's own buffers do not, WebAssembly's memory does. */
function alignedAreas(): readonly [Buffer, Buffer] {
  const pages = (2 * RANGE_BYTES) / 65_536;
  const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: new (pages: object) => { readonly buffer: ArrayBuffer } } })
    .WebAssembly;
  const { buffer } = new Memory({ initial: pages, maximum: pages });
  return [Buffer.from(buffer, 0, RANGE_BYTES), Buffer.from(buffer, RANGE_BYTES, RANGE_BYTES)];
}

/** A file's identity, to see that an image is not written over itself; null if it is not there. */
export async function identityOf(path: string): Promise<string | null> {
  return stat(path).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
}
