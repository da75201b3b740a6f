import { inFlash, LampTest } from "./commissioning/lamp-test.ts";
import { type Asked, ContactInputs } from "./detection/contacts.ts";
import { Detection } from "./detection/detection.ts";
import { Doubts } from "./detection/doubts/doubts.ts";
import { Estimates } from "./detection/estimates.ts";
import { entryOf } from "./detection/record.ts";
import { Seen } from "./detection/seen.ts";
import { ZoneNews } from "./detection/zones.ts";
import type { RecorderStatus, Request } from "./journal/port.ts";
import { Lines } from "./lines.ts";
import { Arrivals } from "./neighbours/arrivals.ts";
import { Leaving } from "./neighbours/leaving.ts";
import { announcementEntry } from "./neighbours/record.ts";
import { Plans } from "./plans/plans.ts";
import { sha256 } from "./plans/sha256.ts";
import { SystemControl, updateEntry } from "./system-control.ts";
import { Cabinet } from "./timing/cabinet.ts";
import { type Decision, Timing } from "./timing/controller.ts";
import { Ladder } from "./timing/ladder.ts";
import { maximumsTold } from "./timing/maximums.ts";
import { type Chosen, Plan } from "./timing/plan.ts";
import { SeenVehicles } from "./timing/seen-vehicles.ts";
import { INDICATIONS, type Orders, plainOrders } from "./traffic/calls.ts";
import { CODE } from "./traffic/codes.ts";
import type { Announcement, Departures } from "./traffic/departures.ts";
import { type Entry, entry, inputEntry } from "./traffic/entry.ts";
import type { LaneTraffic } from "./traffic/lanes.ts";
import type { Live } from "./traffic/live.ts";
import { faultDetail, type MonitorFault } from "./traffic/monitor-fault.ts";
import type { Observation } from "./traffic/observation.ts";
import type { Site } from "./traffic/site.ts";
import { plans, type StrategyName } from "./traffic/strategies.ts";
import { Instant, TICK_MS, type WallTime } from "./traffic/time.ts";
import { USUAL } from "./traffic/usual.ts";
import { momentOf } from "./update/safe.ts";
import { Wall } from "./wall.ts";

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

