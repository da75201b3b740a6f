import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Start } from "./machine.ts";

/** Both are one program, and the console is to say which of them speaks. */
const SIDES = ["unit", "link"] as const;
export type Side = (typeof SIDES)[number];
const SAID = /\] stopline-(unit|link)\[\d+\]: (.*)$/;

/** What a side says in a line of the console; null for everybody else's. */
export function saidBy(line: string): { readonly of: Side; readonly words: string } | null {
  const [, of, words = ""] = SAID.exec(line) ?? [];
  return of === undefined ? null : { of: of as Side, words };
}

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
  const sides = SIDES.map((side) => {
    writeFileSync(join(over, `${side}.conf`), `[Service]\nSyslogIdentifier=stopline-${side}\n`);
    const own = `/new/etc/systemd/system/stopline-${side}.service.d`;
    return `mkdir -p ${own} && cp /${side}.conf ${own}/\n`;
  });
  const lay =
    "cp /typed /new/etc/ && cp /typed.service /new/etc/systemd/system/\n" +
    `ln -s ../typed.service /new/etc/systemd/system/multi-user.target.wants/\n${sides.join("")}`;
  const init = readFileSync(join(HOUSE, "deploy/image/init"), "utf8");
  writeFileSync(join(over, "init"), init.replace(/^exec switch_root/m, `${lay}$&`), { mode: 0o755 });
  const packed = execFileSync("cpio", ["--quiet", "-o", "-H", "newc"], {
    cwd: over,
    input: `${["typed", "typed.service", "init", ...SIDES.map((side) => `${side}.conf`)].join("\n")}\n`,
  });
  const file = join(folder, "initrd");
  writeFileSync(file, Buffer.concat([readFileSync(initrd), gzipSync(packed)]));
  return file;
}
