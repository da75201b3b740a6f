import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Live } from "../../src/traffic/live.ts";

const AAVMF = "/usr/share/AAVMF";
const EIGHT_TWO_FIFTIES = 4;

/** The name in the machine of its serial port number `i`. */
export const ttyIn = (i: number): string => (i < EIGHT_TWO_FIFTIES ? `/dev/ttyS${i}` : `/dev/ttyUSB${i - EIGHT_TWO_FIFTIES}`);

/** One partition of a GPT disk, by its name. */
export interface Partition {
  readonly name: string;
  /** In bytes from the disk's beginning. */
  readonly at: number;
  readonly bytes: number;
}

/** Reads the table of a disk image: entries of 128 bytes from its third sector. */
export function partitions(disk: string): readonly Partition[] {
  const table = Buffer.alloc(128 * 8);
  readSync(openSync(disk, "r"), table, 0, table.length, 1_024);
  return Array.from({ length: 8 }, (_, i) => table.subarray(i * 128, (i + 1) * 128))
    .filter((entry) => entry.readBigUInt64LE(32) > 0n)
    .map((entry) => {
      const [first, last] = [Number(entry.readBigUInt64LE(32)), Number(entry.readBigUInt64LE(40))];
      return { name: entry.subarray(56).toString("utf16le").replace(/\0.*$/s, ""), at: first * 512, bytes: (last - first + 1) * 512 };
    });
}

/** What a technician's laptop does with the card: writes a file onto PROVISION, or reads one of it ("" if it is not there). */
export function write(disk: string, name: string, text: string): void {
  const file = `${disk}.${name}`;
  writeFileSync(file, text);
  execFileSync("mcopy", ["-o", "-i", fat(disk), file, `::${name}`]);
}

export function read(disk: string, name: string): string {
  try {
    return execFileSync("mcopy", ["-n", "-i", fat(disk), `::${name}`, "-"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

function fat(disk: string): string {
  const at = partitions(disk).find(({ name }) => name === "PROVISION")?.at;
  if (at === undefined) throw new Error(`${disk} has no partition PROVISION`);
  return `${disk}@@${at}`;
}

/** An emulated machine with this disk, its serial ports on these ttys of the host in order, and its port 8080 on `page` here. */
export class Machine {
  readonly #folder: string;
  readonly #words: readonly string[];
  #child: ChildProcess | null = null;

  constructor(folder: string, disk: string, ttys: readonly string[], page: number) {
    this.#folder = folder;
    copyFileSync(join(AAVMF, "AAVMF_VARS.fd"), join(folder, "vars.fd"));
    // Debian's kernel takes four ports of the 8250 kind; what more there is hangs on USB, as adapters do in the field.
    const kind = (i: number) => (i < EIGHT_TWO_FIFTIES ? `pci-serial,chardev=c${i}` : `usb-serial,chardev=c${i}`);
    const serial = ttys.flatMap((path, i) => ["-chardev", `serial,id=c${i},path=${path}`, "-device", kind(i)]);
    this.#words = [
      ..."-M virt,gic-version=3 -cpu cortex-a72 -accel tcg,thread=multi,tb-size=512 -smp 2 -m 768 -nodefaults -display none".split(" "),
      ...["-drive", `if=pflash,format=raw,readonly=on,file=${AAVMF}/AAVMF_CODE.fd`],
      ...["-drive", `if=pflash,format=raw,file=${join(folder, "vars.fd")}`],
      ...["-drive", `if=none,id=disk,format=raw,file=${disk}`, "-device", "virtio-blk-pci,drive=disk"],
      ...[
        "-netdev",
        `user,id=net,hostfwd=tcp:127.0.0.1:${page}-:8080`,
        "-device",
        "virtio-net-pci,netdev=net,romfile=",
        "-device",
        "qemu-xhci",
      ],
      ...serial,
      ...["-device", "i6300esb", "-action", "watchdog=reset", "-serial", `file:${join(folder, "console.log")}`],
    ];
  }

  on(): void {
    this.#child = spawn("qemu-system-aarch64", this.#words, { stdio: ["ignore", "inherit", "inherit"] });
  }

  /** The plug is pulled: nothing is written any more, nobody is told. */
  async off(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  get console(): string {
    return readFileSync(join(this.#folder, "console.log"), "utf8");
  }
}

/** What the unit's page shows, as soon as `wanted` is true of it; a few frames a second are looked at. */
export async function shown(page: number, wanted: (live: Live) => boolean, within_ms: number): Promise<Live> {
  const end = performance.now() + within_ms;
  let last = "nothing";
  while (performance.now() < end) {
    try {
      for await (const live of frames(page)) {
        if (wanted(live)) return live;
        last = `${live.mode} (${live.mode_cause}), ${live.journal.last_seq} records, ports ${live.ports.map(({ port, open }) => `${port} ${open ? "open" : "closed"}`).join(", ")}`;
        if (performance.now() > end) break;
      }
    } catch {
      // Not there yet, or gone for a moment.
    }
    await pause(250);
  }
  throw new Error(`the page at port ${page} did not show it within ${within_ms / 1000} s; at last it showed ${last}`);
}

/** The emulator takes a connection before the machine behind it listens, so an attempt that says nothing for a while is given up. */
const SILENT_MS = 10_000;

async function* frames(page: number): AsyncGenerator<Live> {
  const given = new AbortController();
  let silent = setTimeout(() => given.abort(), SILENT_MS);
  try {
    const answer = await fetch(`http://127.0.0.1:${page}/live`, { signal: given.signal });
    let text = "";
    for await (const bytes of answer.body!) {
      clearTimeout(silent);
      silent = setTimeout(() => given.abort(), SILENT_MS);
      text += Buffer.from(bytes).toString();
      for (let at = text.indexOf("\n\n"); at >= 0; at = text.indexOf("\n\n")) {
        const data = /^event: live\ndata: (.*)$/s.exec(text.slice(0, at))?.[1];
        text = text.slice(at + 2);
        if (data !== undefined) yield JSON.parse(data) as Live;
      }
    }
  } finally {
    clearTimeout(silent);
    given.abort();
  }
}
