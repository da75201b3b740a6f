import { type Change, takeRequest } from "./commands/index.ts";
import { PLAN_TRIED, triedIn } from "./commands/plan-tried.ts";
import { RESET_FAULT, type ResetDetail, resetterIn } from "./commands/reset-fault.ts";
import { type Asked, ContactInputs } from "./detection/contacts.ts";
import { Detection } from "./detection/detection.ts";
import { Doubts } from "./detection/doubts/doubts.ts";
import { Estimates } from "./detection/estimates.ts";
import { entryOf } from "./detection/record.ts";
import { ZoneNews } from "./detection/zones.ts";
import type { RecorderStatus, Request, ResultDetail } from "./journal/port.ts";
import { Lines } from "./lines.ts";
import { Arrivals } from "./neighbours/arrivals.ts";
import { Leaving } from "./neighbours/leaving.ts";
import { announcementEntry } from "./neighbours/record.ts";
import { Plans } from "./plans/plans.ts";
import type { Part } from "./plans/upload.ts";
import { Cabinet } from "./timing/cabinet.ts";
import { type Decision, Timing } from "./timing/controller.ts";
import { Ladder } from "./timing/ladder.ts";
import { maximumsTold } from "./timing/maximums.ts";
import { PhaseControl } from "./timing/phase-control.ts";
import { type Chosen, Plan } from "./timing/plan.ts";
import { Requests } from "./timing/requests.ts";
import { SeenVehicles } from "./timing/seen-vehicles.ts";
import { type Calls, INDICATIONS, noCalls, type Orders, plainOrders } from "./traffic/calls.ts";
import { CODE } from "./traffic/codes.ts";
import type { Announcement, Departures } from "./traffic/departures.ts";
import { type Entry, entry, inputEntry } from "./traffic/entry.ts";
import type { LaneTraffic } from "./traffic/lanes.ts";
import type { Live } from "./traffic/live.ts";
import { faultDetail, type MonitorFault } from "./traffic/monitor-fault.ts";
import type { PhaseNumber } from "./traffic/numbers.ts";
import type { Observation } from "./traffic/observation.ts";
import type { Site } from "./traffic/site.ts";
import { plans, type StrategyName } from "./traffic/strategies.ts";
import { Instant, TICK_MS, type WallTime } from "./traffic/time.ts";
import { USUAL } from "./traffic/usual.ts";
import { HAND_OVER, HandOver } from "./update/hand-over.ts";
import { momentOf } from "./update/safe.ts";
import { toldIn, UPDATE_TOLD, type UpdateTold } from "./update/told.ts";

/** Everything that one tick can know. */
export interface Tick {
  readonly now: Instant;
  /** Sorted by (stamp, source, arrival). */
  readonly observations: readonly Observation[];
  readonly requests: readonly Request[];
  /** What neighbours announce: at most one for each road. */
  readonly announcements: readonly Announcement[];
  /** What must be added to the unit's wall time, in ms; 0 almost always. */
  readonly correction_ms: number;
  /** Tenths before this one that were not taken because the unit stood still; 0 almost always. Their observations come with this tick. */
  readonly missed: number;
}

/** How a session began: with the site file it holds everything that a replay needs before its first tick. */
export interface Beginning {
  readonly version: string;
  /** The site file as it was read. */
  readonly site: string;
  /** The wall time at Instant 0, as the unit knew it. */
  readonly wall: WallTime;
  /** What an earlier life kept of plans (`Unit.plans`); absent if nothing. */
  readonly plans?: string;
  /** What the monitor had latched in an earlier life and nobody has reset. */
  readonly fault?: MonitorFault;
}

export interface Effects {
  /** For the journal, in order: what came in, then what was decided. */
  readonly entries: readonly Entry[];
  /** What the channels show from now on. The array is used again by the next tick. */
  readonly channels: Decision["channels"];
}

/** Nearer than this a command cannot say what time it is. */
const COMMANDED_CLOCK_MS = 2_000;

