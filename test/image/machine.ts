import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { childEndsWithUs } from "../ends-with-us.ts";
import { Battery } from "./battery.ts";
import { shown, told } from "./page.ts";

const AAVMF = "/usr/share/AAVMF";
const U_BOOT = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";

/** Debian's kernel takes four ports of the 8250 kind; more of them are adapters in the machine's USB, as in the field. */
const SOLDERED = 4;
export const SERIAL_PORTS = 8;
export const ttyIn = (i: number): string => (i < SOLDERED ? `/dev/ttyS${i}` : `/dev/ttyUSB${i - SOLDERED}`);

/** What starts the machine: firmware and GRUB, or U-Boot and GRUB, as on a board; or the emulator itself with a kernel and words for it, which is quicker. */
export type Start = "firmware" | "u-boot" | { readonly kernel: string; readonly initrd: string; readonly words: string };

export interface Parts {
  /** Of this machine alone: its firmware's memory, its console's log. */
  readonly folder: string;
  readonly disk: string;
  /** The host's ttys that its serial ports are plugged into, in order. */
  readonly ttys: readonly string[];
  /** Its port 8080 is this one of the host. */
  readonly page: number;
  /** A stick in its USB port. */
  readonly stick?: string;
}

/**
 * The machine's clock goes by what it has executed, 2 ns an instruction, while it works, and by ours while it waits. On a busy host it is slow and does
 * not know it: an answer on its serial lines is never late because somebody else had the processor. Its battery clock goes the same way, so that times in
 * its journal are the machine's own over a restart too.
 */
const MACHINE = [
  ..."-M virt,gic-version=3 -cpu cortex-a72 -smp 1 -m 768 -nodefaults -display none".split(" "),
  ..."-accel tcg,thread=single,tb-size=512 -icount shift=1,sleep=on".split(" "),
];

/** How long anything may take, by the machine's own clock: emulation on a busy host takes its time, and a boot that hangs takes for ever. */
const WITHIN_S = Number(process.env.WITHIN_S || 900);
/** An emulator that gets next to nothing of its host is given up, too. */
const STARVED = 8;
const LOOK_MS = 500;

/** What is emulated is slow enough as it is: its session goes before what else this host does, where Linux groups processes by sessions and lets us say so. */
export function goesFirst(pid: number | undefined): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, "-10");
  } catch {
    // Not root, or no such groups here.
  }
}

/** An emulated 64-bit ARM machine. */
export class Machine {
  readonly #parts: Parts;
  #child: ChildProcess | null = null;
  #battery: Battery | null = null;
  /** By it, since power on. */
  #passed_s = 0;
  #looks: NodeJS.Timeout | undefined;
  #ended = "";
  /** Where the present search on the console begins. */
  #from = 0;
  #on_ms = 0;
  /** Up to where the console's lines were heard. */
  #heard = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    copyFileSync(join(AAVMF, "AAVMF_VARS.fd"), join(parts.folder, "vars.fd"));
    writeFileSync(this.#log, "");
  }

  get #log(): string {
    return join(this.#parts.folder, "console.log");
  }

