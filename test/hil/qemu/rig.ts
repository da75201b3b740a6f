import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Cable } from "../../../src/cli/street.ts";
import { readJournal } from "../../../src/platform/recorder.ts";
import type { LinkLive, Live } from "../../../src/traffic/live.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { flashed, journalOf, write } from "../../image/card.ts";
import { direct, saidBy } from "../../image/direct.ts";
import { Machine, type Start } from "../../image/machine.ts";
import { pageCode } from "../../image/page.ts";
import { wired } from "../../image/wired.ts";
import { freePort } from "../../platform/ports.ts";
import { TestAuthority } from "../../platform/tls.ts";
import { FieldSide, ON_THE_STREET } from "../field/side.ts";
import { type Deed, edited, type Play } from "../play.ts";
import { CityBroker } from "../pty/broker.ts";
import { AT_THE_CENTRE, doAtCentre } from "../pty/centre.ts";
import { City } from "../pty/city.ts";
import { ClockAhead } from "../pty/clock-ahead.ts";
import { live } from "../pty/live.ts";
import type { Rig, RigDriver } from "../rig.ts";
import type { Seen } from "../seen.ts";
import { BrokerClock } from "./broker-clock.ts";
import { Hands, HOST } from "./hands.ts";
import { MachineClock } from "./machine-clock.ts";

/** The last of `make image`. */
export const IMAGE = resolve(import.meta.dirname, "../../../build/image/generic-efi/stopline.img");
const WEEK_MS = 7 * 86_400_000;
/** So long a journal's backlog may take to its brain at the end, by the machine's own clock. */
const DRAIN_S = 120;
/** From power to a unit that shows itself, by the machine's own clock. */
const BOOT_S = 180;
/** By our clock, a person who commands, or types in the machine, waits for it longer than any host is slow. */
const COMMAND_S = 1_800;
const LOOK_MS = 250;

/**
 * The flashable image in an emulated machine: its serial ports are ttys here, where the cabinet answers, its network is ours, with a broker that wants
 * certificates; its power can be cut at any instruction.
 */
export const QEMU: RigDriver = {
  real_time: true,
  does: {
    ...ON_THE_STREET,
    ...AT_THE_CENTRE,
    "adapter-out": "the emulated machine's ports are soldered in",
    "disk-slow": "the emulator's disk has one speed",
    "disk-full": "nobody has taught this rig to fill the machine's disk",
    "disk-errors": "the emulator's disk has no errors",
    "journal-rots": "nobody has taught this rig where on the card the journal lies",
    "power-cut": true,
    "unit-killed": true,
    "unit-stands-still": true,
    "link-killed": true,
    "clock-stepped": true,
    "site-file-changed": true,
    update: "make test-image does it: this rig has no second release",
  },
  open: async ({ name, more }) => {
    const image = typeof more["image"] === "string" ? resolve(more["image"]) : IMAGE;
    if (!existsSync(image)) throw new Error(`there is no ${image}: sudo make image`);
    return { name, play: (play, folder, see) => new QemuPlay(image, play, folder, see).run(), close: async () => {} } satisfies Rig;
  },
};

/** Its broker is called as the centre calls it here, and as the machine does. */
class Authority extends TestAuthority {
  override broker = (): string => this.authority.issue("broker", "localhost", ["localhost", HOST], 30);
}

class QemuPlay {
  readonly #image: string;
  readonly #play: Play;
  readonly #folder: string;
  readonly #see: (seen: Seen) => void;
  readonly #clock = new MachineClock();
  readonly #field: FieldSide;
  readonly #cables: Cable[] = [];
  /** When each life of the unit that the page has shown began. */
  readonly #began: number[] = [];
  /** The machine's wall clock is the play's, some weeks later: certificates that are made now are good then. */
  readonly #wall: number;
  /** What the centre has of the machine's time: its wall clock, which commands are dated by, and the broker's patience. */
  #right!: ClockAhead;
  #patience!: BrokerClock;
  #broker!: CityBroker;
  #city!: City;
  #hands!: Hands;
  #machine!: Machine;
  #start!: Start;
  #link: LinkLive | null = null;
  /** In the machine, since its power came. */
  #passed_s = 0;
  #powered = false;
  #runs = false;
  #over = false;
  #watching: Promise<unknown> = Promise.resolve();

