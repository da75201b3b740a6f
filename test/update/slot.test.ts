// Long: its name would have it begin near the end.
import { createHash } from "node:crypto";
import fs, { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { verb } from "../../src/cli/slot.ts";
import { type LiveServer, serveLive } from "../../src/platform/live-socket.ts";
import { copyHash, copyIn, takeBundle, takeCopy } from "../../src/platform/slot.ts";
import { takeFromStick } from "../../src/platform/stick.ts";
import { bundleOf, openDesk } from "../../src/platform/update-desk.ts";
import type { Live } from "../../src/traffic/live.ts";
import type { SlotRequest } from "../../src/update/desk.ts";
import { live } from "../link/live.ts";

/** A stand-in for a program of the system: says what it was asked, and does what its file says. */
const STAND_IN = `#!/bin/sh
echo "$(basename "$0") $*" >> "$STAND_INS/asked"
answer="$STAND_INS/$(basename "$0")-$(echo "$1$2" | tr -cd 'a-z')"
[ -e "$answer" ] && cat "$answer"
[ -e "$answer.does" ] && . "$answer.does"
[ ! -e "$answer.fails" ] || { cat "$answer.fails" >&2; exit 1; }
`;

/** A machine that runs slot A: RAUC and systemd are stood in for, everything else is as it is. */
class Machine {
  readonly at: string;
  readonly folders: { readonly desk: string; readonly kept: string };
  readonly desk: ReturnType<typeof openDesk>;
  readonly bundle = Buffer.from("a bundle");
  readonly sha256 = createHash("sha256").update(this.bundle).digest("hex");

  constructor(t: Test) {
    this.at = mkdtempSync(join(tmpdir(), "stopline-slot-"));
    this.folders = { desk: join(this.at, "desk"), kept: join(this.at, "kept") };
    this.desk = openDesk(this.folders);
    for (const folder of ["desk", "bin"]) mkdirSync(join(this.at, folder));
    for (const program of ["rauc", "systemctl"]) {
      writeFileSync(join(this.at, "bin", program), STAND_IN);
      chmodSync(join(this.at, "bin", program), 0o755);
    }
    writeFileSync(join(this.at, "slot"), "a\n");
    const { PATH } = process.env;
    process.env["PATH"] = `${join(this.at, "bin")}:${PATH}`;
    process.env["STAND_INS"] = this.at;
    t.teardown(() => {
      process.env["PATH"] = PATH;
      rmSync(this.at, { recursive: true });
    });
    this.says("rauc-infooutputformatjson", '{"compatible":"stopline-test","version":"9.5.0","build":"security-7"}');
  }

  says(what: string, answer: string): void {
    writeFileSync(join(this.at, what), answer);
  }

  fetched(): void {
    writeFileSync(bundleOf(this.folders.desk, this.sha256), this.bundle);
  }

  install(over: Partial<SlotRequest & { readonly kind: "install" }> = {}): Promise<number> {
    this.desk.request({
      kind: "install",
      id: "c-1",
      version: "9.5.0",
      sha256: this.sha256,
      size: this.bundle.length,
      allow_older: false,
      ...over,
    });
    return this.slot();
  }

  restart(): Promise<number> {
    this.desk.request({ kind: "restart", id: "c-1", brain: true });
    return this.slot();
  }

  slot(): Promise<number> {
    const { desk, kept } = this.folders;
    return verb.run(["request", "--desk", desk, "--kept", kept, "--live", join(this.at, "live"), "--slot", join(this.at, "slot")]);
  }

  /** A stick with this bundle, in its top folder, is plugged in. */
  stick(bundle: string): Promise<number> {
    const { desk, kept } = this.folders;
    return verb.run(["stick", this.stickWith(bundle), "--desk", desk, "--kept", kept, "--slot", join(this.at, "slot")]);
  }

  stickWith(bundle: string): string {
    const folder = join(this.at, "stick");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "stopline.raucb"), bundle);
    return folder;
  }

  get asked(): readonly string[] {
    const file = join(this.at, "asked");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  get state(): string {
    const { state = "", words = "" } = this.desk.state() ?? {};
    return words === "" ? state : `${state}: ${words}`;
  }

  /** A street side that shows this for as long as the test looks. */
  async shows(t: Test, over: Partial<Live>): Promise<void> {
    const server: LiveServer = await serveLive(join(this.at, "live"));
    const timer = setInterval(() => server.send(live(over)), 20);
    t.teardown(async () => {
      clearInterval(timer);
      await server.close();
    });
  }
}

