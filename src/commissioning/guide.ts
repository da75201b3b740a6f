import type { CommandResult, Request } from "../journal/port.ts";
import type { Language } from "../traffic/language.ts";
import type { LinkLive, Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import { Heads, lampsOf } from "./heads.ts";
import { Kept, type KeptFile } from "./kept.ts";
import { lampTestRequest } from "./lamp-test.ts";
import { othersTold } from "./others.ts";
import { type Report, reportOf, signedIn } from "./report.ts";
import { reportWords, stepName } from "./report-sheet.ts";
import { HEALTHY_MS, Running } from "./running.ts";
import { type StepKind, stepsOf } from "./step.ts";
import { type Evidence, type Record390, type Told, toldRequest } from "./told.ts";
import { Trip } from "./trip.ts";
import { briefOf, openSteps, type Walk, walkIn } from "./walk.ts";

/** What a walk needs of the world. */
export interface GuidePorts {
  readonly file: KeptFile;
  /** The way to the street side, as the panel's routes have it. */
  readonly requests: { offer(request: Request): boolean; result(id: string): CommandResult | null };
  readonly link: () => LinkLive | null;
  readonly wall: () => WallTime;
  /** Network time keeps the clock. */
  readonly clockKept: () => boolean;
  readonly wait: (ms: number) => Promise<void>;
  /** A name that nobody has had. */
  readonly fresh: () => string;
  /** The certificate that a report carries, PEM; "" for none. */
  readonly certificate: () => string;
  /** The report's file, signed. Throws in words. */
  readonly sign: (report: Report) => string;
}

/** Why something was not done: `refused` for a page to say in its language, `words` the unit's own. */
export interface Refusal {
  readonly refused:
    | "no-walk"
    | "no-step"
    | "not-yet"
    | "lamps-unseen"
    | "second-tap"
    | "phone-differs"
    | "brain-differs"
    | "street"
    | "finished"
    | "words";
  readonly words: string;
}

const no = (refused: Refusal["refused"], words: string): Refusal => ({ refused, words });
const OTHER_FILE = no("street", "it was begun with another site file than the one that runs now: begin anew");
const UNHEARD = "the street side cannot be heard";
/** A street side takes a request within a tenth; a commit of a worn card takes longer. */
const ANSWERS_MS = 5_000;
const LOOK_MS = 50;
const LOOKS_AGAIN_MS = 5_000;
/** Two clocks that do not say the same: more than people read off a watch, and than a modem holds an acknowledgement up. */
const CLOCK_MS = 2_000;

/** The next head's button stands where the last one's did: within this somebody has tapped twice, and looked once. */
const LOOKS_MS = 2_000;

/** Leads somebody through the checklist: what he confirms must have been seen by the unit too, and is a record before it counts. */
export class Guide {
  readonly #site: Site;
  readonly #sha256: string;
  readonly #version: string;
  readonly #ports: GuidePorts;
  readonly #kept: Kept;
  readonly #healthy_ms: number;
  readonly #running = new Running();
  #heads = new Heads();
  /** When a head was confirmed last, in the unit's own time. */
  #headAt: number | null = null;
  #trip: Trip | null = null;
  #live: Live | null = null;
  /** In the unit's own time: when it is looked again whether the ten minutes are wanted. */
  #lookAgain = 0;
  /** What the records came to: asked for ten times a second. */
  #known: { readonly records: readonly Record390[]; readonly walk: Walk | null } | null = null;
  /** Whoever taps twice gets one record. */
  #busy = false;

  constructor(site: Site, sha256: string, version: string, ports: GuidePorts, healthy_ms = HEALTHY_MS) {
    this.#site = site;
    this.#sha256 = sha256;
    this.#version = version;
    this.#ports = ports;
    this.#healthy_ms = healthy_ms;
    this.#kept = new Kept(ports.file);
  }

  show(live: Live): void {
    if (live.at < (this.#live?.at ?? 0)) this.#lookAgain = 0;
    this.#live = live;
    this.#running.show(live);
    this.#heads.show(live);
    this.#trip?.show(live);
    // Nobody need stand there for it.
    if (this.#busy || live.at < this.#lookAgain || this.#running.now.healthy_ms < this.#healthy_ms) return;
    this.#lookAgain = live.at + LOOKS_AGAIN_MS;
    const walk = this.walk;
    if (walk === null || walk.finished !== null || walk.steps.find(({ kind }) => kind === "running")?.state !== "open") return;
    void this.confirm("running", walk.leads.by, {});
  }

  /** The street side cannot be heard: what it shows is of the past. */
  gone(): void {
    this.#live = null;
  }

  get walk(): Walk | null {
    this.#kept.settle((id) => this.#ports.requests.result(id), this.#ports.wall());
    const { records, seq } = this.#kept;
    // Also where the link died between the beginning and this.
    const last = records.length > 0 && seq === 0 ? (this.#ports.link()?.last_seq ?? 0) : 0;
    if (last > 0) this.#kept.from(last);
    if (this.#known?.records !== records) this.#known = { records, walk: walkIn(this.#site, records) };
    return this.#known.walk;
  }

  /** The walk in a line, for the centre and for figures; null where nobody has begun one. */
  get brief() {
    const { walk } = this;
    return walk === null ? null : briefOf(walk);
  }

  /** Everything that a page shows of the walk now; steps are called as in the report. */
  state(language: Language = "en") {
    const words = reportWords(language);
    const { walk } = this;
    const live = this.#live;
    const link = this.#ports.link();
    const run = this.#running.now;
    return {
      site: { id: this.#site.id, name: this.#site.name, sha256: this.#sha256, version: this.#version },
      walk:
        walk === null
          ? null
          : {
              ...walk,
              steps: walk.steps.map((step) => ({ ...step, title: stepName(step, words) })),
              finished: walk.finished === null ? null : { ...walk.finished, signed: undefined },
            },
      open: walk === null ? [] : openSteps(walk).map(({ id }) => id),
      heard: live !== null,
      trip: this.#trip === null ? null : { step: stepOf(this.#trip), ...this.#trip.now },
      missing: Object.fromEntries(this.#site.channels.map((channel) => [channel.number, this.#heads.missing(channel)])),
      lamps: live?.lamp_test ?? null,
      monitor: live === null ? null : { fault: live.monitor.fault, flash: live.flash, cause: live.mode_cause },
      clock: { wall: this.#ports.wall(), kept: this.#ports.clockKept(), brain_ahead_ms: link?.brain_ahead_ms ?? null },
      brain: { connected: link?.state === "connected", cause: link?.cause ?? "", acked: link?.acked_seq ?? 0, wanted: this.#kept.seq },
      running: { ...run, wanted_ms: this.#healthy_ms },
    };
  }

  async begin(by: string): Promise<Refusal | null> {
    this.#seeAnew();
    return this.#tell({ what: "begun", walk: this.#ports.fresh(), by, site_sha256: this.#sha256 });
  }

  /** Goes on with a walk that ended as not safe: its open steps alone, by whoever comes back for them. */
  async reopen(by: string): Promise<Refusal | null> {
    const { walk } = this;
    if (walk === null) return no("no-walk", "nobody has begun");
    if (walk.site_sha256 !== this.#sha256) return OTHER_FILE;
    if (walk.finished === null || walk.finished.safe) return no("not-yet", "only a walk that ended as not safe is gone on with");
    // The report names one release: what was seen under another is not told as this one's.
    const version = signedIn(walk.finished.signed)?.report.version ?? "unknown";
    if (version !== this.#version) return no("street", `it ended under release ${version}, and ${this.#version} runs now: begin anew`);
    this.#seeAnew();
    return this.#tell({ what: "reopened", walk: walk.walk, by });
  }

  /** Whoever begins, or comes back after a repair, proves by what is seen from now on. */
  #seeAnew(): void {
    this.#heads = new Heads();
    this.#trip = null;
    this.#running.anew();
  }

  /** "Now this one." */
  trip(step: string): Refusal | null {
    const found = stepsOf(this.#site).find(({ id }) => id === step);
    if (found === undefined || (found.kind !== "detector" && found.kind !== "button"))
      return no("no-step", `there is no input ${step} to trip`);
    if (this.#live === null) return no("not-yet", "the street side cannot be heard");
    this.#trip = new Trip({ kind: found.kind, number: found.number }, this.#live);
    return null;
  }

  /** `sure`: says yes to what the unit only advises against. `phone_ms`: what the phone says the time is. */
  async confirm(
    step: string,
    by: string,
    { sure = false, phone_ms }: { readonly sure?: boolean | undefined; readonly phone_ms?: number | undefined },
  ): Promise<Refusal | null> {
    const open = this.#open(step);
    if ("refused" in open) return open;
    const seen = this.#evidence(step, sure, phone_ms);
    if ("refused" in seen) return seen as Refusal;
    const refused = await this.#tell({ what: "confirmed", walk: open.walk, by, step, evidence: seen });
    if (refused === null && open.kind === "channel") this.#headAt = this.#live?.at ?? null;
    return refused;
  }

  /** One or several for one reason, each with a record of its own; none if one of them cannot be. */
  async skip(steps: readonly string[], by: string, words: string): Promise<Refusal | null> {
    const why = words.trim().slice(0, 300);
    const told: Told[] = [];
    for (const step of new Set(steps)) {
      const open = this.#open(step);
      if ("refused" in open) return open;
      told.push({ what: "skipped", walk: open.walk, by, step, words: why });
    }
    return why === "" ? no("words", "say why it is left out") : this.#tell(...told);
  }

  async again(step: string, by: string): Promise<Refusal | null> {
    const open = this.#open(step);
    if ("refused" in open) return open;
    if (this.#trip !== null && stepOf(this.#trip) === step) this.#trip = null;
    return this.#tell({ what: "again", walk: open.walk, by, step });
  }

  /** Lights the lamps of a channel; the street side says whether it may. */
  async lamps(channel: number, by: string): Promise<Refusal | null> {
    return this.#ask(lampTestRequest(`lamps-${this.#ports.fresh()}`, channel, by, this.#ports.wall()));
  }

  async finish(by: string): Promise<Refusal | null> {
    const { walk } = this;
    if (walk === null) return no("no-walk", "nobody has begun");
    if (walk.finished !== null) return no("finished", "it is finished");
    if (walk.site_sha256 !== this.#sha256) return OTHER_FILE;
    // It was content when somebody looked; what is said of leaving is said of now.
    if (openSteps(walk).length === 0) {
      const why = this.#discontent();
      if (why !== "") return no("not-yet", `${why}; look for it, or do that step anew to end the walk as not safe`);
    }
    try {
      const report = reportOf(this.#site, this.#version, walk, by, this.#ports.wall(), this.#ports.certificate());
      return await this.#tell({ what: "finished", walk: walk.walk, by, safe: report.safe, signed: this.#ports.sign(report) });
    } catch (error) {
      return no("street", (error as Error).message);
    }
  }

  #open(step: string): Refusal | { readonly walk: string; readonly kind: StepKind } {
    const { walk } = this;
    if (walk === null) return no("no-walk", "nobody has begun");
    if (walk.finished !== null) return no("finished", "it is finished; begin anew");
    if (walk.site_sha256 !== this.#sha256) return OTHER_FILE;
    const kind = walk.steps.find(({ id }) => id === step)?.kind;
    return kind === undefined ? no("no-step", `there is no step ${step}`) : { walk: walk.walk, kind };
  }

  /** What the unit itself has seen of a step, or why it cannot be confirmed. */
  #evidence(id: string, sure: boolean, phone_ms: number | undefined): Evidence | Refusal {
    const step = stepsOf(this.#site).find((each) => each.id === id)!;
    const live = this.#live;
    const link = this.#ports.link();
    if (step.kind === "site")
      return {
        sha256: this.#sha256,
        approaches: this.#site.approaches
          .map(({ name }) => name)
          .join(", ")
          .slice(0, 300),
      };
    if (step.kind === "brain") {
      const reached = link?.state === "connected" && this.#kept.seq > 0 && link.acked_seq >= this.#kept.seq;
      return reached
        ? { broker: link.broker, acked_seq: link.acked_seq }
        : no("not-yet", "the brain has not acknowledged the beginning of this walk");
    }
    if (step.kind === "clock") return this.#clock(sure, phone_ms);
    if (live === null) return no("not-yet", UNHEARD);
    if (step.kind === "monitor") {
      const why = this.#discontent();
      return why === "" ? { verdict: "content" } : no("not-yet", why);
    }
    if (step.kind === "channel") {
      const channel = this.#site.channels.find(({ number }) => number === step.number)!;
      const missing = this.#heads.missing(channel);
      if (missing.length > 0) return no("lamps-unseen", `not lit yet: ${missing.join(", ")}`);
      const since = this.#headAt === null ? LOOKS_MS : live.at - this.#headAt;
      if (since >= 0 && since < LOOKS_MS) return no("second-tap", "another head was confirmed just now: look at this one, then tap");
      return { lamps: lampsOf(channel).join(" ") };
    }
    if (step.kind === "running") {
      const { healthy_ms, polls, timeouts, worst_late_ms } = this.#running.now;
      if (healthy_ms < this.#healthy_ms) return no("not-yet", "the ten minutes are not over");
      return { healthy_s: Math.floor(healthy_ms / 1_000), polls, timeouts, worst_late_ms };
    }
    const trip = this.#trip;
    if (trip === null || stepOf(trip) !== id) return no("not-yet", "say that it is tripped now, and trip it");
    const came = trip.now;
    if (came.says === "came") return { times: came.times, held_ms: came.held_ms };
    if (came.says !== "came-with" || !sure) return no("not-yet", `it has not come alone: ${came.says}`);
    return { others: othersTold(came.others) };
  }

  /** What the conflict monitor says now; "" if it is content. */
  #discontent(): string {
    const live = this.#live;
    if (live === null) return UNHEARD;
    const content = live.monitor.fault === "" && live.flash !== "fault-monitor" && live.flash !== "mmu";
    return content ? "" : `the conflict monitor: ${live.monitor.fault || live.mode_cause}`;
  }

  /** The brain's clock comes first, as what it sends expires by it; then network time; then the phone. A person may be surer than the last two say. */
  #clock(sure: boolean, phone_ms: number | undefined): Evidence | Refusal {
    const kept = this.#ports.clockKept() ? 1 : 0;
    const ahead = this.#ports.link()?.brain_ahead_ms;
    const brain = ahead === undefined ? {} : { brain_s: seconds(ahead) };
    if (ahead !== undefined && !sure && Math.abs(ahead) > CLOCK_MS)
      return no("brain-differs", `the brain's clock says ${seconds(ahead)} s later: what it sends would come too late, or too early`);
    const phone = phone_ms === undefined ? undefined : phone_ms - this.#ports.wall();
    const evidence = { kept, ...brain, ...(phone === undefined ? {} : { phone_s: seconds(phone) }) };
    if (kept || ahead !== undefined) return evidence;
    if (phone === undefined) return no("phone-differs", "nothing keeps the clock, and neither the brain nor a phone says what time it is");
    if (!sure && Math.abs(phone) > CLOCK_MS)
      return no("phone-differs", `nothing keeps the clock, and the phone says ${seconds(phone)} s later`);
    return evidence;
  }

  async #tell(...told: readonly Told[]): Promise<Refusal | null> {
    if (this.#busy) return no("not-yet", "one after the other");
    this.#busy = true;
    try {
      const wall = this.#ports.wall();
      const asked = told.map((each) => ({ id: `walk-${this.#ports.fresh()}`, told: each, at: wall }));
      // It is written down before it is asked for: a link that dies in between asks for its result when it is back.
      this.#kept.asked(asked);
      const came = await Promise.all(asked.map(({ id, told: each }) => this.#ask(toldRequest(id, each, wall))));
      return came.find((refusal) => refusal !== null) ?? null;
    } catch (error) {
      return no("street", (error as Error).message);
    } finally {
      this.#kept.settle((id) => this.#ports.requests.result(id), this.#ports.wall());
      this.#busy = false;
    }
  }

  async #ask(request: Request): Promise<Refusal | null> {
    try {
      if (!this.#ports.requests.offer(request)) return no("street", "the journal takes no request");
      for (let waited = 0; waited < ANSWERS_MS; waited += LOOK_MS) {
        const result = this.#ports.requests.result(request.id);
        if (result !== null) return result.done ? null : no("street", result.refused);
        await this.#ports.wait(LOOK_MS);
      }
      return no("street", "the street side has not taken it: does it run?");
    } catch (error) {
      return no("street", (error as Error).message);
    }
  }
}

/** "3.6" for 3,600 ms would say more than is known. */
const seconds = (ms: number): number => Math.round(ms / 1_000);
const stepOf = ({ target }: Trip): string => `${target.kind}-${target.number}`;

/** What a page is told. */
export type WalkState = ReturnType<Guide["state"]>;
