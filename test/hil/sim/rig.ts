import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readJournal } from "../../../src/platform/recorder.ts";
import { Instant, TICK_MS } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import { FieldSide, ON_THE_STREET } from "../field/side.ts";
import { type Deed, edited, type Play, siteOf } from "../play.ts";
import type { Rig, RigDriver } from "../rig.ts";
import type { Seen } from "../seen.ts";
import { SimBroker } from "./broker.ts";
import { Centre } from "./centre.ts";
import { UnitDisk } from "./disk.ts";
import { Machine } from "./machine.ts";
import { type Neighbour, neighbourOf } from "./neighbour.ts";
import { SimTime } from "./time.ts";

/** From power to the first instruction of a unit, and from the end of a process to its next beginning (stopline-unit.service). */
const [BOOT_MS, RESTART_MS] = [20_000, 1_000];
/** Once a minute the disk's log is read. */
const DISK_LOG_MS = 60_000;
const A_DIE = 2 ** 30;

/** Everything in one process, in simulated time. */
export const SIM: RigDriver = {
  real_time: false,
  does: {
    ...ON_THE_STREET,
    "adapter-out": true,
    "disk-slow": true,
    "disk-full": true,
    "disk-errors": true,
    "journal-rots": true,
    "power-cut": true,
    "unit-killed": true,
    "unit-stands-still": true,
    "link-killed": true,
    "clock-stepped": true,
    "broker-away": true,
    "line-drops": true,
    "delivered-twice": true,
    "broker-forgets": true,
    "brain-away": true,
    "brain-replaced": true,
    "neighbour-away": true,
    command: true,
    "command-replayed": true,
    "site-file-changed": true,
    update: "there is no other release in simulated time, and no machine to start anew",
  },
  open: async ({ name }) => new SimRig(name),
};

class SimRig implements Rig {
  readonly name: string;
  readonly #time = new SimTime();
  readonly #disk = new UnitDisk();

  constructor(name: string) {
    this.name = name;
    this.#time.disk = () => this.#disk.wanted_ms();
  }