// What the verb says stands in the state as well.
console.error = () => {};
console.log = () => {};

t.test(
  "a bundle that the link has fetched goes into the other slot, out of root's own folder, and the slot is not the first one yet",
  async (t) => {
    const machine = new Machine(t);
    machine.fetched();
    t.equal(await machine.install(), 0);
    const copy = join(machine.folders.kept, "bundle.raucb");
    t.same(machine.asked, [`rauc info --output-format=json ${copy}`, `rauc install ${copy}`]);
    t.equal(machine.state, "installed");
    t.equal(await machine.slot(), 1, "the request is gone");
  },
);

t.test("what RAUC does not verify or does not write, and a machine with one slot: refused, in words, and nothing is written", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  t.equal(await machine.install({ size: 3 }), 1);
  t.equal(machine.state, "refused: it cannot be read: it is longer than 3 bytes");
  t.equal(await machine.install({ sha256: "0".repeat(64) }), 1);
  t.equal(machine.state, "refused: there is no such bundle on this unit");
  t.equal(await machine.install({ version: "9.6.0" }), 1);
  t.equal(machine.state, "refused: the bundle is of version 9.5.0, and 9.6.0 was asked for");
  machine.says("rauc-infooutputformatjson.fails", "signature verification failed: Verify error");
  t.equal(await machine.install(), 1);
  t.equal(machine.state, "refused: its signature does not hold: signature verification failed: Verify error");
  t.notOk(machine.asked.some((each) => each.startsWith("rauc install")));
  rmSync(join(machine.at, "rauc-infooutputformatjson.fails"));
  machine.says(`rauc-install${machine.folders.kept.replace(/[^a-z]/g, "")}bundleraucb.fails`, "Failed writing");
  t.equal(await machine.install(), 1);
  t.equal(machine.state, "refused: RAUC has not installed it: Failed writing");
  machine.says("slot", "");
  t.equal(await machine.install(), 1);
  t.equal(machine.state, "refused: this machine was not started from one of two slots");
});

t.test("a security number that this unit has proved is never gone back behind, whatever the link asks", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  mkdirSync(machine.folders.kept, { recursive: true });
  writeFileSync(join(machine.folders.kept, "security"), "8\n");
  t.equal(await machine.install({ allow_older: true }), 1);
  t.match(machine.state, /^refused: its security number is 7, and this unit has come to 8/);
});

t.test("the machine starts anew only when the signals stand in flash for this very update", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  await machine.install();
  const standing = { id: "c-1", version: "9.5.0", stage: "standing", why: "" } as const;
  const devices = [
    { device: "lamps", port: "p", answering: true, polls: 1, timeouts: 0, noise_bytes: 0 },
    { device: "loops", port: "p", answering: false, polls: 1, timeouts: 0, noise_bytes: 0 },
  ];
  const frame: { now: Partial<Live> } = { now: { mode: "actuated", mode_cause: "detection is good", devices } };
  await machine.shows(
    t,
    new Proxy(
      {},
      {
        ownKeys: () => Reflect.ownKeys(frame.now),
        get: (_, key) => Reflect.get(frame.now, key),
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    ) as Partial<Live>,
  );
  const before = machine.asked.length;
  t.equal(await machine.restart(), 1);
  t.equal(machine.state, "installed: the signals have not been given out of hand for it: actuated, detection is good");
  await machine.install();
  frame.now = { ...frame.now, hand_over: { ...standing, stage: "entering" } };
  t.equal(await machine.restart(), 1, "on the way there is not there");
  machine.fetched();
  await machine.install();
  frame.now = { ...frame.now, hand_over: { ...standing, id: "another" } };
  t.equal(await machine.restart(), 1);
  t.notOk(machine.asked.slice(before).some((each) => /mark-active|reboot/.test(each)));
  machine.fetched();
  await machine.install();
  writeFileSync(join(machine.folders.kept, "outcome"), "proved A\n");
  frame.now = { ...frame.now, hand_over: standing };
  t.equal(await machine.restart(), 0);
  t.same(machine.asked.slice(-2), ["rauc status mark-active other", "systemctl reboot"]);
  t.equal(machine.state, "restarting", "what became of an earlier one is not this one's");
  t.same(JSON.parse(readFileSync(join(machine.folders.kept, "before.json"), "utf8")), { answering: ["lamps"], brain: true });
  writeFileSync(join(machine.folders.kept, "outcome"), "returned B: control does not tick\n");
  t.equal(machine.state, "fell-back: control does not tick");
  writeFileSync(join(machine.folders.kept, "outcome"), "proved B\n");
  t.equal(machine.state, "proved");
});