const NOTHING: readonly Entry[] = [];
const NO_PERMIT = 'the site file names no contact that permits it ([[inputs]] with does = "lamp-test")';
const NOBODY: readonly Announcement[] = [];

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
  readonly #seen: Seen;
  readonly #doubts: Doubts;
  readonly #estimates: Estimates;
  readonly #contacts: ContactInputs;
  readonly #timing: Timing;
  readonly #ladder = new Ladder();
  readonly #system: SystemControl;
  readonly #served = (slot: number): boolean => this.#timing.priority(slot) === "served";
  readonly #seenVehicles: SeenVehicles;
  #ranFree = false;
  readonly #arrivals: Arrivals;
  /** null where no neighbour is named: nobody is told. */
  readonly #leaving: Leaving | null;
  #traffic: LaneTraffic | null = null;
  readonly #cabinet: Cabinet;
  readonly #drivers: ReadonlySet<number>;
  readonly #answering = new Set<number>();
  #first: Entry | null;
  readonly #wall: Wall;
  /** null where no contact permits it. */
  readonly #lamps: LampTest | null;
  #flashStands = false;
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
    this.#seen = new Seen(site);
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
    this.#wall = new Wall(beginning.wall);
    this.#lamps = site.inputs.some(({ does }) => does === "lamp-test") ? new LampTest(site.channels) : null;
    this.#system = new SystemControl(this.#plans, this.#wall, {
      green: (phase) => this.#timing.state().phases.some((p) => p.phase === phase && p.interval === "green"),
      served: this.#served,
      force: (detector, on, until, by) => this.#detection.force(detector, on, until, by),
      pattern: (pattern, until) => this.#plan.ask(pattern, until),
      heard: (now) => this.#plan.heard(now),
      reset: () => this.#reset(),
      lamps: (channel, now) => this.#lamps?.ask(channel, now, this.#noLamps()) ?? NO_PERMIT,
      site_sha256: sha256(beginning.site),
    });
    this.#seenVehicles = new SeenVehicles(this.#system.requests);
    this.#first = inputEntry(Instant(0), CODE.sessionStart, 0, 0, JSON.stringify(beginning));
  }

  /** The wall time at Instant 0, after every correction so far. */
  get wallBase(): WallTime {
    return this.#wall.base;
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
    this.lines.show(now, effects.channels, this.#wall.at(now));
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
    if (tick.correction_ms !== 0) entries.push(this.#wall.correct(now, tick.correction_ms));
    const outputs = this.#outputs(observations);
    this.#seen.step(observations);

    const detected = this.#detection.step(now, observations);
    entries.push(...detected.entries);
    const asked = this.#contacts.step(now, observations);
    this.#asked = asked;
    entries.push(...asked.entries);
    this.#watch(now, this.#cabinet.step(observations), entries);
    entries.push(...this.#seenVehicles.step(now, asked.sees, this.#served));
    const calls = this.#system.obey(now, tick.requests, detected.calls, entries);
    const orders = this.#order(now, outputs, asked, entries);
    this.#arrivals.step(now, tick.announcements, detected.traffic);
    this.#traffic ??= { ...detected.traffic, announced: this.#arrivals.announced };
    const decision = this.#timing.step(now, calls, orders, this.#traffic);
    if (this.#lamps !== null) {
      this.#flashStands = inFlash(this.#site.channels, decision.channels);
      this.#lamps.show(now, decision.channels, this.#noLamps());
    }
    this.#leaving?.step(now, this.#wall.at(now), detected.traffic, () => this.#timing.leaving());
    entries.push(...decision.entries);
    this.#system.phases.see(now, decision.entries);
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
    return this.#wall.moved_ms;
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
      wall: this.#wall.at(this.#now),
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
      priority: this.#system.requests.askers.flatMap((asker, slot) => {
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
      detectors: this.#detection
        .state(this.#now, (place) => this.#doubts.brief(place))
        .map((detector) => ({ ...detector, seen: this.#seen.detector(detector.detector) })),
      buttons: this.#seen.buttons(),
      monitor: { fault: fault?.words ?? "", channels: fault?.channels ?? [] },
      devices: this.lines.devices(),
      ports: this.lines.ports(),
      journal: { epoch: journal.epoch, last_seq: journal.last_seq, pending: journal.pending, fault: journal.fault ?? "" },
      ...(this.#lamps === null ? {} : { lamp_test: { channel: this.#lamps.channel, why: this.#noLamps() } }),
      ...this.#forTechnicians(),
      ...(this.#system.handOver.live === null ? {} : { hand_over: this.#system.handOver.live }),
      tick_late_ms,
    };
  }

  /** Who holds the technician session, and what is asked for by command and still lasts. */
  #forTechnicians(): Pick<Live, "technician" | "asked"> {
    const technician = this.#system.technician.live(this.#now);
    const asked = [
      ...this.#system.asked(this.#now),
      ...this.#detection.forced(this.#now).map((forced) => ({ kind: "detector" as const, ...forced })),
    ];
    return { ...(technician === null ? {} : { technician }), ...(asked.length === 0 ? {} : { asked }) };
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

  /** Why no lamp may be lit by hand now; "" if one may. */
  #noLamps(): string {
    const { flash } = this.#ladder.rung;
    if (this.lines.watched.length > 0)
      return "a monitor in the cabinet (MMU) watches these lamps, and would take a lamp that is lit alone for a failure";
    if (this.#latched !== null || this.#decision?.fault != null) return "the conflict monitor has latched a fault";
    if (flash !== "automatic" && flash !== "local-manual") return "the signals are not in flash: switch flash on in the cabinet first";
    if (!this.#flashStands) return "the signals are still on the way into flash";
    return this.#asked?.lamps === true ? "" : "the contact in the cabinet that permits it is open";
  }

  #reset(): { readonly words: string; readonly restart: boolean } | null {
    if (this.#latched === null) return null;
    const { words } = this.#latched;
    this.#latched = null;
    return { words, restart: this.#decision?.fault != null };
  }

  /** Looks at the street as the last tick left it. */
  #handedOver(now: Instant, asked: Asked, entries: Entry[]): boolean {
    if (this.#system.handOver.idle) return false;
    const { phases, preempt, flash } = this.#timing.state();
    const { stop_time, manual } = asked.contacts;
    const priority = this.#system.requests.askers.find((asker) => asker !== null)?.vehicle ?? null;
    const startUp = this.#decision?.startUp ?? true;
    // Flash that it has asked for itself, or the centre has, stands in nobody's way.
    const { flash: wanted, cause } = this.#ladder.rung;
    const ours = wanted === "automatic" && asked.flash === null && (this.#system.handOver.flash || this.#system.flashAsked(now) !== "");
    const rung = { flash: ours ? null : wanted, cause };
    const moment = momentOf({ phases, preempt, flash, startUp, rung, stop_time, manual, priority });
    const told = this.#system.handOver.step(now, this.#wall.at(now), moment);
    if (told !== null) entries.push(updateEntry(now, told));
    return this.#system.handOver.flash;
  }

  /** Another plan comes into force between two tenths, as another pattern does: the rings go on, and a cycle is corrected as the pattern says. */
  #turn(now: Instant, entries: Entry[]): void {
    const turned = this.#plans.step(this.#wall.at(now), this.#fallen());
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

  /** Of the pattern that was in force last, or will be first. */
  get #strategy(): StrategyName {
    const number = this.#chosen?.pattern ?? this.#site.start_pattern;
    return this.#site.patterns.find((pattern) => pattern.number === number)?.strategy ?? USUAL.pattern.strategy;
  }

  /** The ladder's step, and the pattern that goes with it. */
  #order(now: Instant, outputs: boolean, asked: Asked, entries: Entry[]): Orders {
    const controls = this.#system.phases.step(now, entries);
    const handsOver = this.#handedOver(now, asked, entries);
    const changed = this.#ladder.step(now, {
      outputs,
      monitor: this.#decision?.fault != null,
      latched: this.#latched !== null,
      cabinet: this.#cabinet.wants,
      switched: asked.flash,
      flashAsked: this.#system.flashAsked(now),
      handsOver,
      controlled: this.#system.phases.words,
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
    const chosen = this.#plan.choose(now, this.#wall.at(now), mode === "fixed" ? cause : "");
    const { pattern, source, why, clock_ds } = chosen;
    if (pattern !== this.#chosen?.pattern)
      entries.push(
        entry(now, CODE.patternChanged, pattern, 0, JSON.stringify({ source, why })),
        ...maximumsTold(this.#site, this.#chosen?.pattern ?? null, pattern, now),
      );
    this.#chosen = chosen;
    const plan = mode !== "actuated" && mode !== "fixed";
    return {
      ...plainOrders(pattern, flash),
      plan,
      clock_ds,
      contacts: asked.contacts,
      requests: this.#system.requests.step(now),
      controls,
    };
  }
}