const NOTHING: readonly Entry[] = [];
const NOBODY: readonly Announcement[] = [];

const updateEntry = (now: Instant, told: UpdateTold): Entry => entry(now, CODE.update, 0, 0, JSON.stringify(told));

/** Stands at the first tenth that was missed, before everything that this tick takes in: so a replay knows which tenths to leave out. */
const missedEntry = ({ now, missed }: Tick): Entry => inputEntry(Instant(now - missed * TICK_MS), CODE.tenthsMissed, 0, missed);

/**
 * The street side. Ten times a second, in the order of the data: serial → detection → timing → signals → journal. Synchronous and
 * deterministic: it opens no port, reads no clock, draws no random number, waits on no disk and no network.
 */
export class Unit {
  readonly lines: Lines;
  /** With the plan in force. */
  #site: Site;
  readonly #plans: Plans;
  readonly #zones: ZoneNews;
  readonly #detection: Detection;
  readonly #doubts: Doubts;
  readonly #estimates: Estimates;
  readonly #contacts: ContactInputs;
  readonly #timing: Timing;
  readonly #ladder = new Ladder();
  readonly #requests = new Requests();
  readonly #served = (slot: number): boolean => this.#timing.priority(slot) === "served";
  readonly #seenVehicles = new SeenVehicles(this.#requests);
  readonly #control = new PhaseControl();
  readonly #handOver = new HandOver();
  #flashUntil = Instant(0);
  #ranFree = false;
  #clockMoved_ms = 0;
  readonly #arrivals: Arrivals;
  /** null where no neighbour is named: nobody is told. */
  readonly #leaving: Leaving | null;
  #traffic: LaneTraffic | null = null;
  readonly #cabinet: Cabinet;
  readonly #drivers: ReadonlySet<number>;
  readonly #answering = new Set<number>();
  readonly #placed: Calls = noCalls();
  #first: Entry | null;
  #base: WallTime;
  #now = Instant(0);
  readonly #plan: Plan;
  #chosen: Chosen | null = null;
  #decision: Decision | null = null;
  #asked: Asked | null = null;
  #faultTold = false;
  /** The monitor's fault that nobody has reset, of this life or an earlier one. */
  #latched: MonitorFault | null;

  /** Throws a RangeError in words if the site cannot be run. `monitor` as in Timing. */
  constructor(site: Site, beginning: Beginning, monitor?: Int32Array) {
    this.#plans = new Plans({ text: beginning.site, site }, beginning.plans ?? null);
    this.#site = this.#plans.site;
    this.lines = new Lines(site);
    this.#zones = new ZoneNews(site);
    this.#detection = new Detection(site);
    this.#doubts = new Doubts(site, (place) => this.#detection.failedOtherwise(place));
    this.#estimates = new Estimates(site, this.#doubts.loops, (place) => this.#doubts.believes(place));
    this.#contacts = new ContactInputs(site);
    this.#timing = new Timing(this.#site, monitor);
    this.#plan = new Plan(this.#site);
    this.#arrivals = new Arrivals(site);
    this.#leaving = site.neighbours.length > 0 ? new Leaving(site) : null;
    this.#latched = beginning.fault ?? null;
    this.#drivers = new Set(this.lines.drivers.map((driver) => site.devices.findIndex((d) => d.name === driver.name)));
    this.#cabinet = new Cabinet(site, this.lines.watched);
    this.#base = beginning.wall;
    this.#first = inputEntry(Instant(0), CODE.sessionStart, 0, 0, JSON.stringify(beginning));
  }

  /** The wall time at Instant 0, after every correction so far. */
  get wallBase(): WallTime {
    return this.#base;
  }

