import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Start } from "./machine.ts";

const HOUSE = resolve(import.meta.dirname, "../..");

/** The words of GRUB's line; the system's log comes onto the console, too. */
const DIRECT = "stopline.slot=a rauc.slot=A console=ttyAMA0 panic=10 quiet systemd.journald.forward_to_console=1";

/** The emulator starts slot a of this image itself, which is quicker than firmware and GRUB; in the machine `typed` runs, for who cannot log in. */
export function direct(image: string, folder: string, typed: string): Start {
  const built = dirname(image);
  return { kernel: join(built, "vmlinuz"), initrd: ramdisk(join(built, "initrd"), folder, typed), words: DIRECT };
}

/** An initial ramdisk that lays a service over the slot, which does what is typed. The slot's own knows nothing of it. */
function ramdisk(initrd: string, folder: string, typed: string): string {
  const over = join(folder, "over");
  mkdirSync(over);
  writeFileSync(join(over, "typed"), typed);
  writeFileSync(join(over, "typed.service"), "[Service]\nType=exec\nExecStartPre=/bin/mkdir -p /run/stick\nExecStart=/bin/sh /etc/typed\n");
  const lay =
    "cp /typed /new/etc/ && cp /typed.service /new/etc/systemd/system/\n" +
    "ln -s ../typed.service /new/etc/systemd/system/multi-user.target.wants/\n";
  const init = readFileSync(join(HOUSE, "deploy/image/init"), "utf8");
  writeFileSync(join(over, "init"), init.replace(/^exec switch_root/m, `${lay}$&`), { mode: 0o755 });
  const packed = execFileSync("cpio", ["--quiet", "-o", "-H", "newc"], { cwd: over, input: "typed\ntyped.service\ninit\n" });
  const file = join(folder, "initrd");
  writeFileSync(file, Buffer.concat([readFileSync(initrd), gzipSync(packed)]));
  return file;
}
