import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { type BlockMap, MapMaker, type NewHash, RANGE_BYTES } from "../flash/block-map.ts";
import { mapIn, mapText } from "../flash/block-map-file.ts";
import type { Source } from "../flash/copy.ts";

export const sha256: NewHash = () => {
  const hash = createHash("sha256");
  return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
};

export interface OpenSource extends Source {
  close(): Promise<void>;
}

/** How an image may be packed. xz is not in Node: the program of that name unpacks it. */
const PACKED: { readonly [end: string]: (file: string) => Readable } = {
  ".zst": (file) => through(file, createZstdDecompress()),
  ".gz": (file) => through(file, createGunzip()),
  ".xz": unpackedByXz,
};

const packing = (file: string): ((file: string) => Readable) | undefined => Object.entries(PACKED).find(([end]) => file.endsWith(end))?.[1];

/** The image's bytes from its beginning, unpacked; reading them throws in words. */
function bytesOf(file: string): AsyncIterable<Buffer> {
  return packing(file)?.(file) ?? createReadStream(file, { highWaterMark: RANGE_BYTES });
}

function through(file: string, unpack: NodeJS.ReadWriteStream & Readable): Readable {
  // `pipeline` ends both when one fails; whoever reads sees the error.
  pipeline(createReadStream(file), unpack, () => {});
  return unpack;
}

function unpackedByXz(file: string): Readable {
  const child = spawn("xz", ["-dc", "--", file], { stdio: ["ignore", "pipe", "ignore"] });
  child.once("error", (error) =>
    child.stdout.destroy(new Error(`the program xz does not run (${error.message}); apt-get install xz-utils`)),
  );
  child.once("close", (code, signal) => {
    if (code !== 0 && signal === null) child.stdout.destroy(new Error(`${file} is no whole .xz file`));
  });
  child.stdout.once("close", () => child.kill());
  return child.stdout;
}

/** The map that lies beside the image, if it was made of it; else it is made (the image is read once), and with `keep` laid there if that can be. */
export async function mapOf(
  file: string,
  keep: boolean,
  progress: (bytes: number) => void,
): Promise<BlockMap & { readonly made: boolean }> {
  const beside = mapFile(file);
  if (existsSync(beside) && statSync(beside).mtimeMs >= statSync(file).mtimeMs) {
    const known = mapIn(readFileSync(beside, "utf8"), sha256);
    if (known !== null) return { ...known, made: false };
  }
  const map = await makeMap(file, progress);
  // Somebody else's map of the same name is not written over.
  const foreign = existsSync(beside) && mapIn(readFileSync(beside, "utf8"), sha256) === null;
  try {
    if (keep && !foreign) writeFileSync(beside, mapText(map, sha256));
  } catch {
    // A folder that cannot be written: the map is made again the next time.
  }
  return { ...map, made: true };
}

/** stopline.img.zst and stopline.img have the same map. */
export const mapFile = (file: string): string => `${file.replace(/\.(zst|gz|xz)$/, "")}.bmap`;

async function makeMap(file: string, progress: (bytes: number) => void): Promise<BlockMap> {
  const maker = new MapMaker(sha256);
  let bytes = 0;
  try {
    for await (const piece of bytesOf(file)) {
      maker.add(piece);
      bytes += piece.length;
      progress(bytes);
    }
  } catch (error) {
    throw new Error(`${file} cannot be read to its end (${(error as Error).message}); fetch it again`);
  }
  const map = maker.end();
  if (map.image_bytes === 0 || map.image_bytes % 512 !== 0)
    throw new Error(`${file} is no disk image: it has ${map.image_bytes} bytes, and a disk has sectors of 512`);
  return map;
}

/** The image for writing: at any place if it is not packed, else streaming. */
export async function openImage(file: string): Promise<OpenSource> {
  return packing(file) === undefined ? plain(file, await open(file, "r")) : streaming(file, bytesOf(file));
}

function plain(file: string, handle: FileHandle): OpenSource {
  return {
    async read(at, into) {
      for (let done = 0; done < into.length; ) {
        const { bytesRead } = await handle.read(into, done, into.length - done, at + done);
        if (bytesRead === 0) throw new Error(`${file} ends at ${at + done} bytes, before its block map does`);
        done += bytesRead;
      }
    },
    close: () => handle.close(),
  };
}

function streaming(file: string, bytes: AsyncIterable<Buffer>): OpenSource {
  const pieces = bytes[Symbol.asyncIterator]();
  let [at, piece] = [0, Buffer.alloc(0) as Buffer];
  const next = async (): Promise<void> => {
    at += piece.length;
    const { done, value } = await pieces.next();
    if (done) throw new Error(`${file} ends at ${at} bytes, before its block map does`);
    piece = value;
  };
  return {
    async read(from, into) {
      while (at + piece.length <= from) await next();
      for (let done = 0; done < into.length; ) {
        while (at + piece.length <= from + done) await next();
        done += piece.copy(into, done, from + done - at);
      }
    },
    close: async () => {
      await pieces.return?.();
    },
  };
}
