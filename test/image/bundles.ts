import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const HOUSE = resolve(import.meta.dirname, "../..");
const PROGRAM = "usr/lib/stopline/stopline";
const SYSTEM = "usr/sbin/init";
/** How long a slot of a drill has to prove itself: less than in the field, so that a drill ends before its watcher does. */
const GATE_S = 60;

const HANGS = "#!/bin/sh\nexec sleep infinity\n";

/** What a drill's bundle brings: a slot, and what the bundle says of it. To add one, add a line. */
const BUNDLES = {
  /** The same system, under a newer version. */
  good: { version: "99.1.0" },
  /** The same again, packed otherwise: what is half of the one and half of the other is neither. */
  other: { version: "99.1.1", other: true },
  /** Its program ends as soon as it is started. */
  crashes: { version: "99.2.0", script: [PROGRAM, "#!/bin/sh\necho 'this release crashes' >&2\nexit 1\n"] },
  /** Its program is there and never says or does anything. */
  hangs: { version: "99.3.0", script: [PROGRAM, HANGS] },
  /** Its kernel starts, and nothing after it. */
  stuck: { version: "99.3.1", script: [SYSTEM, HANGS] },
  /** Signed, and changed afterwards. */
  tampered: { version: "99.4.0", tampered: true },
  /** Rightly signed, from before a hole was closed. */
  older: { version: "0.0.1", security: 0 },
} satisfies Record<string, Bundle>;

interface Bundle {
  readonly version: string;
  readonly security?: number;
  /** What lies there instead of what the system has. */
  readonly script?: readonly [file: string, text: string];
  /** The same program, and yet no bit of the slot where it was. */
  readonly other?: boolean;
  readonly tampered?: boolean;
}
export type BundleName = keyof typeof BUNDLES;

/** A bundle, and the slot's image in it. */
export interface Brought {
  readonly bundle: string;
  readonly slot: string;
}

/** For this image's units, signed with the image's keys; made when it is asked for, and kept beside the image until that is a newer one. */
export function bundle(name: BundleName, image: string, keys: string): Brought {
  const { version, security, script, other, tampered }: Bundle = BUNDLES[name];
  const old = join(dirname(image), "root.squashfs");
  const folder = join(dirname(image), "drills");
  const file = join(folder, `${name}.raucb`);
  const slot = script === undefined && other === undefined ? old : join(folder, `${name}.squashfs`);
  if (existsSync(file) && statSync(file).mtimeMs > statSync(old).mtimeMs) return { bundle: file, slot };
  mkdirSync(folder, { recursive: true });
  if (slot !== old) change(old, slot, script);
  const words = [basename(dirname(image)), keys, file, slot, version, ...(security === undefined ? [] : [`${security}`])];
  execFileSync(join(HOUSE, "deploy/bundle/build"), words, { stdio: ["ignore", "ignore", "inherit"] });
  if (tampered) flip(file, Math.floor(statSync(file).size / 2));
  return { bundle: file, slot };
}

/** The same system, packed otherwise; with a script of ours it has less time to prove itself. */
function change(slot: string, changed: string, script: Bundle["script"]): void {
  const tree = `${changed}.tree`;
  rmSync(tree, { recursive: true, force: true });
  execFileSync("unsquashfs", ["-quiet", "-no-progress", "-d", tree, slot], { stdio: "ignore" });
  if (script !== undefined) {
    const file = join(tree, script[0]);
    // It may be a link, and where that leads is not in this tree.
    rmSync(file);
    writeFileSync(file, script[1], { mode: 0o755 });
    writeFileSync(join(tree, "usr/lib/stopline/gate.env"), `within=${GATE_S}\n`);
  }
  rmSync(changed, { force: true });
  const how = ["-comp", "gzip", "-Xcompression-level", "1", "-noappend", "-quiet", "-no-progress", "-no-xattrs"];
  execFileSync("mksquashfs", [tree, changed, ...how], { stdio: "ignore" });
  rmSync(tree, { recursive: true });
}

function flip(file: string, at: number): void {
  const byte = Buffer.alloc(1);
  const open = openSync(file, "r+");
  readSync(open, byte, 0, 1, at);
  byte[0]! ^= 1;
  writeSync(open, byte, 0, 1, at);
  closeSync(open);
}

/** A USB stick with a bundle on it: in its top folder, where the unit looks for one by itself, or in the folder "typed", where it does not. */
export function stick(file: string, raucb: string, top: boolean): string {
  rmSync(file, { force: true });
  writeFileSync(file, "");
  truncateSync(file, statSync(raucb).size + 16_000_000);
  execFileSync("/sbin/mkfs.vfat", ["-n", "STICK", file], { stdio: "ignore" });
  if (!top) execFileSync("mmd", ["-i", file, "::typed"]);
  execFileSync("mcopy", ["-i", file, raucb, top ? "::update.raucb" : "::typed/update.raucb"]);
  return file;
}
