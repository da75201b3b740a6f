import { createHash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, statfsSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Release, securityIn, whyNot } from "../update/release.ts";
import { openPlain, readPlain } from "./plain-file.ts";
import { manifestOf, said } from "./rauc.ts";
import { bundleOf, LEFT_BYTES, PROVED_SECURITY, type UpdateFolders } from "./update-desk.ts";

const PIECE_BYTES = 1_048_576;

/** Root's own copy: what is looked at is what is written, whatever happens on the desk meanwhile. */
export const copyIn = (kept: string): string => join(kept, "bundle.raucb");
/** A stick's: somebody may plug one in while the other is looked at or written. */
export const stickCopyIn = (kept: string): string => join(kept, "stick.raucb");

/**
 * Copies a bundle from where others write to where only root does, in the place of what lies there, and hashes what it copies, at most `bytes_max`.
 * Throws in words, and leaves nothing then. The disk gets it piece by piece, so that the journal's commits need not wait for all of it, and keeps
 * `left` bytes free for the journal.
 */
export function takeCopy(
  from: string,
  to: string,
  bytes_max: number,
  left = LEFT_BYTES,
): { readonly sha256: string; readonly size: number } {
  const source = openPlain(from);
  const beside = `${to}.new`;
  let copy: number;
  try {
    for (const old of [beside, to]) rmSync(old, { force: true });
    const { bavail, bsize } = statfsSync(dirname(to));
    if (bavail * bsize - Math.min(fstatSync(source).size, bytes_max) < left)
      throw new Error("the unit's disk has no room for a copy of it");
    copy = openSync(beside, "wx", 0o400);
  } catch (error) {
    closeSync(source);
    throw error;
  }
  const hash = createHash("sha256");
  const piece = Buffer.alloc(PIECE_BYTES);
  let size = 0;
  try {
    for (let read = readSync(source, piece); read > 0; read = readSync(source, piece)) {
      size += read;
      if (size > bytes_max) throw new Error(`it is longer than ${bytes_max} bytes`);
      hash.update(piece.subarray(0, read));
      writeSync(copy, piece, 0, read);
      if (size % (4 * PIECE_BYTES) < read) fsyncSync(copy);
    }
    fsyncSync(copy);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(copy);
    closeSync(source);
  }
  renameSync(beside, to);
  return { sha256: hash.digest("hex"), size };
}

/** The hash of the copy that is there; null if none is. */
export function copyHash(kept: string): string | null {
  let source: number;
  try {
    source = openPlain(copyIn(kept));
  } catch {
    return null;
  }
  const hash = createHash("sha256");
  const piece = Buffer.alloc(PIECE_BYTES);
  try {
    for (let read = readSync(source, piece); read > 0; read = readSync(source, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(source);
  }
  return hash.digest("hex");
}

/** What runs, and the highest security number that has proved itself here. */
export function runningRelease(version: string, security: number, kept: string): Release {
  let proved = 0;
  try {
    proved = Number(/^\d{1,6}$/.exec(readPlain(join(kept, PROVED_SECURITY), 64).trim())?.[0] ?? 0);
  } catch {}
  return { version, security: Math.max(security, proved) };
}

/** Root's copy: signed by whom this unit takes releases from, the one that was asked for, and not one that it must not go back to. "" or why not. */
export async function whyNotCopy(
  kept: string,
  version: string,
  running: Release,
  allowOlder: boolean,
  conf: string | null,
): Promise<string> {
  const manifest = await manifestOf(copyIn(kept), conf);
  if ("refused" in manifest) return `its signature does not hold: ${manifest.refused}`;
  if (manifest.version !== version) return `the bundle is of version ${manifest.version.slice(0, 20)}, and ${version} was asked for`;
  const security = securityIn(manifest.build);
  return security === null ? "its manifest names no security number" : whyNot({ version, security }, running, allowOlder);
}

/** Where an image's ramdisk says which slot it has mounted. */
export const SLOT_FILE = "/run/stopline-boot/slot";

/** Which slot runs: "A" or "B"; "" where there is only one. */
export function slotIn(file: string): string {
  try {
    return /^[ab]$/i.exec(readPlain(file, 64).trim())?.[0].toUpperCase() ?? "";
  } catch {
    return "";
  }
}

/** The bundle of a request: as the link has fetched it, or as a stick has brought it. "" or why there is none. */
export function takeBundle(folders: UpdateFolders, sha256: string, size: number): string {
  try {
    const taken = takeCopy(bundleOf(folders.desk, sha256), copyIn(folders.kept), size);
    if (taken.sha256 !== sha256) return `its hash is ${taken.sha256.slice(0, 12)}, and ${sha256.slice(0, 12)} was asked for`;
    // The card need not hold it twice.
    rmSync(bundleOf(folders.desk, sha256), { force: true });
    return "";
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") return `it cannot be read: ${message}`;
  }
  if (copyHash(folders.kept) === sha256) return "";
  try {
    // From here on a stick that is plugged in changes nothing of it, and so it is hashed afterwards.
    renameSync(stickCopyIn(folders.kept), copyIn(folders.kept));
  } catch {}
  return copyHash(folders.kept) === sha256 ? "" : "there is no such bundle on this unit";
}

/** Writes the other slot, by RAUC, which looks at signature and board again. "" or why not. */
export async function install(kept: string): Promise<string> {
  const { ok, why } = await said("rauc", ["install", copyIn(kept)]);
  return ok ? "" : `RAUC has not installed it: ${why}`;
}
