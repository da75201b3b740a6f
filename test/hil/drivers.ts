import { ALONE } from "./alone/rig.ts";
import { BENCH } from "./bench/rig.ts";
import { PTY } from "./pty/rig.ts";
import { QEMU } from "./qemu/rig.ts";
import type { RigDriver } from "./rig.ts";
import { SIM } from "./sim/rig.ts";

/** What can drive a rig, by the name in its file. To add one: a folder here, and a line. */
export const DRIVERS: Readonly<Record<string, RigDriver>> = { alone: ALONE, bench: BENCH, pty: PTY, qemu: QEMU, sim: SIM };