  constructor(image: string, play: Play, folder: string, see: (seen: Seen) => void) {
    this.#image = image;
    this.#play = play;
    this.#folder = folder;
    this.#see = see;
    this.#field = new FieldSide(play, (seen) => {
      if (seen.kind === "said" && seen.from === "unit") {
        // The play begins with the unit's first word: what a machine needs to start is no part of the story.
        this.#clock.begin();
        this.#clock.asked(seen.port);
      }
      if (seen.kind === "said" && seen.from === "cabinet") this.#clock.answered(seen.port);
      see(seen);
    });
    this.#wall = play.wall + Math.max(0, Math.ceil((Date.now() - play.wall) / WEEK_MS)) * WEEK_MS;
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
    const { site, text } = this.#play;
    for (const name of ["tty", "machine"]) mkdirSync(at(name), { recursive: true });
    const authority = new Authority(at("ca"));
    this.#patience = new BrokerClock(at("broker-clock"));
    this.#broker = await CityBroker.open(authority, this.#patience.env);
    this.#right = new ClockAhead(at("centre-clock"), this.#wall - Date.now());
    const now = (): Instant => this.#clock.now();
    const { env } = this.#right;
    const centre = { unit: site.id, folder: at("centre"), broker: this.#broker, wait_s: COMMAND_S };
    this.#city = new City({ ...centre, env, now, see: this.#see });

    const disk = flashed(this.#image, at("machine"));
    const { text: wiredText, ports } = wired(text);
    write(disk, "site.toml", wiredText);
    const given = authority.unit(site.id);
    for (const name of ["ca.crt", "stopline.crt", "stopline.key"]) write(disk, name, readFileSync(join(given, name), "utf8"));
    const broker = `${HOST}:${this.#broker.forUnit.split(":")[1]}`;
    const options = `--certificates /etc/stopline/certificates --broker ${broker} --command-key ${this.#city.commandKey}`;
    write(disk, "link.env", `PANEL=0.0.0.0:8080\nOPTIONS="${options}"\n`);
    write(disk, "page.code", pageCode());

    for (const port of ports) this.#cables.push(new Cable(this.#field.line(port), at("tty", port), now));
    this.#hands = await Hands.open(COMMAND_S * 1_000);
    this.#machine = new Machine({ folder: at("machine"), disk, ttys: ports.map((port) => at("tty", port)), page: await freePort() });
    this.#start = direct(this.#image, at("machine"), this.#hands.script);
  }

  async #live(): Promise<void> {
    this.#power();
    const look = (): void => {
      try {
        this.#look();
      } catch (error) {
        // While somebody types, too: he would wait for a machine that is no more.
        this.#hands.close(error as Error);
        throw error;
      }
    };
    this.#watching = Promise.all([this.#watch(), this.#count()]);
    const [does, last] = [(deed: Deed): Promise<void> => this.#do(deed), (): Promise<void> => this.#leave()];
    await live({ play: this.#play, clock: this.#clock, field: this.#field, see: this.#see, look, does, last });
  }

  /** Throws if there is no machine any more, no unit in it, or no brain beside it. */
  #look(): void {
    this.#machine.alive();
    this.#city.look();
    if (!this.#runs && this.#passed_s > BOOT_S) throw new Error("the machine does not come to control");
    for (const cable of this.#cables) cable.look();
  }

  /** In good order: what the unit knows is on the disk, and then at the brain. */
  async #leave(): Promise<void> {
    if (!this.#powered) return;
    await this.#hands.type("systemctl stop stopline-unit");
    const end = this.#passed_s + DRAIN_S;
    while (this.#passed_s < end && (this.#link === null || this.#link.acked_seq < this.#link.last_seq)) {
      this.#look();
      await pause(LOOK_MS);
    }
    await this.#hands.type("systemctl stop stopline-link; sync");
    this.#city.look();
  }

  async #do(deed: Deed): Promise<void> {
    const { on, fault } = deed;
    switch (fault.kind) {
      case "power-cut":
        if (!on) return this.#power();
        this.#powered = false;
        await this.#machine.off();
        this.#hands.dropped();
        this.#stands("the power is gone");
        this.#clock.off();
        return;
      case "unit-killed":
        return this.#hands.type("systemctl kill -s KILL stopline-unit");
      case "unit-stands-still":
        return this.#hands.type(`systemctl kill -s ${on ? "STOP" : "CONT"} stopline-unit`);
      case "link-killed":
        return this.#hands.type("systemctl kill -s KILL stopline-link");
      case "clock-stepped":
        return this.#hands.type(`date -s @$(($(date +%s) + ${(on ? 1 : -1) * fault.by_s}))`);
      case "site-file-changed": {
        const { text } = wired(edited(this.#play.text, fault.edits));
        return this.#hands.type(`cat > /etc/stopline/site.toml << 'SITE'\n${text}\nSITE\nsystemctl restart stopline-unit stopline-link`);
      }
      default:
        return doAtCentre(deed, this.#broker, this.#city);
    }
  }

  #power(): void {
    this.#powered = true;
    this.#passed_s = 0;
    this.#clock.on();
    this.#machine.on(this.#start, { wall: this.#wall + this.#clock.now() });
  }

  /** Follows the status page, over every cut, until the play is over. */
  async #watch(): Promise<void> {
    while (!this.#over) {
      try {
        for await (const { event, data } of this.#machine.told()) {
          if (event === "live") this.#shows(data as Live);
          else if (event === "link") this.#link = data as LinkLive;
          if (this.#over) return;
        }
      } catch {
        // Not there yet, or gone for a moment.
      }
      await pause(LOOK_MS);
    }
  }

  /** Follows the machine's battery clock, and its console. */
  async #count(): Promise<void> {
    while (!this.#over) {
      const passed = await this.#machine.passed_s();
      if (passed !== null && this.#powered) {
        this.#passed_s = passed;
        this.#clock.counts(passed * 1_000);
      }
      const at = this.#clock.exact();
      this.#patience.shows(at);
      this.#right.shows(this.#wall + at);
      for (const line of this.#machine.heard()) {
        const said = saidBy(line);
        if (said !== null) this.#see({ kind: "words", at: this.#clock.now(), ...said });
      }
      await pause(LOOK_MS);
    }
  }

  #shows(live: Live): void {
    // What was on its way when the power went.
    if (!this.#powered) return;
    const born = this.#clock.shows(live.at);
    if (born && this.#runs) this.#stands("it has ended");
    const at = this.#clock.now();
    if (!this.#runs) {
      this.#runs = true;
      this.#see({ kind: "unit", at, runs: true, why: "" });
    }
    if (born) this.#began.push(this.#clock.began);
    this.#see({ kind: "live", at, live });
  }

  #stands(why: string): void {
    if (!this.#runs) return;
    this.#runs = false;
    this.#see({ kind: "unit", at: this.#clock.now(), runs: false, why });
  }

  async #end(): Promise<void> {
    this.#over = true;
    await this.#machine.off();
    const at = this.#clock.now();
    const chunks = [...readJournal(journalOf(this.#disk, this.#folder))];
    // Lives that the page has shown, and those that the journal has, end with the same one.
    const lives = [...new Map(chunks.map(({ epoch, session }) => [`${epoch} ${session}`, { epoch, session }])).values()];
    const began = this.#began.slice(-lives.length);
    const sessions = lives.slice(-began.length).map((life, i) => ({ ...life, at: began[i]! }));
    this.#see({ kind: "journal", at, chunks, sessions });
    const last = chunks.at(-1);
    const acked = { epoch: last?.epoch ?? "", seq: this.#link?.acked_seq ?? 0 };
    this.#see({ kind: "brain", at, brain: { ...this.#city.has(), acked } });
  }

  get #disk(): string {
    return join(this.#folder, "machine", "card.img");
  }

  async #close(): Promise<void> {
    this.#over = true;
    await this.#machine?.off();
    await this.#watching;
    await this.#city?.end("SIGTERM");
    await this.#broker?.close();
    this.#patience?.close();
    this.#hands?.close();
    // A card is large, and its journal lies beside it; of the machine only what its console said is worth keeping.
    const machine = join(this.#folder, "machine");
    if (existsSync(join(machine, "console.log"))) renameSync(join(machine, "console.log"), join(this.#folder, "console.log"));
    rmSync(machine, { recursive: true, force: true });
    for (const cable of this.#cables) cable.close();
  }
}