t.test("what was never installed is not started into; one whose slot cannot be made the first one stays where it is", async (t) => {
  const machine = new Machine(t);
  t.equal(await machine.restart(), 1);
  t.same(machine.asked, []);
  machine.fetched();
  await machine.install();
  await machine.shows(t, { hand_over: { id: "c-1", version: "9.5.0", stage: "standing", why: "" } });
  machine.says("rauc-statusmarkactive.fails", "no such slot");
  t.equal(await machine.restart(), 1);
  t.equal(machine.state, "refused: the other slot cannot be made the first one: no such slot");
  t.notOk(machine.asked.some((each) => each === "systemctl reboot"));
});

t.test("a street side that nobody hears is started over only where systemd says that it does not run", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  await machine.install();
  const answer = "systemctl-isactivestoplineunit";
  machine.says(answer, "active\n");
  t.equal(await machine.restart(), 1);
  t.match(machine.state, /^refused: the street side cannot be heard and may run/);
  await machine.install();
  machine.says(answer, "");
  machine.says(`${answer}.fails`, "Failed to connect to bus: No such file or directory");
  t.equal(await machine.restart(), 1, "no word is no word of it");
  t.notOk(machine.asked.some((each) => /mark-active|reboot/.test(each)));
  await machine.install();
  machine.says(answer, "failed\n");
  t.equal(await machine.restart(), 0);
  t.same(machine.asked.slice(-2), ["rauc status mark-active other", "systemctl reboot"]);
});

t.test("signals that have come back while a slow card was written to are not cut off in a green", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  await machine.install();
  const server = await serveLive(join(machine.at, "live"));
  const [gone, hand_over] = [join(machine.at, "gone"), { id: "c-1", version: "9.5.0", stage: "standing", why: "" } as const];
  const shown = () => live({ hand_over: existsSync(gone) ? { ...hand_over, stage: "given-up" } : hand_over });
  const timer = setInterval(() => server.send(shown()), 20);
  t.teardown(async () => {
    clearInterval(timer);
    await server.close();
  });
  machine.says("rauc-statusmarkactive.does", `[ "$3" = booted ] || touch ${gone}\n`);
  t.equal(await machine.restart(), 1);
  t.equal(machine.state, "refused: the machine does not start anew: the signals have come back by themselves meanwhile");
  t.same(machine.asked.slice(-2), ["rauc status mark-active other", "rauc status mark-active booted"]);
});

t.test(
  "a stick that is plugged in while a command's bundle is looked at takes no place but its own, and is installed in its turn",
  async (t) => {
    const machine = new Machine(t);
    const { folders, sha256, bundle } = machine;
    machine.fetched();
    mkdirSync(folders.kept);
    t.equal(takeBundle(folders, sha256, bundle.length), "");
    const taken = await takeFromStick(machine.stickWith("a stranger"), folders.kept, { version: "1.0.0", security: 1 }, null);
    t.equal(copyHash(folders.kept), sha256, "what was looked at is what RAUC is given");
    if ("refused" in taken) throw new Error(taken.refused);
    t.equal(takeBundle(folders, taken.sha256, taken.size), "");
    t.equal(copyHash(folders.kept), taken.sha256);
  },
);

