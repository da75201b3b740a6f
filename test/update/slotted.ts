import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Test } from "tap";

/** The image's own. */
export const SCRIPTS = new URL("../../deploy/image/overlay/usr/lib/stopline/", import.meta.url).pathname;

/** That script ends only by a start anew. */
const DARK_MS = 8_000;

/** A machine as a folder, at its start from a slot, with the image's own scripts. RAUC, systemd, mounting and the program are stood in for. */
export class Slotted {
  readonly at: string;
  readonly bin: string;

  constructor(t: Test, boot: Readonly<Record<string, string>>, slot: "A" | "B") {
    this.at = t.testdir({
      bin: {},
      dev: {},
      data: { stopline: { update: {} } },
      etc: { stopline: { "site.toml": "" } },
      proc: { cmdline: `rauc.slot=${slot} quiet\n` },
      run: { "stopline-boot": { esp: { grub: {} } } },
      usr: { lib: { stopline: { security: "1\n", "gate.env": "within=0\n" } } },
    });
    this.bin = join(this.at, "bin");
    const words = Object.entries({ ORDER: "A B", A_OK: "1", A_TRY: "0", B_OK: "1", B_TRY: "0", ...boot });
    writeFileSync(this.env, `# GRUB Environment Block\n${words.map((word) => `${word.join("=")}\n`).join("")}`.padEnd(1_024, "#"));
    this.standsIn("mount", "");
    this.standsIn("umount", "");
    this.standsIn(
      "systemctl",
      'echo "systemctl $*" >> "$UNIT/asked"; case "$1" in -q) [ -e "$UNIT/active" ] ;; show) cat "$UNIT/active"; [ -s "$UNIT/active" ] || date +%N ;; esac',
    );
    this.standsIn("rauc", `echo "rauc $*" >> "$UNIT/asked"; ${join(SCRIPTS, "boot-state")} set-state ${slot} good`);
    writeFileSync(join(this.at, "usr/lib/stopline/boot-state"), readFileSync(join(SCRIPTS, "boot-state")), { mode: 0o755 });
    this.program("exit 0");
  }

  /** The boot loader's file. */
  get env(): string {
    return join(this.at, "run/stopline-boot/esp/grub/grubenv");
  }

  /** A program of the system does this instead. */
  standsIn(name: string, does: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${does}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** What the release's program does, whatever it is asked. */
  program(does: string): void {
    writeFileSync(join(this.at, "usr/lib/stopline/stopline"), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
  }

  /** `stopline healthy` is content; it has the time to say so. */
  controls(): void {
    writeFileSync(join(this.at, "active"), "");
    writeFileSync(join(this.at, "usr/lib/stopline/gate.env"), "within=600\n");
  }

  /** The street side is there, and whoever asks for its health gets this; there are seconds for it. */
  answers(does: string): void {
    writeFileSync(join(this.at, "active"), "");
    writeFileSync(join(this.at, "usr/lib/stopline/gate.env"), "within=3 patience=0\n");
    this.program(`[ "$1" = healthy ] || exit 0\n${does}`);
  }

  /** The street side is the same one at each look, or another one: it ends and is started for ever. */
  stands(same: boolean): void {
    writeFileSync(join(this.at, "active"), same ? "5f1d0c1e\n" : "");
  }

  kept(name: string, text?: string): string {
    const file = join(this.at, "data/stopline/update", name);
    if (text !== undefined) writeFileSync(file, text);
    return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  }

  async run(script: "gate" | "boot-state" | "dark", ...words: readonly string[]): Promise<string> {
    const env = { ...process.env, UNIT: this.at, PATH: `${this.bin}:${process.env["PATH"]}` };
    return (await promisify(execFile)(join(SCRIPTS, script), words, { env, timeout: script === "dark" ? DARK_MS : 0 })).stdout;
  }

  get boot(): Readonly<Record<string, string>> {
    const lines = readFileSync(this.env, "latin1").split("\n");
    return Object.fromEntries(lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split("=", 2) as [string, string]));
  }

  get asked(): readonly string[] {
    const file = join(this.at, "asked");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }
}
