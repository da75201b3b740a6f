import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Live } from "../../src/traffic/live.ts";
import { freePort } from "../platform/ports.ts";
import { type Brought, stick } from "./bundles.ts";
import { flashed, write } from "./card.ts";
import { direct } from "./direct.ts";
import { goesFirst, Machine, type Start } from "./machine.ts";
import { pageCode } from "./page.ts";
import { wired } from "./wired.ts";

const HOUSE = resolve(import.meta.dirname, "../..");
/** A site with two serial lines: a rack of loops, and the lamps. */
const SITE = join(HOUSE, "deploy/sites/tee.toml");

/** What a technician would type, if somebody could log in. */
const TYPED = `
until mount -o ro /dev/disk/by-label/STICK /run/stick; do sleep 1; done
until systemctl -q is-active stopline-unit; do sleep 1; done
if ! rauc install /run/stick/typed/update.raucb > /run/said 2>&1; then echo "drill: $(tr '\\n' ' ' < /run/said)"
else
  echo "drill: installed"
  rauc status mark-active other > /run/said 2>&1 && sync && echo "drill: slot b is next" || echo "drill: $(cat /run/said)"
fi > /dev/console
`;

/** A card, the machine that it is plugged into, and the street around it. */
export interface Rig {
  readonly disk: string;
  readonly folder: string;
  readonly machine: Machine;
  /** Quicker than by firmware and GRUB: the emulator starts slot a itself. */
  readonly direct: Start;
  /** Says what is waited for, and how long that took. */
  step<T>(words: string, name: string, act: () => Promise<T>): Promise<T>;
  readonly took: Record<string, number>;
  /** A figure beside the steps' times: by the machine's own clock, or of what it needs. */
  note(name: string, value: number): void;
  /** What lies in the slots: as flashed, and as the stick's bundle has it. */
  readonly slots: { readonly old: string; readonly brought: string };
  close(): Promise<void>;
}

/** What is around the card. */
export interface Around {
  /** On a stick in the unit's USB port, */
  readonly bundle?: Brought | undefined;
  /** in the stick's top folder. */
  readonly top?: boolean | undefined;
  /** What somebody types, who cannot log in; left out: he has the stick's bundle installed. */
  readonly typed?: string | undefined;
  /** Traffic as a multiple of the usual. */
  readonly demand?: number | undefined;
}

/** A unit with this image on its card. */
export async function rig(image: string, { bundle: brought, top = false, typed = TYPED, demand = 1 }: Around = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-image-"));
  const disk = flashed(image, folder);
  const { text, ports: names } = wired(readFileSync(SITE, "utf8"));
  write(disk, "site.toml", text);
  write(disk, "link.env", "PANEL=0.0.0.0:8080\n");
  write(disk, "page.code", pageCode());

  const ttys = join(folder, "tty");
  mkdirSync(ttys);
  const words = ["street", SITE, "--ports", ttys, "--seed", "5", "--demand", String(demand), "--quiet"];
  const street = spawn(process.execPath, [join(HOUSE, "src/cli.ts"), ...words], { stdio: "inherit", detached: true });
  goesFirst(street.pid);
  const machine = new Machine({
    folder,
    disk,
    ttys: names.map((name) => join(ttys, name)),
    page: await freePort(),
    ...(brought === undefined ? {} : { stick: stick(join(folder, "stick.img"), brought.bundle, top) }),
  });
  await opened(
    street,
    names.map((name) => join(ttys, name)),
  );
  const built = dirname(image);
  const took: Record<string, number> = {};
  process.once("exit", () => {
    street.kill();
    void machine.off();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    disk,
    folder,
    machine,
    direct: direct(image, folder, typed),
    took,
    slots: { old: join(built, "root.squashfs"), brought: brought?.slot ?? "" },
    note: (name, value) => {
      took[name] = value;
      console.log(`  ${name.padEnd(86)}${value.toFixed(1).padStart(7)}`);
    },
    async step(words, name, act) {
      process.stdout.write(`  ${words.padEnd(86)}`);
      const began = performance.now();
      const value = await act();
      took[name] = Math.round((performance.now() - began) / 100) / 10;
      console.log(`${took[name]!.toFixed(0).padStart(5)} s`);
      return value;
    },
    async close() {
      await machine.off();
      street.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function opened(street: ChildProcess, ttys: readonly string[]): Promise<void> {
  while (!ttys.every((tty) => existsSync(tty))) {
    if (street.exitCode !== null) throw new Error("the simulated street has ended before it began");
    await pause(100);
  }
}

/** Signals that the detectors steer, with both serial ports open. */
export const controls = (live: Live): boolean => live.mode === "actuated" && live.ports.every(({ open }) => open);