t.test("a stick that stays plugged in does not bring a release again that has fallen back", async (t) => {
  const machine = new Machine(t);
  t.equal(await machine.stick("a bundle"), 0);
  const { id, version, sha256, size } = machine.desk.state()!;
  machine.desk.request({ kind: "install", id, version, sha256, size, allow_older: false });
  t.equal(await machine.slot(), 0);
  await machine.shows(t, { hand_over: { id, version, stage: "standing", why: "" } });
  machine.desk.request({ kind: "restart", id, brain: false });
  t.equal(await machine.slot(), 0);
  writeFileSync(join(machine.folders.kept, "outcome"), "returned B: control does not tick\n");
  t.equal(await machine.stick("a bundle"), 1);
  t.equal(machine.state, "fell-back: control does not tick");
  t.equal(await machine.stick("a bundle that was mended"), 0, "another one is welcome");
  t.match(machine.state, /^offered/);
});

t.test("a copy that fails leaves nothing, and no copy takes the room that the journal needs", async (t) => {
  const machine = new Machine(t);
  const { kept } = machine.folders;
  machine.fetched();
  await machine.install({ size: 3 });
  t.same(readdirSync(kept), ["state.json"]);
  const from = bundleOf(machine.folders.desk, machine.sha256);
  t.throws(() => takeCopy(from, copyIn(kept), 1_000, Number.MAX_SAFE_INTEGER), { message: "the unit's disk has no room for a copy of it" });
  t.same(readdirSync(kept), ["state.json"]);
  machine.says("rauc-infooutputformatjson", '{"version":"0.0.1","build":"security-7"}');
  t.equal(await machine.stick("an old bundle"), 1);
  t.same(readdirSync(kept), ["state.json"], "nor does one that is refused");
});

t.test("a request that nobody came for until its update was over is not carried out at the next start", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  await machine.install();
  // At the start of a machine the street side does not run yet.
  machine.says("systemctl-isactivestoplineunit", "inactive\n");
  machine.desk.request({ kind: "restart", id: "c-1", brain: true });
  machine.desk.keep(null);
  t.equal(await machine.slot(), 1);
  t.notOk(machine.asked.some((each) => /mark-active|reboot/.test(each)));
  mkdirSync(join(machine.folders.desk, "request.json"));
  t.equal(await machine.slot(), 1, "a folder in its place is put away too, or systemd starts us for ever");
  t.notOk(existsSync(join(machine.folders.desk, "request.json")));
});

t.test("what is asked for while root reads what was asked for before is not lost", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  const { readFileSync: read } = fs;
  const restore = (): void => {
    fs.readFileSync = read;
    syncBuiltinESMExports();
  };
  t.teardown(restore);
  machine.desk.request({ kind: "restart", id: "c-0", brain: true });
  fs.readFileSync = ((...words: Parameters<typeof read>) => {
    restore();
    const text = read(...words);
    machine.desk.request({ kind: "install", id: "c-1", version: "9.5.0", sha256: machine.sha256, size: 8, allow_older: false });
    return text;
  }) as typeof read;
  syncBuiltinESMExports();
  t.equal(await machine.slot(), 1, "nothing is installed for the first one");
  t.equal(await machine.slot(), 0);
  t.equal(machine.state, "installed");
});

t.test("a release whose restart the power has cut short is started into when it is asked for again", async (t) => {
  const machine = new Machine(t);
  machine.fetched();
  await machine.install();
  machine.says("systemctl-isactivestoplineunit", "failed\n");
  t.equal(await machine.restart(), 0);
  t.equal(await machine.restart(), 1, "not twice at one start");
  t.equal(machine.state, "restarting");
  writeFileSync(join(machine.folders.kept, "outcome"), "untried: the machine started anew before the other slot was the first one\n");
  t.match(machine.state, /^installed: the machine started anew/);
  t.equal(await machine.restart(), 0);
  t.equal(machine.state, "restarting", "what became of the first restart is not this one's");
});

t.test("a request that is none, whatever lies there, is put away and does nothing", async (t) => {
  const machine = new Machine(t);
  for (const text of [
    "",
    "{",
    "null",
    "[]",
    '{"kind":"install"}',
    `{"kind":"restart","id":"a b","brain":true}`,
    `{"kind":"install","id":"$(reboot)","version":"1.0.0;reboot"}`,
    "x".repeat(100_000),
  ]) {
    writeFileSync(join(machine.folders.desk, "request.json"), text);
    t.equal(await machine.slot(), 1, text.slice(0, 40));
    t.notOk(existsSync(join(machine.folders.desk, "request.json")));
  }
  t.same(machine.asked, []);
});
