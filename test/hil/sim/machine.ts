import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { triedRequest } from "../../../src/commands/plan-tried.ts";
import { boundOf } from "../../../src/config/journal-bound.ts";
import type { Request } from "../../../src/journal/port.ts";
import { Link } from "../../../src/link.ts";
import { Hearing, heardBy } from "../../../src/neighbours/hearing.ts";
import { heardIn, lineOf } from "../../../src/neighbours/line.ts";
import type { Tried } from "../../../src/plans/saved.ts";
import { movedUntilKept, wallNow, wallWatch } from "../../../src/platform/clock.ts";
import { PAGE_BYTES } from "../../../src/platform/database.ts";
import { PlansFile, plansFileOf } from "../../../src/platform/plans-file.ts";
import { openLinkJournal, ThreadRecorder } from "../../../src/platform/recorder.ts";
import { signatureBy } from "../../../src/platform/signature.ts";
import { VERSION } from "../../../src/platform/version.ts";
import type { Line } from "../../../src/serial/line.ts";
import type { FieldLine } from "../../../src/street/street.ts";
import { BENCH_BACKOFF } from "../../../src/sync/backoff.ts";
import { LOOK_MS } from "../../../src/sync/conversation.ts";
import { SparingJournal } from "../../../src/sync/sparing.ts";
import type { Timers } from "../../../src/sync/timers.ts";
import type { Departures } from "../../../src/traffic/departures.ts";
import { faultIn } from "../../../src/traffic/monitor-fault.ts";
import type { Site } from "../../../src/traffic/site.ts";
import { Instant, TICK_MS } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import type { FieldSide } from "../field/side.ts";
import type { Seen, Session } from "../seen.ts";
import type { SimBroker } from "./broker.ts";
import type { UnitDisk } from "./disk.ts";
import type { SimTime } from "./time.ts";

/** As `stopline unit` waits for its journal. */
const JOURNAL_MS = 10_000;
/** A page looks once a second. */
const LIVE_MS = 1_000;
/** Entries that may wait for the disk, as everywhere. */
const HELD_MAX = 20_000;
const JOURNAL = "journal.db";
const CLI = join(import.meta.dirname, "../../../src/cli.ts");
/** A look into the journal costs more than a tick: the link looks less often than on the street. */
const LOOK_HERE_MS = 500;

export interface MachinePorts {
  readonly time: SimTime;
  readonly disk: UnitDisk;
  readonly field: FieldSide;
  readonly broker: SimBroker;
  readonly commandKey: string;
  readonly random: () => number;
  readonly see: (seen: Seen) => void;
}

/** A street side from its first tick to its last, and the cables that it hangs on. */
interface Life {
  readonly unit: Unit;
  readonly began: number;
  readonly plans: PlansFile;
  readonly hearing: Hearing;
  readonly correction: ReturnType<typeof wallWatch>;
  readonly cables: readonly { readonly line: Line; readonly field: FieldLine }[];
}

/** The unit's board: both sides of a unit as `cli/unit.ts` and `cli/link.ts` put them together, on simulated time and on a disk that can fail. */
export class Machine {
  readonly sessions: Session[] = [];
  readonly #ports: MachinePorts;
  #site: Site;
  #text: string;
  #recorder: ThreadRecorder | null = null;
  /** When the recorder was started. */
  #waits = 0;
  #life: Life | null = null;
  /** Its process gets no processor. */
  still = false;
  #missed = 0;
  #link: { readonly link: Link; readonly journal: SparingJournal; die(): void } | null = null;
  readonly #out = new Set<string>();

  constructor(site: Site, text: string, ports: MachinePorts) {
    this.#site = site;
    this.#text = text;
    this.#ports = ports;
    ports.field.adapter = (port, out) => this.#adapter(port, out);
  }

