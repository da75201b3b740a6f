import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import t, { type Test } from "tap";

const SCRIPTS = new URL("../../deploy/image/overlay/usr/lib/stopline/", import.meta.url).pathname;

/** A machine as a folder, at its start from a slot, with the image's own gate and boot-state. RAUC, systemd, mounting and the program are stood in for. */
class Unit {
  readonly at: string;
  readonly #bin: string;

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
    this.#bin = join(this.at, "bin");
    const words = Object.entries({ ORDER: "A B", A_OK: "1", A_TRY: "0", B_OK: "1", B_TRY: "0", ...boot });
    writeFileSync(this.#env, `# GRUB Environment Block\n${words.map((word) => `${word.join("=")}\n`).join("")}`.padEnd(1_024, "#"));
    this.#stands("mount", "");
    this.#stands("umount", "");
    this.#stands("systemctl", 'echo "systemctl $*" >> "$UNIT/asked"; [ "$1" != -q ] || [ -e "$UNIT/active" ]');
    this.#stands("rauc", `echo "rauc $*" >> "$UNIT/asked"; ${join(SCRIPTS, "boot-state")} set-state ${slot} good`);
    writeFileSync(join(this.at, "usr/lib/stopline/boot-state"), readFileSync(join(SCRIPTS, "boot-state")), { mode: 0o755 });
    this.#program("exit 0");
  }

  get #env(): string {
    return join(this.at, "run/stopline-boot/esp/grub/grubenv");
  }

  #stands(name: string, does: string): void {
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${does}\n`);
    chmodSync(join(this.#bin, name), 0o755);
  }

  #program(does: string): void {
    writeFileSync(join(this.at, "usr/lib/stopline/stopline"), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
  }

  /** `stopline healthy` is content; it has the time to say so. */
  controls(): void {
    writeFileSync(join(this.at, "active"), "");
    writeFileSync(join(this.at, "usr/lib/stopline/gate.env"), "within=600\n");
  }

  kept(name: string, text?: string): string {
    const file = join(this.at, "data/stopline/update", name);
    if (text !== undefined) writeFileSync(file, text);
    return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  }

  async run(script: "gate" | "boot-state", ...words: readonly string[]): Promise<string> {
    const env = { ...process.env, UNIT: this.at, PATH: `${this.#bin}:${process.env["PATH"]}` };
    return (await promisify(execFile)(join(SCRIPTS, script), words, { env })).stdout;
  }

  get boot(): Readonly<Record<string, string>> {
    const lines = readFileSync(this.#env, "latin1").split("\n");
    return Object.fromEntries(lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split("=", 2) as [string, string]));
  }

  get asked(): readonly string[] {
    const file = join(this.at, "asked");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }
}

const TRIED = { ORDER: "B A", B_TRY: "1", TRIAL: "B" };

t.test("a release that controls is good, and has been on trial; the next start asks no more of it than that it starts", async (t) => {
  const unit = new Unit(t, TRIED, "B");
  unit.controls();
  await unit.run("gate");
  t.equal(unit.kept("outcome"), "proved B");
  t.match(unit.boot, { ORDER: "B A", B_OK: "1", B_TRY: "0", TRIAL: "" });
  t.equal(unit.kept("security"), "1");
  t.equal(unit.kept("trial"), "");
  t.notOk(unit.asked.includes("systemctl reboot"));
});

t.test(
  "a release on trial whose unit does not control is not marked good, whatever has become of what the data partition knows",
  async (t) => {
    for (const damage of ["B\n", "", "\0\0\0\0", "BB", "nonsense\n", undefined]) {
      const unit = new Unit(t, TRIED, "B");
      if (damage !== undefined) unit.kept("trial", damage);
      await unit.run("gate");
      t.ok(unit.asked.includes("systemctl reboot"), JSON.stringify(damage));
      t.notOk(unit.asked.some((each) => each.includes("mark-good")));
      t.match(unit.boot, { B_TRY: "1", TRIAL: "B" }, "its second try is a trial too");
      t.equal(unit.kept("trial"), "B", "whoever asks for its health compares it with what was before");
      t.equal(unit.kept("why"), "the street side has not started");
    }
  },
);

t.test("a release from before the boot loader knew of trials is on trial by what it has left on the data partition", async (t) => {
  const unit = new Unit(t, { ORDER: "B A", B_TRY: "1" }, "B");
  unit.kept("trial", "B\n");
  await unit.run("gate");
  t.ok(unit.asked.includes("systemctl reboot"));
});

t.test("a release that has proved itself is not left because the street side does not start any more", async (t) => {
  const unit = new Unit(t, { ORDER: "B A", B_TRY: "1" }, "B");
  await unit.run("gate");
  t.same(
    unit.asked.filter((each) => !each.startsWith("systemctl -q")),
    ["rauc status mark-good"],
  );
  t.match(unit.boot, { B_TRY: "0" });
});

t.test("after two tries the slot that ran before says why, once, and nothing is on trial any more", async (t) => {
  const unit = new Unit(t, { ORDER: "B A", B_TRY: "2", TRIAL: "B" }, "A");
  unit.kept("why", "control does not tick\n");
  unit.controls();
  await unit.run("gate");
  t.equal(unit.kept("outcome"), "returned B: control does not tick");
  t.match(unit.boot, { TRIAL: "", B_TRY: "2", A_TRY: "0" });
  t.equal(unit.kept("why"), "");
});

t.test("a slot is made the first one and put on trial by one write, and neither is there without the other", async (t) => {
  const unit = new Unit(t, { B_OK: "0" }, "A");
  await unit.run("boot-state", "set-primary", "B");
  t.match(unit.boot, { ORDER: "B A", B_OK: "1", B_TRY: "0", TRIAL: "B" });
  t.equal(await unit.run("boot-state", "get-trial"), "B\n");
  await unit.run("boot-state", "set-state", "A", "good");
  t.equal(unit.boot["TRIAL"], "B", "that this slot is good says nothing of the other");
  await unit.run("boot-state", "set-primary", "A");
  t.match(unit.boot, { ORDER: "A B", TRIAL: "" }, "the slot that runs has nothing to prove");
});

t.test("power that goes before the other slot is the first one: the centre side hears so from the next start on", async (t) => {
  const restarting = JSON.stringify({ id: "c", state: "restarting" });
  const unit = new Unit(t, { B_OK: "0" }, "A");
  unit.kept("state.json", restarting);
  unit.controls();
  await unit.run("gate");
  t.match(unit.kept("outcome"), /^untried: the machine started anew before/);
  t.notOk(unit.asked.includes("systemctl reboot"));

  const gone = new Unit(t, TRIED, "B");
  gone.kept("state.json", restarting);
  await gone.run("gate");
  t.equal(gone.kept("outcome"), "", "it is being tried");

  const over = new Unit(t, {}, "B");
  over.kept("state.json", restarting);
  over.kept("outcome", "proved B\n");
  await over.run("gate");
  t.equal(over.kept("outcome"), "proved B", "what is known is known");
});
