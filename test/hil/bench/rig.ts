import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { Clock } from "../../../src/platform/clock.ts";
import { listenWords } from "../../../src/platform/listen-words.ts";
import { Instant } from "../../../src/traffic/time.ts";
import { until } from "../../platform/until.ts";
import { FieldSide, ON_THE_STREET } from "../field/side.ts";
import type { Deed, Play } from "../play.ts";
import { CityBroker } from "../pty/broker.ts";
import { AT_THE_CENTRE, doAtCentre } from "../pty/centre.ts";
import { City } from "../pty/city.ts";
import { live } from "../pty/live.ts";
import type { Rig, RigDriver, RigFile } from "../rig.ts";
import type { Expectation } from "../scenario.ts";
import type { Seen } from "../seen.ts";
import { Adapter } from "./adapter.ts";
import { type Bench, benchOf, problemsIn } from "./file.ts";
import { missingAt } from "./plugged.ts";
import { siteIn } from "./site.ts";
import { toldBy } from "./told.ts";

/** A backlog of a play is through within this. */
const DRAIN_MS = 30_000;
const NOBODY_THERE = "nobody is on the unit to do it";
const HANDS = "somebody has to do it by hand";
/** Expectations of what is nowhere to be read here. */
const UNREAD: { readonly [K in Expectation["kind"]]?: string } = {
  panel: "nobody reads the unit's status page here",
  "panel-least": "nobody reads the unit's status page here",
  words: "nobody reads the unit's console here",
};

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
  whyNot: ({ scenario: { begins, edits = [], expects } }) => {
    if (edits.length > 0) return "the unit has the site file that it was flashed with, without these edits";
    if (begins !== undefined) return `it begins at ${begins}, and the clock of a unit on a table is right`;
    return expects.map(({ kind }) => UNREAD[kind] ?? "").find((why) => why !== "") ?? "";
  },
  open: async (file) => openBench(file),
};

/** Rejects with everything that is wrong with the file, or not there. */
async function openBench(file: RigFile): Promise<Rig> {
  const sites = file.sites.map(siteIn);
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
  /** The play begins with the unit's first word: what a machine needs to start is no part of the story. */
  #clock: Clock | null = null;
  /** When the power came last; null: it is off. */
  #powered: number | null = null;
  /** The wall time when it came first. */
  #first = 0;
  #runs = false;
  #broker: CityBroker | null = null;
  #door: Server | null = null;
  #city: City | null = null;

  constructor(bench: Bench, play: Play, folder: string, see: (seen: Seen) => void) {
    this.#bench = bench;
    this.#play = play;
    this.#folder = folder;
    this.#see = see;
    this.#field = new FieldSide(play, (seen) => {
      if (seen.kind === "said" && seen.from === "unit") this.#speaks();
      see(seen);
    });
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
    const { authority, listen, key, discharges_ms, boots_ms } = this.#bench;
    const given = (name: string) => (): string => join(authority, "given", name);
    this.#broker = await CityBroker.open({ folder: authority, brain: given("brain"), broker: given(listen.host) });
    const inside = Number(this.#broker.forUnit.split(":")[1]);
    this.#door = createServer((near) => {
      const far = connect(inside, "127.0.0.1");
      for (const end of [near, far]) end.on("error", () => {}).on("close", () => [near, far].map((each) => each.destroy()));
      near.pipe(far).pipe(near);
    }).listen(listen.port, listen.host);
    await once(this.#door, "listening").catch((error: unknown) => {
      throw new Error(listenWords("[broker]", listen.host, listen.port, error as Error));
    });
    const folder = join(this.#folder, "centre");
    mkdirSync(folder, { recursive: true });
    await this.#power("off");
    await pause(discharges_ms);
    const now = (): Instant => this.#now;
    this.#city = new City({ unit: this.#play.site.id, folder, broker: this.#broker, key, env: {}, now, see: this.#see });
    for (const port of this.#play.site.ports) {
      const { name, baud, parity, stop_bits } = port;
      const end = { name, path: this.#bench.lines[name]!, baud, parity, stop_bits };
      const told = (cause: string): void => {
        if (cause !== "") this.#see({ kind: "words", at: now(), of: "unit", words: `the bench's own adapter "${name}": ${cause}` });
      };
      this.#adapters.push(new Adapter(this.#field.line(name), end, now, told));
    }
    this.#first = Date.now();
    await this.#power("on");
    await until(() => this.#clock !== null, boots_ms).catch(() => this.#silent());
  }

  async #live(): Promise<void> {
    const look = (): void => {
      if (!this.#runs && this.#powered !== null && performance.now() - this.#powered > this.#bench.boots_ms) this.#silent();
      for (const adapter of this.#adapters) adapter.look();
      this.#city?.look();
    };
    const does = (deed: Deed): Promise<void> => this.#do(deed);
    await live({ play: this.#play, clock: this.#clock!, field: this.#field, see: this.#see, look, does });
  }

  async #do(deed: Deed): Promise<void> {
    const { on, fault } = deed;
    if (fault.kind !== "power-cut") return doAtCentre(deed, this.#broker!, this.#city!);
    await this.#power(on ? "off" : "on");
    if (!on) return;
    this.#runs = false;
    this.#see({ kind: "unit", at: this.#now, runs: false, why: "the power is gone" });
  }

  async #end(): Promise<void> {
    const at = this.#now;
    const over = Date.now();
    const city = this.#city!;
    let has = city.has();
    // What it did until then is here when something is that it did later.
    const all = (): boolean => {
      has = city.has();
      return (has.records.at(-1)?.wall ?? 0) > over;
    };
    await city.until(all, DRAIN_MS);
    const last = has.records.at(-1);
    // Its card may have lives of earlier plays on it that no brain had heard of; while it discharged none began.
    const since = this.#first - this.#bench.discharges_ms;
    const told = toldBy(this.#play.site.id, has.records, over - at, since);
    for (const { session, exact_to } of told.sessions)
      if (exact_to !== undefined)
        this.#see({
          kind: "words",
          at,
          of: "unit",
          words: `the clock was set in its session ${session}: it is replayed up to record ${exact_to}`,
        });
    this.#see({ kind: "journal", at, ...told });
    this.#see({ kind: "brain", at, brain: { ...has, acked: { epoch: last?.epoch ?? "", seq: last?.seq ?? 0 } } });
  }

  async #close(): Promise<void> {
    await this.#city?.end("SIGTERM");
    this.#door?.close();
    await this.#broker?.close();
    for (const adapter of this.#adapters) await adapter.close();
  }

  async #power(to: "on" | "off"): Promise<void> {
    // A word that is on its way is no word of a unit without power.
    this.#powered = null;
    await promisify(execFile)("/bin/sh", ["-c", this.#bench.power[to]]);
    if (to === "on") this.#powered = performance.now();
  }

  get #now(): Instant {
    return this.#clock?.now() ?? Instant(0);
  }

  #speaks(): void {
    if (this.#runs || this.#powered === null) return;
    this.#runs = true;
    this.#clock ??= new Clock();
    this.#see({ kind: "unit", at: this.#now, runs: true, why: "" });
  }

  #silent(): never {
    throw new Error(`the unit has said nothing on any line for ${this.#bench.boots_ms / 1_000} s since its power came`);
  }
}