  /**
   * Power on. `writes`: where every write onto the disk is kept, with its data (write-log.ts). `wall`: what its battery clock shows then, in ms; ours, if
   * nothing is said.
   */
  on(start: Start, { writes, wall = Date.now() }: { readonly writes?: string; readonly wall?: number } = {}): void {
    const { disk, ttys, page, stick, folder } = this.#parts;
    if (ttys.length > SERIAL_PORTS) throw new Error(`${ttys.length} serial ports are more than this machine has`);
    const words = [...MACHINE, "-rtc", `base=${new Date(wall).toISOString().slice(0, 19)},clock=vm`];
    if (start === "firmware") {
      words.push("-drive", `if=pflash,format=raw,readonly=on,file=${AAVMF}/AAVMF_CODE.fd`);
      words.push("-drive", `if=pflash,format=raw,file=${join(folder, "vars.fd")}`);
    } else if (start === "u-boot") words.push("-bios", U_BOOT);
    else words.push("-kernel", start.kernel, "-initrd", start.initrd, "-append", start.words);
    words.push("-blockdev", `driver=file,node-name=card,filename=${disk}`);
    if (writes === undefined) words.push("-device", "virtio-blk-pci,drive=card");
    else {
      writeFileSync(writes, "");
      truncateSync(writes, 4 * statSync(disk).size);
      words.push("-blockdev", `driver=file,node-name=writes,filename=${writes}`);
      words.push("-blockdev", "driver=blklogwrites,node-name=logged,file=card,log=writes,log-super-update-interval=1");
      words.push("-device", "virtio-blk-pci,drive=logged");
    }
    words.push("-netdev", `user,id=net,hostfwd=tcp:127.0.0.1:${page}-:8080`, "-device", "virtio-net-pci,netdev=net,romfile=");
    if (stick !== undefined || ttys.length > SOLDERED) words.push("-device", "qemu-xhci");
    for (const [i, path] of ttys.entries())
      words.push("-chardev", `serial,id=c${i},path=${path}`, "-device", `${i < SOLDERED ? "pci" : "usb"}-serial,chardev=c${i}`);
    if (stick !== undefined)
      words.push("-drive", `if=none,id=stick,format=raw,file=${stick}`, "-device", "usb-storage,drive=stick,removable=on");
    words.push("-device", "i6300esb", "-action", "watchdog=reset");
    words.push("-chardev", `file,id=console,path=${this.#log},append=on`, "-serial", "chardev:console");
    this.#ended = "";
    // It counts in whole seconds.
    this.#on_ms = Math.floor(wall / 1_000) * 1_000;
    words.push("-qmp", "stdio");
    const child = spawn("qemu-system-aarch64", words, { stdio: ["pipe", "pipe", "pipe"], detached: true });
    const callOff = childEndsWithUs(child);
    goesFirst(child.pid);
    this.#battery = new Battery(child.stdout!, child.stdin!);
    this.#passed_s = 0;
    this.#looks = setInterval(async () => {
      this.#passed_s = (await this.passed_s()) ?? this.#passed_s;
    }, LOOK_MS).unref();
    let complaint = "";
    child.stderr!.on("data", (bytes) => (complaint += bytes));
    child.once("close", (code) => {
      callOff();
      if (this.#child === child) this.#ended = `the emulator ended with ${code}: ${complaint.trim()}`;
    });
    this.#child = child;
    this.#from = this.console.length;
  }

  /** The plug is pulled: nothing is written any more, nobody is told. */
  async off(): Promise<void> {
    clearInterval(this.#looks);
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  /** Seconds by the machine's own clock from power on until its wall clock said `wall`: what it has worked in, and waited, however slow the host is. */
  own_s(wall: number): number {
    return Math.round((wall - this.#on_ms) / 100) / 10;
  }

  /** The same of now: whole seconds that have passed in the machine since power on, from its first instruction on; null while it is off. */
  async passed_s(): Promise<number | null> {
    const now = this.#child === null ? null : ((await this.#battery?.read()) ?? null);
    return now === null ? null : now - this.#on_ms / 1_000;
  }

  readonly alive = (): void => {
    if (this.#ended !== "") throw new Error(this.#ended);
  };

  /** What throws when the machine has ended, or has had its time from now on. */
  #patience(what: string): () => void {
    const [own, host] = [this.#passed_s + WITHIN_S, performance.now() + STARVED * WITHIN_S * 1_000];
    return () => {
      this.alive();
      if (this.#passed_s > own) throw new Error(`${what} within ${WITHIN_S} s of the machine's own`);
      if (performance.now() > host) throw new Error(`${what} within ${STARVED * WITHIN_S} s here`);
    };
  }

  /** Waits until the console says it, from where the last wait ended; the words found. */
  async says(wanted: RegExp): Promise<RegExpExecArray> {
    const patience = this.#patience(`the console did not say ${wanted}`);
    for (;;) {
      patience();
      const found = wanted.exec(this.console.slice(this.#from));
      if (found !== null) {
        this.#from += found.index + found[0].length;
        return found;
      }
      await pause(100);
    }
  }

  /** What the unit's page tells, while it is there. */
  readonly told = () => told(this.#parts.page, () => this.#passed_s);

  /** Waits until the unit's page shows it. */
  readonly shows = (wanted: Parameters<typeof shown>[1]) => shown(this.told, wanted, this.#patience("the page did not show it"));

  /** The whole lines that the console has said since this was asked last. */
  heard(): readonly string[] {
    const fresh = this.console.slice(this.#heard);
    const whole = fresh.slice(0, fresh.lastIndexOf("\n") + 1);
    this.#heard += whole.length;
    return whole.split(/\r?\n/).slice(0, -1);
  }

  get console(): string {
    return existsSync(this.#log) ? readFileSync(this.#log, "latin1") : "";
  }

  /** The last that was said there, without the escapes that move a cursor. */
  get lastWords(): string {
    const lines = this.console.split(ESCAPE).join("").trimEnd().split(/\r?\n/);
    return lines.slice(-40).join("\n");
  }
}

const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?=]*[a-zA-Z]`);