  get journal(): string {
    return join(this.#ports.disk.dir, JOURNAL);
  }

  get fileName(): string {
    return JOURNAL;
  }

  get runs(): boolean {
    return this.#life !== null;
  }

  /** What the journal has that no disk has yet. */
  get pending(): number {
    return this.#recorder?.status().pending ?? 0;
  }

  site(site: Site, text: string): void {
    this.#site = site;
    this.#text = text;
  }

  /** `stopline unit` is started. */
  start(): void {
    const options = { path: this.journal, unit: this.#site.id, pages_max: Math.ceil(boundOf(this.#site) / PAGE_BYTES) };
    this.#recorder = new ThreadRecorder(options, HELD_MAX, this.#ports.time.spawn);
    this.#waits = performance.now();
  }

  /** `stopline link` is started. */
  startLink(powered: boolean): void {
    const { time, broker, commandKey, random, see } = this.#ports;
    let alive = true;
    const real = time.timers(() => alive, true);
    const timers: Timers = { ...real, after: (ms, run) => real.after(ms === LOOK_MS ? LOOK_HERE_MS : ms, run) };
    const file = openLinkJournal(this.journal, this.#site.id);
    const journal = new SparingJournal(file, timers);
    const address = { host: "brain", port: 8883, tls: true };
    const options = { unit: this.#site.id, neighbours: heardBy(this.#site), version: VERSION, broker: address, backoff: BENCH_BACKOFF };
    const told = (words: string): void => {
      if (alive) see({ kind: "words", at: this.#now, of: "link", words });
    };
    const heard = (unit: string, said: Departures): void => this.#heard(lineOf({ unit, said }));
    const tryPlan = (hash: string, id: string): void => void journal.offer(this.#tried(hash, id), 0);
    const verify = signatureBy(commandKey);
    const link = new Link(options, { connect: broker.connect, journal, timers, random, verify, heard, tryPlan }, told);
    link.start(powered);
    this.#link = {
      link,
      journal,
      die: () => {
        alive = false;
        broker.vanish(this.#site.id);
        // Without what the sparing one has in mind.
        file.close();
      },
    };
  }

  /** The tenth that ends at `now`. */
  step(now: Instant): void {
    if (this.still) {
      if (this.#life !== null) this.#missed++;
      return;
    }
    const life = this.#life ?? this.#begin(now);
    if (life === null || now <= life.began) return;
    const missed = this.#missed;
    this.#missed = 0;
    const recorder = this.#recorder!;
    const own = Instant(now - life.began);
    for (const { line, field } of life.cables) talk(line, field, life.began, own);
    const { unit } = life;
    const effects = unit.step(own, recorder.requests(), life.correction(own, unit.wallBase), missed, life.hearing.take(own));
    if (effects.entries.length > 0) recorder.append(effects.entries, unit.wallBase);
    life.plans.keep(unit.plans, unit.hasPlans);
    if (own % LIVE_MS !== 0) return;
    const live = unit.live(recorder.status(), 0);
    this.#ports.see({ kind: "live", at: now, live });
    this.#link?.link.live(live);
    this.#named();
  }

  /** The street side is gone from one instruction to the next; whatever the disk has of it, it has. */
  end(why: string): void {
    if (this.#life !== null) this.#ports.see({ kind: "unit", at: this.#now, runs: false, why });
    this.#link?.link.gone();
    this.#missed = 0;
    this.#life = null;
    this.#recorder = null;
  }

  endLink(): void {
    this.#link?.die();
    this.#link = null;
  }

  /** What the brain has acknowledged, by the link's own word. */
  get acked(): { readonly epoch: string; readonly seq: number } {
    const { epoch, acked_seq } = this.#link?.link.state() ?? { epoch: "", acked_seq: 0 };
    return { epoch, seq: acked_seq };
  }

  /** Both sides end as they should, with everything on the disk. */
  async close(): Promise<void> {
    const recorder = this.#recorder;
    if (recorder !== null) {
      let closed = false;
      void recorder.close().then(() => {
        closed = true;
      });
      while (!closed) await this.#ports.time.pass(TICK_MS);
    }
    await this.#life?.plans.close();
    this.#life = null;
    this.#recorder = null;
  }

  async closeLink(): Promise<void> {
    const link = this.#link;
    if (link === null) return;
    this.#link = null;
    let closed = false;
    void link.link.close().then(() => {
      closed = true;
    });
    for (let i = 0; i < 100 && !closed; i++) await this.#ports.time.pass(TICK_MS);
    link.journal.close();
    link.die();
  }

  get #now(): Instant {
    return Instant(Math.floor(performance.now()));
  }

  /** The first tick comes when the journal is open, or has been waited for long enough. */
  #begin(now: Instant): Life | null {
    const recorder = this.#recorder;
    if (recorder === null || (recorder.status().epoch === "" && now - this.#waits < JOURNAL_MS)) return null;
    const { field, see } = this.#ports;
    const told = (words: string): void => see({ kind: "words", at: now, of: "unit", words });
    const fault = faultIn(recorder.latched());
    const plans = new PlansFile(plansFileOf(this.journal), told);
    const kept = plans.last === null ? {} : { plans: plans.last };
    const beginning = { version: VERSION, site: this.#text, wall: wallNow(), ...kept, ...(fault === null ? {} : { fault }) };
    const unit = new Unit(this.#site, beginning);
    const correction = wallWatch(
      movedUntilKept(
        () => true,
        () => unit.clockMoved_ms,
      ),
    );
    const cables = unit.lines.all.map((line) => ({ line, field: field.line(line.port) }));
    this.#life = { unit, began: now, plans, hearing: new Hearing(this.#site), correction, cables };
    for (const { line, field } of cables) if (!this.#out.has(line.port)) answer(field, now, Instant(0), line.opened(Instant(0)));
    see({ kind: "unit", at: now, runs: true, why: "" });
    this.#named();
    return this.#life;
  }

  /** A line of the link's on the live socket, which nobody reads while the street side does not run. */
  #heard(line: string): void {
    const heard = heardIn(line);
    const life = this.#life;
    if (heard !== null && life !== null) life.hearing.hear(heard.unit, heard.said, Instant(this.#now - life.began));
  }

  /** A trial of a plan: a process of its own, as on the street (platform/trials.ts), and time stands still for it. */
  #tried(hash: string, id: string): Request {
    const { dir } = this.#ports.disk;
    const site = join(dir, "..", "site.toml");
    writeFileSync(site, this.#text);
    const words = [CLI, "try-plan", site, "--journal", this.journal, "--plan", hash, "--json"];
    // The disk of the play is the play's alone.
    const { LD_PRELOAD: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: "utf8" });
    return status === 0
      ? triedRequest(`tried ${id}`, JSON.parse(stdout) as Tried, wallNow())
      : triedRequest(`tried ${id}`, null, wallNow(), `the trial came to nothing: ${stderr.trim().slice(0, 300)}`);
  }

  /** A journal that opens late, or is made anew, gives the life its name then. */
  #named(): void {
    const { epoch, session } = this.#recorder!.status();
    if (epoch === "" || this.sessions.some((known) => known.epoch === epoch && known.session === session)) return;
    this.sessions.push({ epoch, session, at: this.#life!.began });
  }

  #adapter(port: string, out: boolean): void {
    if (out) this.#out.add(port);
    else this.#out.delete(port);
    const life = this.#life;
    const cable = life?.cables.find(({ line }) => line.port === port);
    if (life === null || cable === undefined) return;
    // The tick that has just been taken is over: what happens now belongs to the next one, as a port's stamps do on the street.
    const own = Instant(this.#now - life.began + 1);
    if (out) cable.line.closed(own);
    else answer(cable.field, life.began, own, cable.line.opened(own));
  }
}

/** The conversation on one cable up to and including `to` of the unit's time: whoever is due first speaks first, the field before us. */
function talk(line: Line, field: FieldLine, began: number, to: Instant): void {
  let now = Instant(to - TICK_MS + 1);
  for (;;) {
    const fieldAt = field.saysAt - began;
    const lineAt = line.wakeAt;
    const at = Math.ceil(Math.min(fieldAt, lineAt));
    if (at > to) return;
    if (at > now) now = Instant(at);
    if (fieldAt <= lineAt) {
      const said = field.said(Instant(began + now));
      if (said !== null) answer(field, began, now, line.heard(now, said));
    } else answer(field, began, now, line.wake(now));
  }
}

function answer(field: FieldLine, began: number, now: Instant, bytes: Uint8Array | null): void {
  if (bytes !== null) field.heard(Instant(began + now), bytes);
}