  /** One tenth of a second with the lines attached. */
  step(
    now: Instant,
    requests: readonly Request[],
    correction_ms: number,
    missed = 0,
    announcements: readonly Announcement[] = NOBODY,
  ): Effects {
    const effects = this.decide({ now, observations: this.lines.observations(now), requests, announcements, correction_ms, missed });
    this.lines.show(now, effects.channels, (this.#base + now) as WallTime);
    return effects;
  }

  /** The same without lines: what a replay feeds from the journal. */
  decide(tick: Tick): Effects {
    const { now } = tick;
    const observations = this.#zones.of(tick.observations);
    this.#now = now;
    const entries: Entry[] = [];
    if (this.#first !== null) entries.push(this.#first);
    this.#first = null;
    if (tick.missed > 0) entries.push(missedEntry(tick));
    for (const observation of observations) entries.push(entryOf(observation));
    for (const announcement of tick.announcements) entries.push(announcementEntry(announcement));
    if (tick.correction_ms !== 0) entries.push(this.#correct(now, tick.correction_ms));
    const outputs = this.#outputs(observations);

    const detected = this.#detection.step(now, observations);
    entries.push(...detected.entries);
    const asked = this.#contacts.step(now, observations);
    this.#asked = asked;
    entries.push(...asked.entries);
    this.#watch(now, this.#cabinet.step(observations), entries);
    entries.push(...this.#seenVehicles.step(now, asked.sees, this.#served));
    const calls = this.#obey(tick, detected.calls, entries);
    const orders = this.#order(now, outputs, asked, entries);
    this.#arrivals.step(now, tick.announcements, detected.traffic);
    this.#traffic ??= { ...detected.traffic, announced: this.#arrivals.announced };
    const decision = this.#timing.step(now, calls, orders, this.#traffic);
    this.#leaving?.step(now, (this.#base + now) as WallTime, detected.traffic, () => this.#timing.leaving());
    entries.push(...decision.entries);
    this.#control.see(now, decision.entries);
    this.#ranFree = decision.entries.some(({ code }) => code === CODE.runsFree);
    if (decision.fault !== null && !this.#faultTold) {
      this.#faultTold = true;
      this.#latched = decision.fault;
      entries.push(entry(now, CODE.monitorFault, 0, 0, faultDetail(decision.fault)));
    }
    const compared = this.#doubts.step(now, observations, decision.entries);
    entries.push(...compared.entries, ...this.#estimates.step(now, observations));
    for (const { detector, on } of compared.misses) this.#detection.misses(detector, on);
    for (const { detector, on } of compared.swapped) this.#detection.swapped(detector, on);
    this.#decision = decision;
    return { entries: entries.length > 0 ? entries : NOTHING, channels: decision.channels };
  }

  /** What the next life must know of plans, as JSON for its beginning; the same text as long as nothing changes. */
  get plans(): string {
    return this.#plans.saved;
  }

  /** By how much the centre has moved wall time in this life: whoever compares it with another clock counts that in. */
  get clockMoved_ms(): number {
    return this.#clockMoved_ms;
  }

  get hasPlans(): boolean {
    return this.#plans.any;
  }

  /** What neighbours are told; null where there are none, or nothing was told yet. */
  get departures(): Departures | null {
    return this.#leaving?.said ?? null;
  }

  /** What eyes see of this tick. */
  live(journal: RecorderStatus, tick_late_ms: number): Live {
    const { rings, phases, coordination, flash, plan, preempt } = this.#timing.state();
    const { mode, cause } = this.#ladder.rung;
    const fault = this.#decision?.fault ?? this.#latched;
    return {
      unit: this.#site.id,
      at: this.#now,
      wall: (this.#base + this.#now) as WallTime,
      mode,
      mode_cause: cause,
      pattern: this.#chosen?.pattern ?? 0,
      coordination: { source: this.#chosen?.source ?? "other", source_cause: this.#chosen?.why ?? "", ...coordination },
      rings,
      phases,
      flash,
      plan,
      preempt,
      stop_time: this.#asked?.contacts.stop_time ?? false,
      manual: this.#asked?.contacts.manual ?? false,
      priority: this.#requests.askers.flatMap((asker, slot) => {
        if (asker === null) return [];
        const { vehicle, phase, arrival } = asker;
        const arrival_ds = Math.max(0, Math.ceil((arrival - this.#now) / TICK_MS));
        return [{ slot: slot + 1, vehicle, phase, arrival_ds, status: this.#timing.priority(slot) }];
      }),
      departures: this.departures,
      neighbours: this.#arrivals.state(this.#now),
      channels: this.#site.channels.map(({ number }) => ({
        channel: number,
        indication: INDICATIONS[this.#decision?.channels[number - 1] ?? 0] ?? "dark",
      })),
      detectors: this.#detection.state(this.#now, (place) => this.#doubts.brief(place)),
      monitor: { fault: fault?.words ?? "", channels: fault?.channels ?? [] },
      devices: this.lines.devices(),
      ports: this.lines.ports(),
      journal: { epoch: journal.epoch, last_seq: journal.last_seq, pending: journal.pending, fault: journal.fault ?? "" },
      ...(this.#handOver.live === null ? {} : { hand_over: this.#handOver.live }),
      tick_late_ms,
    };
  }

  #correct(now: Instant, by_ms: number): Entry {
    this.#base = (this.#base + by_ms) as WallTime;
    return inputEntry(now, CODE.clockCorrected, 0, by_ms);
  }

  /**
   * True if every board has confirmed what it is told all through this tick: one that was lost and is back within it has dropped to its own
   * flash in between.
   */
  #outputs(observations: readonly Observation[]): boolean {
    let lost = false;
    for (const observation of observations) {
      if (observation.kind !== "device" || !this.#drivers.has(observation.device)) continue;
      if (observation.answering) this.#answering.add(observation.device);
      else this.#answering.delete(observation.device);
      lost ||= !observation.answering;
    }
    return !lost && this.#drivers.size > 0 && this.#answering.size === this.#drivers.size;
  }

  /** Lamps that the cabinet's own monitor sees otherwise than they are told are a fault like one of our monitor's: a person must look. */
  #watch(now: Instant, fault: MonitorFault | null, entries: Entry[]): void {
    if (fault === null || this.#latched !== null) return;
    this.#latched = fault;
    entries.push(entry(now, CODE.monitorFault, 0, 0, faultDetail(fault)));
  }

  /** Takes this tick's commands. Each gets its one result here; a call is placed as a detector or a button would. */
  #obey(tick: Tick, detected: Calls, entries: Entry[]): Calls {
    let calls = detected;
    for (const request of tick.requests) {
      entries.push(inputEntry(tick.now, CODE.commandReceived, 0, 0, JSON.stringify(request)));
      let refused: string;
      if (request.command === RESET_FAULT) refused = this.#reset(request, tick.now, entries);
      else if (request.command === PLAN_TRIED) refused = this.#tried(request, tick.now, entries);
      else if (request.command === UPDATE_TOLD) refused = this.#updated(request, tick.now, entries);
      else if (request.command === HAND_OVER) refused = this.#handOver.ask(request, tick.now, (this.#base + tick.now) as WallTime);
      else {
        const taken = takeRequest(this.#site, request, tick.now, (this.#base + tick.now) as WallTime);
        if ("change" in taken && taken.change.kind === "call") calls = this.#place(taken.change, calls);
        refused = "refused" in taken ? taken.refused : this.#change(taken.change, tick.now, entries);
        if (refused === "") this.#plan.heard(tick.now);
      }
      const result: ResultDetail = { id: request.id, command: request.command, done: refused === "", refused };
      entries.push(entry(tick.now, CODE.commandResult, 0, refused === "" ? 1 : 0, JSON.stringify(result)));
    }
    return calls;
  }

  /** "" or why not. The monitor of this life stays as it is until the process ends: only what is known of it is reset. */
  #reset(request: Request, now: Instant, entries: Entry[]): string {
    const reset = resetterIn(request, (this.#base + now) as WallTime);
    if ("refused" in reset) return reset.refused;
    if (this.#latched === null) return "the conflict monitor has latched no fault that is not reset";
    const detail: ResetDetail = { by: reset.by, words: this.#latched.words, restart: this.#decision?.fault != null };
    entries.push(entry(now, CODE.monitorReset, 0, 0, JSON.stringify(detail)));
    this.#latched = null;
    return "";
  }

  /** "" or why it cannot be, as things stand. */
  #change(change: Change, now: Instant, entries: Entry[]): string {
    switch (change.kind) {
      case "pattern":
        this.#plan.ask(change.pattern, change.until);
        return "";
      case "priority":
        return this.#requests.ask(change, this.#served);
      case "cancel-priority":
        return this.#requests.cancel(change.vehicle);
      case "call":
      case "link":
        return "";
      case "plan-part":
        return this.#keep(change.part, now, entries);
      case "plan-known": {
        const named = this.#plans.named(change.hash);
        return typeof named === "string" ? "" : named.refused;
      }
      case "plan-activate":
        return this.#plans.activate(change.hash, change.at, (this.#base + now) as WallTime);
      case "plan-back":
        return this.#plans.rollBack("the centre has rolled back");
      case "clock":
        return this.#setClock(change.wall, change.most_ms, now, entries);
      case "control":
        if (change.control === "force-off" && !this.#green(change.phase))
          return `phase ${change.phase} is not green; force-off ends a green that is there`;
        return this.#control.ask(change.control, change.phase, change.until, now);
      case "detector":
        return this.#detection.force(change.detector, change.on, change.until);
      case "flash":
        if (change.until <= now && this.#flashUntil <= now) return "the centre has asked for no flash";
        this.#flashUntil = change.until;
        return "";
    }
  }

  #setClock(wall: WallTime, most_ms: number, now: Instant, entries: Entry[]): string {
    const by_ms = wall - (this.#base + now);
    if (Math.abs(by_ms) > most_ms)
      return `that is ${Math.round(by_ms / 1_000)} s from this unit's clock; by more than ${most_ms / 1_000} s a technician sets it, on the unit`;
    // A command is on its way for about so long: it makes no good clock better.
    if (Math.abs(by_ms) < COMMANDED_CLOCK_MS) return "";
    this.#base = (this.#base + by_ms) as WallTime;
    this.#clockMoved_ms += by_ms;
    entries.push(entry(now, CODE.clockCorrected, 0, by_ms));
    return "";
  }

  #keep(part: Part, now: Instant, entries: Entry[]): string {
    const taken = this.#plans.take(part);
    if ("refused" in taken) return taken.refused;
    if (taken.kept !== "") entries.push(entry(now, CODE.planKept, 0, 0, JSON.stringify({ hash: taken.kept })));
    return "";
  }

  #tried(request: Request, now: Instant, entries: Entry[]): string {
    const read = triedIn(request, (this.#base + now) as WallTime);
    if ("refused" in read) return read.refused;
    const refused = this.#plans.tried(read.tried);
    if (refused === "") entries.push(entry(now, CODE.planTried, 0, Number(read.tried.passed), JSON.stringify(read.tried)));
    return refused;
  }

  #updated(request: Request, now: Instant, entries: Entry[]): string {
    const read = toldIn(request, (this.#base + now) as WallTime);
    if ("refused" in read) return read.refused;
    entries.push(updateEntry(now, read.told));
    return "";
  }

  /** Looks at the street as the last tick left it. */
  #handedOver(now: Instant, asked: Asked, entries: Entry[]): boolean {
    if (this.#handOver.idle) return false;
    const { phases, preempt, flash } = this.#timing.state();
    const { stop_time, manual } = asked.contacts;
    const priority = this.#requests.askers.find((asker) => asker !== null)?.vehicle ?? null;
    const startUp = this.#decision?.startUp ?? true;
    // Flash that it has asked for itself, or the centre has, stands in nobody's way.
    const { flash: wanted, cause } = this.#ladder.rung;
    const ours = wanted === "automatic" && asked.flash === null && (this.#handOver.flash || now < this.#flashUntil);
    const rung = { flash: ours ? null : wanted, cause };
    const moment = momentOf({ phases, preempt, flash, startUp, rung, stop_time, manual, priority });
    const told = this.#handOver.step(now, (this.#base + now) as WallTime, moment);
    if (told !== null) entries.push(updateEntry(now, told));
    return this.#handOver.flash;
  }

  /** Another plan comes into force between two tenths, as another pattern does: the rings go on, and a cycle is corrected as the pattern says. */
  #turn(now: Instant, entries: Entry[]): void {
    const turned = this.#plans.step((this.#base + now) as WallTime, this.#fallen());
    if (turned === null) return;
    entries.push(entry(now, CODE.planInForce, 0, 0, JSON.stringify(turned)));
    this.#site = this.#plans.site;
    this.#timing.use(this.#site);
    this.#plan.use(this.#site);
  }

  /** Why a plan that has just come into force may be to blame for where the unit stands; "" for nothing. */
  #fallen(): string {
    const { mode, cause, flash } = this.#ladder.rung;
    if (mode === "fixed" || flash === "fault-monitor") return cause;
    return this.#ranFree ? "a pattern of it cannot be coordinated and runs free" : "";
  }

  #green(phase: PhaseNumber): boolean {
    return this.#timing.state().phases.some((p) => p.phase === phase && p.interval === "green");
  }

  #place(call: Change & { readonly kind: "call" }, calls: Calls): Calls {
    const { vehicle, locking, pedestrian, fault_recall } = this.#placed;
    if (calls !== this.#placed) {
      vehicle.set(calls.vehicle);
      locking.set(calls.locking);
      pedestrian.set(calls.pedestrian);
      fault_recall.set(calls.fault_recall);
    }
    (call.pedestrian ? pedestrian : locking)[call.phase - 1] = 1;
    return this.#placed;
  }

  /** Of the pattern that was in force last, or will be first. */
  get #strategy(): StrategyName {
    const number = this.#chosen?.pattern ?? this.#site.start_pattern;
    return this.#site.patterns.find((pattern) => pattern.number === number)?.strategy ?? USUAL.pattern.strategy;
  }

  /** The ladder's step, and the pattern that goes with it. */
  #order(now: Instant, outputs: boolean, asked: Asked, entries: Entry[]): Orders {
    const controls = this.#control.step(now, entries);
    const handsOver = this.#handedOver(now, asked, entries);
    const changed = this.#ladder.step(now, {
      outputs,
      monitor: this.#decision?.fault != null,
      latched: this.#latched !== null,
      cabinet: this.#cabinet.wants,
      switched: asked.flash,
      flashAsked: now < this.#flashUntil,
      handsOver,
      controlled: this.#control.words,
      stopTime: asked.contacts.stop_time,
      manual: asked.contacts.manual,
      startUp: this.#decision?.startUp ?? true,
      phasesDetected: this.#detection.phasesDetected,
      phasesRecalled: this.#detection.phasesRecalled,
      phasesBlind: this.#detection.phasesBlind,
      plans: plans(this.#strategy),
      lanes: this.#detection.lanes,
      lanesUntrusted: this.#detection.lanesUntrusted,
    });
    this.#turn(now, entries);
    const { mode, cause, flash } = this.#ladder.rung;
    if (changed) entries.push(entry(now, CODE.controlMode, 0, 0, JSON.stringify({ mode, cause })));
    const chosen = this.#plan.choose(now, (this.#base + now) as WallTime, mode === "fixed" ? cause : "");
    const { pattern, source, why, clock_ds } = chosen;
    if (pattern !== this.#chosen?.pattern)
      entries.push(
        entry(now, CODE.patternChanged, pattern, 0, JSON.stringify({ source, why })),
        ...maximumsTold(this.#site, this.#chosen?.pattern ?? null, pattern, now),
      );
    this.#chosen = chosen;
    const plan = mode !== "actuated" && mode !== "fixed";
    return { ...plainOrders(pattern, flash), plan, clock_ds, contacts: asked.contacts, requests: this.#requests.step(now), controls };
  }
}