  async play(play: Play, folder: string, see: (seen: Seen) => void): Promise<void> {
    const time = this.#time;
    const disk = this.#disk;
    time.begin(play.wall);
    disk.begin();
    const centre = mkdtempSync(join(disk.dir, "..", "brain-"));
    try {
      const world = new World(play, centre, time, disk, see);
      copyFileSync(await world.run(), join(folder, "journal.db"));
    } finally {
      await time.killThreads();
      rmSync(centre, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {}
}

class World {
  readonly #play: Play;
  readonly #time: SimTime;
  readonly #disk: UnitDisk;
  readonly #see: (seen: Seen) => void;
  readonly #roll: (sides: number) => number;
  readonly #field: FieldSide;
  readonly #broker: SimBroker;
  readonly #neighbour: Neighbour | null;
  readonly #centre: Centre;
  readonly #machine: Machine;
  readonly #later: { readonly at: number; readonly does: () => Promise<void> | void }[] = [];
  #now = Instant(0);

  constructor(play: Play, folder: string, time: SimTime, disk: UnitDisk, see: (seen: Seen) => void) {
    this.#play = play;
    this.#time = time;
    this.#disk = disk;
    this.#see = see;
    this.#roll = dice(play.seed ^ 0xd15c);
    const random = (): number => this.#roll(A_DIE) / A_DIE;
    this.#broker = new SimBroker(this.#roll, (ms, does) => void time.timers().after(ms, does));
    const next = neighbourOf(play, this.#broker);
    this.#neighbour = next?.neighbour ?? null;
    this.#field = new FieldSide(play, see, next?.drive);
    this.#centre = new Centre(play.site.id, folder, this.#broker, time, random, see);
    const ports = { time, disk, field: this.#field, broker: this.#broker, commandKey: this.#centre.commandKey, random, see };
    this.#machine = new Machine(play.site, play.text, ports);
  }

  /** Plays it, and returns where the journal lies. */
  async run(): Promise<string> {
    const { deeds, until } = this.#play;
    this.#machine.start();
    this.#machine.startLink(true);
    let next = 0;
    while (this.#now < until) {
      while (deeds[next] !== undefined && deeds[next]!.at <= this.#now) await this.#do(deeds[next++]!);
      for (const due of this.#later.filter(({ at }) => at <= this.#now)) {
        this.#later.splice(this.#later.indexOf(due), 1);
        await due.does();
      }
      this.#now = Instant(this.#now + TICK_MS);
      await this.#time.pass(TICK_MS);
      if (!this.#machine.runs) this.#nobodyListens();
      this.#neighbour?.step(this.#now);
      this.#machine.step(this.#now);
      this.#field.step(this.#now);
      if (this.#now % DISK_LOG_MS === 0) this.#disk.look();
    }
    await this.#end();
    return this.#machine.journal;
  }

  async #do(deed: Deed): Promise<void> {
    const { fault, on } = deed;
    this.#see({ kind: "deed", at: this.#now, deed });
    if (this.#field.do(deed)) return;
    const disk = this.#disk;
    const machine = this.#machine;
    switch (fault.kind) {
      case "disk-slow":
        disk.sync_ms = on ? fault.sync_ms : 0;
        return;
      case "disk-full":
        disk.full(on);
        return;
      case "disk-errors":
        disk.fails(on);
        return;
      case "journal-rots":
        disk.rots(machine.fileName, this.#roll);
        return;
      case "power-cut":
        if (on) await this.#dies("the power is gone", disk.cut(this.#roll), true);
        else this.#boots(BOOT_MS);
        return;
      case "unit-killed":
        await this.#dies("it was killed", disk.killed(), false);
        this.#boots(RESTART_MS);
        return;
      case "unit-stands-still":
        machine.still = on;
        return;
      case "link-killed":
        machine.endLink();
        this.#after(RESTART_MS, () => machine.startLink(false));
        return;
      case "clock-stepped":
        this.#time.skew_ms += (on ? 1 : -1) * fault.by_s * 1_000;
        return;
      case "broker-away":
        this.#broker.up = !on;
        return;
      case "line-drops":
        this.#broker.breaksAfter = on ? fault.messages : Number.POSITIVE_INFINITY;
        return;
      case "delivered-twice":
        this.#broker.twice = on;
        return;
      case "broker-forgets":
        this.#broker.forgets = on;
        return;
      case "brain-away":
        if (on) this.#centre.end();
        else this.#centre.begin();
        return;
      case "brain-replaced":
        this.#centre.replace();
        return;
      case "neighbour-away":
        this.#neighbour!.away = on;
        return;
      case "command":
        this.#centre.command(fault.typed, fault.signed ?? "brain");
        return;
      case "command-replayed":
        this.#centre.replay();
        return;
      case "site-file-changed": {
        const text = edited(this.#play.text, fault.edits);
        machine.site(siteOf(text, "the changed site file"), text);
        await machine.close();
        machine.end("it is started anew with another site file");
        this.#after(RESTART_MS, () => machine.start());
        return;
      }
      default:
        throw new Error(`${fault.kind} is nothing that this rig does`);
    }
  }

  /**
   * Nothing of the street side is left but what is on the disk; without power nothing of the link either. (A link that lives on finds the same bytes in
   * another file: a process cannot forget its locks but by closing, which writes.)
   */
  async #dies(why: string, leave: () => void, powerless: boolean): Promise<void> {
    this.#machine.end(why);
    if (powerless) this.#machine.endLink();
    await this.#time.killThreads();
    leave();
  }

  #boots(in_ms: number): void {
    this.#after(in_ms, () => {
      this.#machine.start();
      if (in_ms === BOOT_MS) this.#machine.startLink(true);
    });
  }

  #after(ms: number, does: () => Promise<void> | void): void {
    this.#later.push({ at: this.#now + ms, does });
  }

  /** What the cabinet says to a unit that is not there is lost. */
  #nobodyListens(): void {
    for (const port of this.#field.ports) this.#field.line(port).said(this.#now);
  }

  /** The unit ends in good order; then its link has the time that it wants, if there is a brain to hear it. */
  async #end(): Promise<void> {
    const machine = this.#machine;
    await machine.close();
    let chunks = [...readJournal(machine.journal)];
    const last = chunks.at(-1)?.last_seq ?? 0;
    for (let s = 0; s < DRAIN_S && machine.acked.seq < last; s++) await this.#time.pass(1_000);
    const { acked } = machine;
    await machine.closeLink();
    chunks = [...readJournal(machine.journal)];
    this.#see({ kind: "journal", at: this.#now, chunks, sessions: machine.sessions });
    this.#centre.tell(acked);
    this.#centre.end();
  }
}

/** A backlog of hours is through within this where nothing is in its way. */
const DRAIN_S = 120;
