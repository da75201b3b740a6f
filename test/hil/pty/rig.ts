import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Cable } from "../../../src/cli/street.ts";
import { Clock } from "../../../src/platform/clock.ts";
import { readJournal } from "../../../src/platform/recorder.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { TestAuthority } from "../../platform/tls.ts";
import { FieldSide, ON_THE_STREET } from "../field/side.ts";
import { type Deed, edited, type Play } from "../play.ts";
import type { Rig, RigDriver } from "../rig.ts";
import type { Seen } from "../seen.ts";
import { CityBroker } from "./broker.ts";
import { AT_THE_CENTRE, doAtCentre } from "./centre.ts";
import { City } from "./city.ts";
import { ClockAhead } from "./clock-ahead.ts";
import { DiskMood } from "./disk-mood.ts";
import { House } from "./house.ts";
import { live } from "./live.ts";

const LOOK_MS = 5_000;
/** A backlog of a real play is through within this. */
const DRAIN_MS = 30_000;

/** Real processes, ttys, a broker with certificates, a brain; a second lasts a second. */
export const PTY: RigDriver = {
  real_time: true,
  does: {
    ...ON_THE_STREET,
    ...AT_THE_CENTRE,
    "adapter-out": true,
    "disk-slow": true,
    "disk-full": true,
    "disk-errors": true,
    "journal-rots": "a file that a process has open cannot be changed behind it as a card changes it",
    "power-cut": "processes here share their kernel with the rig: what it has taken it keeps",
    "unit-killed": true,
    "unit-stands-still": true,
    "link-killed": true,
    "clock-stepped": true,
    "site-file-changed": true,
    update: "there is no other release here, and no machine to start anew",
  },
  open: async ({ name }) =>
    ({ name, play: (play, folder, see) => new PtyPlay(play, folder, see).run(), close: async () => {} }) satisfies Rig,
};

class PtyPlay {
  readonly #play: Play;
  readonly #folder: string;
  readonly #see: (seen: Seen) => void;
  readonly #clock = new Clock();
  readonly #field: FieldSide;
  readonly #cables = new Map<string, Cable>();
  #broker!: CityBroker;
  #city!: City;
  #house!: House;
  #disk!: DiskMood;
  #ahead!: ClockAhead;

  constructor(play: Play, folder: string, see: (seen: Seen) => void) {
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
    const at = (...names: readonly string[]): string => join(this.#folder, ...names);
    const { site, text, wall } = this.#play;
    for (const name of ["tty", "unit"]) mkdirSync(at(name), { recursive: true });
    const authority = new TestAuthority(at("ca"));
    this.#broker = await CityBroker.open(authority);
    this.#disk = new DiskMood(at("disk-mood"));
    this.#ahead = new ClockAhead(at("unit-clock"), wall - Date.now());
    const right = new ClockAhead(at("centre-clock"), wall - Date.now());
    const now = (): Instant => this.#clock.now();
    const see = this.#see;
    this.#city = new City({ unit: site.id, folder: at("centre"), broker: this.#broker, env: right.env, now, see });
    const link = ["--broker", this.#broker.forUnit, "--certificates", authority.unit(site.id), "--command-key", this.#city.commandKey];
    const env = { ...this.#ahead.env, ...this.#disk.env };
    this.#house = new House(text, { unit: site.id, folder: at("unit"), ttys: at("tty"), link, env, now, see });
    for (const port of this.#field.ports) this.#plug(port);
    this.#field.adapter = (port, out) => (out ? this.#unplug(port) : this.#plug(port));
  }

  async #live(): Promise<void> {
    this.#house.startUnit();
    this.#house.startLink();
    const look = (now: Instant): void => {
      for (const cable of this.#cables.values()) cable.look();
      this.#city.look();
      if (now % LOOK_MS === 0) this.#house.look();
    };
    const does = (deed: Deed): Promise<void> => this.#do(deed);
    await live({ play: this.#play, clock: this.#clock, field: this.#field, see: this.#see, look, does });
  }

  async #do(deed: Deed): Promise<void> {
    const { on, fault } = deed;
    const house = this.#house;
    switch (fault.kind) {
      case "disk-slow":
        this.#disk.sync_ms = on ? fault.sync_ms : 0;
        return;
      case "disk-full":
        this.#disk.full = on;
        return;
      case "disk-errors":
        this.#disk.fails = on;
        return;
      case "unit-killed":
        if (on) house.signal("unit", "SIGKILL");
        return;
      case "unit-stands-still":
        house.signal("unit", on ? "SIGSTOP" : "SIGCONT");
        return;
      case "link-killed":
        if (on) house.signal("link", "SIGKILL");
        return;
      case "clock-stepped":
        this.#ahead.step((on ? 1 : -1) * fault.by_s * 1_000);
        return;
      case "site-file-changed":
        await house.endUnit();
        await house.endLink();
        house.site(edited(this.#play.text, fault.edits));
        house.startUnit();
        house.startLink();
        return;
      default:
        return doAtCentre(deed, this.#broker, this.#city);
    }
  }

  /** The unit ends in good order; then its link has the time that it wants. */
  async #end(): Promise<void> {
    const house = this.#house;
    await house.endUnit();
    const last = [...readJournal(house.journal)].at(-1)?.last_seq ?? 0;
    await this.#city.until(() => house.acked.seq >= last, DRAIN_MS);
    const { acked } = house;
    await house.endLink();
    this.#city.look();
    const at = this.#clock.now();
    this.#see({ kind: "journal", at, chunks: [...readJournal(house.journal)], sessions: house.sessions });
    this.#see({ kind: "brain", at, brain: { ...this.#city.has(), acked } });
  }

  async #close(): Promise<void> {
    await this.#house?.close();
    await this.#city?.end("SIGTERM");
    await this.#broker?.close();
    for (const port of [...this.#cables.keys()]) this.#unplug(port);
    this.#disk?.close();
  }

  #plug(port: string): void {
    this.#cables.set(port, new Cable(this.#field.line(port), join(this.#folder, "tty", port), () => this.#clock.now()));
  }

  #unplug(port: string): void {
    this.#cables.get(port)?.close();
    this.#cables.delete(port);
  }
}
