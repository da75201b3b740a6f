import { execFile } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Clock } from "../../../src/platform/clock.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { FieldSide, ON_THE_STREET } from "../field/side.ts";
import { type Deed, type Play, siteOf } from "../play.ts";
import { CityBroker } from "../pty/broker.ts";
import { AT_THE_CENTRE, doAtCentre } from "../pty/centre.ts";
import { City } from "../pty/city.ts";
import { live } from "../pty/live.ts";
import type { Rig, RigDriver, RigFile } from "../rig.ts";
import type { Seen } from "../seen.ts";
import { Adapter } from "./adapter.ts";
import { type Bench, benchOf, problemsIn } from "./file.ts";
import { missingAt } from "./plugged.ts";
import { toldBy } from "./told.ts";

/** So long capacitors of a power supply last. */
const DISCHARGED_MS = 5_000;
/** A backlog of a play is through within this. */
const DRAIN_MS = 30_000;
const SITES = join(import.meta.dirname, "../../../deploy/sites");
const NOBODY_THERE = "nobody is on the unit to do it";
const HANDS = "somebody has to do it by hand";

/** A unit on a table: real lines, real power, a real cable to a broker on this computer. Its site file is flashed, and not the rig's to change. */
export const BENCH: RigDriver = {
  real_time: true,
  does: {
    ...ON_THE_STREET,
    ...AT_THE_CENTRE,
    "adapter-out": HANDS,
    "disk-slow": NOBODY_THERE,
    "disk-full": NOBODY_THERE,
    "disk-errors": NOBODY_THERE,
    "journal-rots": NOBODY_THERE,
    "power-cut": true,
    "unit-killed": NOBODY_THERE,
    "unit-stands-still": NOBODY_THERE,
    "link-killed": NOBODY_THERE,
    "clock-stepped": NOBODY_THERE,
    "site-file-changed": HANDS,
    update: HANDS,
  },
  open: async (file) => openBench(file),
};

/** Rejects with everything that is wrong with the file, or not there. */
async function openBench(file: RigFile): Promise<Rig> {
  const sites = file.sites.map((name) => siteOf(readFileSync(join(SITES, `${name}.toml`), "utf8"), `${name}.toml`));
  const problems = problemsIn(file, sites);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const bench = benchOf(file);
  const missing = await missingAt(bench);
  if (missing.length > 0) throw new Error(missing.join("\n"));
  return { name: file.name, play: (play, folder, see) => new BenchPlay(bench, play, folder, see).run(), close: async () => {} };
}

class BenchPlay {
  readonly #bench: Bench;
  readonly #play: Play;
  readonly #folder: string;
  readonly #see: (seen: Seen) => void;
  readonly #field: FieldSide;
  readonly #adapters: Adapter[] = [];
  #clock = new Clock();
  #broker: CityBroker | null = null;
  #door: Server | null = null;
  #city: City | null = null;

  constructor(bench: Bench, play: Play, folder: string, see: (seen: Seen) => void) {
    if ((play.scenario.edits ?? []).length > 0) throw new Error("the unit has the site file that it was flashed with, without these edits");
    this.#bench = bench;
    this.#play = play;
    this.#folder = folder;
    this.#see = see;
    this.#field = new FieldSide(play, see);
  }

  async run(): Promise<void> {
    try {
      await this.#open();
      await this.#live();
      await this.#end();
    } finally {
      await this.#close();
    }
  }

  async #open(): Promise<void> {
    const { authority, listen } = this.#bench;
    const given = (name: string) => (): string => join(authority, "given", name);
    this.#broker = await CityBroker.open({ folder: authority, brain: given("brain"), broker: given(listen.host) });
    const inside = Number(this.#broker.forUnit.split(":")[1]);
    this.#door = createServer((near) => {
      const far = connect(inside, "127.0.0.1");
      for (const end of [near, far]) end.on("error", () => {}).on("close", () => [near, far].map((each) => each.destroy()));
      near.pipe(far).pipe(near);
    }).listen(listen.port, listen.host);
    const folder = join(this.#folder, "centre");
    mkdirSync(folder, { recursive: true });
    await this.#power("off");
    await pause(DISCHARGED_MS);
    this.#clock = new Clock();
    const now = (): Instant => this.#clock.now();
    this.#city = new City({ unit: this.#play.site.id, folder, broker: this.#broker, env: {}, now, see: this.#see });
    for (const port of this.#play.site.ports) {
      const { name, baud, parity, stop_bits } = port;
      const end = { name, path: this.#bench.lines[name]!, baud, parity, stop_bits };
      const told = (cause: string): void => {
        if (cause !== "") this.#see({ kind: "words", at: now(), of: "unit", words: `the bench's own adapter "${name}": ${cause}` });
      };
      this.#adapters.push(new Adapter(this.#field.line(name), end, now, told));
    }
    await this.#power("on");
  }

  async #live(): Promise<void> {
    const look = (): void => {
      for (const adapter of this.#adapters) adapter.look();
    };
    const does = (deed: Deed): Promise<void> => this.#do(deed);
    await live({ play: this.#play, clock: this.#clock, field: this.#field, see: this.#see, look, does });
  }

  async #do(deed: Deed): Promise<void> {
    const { on, fault } = deed;
    if (fault.kind !== "power-cut") return doAtCentre(deed, this.#broker!, this.#city!);
    await this.#power(on ? "off" : "on");
    this.#see({ kind: "unit", at: this.#clock.now(), runs: !on, why: on ? "the power is gone" : "" });
  }

  async #end(): Promise<void> {
    const at = this.#clock.now();
    await pause(DRAIN_MS);
    const city = this.#city!;
    const has = city.has();
    const last = has.records.at(-1);
    this.#see({ kind: "journal", at, ...toldBy(this.#play.site.id, has.records, Date.now() - this.#clock.now()) });
    this.#see({ kind: "brain", at, brain: { ...has, acked: { epoch: last?.epoch ?? "", seq: last?.seq ?? 0 } } });
  }

  async #close(): Promise<void> {
    await this.#city?.end("SIGTERM");
    this.#door?.close();
    await this.#broker?.close();
    for (const adapter of this.#adapters) await adapter.close();
  }

  async #power(to: "on" | "off"): Promise<void> {
    await promisify(execFile)("/bin/sh", ["-c", this.#bench.power[to]]);
  }
}
