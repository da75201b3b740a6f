// Long: a machine starts two or three times after each cut.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs, { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import t, { type Test } from "tap";
import { verb } from "../../src/cli/slot.ts";
import type { Request } from "../../src/journal/port.ts";
import { serveLive } from "../../src/platform/live-socket.ts";
import { bundleOf, openDesk } from "../../src/platform/update-desk.ts";
import type { HandOverLive } from "../../src/traffic/live.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { HAND_OVER, STANDS_MS } from "../../src/update/hand-over.ts";
import { UPDATE_TOLD, type UpdateTold } from "../../src/update/told.ts";
import { Updates } from "../../src/update/updates.ts";
import { chosen } from "../image/cuts.ts";
import { live } from "../link/live.ts";
import { SCRIPTS, Slotted } from "./slotted.ts";

/**
 * A whole update, cut before anything of it that lasts: a file that is made, renamed or removed by either side or by the image's scripts, a write of the boot
 * loader's state, a word to the journal. The centre side's half, root's and the scripts are real; RAUC, systemd, GRUB and the street are stood in for.
 */
const WALL = Date.UTC(2026, 10, 24, 12);
const STEP_MS = 5_000;
/** Longer than anything that an update waits for. */
const LIFE_MS = 4 * 3_600_000;
const BUNDLE = Buffer.from("a bundle");
const sha256 = createHash("sha256").update(BUNDLE).digest("hex");
const ASKED = { bundle: "", version: "9.5.0", sha256, size: BUNDLE.length, not_before: 0, until: 0, allow_older: false } as const;

/** What lasts is counted in a file, by us and by every program; before the one that the cut is at, the power goes. */
const COUNTED = (program: string): string => `[ ! -e "$UNIT/power-is-off" ] || exit 1
n=$(($(cat "$UNIT/count") + 1)) && echo "$n" > "$UNIT/count"
if [ "$n" = "$(cat "$UNIT/cut-at")" ]; then : > "$UNIT/power-is-off"; kill -9 0; fi
exec /bin/${program} "$@"`;

/** RAUC, as far as it writes; in a session of its own, so that the power's going ends it and not us. */
const RAUC = `[ ! -e "$UNIT/power-is-off" ] || exit 1
[ -n "\${ALONE-}" ] || exec env ALONE=1 setsid -w "$0" "$@"
state=$UNIT/usr/lib/stopline/boot-state
grep -q rauc.slot=A "$UNIT/proc/cmdline" && here=A other=B || { here=B && other=A; }
case "$1 \${2-} \${3-}" in
  info*) echo '{"version":"9.5.0","build":"security-7"}' ;;
  install*) "$state" set-state $other bad && echo half > "$UNIT/half" && mv "$UNIT/half" "$UNIT/slot-$other" && echo new > "$UNIT/half" && mv "$UNIT/half" "$UNIT/slot-$other" ;;
  "status mark-active other") "$state" set-primary $other ;;
  "status mark-active booted") "$state" set-primary $here ;;
  "status mark-good ") "$state" set-state $here good ;;
esac`;

const SYSTEMCTL = `[ ! -e "$UNIT/power-is-off" ] || exit 1
case "$1" in -q) ;; is-active) echo active ;; reboot) : > "$UNIT/goes-down" ;; esac`;

class PowerCut extends Error {}

class Machine {
  readonly slotted: Slotted;
  readonly folders: { readonly desk: string; readonly kept: string; readonly works: string };
  /** What the journal has been given; it commits such a thing at once. */
  readonly inbox: Request[] = [];
  /** A socket's path is short. */
  readonly #live: string;
  #now = 0;
  #off = false;

  constructor(t: Test, proves: string) {
    this.slotted = new Slotted(t, {}, "A");
    const { at } = this.slotted;
    const short = mkdtempSync(join(tmpdir(), "stopline-power-"));
    t.teardown(() => fs.rmSync(short, { recursive: true }));
    this.#live = join(short, "live");
    this.folders = { desk: join(at, "desk"), kept: join(at, "data/stopline/update"), works: join(at, "works") };
    mkdirSync(this.folders.desk);
    for (const program of ["mv", "rm", "dd"]) this.slotted.standsIn(program, COUNTED(program));
    this.slotted.standsIn("rauc", RAUC);
    this.slotted.standsIn("systemctl", SYSTEMCTL);
    this.slotted.program(`[ "$1" = healthy ] || exit 0\n${proves}`);
    // Whoever proves itself has all the time that a busy host needs for it; who does not, none.
    writeFileSync(join(at, "usr/lib/stopline/gate.env"), `if ${proves}; then within=120; else within=1; fi\n`);
    writeFileSync(join(at, "slot-A"), "old\n");
    writeFileSync(join(at, "slot-B"), "older\n");
    writeFileSync(bundleOf(this.folders.desk, sha256), BUNDLE);
    this.cut(0);
    this.#updates().begin("c", ASKED);
  }

  #file(name: string): string {
    return join(this.slotted.at, name);
  }

  /** The power goes before what is the `at`th that lasts from now on; 0: never. */
  cut(at: number): void {
    writeFileSync(this.#file("count"), "0");
    writeFileSync(this.#file("cut-at"), String(at));
  }

  get count(): number {
    return Number(readFileSync(this.#file("count"), "utf8"));
  }

  /** Before anything of ours that lasts. */
  #lasts(): void {
    if (this.#off || existsSync(this.#file("power-is-off"))) throw new PowerCut();
    const n = this.count + 1;
    originals.writeFileSync(this.#file("count"), String(n));
    if (n !== Number(readFileSync(this.#file("cut-at"), "utf8"))) return;
    this.#off = true;
    originals.writeFileSync(this.#file("power-is-off"), "");
    throw new PowerCut();
  }

  #updates(): Updates {
    return new Updates({
      running: () => ({ version: "0.1.0", security: 1 }),
      noSlot: () => "",
      desk: openDesk(this.folders),
      fetch: async () => ({ kind: "done" }),
      offer: (request) => {
        if (this.inbox.some(({ id }) => id === request.id)) return true;
        this.#lasts();
        this.inbox.push(request);
        return true;
      },
      brainReached: () => false,
      now: () => this.#now,
      wall: () => WallTime(WALL + this.#now),
    });
  }

  /** As GRUB: chooses, counts the try, starts what lies there. Returns the slot. */
  #grub(): "A" | "B" {
    const state = this.slotted.boot;
    const slot = chosen(state) === "a" ? "A" : "B";
    const tried = { ...state, [`${slot}_TRY`]: state[`${slot}_TRY`] === "0" ? "1" : "2" };
    const words = Object.entries(tried).map((word) => `${word.join("=")}\n`);
    writeFileSync(this.slotted.env, `# GRUB Environment Block\n${words.join("")}`.padEnd(1_024, "#"));
    writeFileSync(this.#file("proc/cmdline"), `rauc.slot=${slot} quiet\n`);
    writeFileSync(this.#file("slot"), slot.toLowerCase());
    return slot;
  }

  /** From power on until it goes down, the power goes, or nothing is underway any more. Returns what ran and whether it is to start once more. */
  async life(): Promise<{ readonly runs: string; readonly again: boolean }> {
    this.#off = false;
    for (const name of ["power-is-off", "goes-down"]) fs.rmSync(this.#file(name), { force: true });
    const slot = this.#grub();
    const runs = readFileSync(this.#file(`slot-${slot}`), "utf8").trim();
    const goesOn = (): boolean => !existsSync(this.#file("power-is-off")) && !existsSync(this.#file("goes-down"));
    const { at, bin } = this.slotted;
    const env = { ...process.env, UNIT: at, PATH: `${bin}:${process.env["PATH"]}` };
    // Killed with its session when the power goes.
    await promisify(execFile)("setsid", ["-w", join(SCRIPTS, "gate")], { env }).catch((error: unknown) => {
      if (goesOn()) throw error;
    });
    if (goesOn()) await this.#street(goesOn, env);
    return { runs, again: !goesOn() };
  }

  /** The link goes on with what stands on its desk, root does what it asks; the street gives its signals out of hand as soon as it is asked. */
  async #street(goesOn: () => boolean, env: NodeJS.ProcessEnv): Promise<void> {
    let stage: HandOverLive["stage"] | null = null;
    let stands = 0;
    const frame = () => live(stage === null ? {} : { hand_over: { id: "c", version: "9.5.0", stage, why: "" } });
    let known = this.inbox.length;
    const restore = this.#counted(env);
    const server = await serveLive(this.#live);
    const frames = setInterval(() => server.send(frame()), 20);
    try {
      const updates = this.#updates();
      const until = this.#now + LIFE_MS;
      while (goesOn() && existsSync(join(this.folders.desk, "job.json")) && this.#now < until) {
        this.#now += STEP_MS;
        if (this.inbox.slice(known).some(({ command }) => command === HAND_OVER)) {
          stage = "standing";
          stands = this.#now;
        } else if (stage === "standing" && this.#now - stands > STANDS_MS) stage = "given-up";
        known = this.inbox.length;
        updates.live(frame());
        updates.step();
        if (existsSync(join(this.folders.desk, "request.json"))) await this.#root();
      }
    } finally {
      restore();
      clearInterval(frames);
      await server.close();
    }
  }

  async #root(): Promise<void> {
    const { desk, kept } = this.folders;
    const words = ["request", "--desk", desk, "--kept", kept, "--live", this.#live, "--slot", this.#file("slot")];
    originals.writeFileSync(this.folders.works, "");
    await verb.run(words).catch((error: unknown) => {
      if (!(error instanceof PowerCut)) throw error;
    });
    originals.rmSync(this.folders.works);
  }

  /** From now on what this process does to the disk counts, and the programs that it starts are the machine's. Returns what ends that. */
  #counted(env: NodeJS.ProcessEnv): () => void {
    const { PATH, UNIT } = process.env;
    Object.assign(process.env, { PATH: env["PATH"], UNIT: env["UNIT"] });
    for (const name of ["renameSync", "rmSync", "writeFileSync", "writeSync", "fsyncSync"] as const) {
      Object.assign(fs, {
        [name]: (...words: readonly unknown[]) => {
          this.#lasts();
          return (originals[name] as (...words: readonly unknown[]) => unknown)(...words);
        },
      });
    }
    syncBuiltinESMExports();
    return () => {
      Object.assign(fs, originals);
      syncBuiltinESMExports();
      process.env["PATH"] = PATH;
      if (UNIT === undefined) delete process.env["UNIT"];
    };
  }

  get told(): readonly UpdateTold[] {
    return this.inbox.filter(({ command }) => command === UPDATE_TOLD).map(({ args }) => JSON.parse(args) as UpdateTold);
  }
}

const { renameSync, rmSync, writeFileSync: wholly, writeSync, fsyncSync } = fs;
const originals = { renameSync, rmSync, writeFileSync: wholly, writeSync, fsyncSync };

// What the verb says stands in the state as well.
console.error = () => {};
console.log = () => {};

/** Lives until nothing is underway any more; what ran in each. */
async function lives(machine: Machine): Promise<readonly string[]> {
  const ran: string[] = [];
  for (let again = true; again && ran.length < 8; ) {
    const life = await machine.life();
    ran.push(life.runs);
    again = life.again;
    // A cut comes once.
    if (again && existsSync(join(machine.slotted.at, "power-is-off"))) machine.cut(0);
  }
  return ran;
}

/** Every so many of them, in the ordinary run; CUTS=all for each. */
const EVERY = process.env["CUTS"] === "all" ? 1 : 40;

const sayOf = ({ told, slotted }: Machine, what: string, ran: readonly string[]): string =>
  `${what}: ran ${ran.join(", ")}; told ${told.map(({ state, words }) => `${state} ${words}`.trim()).join(", ")}; ${JSON.stringify(slotted.boot)}`;

async function cutAnywhere(t: Test, proves: string, uncut: readonly string[], ends: Readonly<Record<string, string>>): Promise<void> {
  const whole = new Machine(t, proves);
  const ranUncut = await lives(whole);
  t.same(ranUncut, uncut, sayOf(whole, "uncut", ranUncut));
  const all = whole.count;
  t.ok(all > 2 * EVERY, `${all} things are cut at twice at the least`);
  for (let at = 1 + (all % EVERY); at <= all; at += EVERY) {
    const machine = new Machine(t, proves);
    machine.cut(at);
    const ran = await lives(machine);
    const said = sayOf(machine, `cut before ${at} of ${all}`, ran);
    t.ok(
      ran.every((runs) => runs === "old" || runs === "new"),
      said,
    );
    t.notOk(existsSync(join(machine.folders.desk, "job.json")), `nothing is left undone: ${said}`);
    const end = machine.told.at(-1)?.state ?? "";
    t.equal(ran.at(-1), ends[end], `the journal's last word is true: ${said}`);
    t.match(machine.slotted.boot, { TRIAL: "" }, said);
    t.equal(machine.slotted.boot[`${chosen(machine.slotted.boot).toUpperCase()}_TRY`], "0", `what would start has proved itself: ${said}`);
  }
}

t.test("the power goes anywhere in an update: the unit starts what is whole, comes to an end, and the journal's last word is true", (t) =>
  cutAnywhere(t, "true", ["old", "new"], { proved: "new" }),
);

t.test("the same, of a release that does not prove itself: the old one is back", (t) =>
  cutAnywhere(t, "grep -q rauc.slot=A $UNIT/proc/cmdline", ["old", "new", "new", "old"], { "fell-back": "old" }),
);
