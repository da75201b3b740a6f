import { sha256 } from "../../plans/sha256.ts";
import { CODE } from "../../traffic/codes.ts";
import type { Site } from "../../traffic/site.ts";
import type { WallTime } from "../../traffic/time.ts";
import type { KeptRecord } from "../arrival.ts";
import type { UnitView } from "../fleet.ts";
import { NoAnswer, type Order, type OrderOptions, type OrderResult } from "../orders.ts";
import { Courier } from "../rollout/courier.ts";
import { Rollout, type RolloutKept } from "../rollout/rollout.ts";
import { seenOf } from "../rollout/seen.ts";
import { isOut, type Seen, standWords } from "../rollout/stand.ts";
import type { Usual } from "./busiest.ts";
import { calendarOf, nameOf } from "./calendar.ts";
import { todayAt } from "./foretold.ts";
import { type Begun, begunIn, Lease, type PatternOrder } from "./lease.ts";
import { baseOf, marked, mayWait_s, type Prepared, rehearsalOf, statedAs, stillDoes, WAY, wantedIn } from "./prepared.ts";
import { type Shift, type Surge, shiftsOf } from "./surge.ts";
import { type SiteTold, siteIn, under } from "./told.ts";

/** What people have asked: by `stopline surge FILE start` and `stop`. */
export interface AskedSurges {
  readonly begun: readonly Begun[];
  readonly cancelled: readonly string[];
}

/** Plans that were rolled out from here. */
export interface WardenPlans {
  /** A plan's text by its hash; null for one that nobody here knows. */
  of(hash: string): string | null;
  /** Of a unit: plans that were taken back while one of surges stood over them, and what is to stand in their place. */
  withdrawnFrom(unit: string): { readonly [hash: string]: string };
  /** The unit stands on what is to stand there. */
  settle(unit: string, hash: string): void;
}

export interface WardenPorts {
  readonly surges: readonly Surge[];
  readonly wall: () => WallTime;
  /** The brain's. */
  readonly send: (unit: string, order: Order, options: OrderOptions) => Promise<OrderResult>;
  readonly lastOf: (unit: string, code: number) => Promise<KeptRecord | null>;
  /** Who usually comes to a unit of this time zone, as it has measured itself. */
  readonly usual: (unit: string, zone: string) => Promise<Usual>;
  /** What people have asked, as it is now. */
  readonly asked: () => AskedSurges;
  readonly plans: WardenPlans;
  /** What is kept of a unit: written down before anything is sent. */
  readonly keep: (unit: string, prepared: Prepared | null, words: string) => void;
  readonly notice: (words: string) => void;
}

interface Led {
  readonly rollout: Rollout;
  readonly courier: Courier;
}

const EXPIRES_S = 15;
/** How long a plan that a unit does not take is left alone before it is made anew, from newer measures. */
const ANEW_MS = 6 * 3_600_000;
/** A week: who is away meanwhile joins. */
const LONGEST_MS = 7 * 86_400_000;
const AGAIN_MS = 60_000;
/** What was measured is read and summed up anew. */
const MAKE_AGAIN_MS = 600_000;
/** A rehearsal's hour has no crowd: that a pattern for one is slower in it is told, and no reason to have none. */
const SLOWER = /^its trial: it is worse by more than half/;
/** Nor is a wait that is long for an ordinary hour, as long as it is none for a cycle of the surge's. */
const STARVED = /^its trial: somebody is starved/;

/** What a unit has in place of a surge that was stopped in its middle, and until when. */
interface Instead {
  readonly pattern: number;
  readonly to: number;
}

/** One unit's surges: its plan with them made, brought to it and taken back, its pattern by command renewed. */
export class Warden {
  readonly unit: string;
  readonly #ports: WardenPorts;
  readonly #lease = new Lease();
  #prepared: Prepared | null;
  /** What was made of the plan that is in force, while the next one is on its way. */
  #standing: Prepared | null = null;
  #courier: Led | null = null;
  #site: SiteTold | null = null;
  #view: UnitView | undefined;
  /** The site under the plan without its surges. */
  #below: { readonly hash: string; readonly seq: number; readonly site: Site } | null = null;
  /** How long somebody may wait in the rehearsal of this plan, on this site. */
  #bound: { readonly hash: string; readonly seq: number; readonly s: number } | null = null;
  #instead: Instead | null = null;
  #words = "";
  #holding: string | null = null;
  #failedAt = 0;
  /** A plan that cannot be made is not made each second. */
  #anewAt = 0;
  /** When surges that were left out are looked at again. */
  #lookAt = 0;
  #backAt = 0;
  #backOf = "";
  /** Which of its patterns are ours. */
  readonly #known = new Map<number, string>();

  constructor(unit: string, ports: WardenPorts, kept: Prepared | null) {
    this.unit = unit;
    this.#ports = ports;
    this.#prepared = kept;
  }

  /** How it stands, for people. */
  get words(): string {
    return this.#words;
  }

  async step(view: UnitView | undefined): Promise<void> {
    this.#view = view;
    const now = this.#ports.wall();
    const seen = await seenOf(this.unit, view, this.#ports.lastOf);
    if (seen.turned?.hash === this.#prepared?.hash) this.#standing = this.#prepared;
    this.#tell();
    this.#hold(now, seen);
    await this.#plan(now, seen);
    // Whoever begins a surge later is told then how it stands, and why it does not come.
    this.#ports.keep(this.unit, this.#prepared, this.#words);
  }

  /** Its plan: what it should be, and what it is. */
  async #plan(now: number, seen: Seen): Promise<void> {
    // What fails leaves the unit what it has instead.
    this.#instead = await this.#insteadIn(now, seen);
  }

  /** Brings its plan on its way. Returns what the unit has until then, where a surge of the plan in force was stopped. */
  async #insteadIn(now: number, seen: Seen): Promise<Instead | null> {
    const { surges, asked, plans } = this.#ports;
    const wanted = wantedIn(surges, asked().cancelled, this.unit, now);
    const inForce = seen.turned?.hash ?? "";
    const text = inForce === "" ? null : inForce === this.#prepared?.hash ? this.#prepared.text : plans.of(inForce);
    if (inForce !== "" && text === null) {
      if (wanted.length > 0)
        this.#words = `plan ${inForce.slice(0, 12)} is in force there, which nobody here knows: its surges are not prepared`;
      return null;
    }
    const below = text === null ? null : baseOf(text);
    const withdrawn = plans.withdrawnFrom(this.unit);
    if (below === null && Object.hasOwn(withdrawn, inForce)) {
      this.#words = "a plan that was taken back under its surges is in force again; the one before it is asked for";
      this.#rollBack(now, seen, inForce);
      return null;
    }
    const stood = below ?? inForce;
    const base = Object.hasOwn(withdrawn, stood) ? withdrawn[stood]! : stood;
    if (below === null) for (const [hash, before] of Object.entries(withdrawn)) if (before === inForce) plans.settle(this.unit, hash);
    if (wanted.length === 0 && below === null) {
      this.#forget();
      return null;
    }
    const comes = wanted.length === 0 ? await this.#back(now, seen, base, inForce) : await this.#renew(now, base, wanted);
    const stopped = below === null ? undefined : this.#stoppedIn(text!, now);
    if (stopped === undefined) return null;
    const instead = await this.#without(now, base, stopped.to);
    if (!comes && this.#rollBack(now, seen, inForce))
      this.#ports.notice(`${this.unit}: ${stopped.surge} is stopped, and no plan without it comes: back at once`);
    return instead;
  }

  /** false: there will be no plan with what is wanted, for now. */
  async #renew(now: number, base: string, wanted: readonly Surge[]): Promise<boolean> {
    const site = await this.#siteIn();
    if (site === null) {
      this.#words = "it has not said yet which site file it has";
      return false;
    }
    const made = await this.#madeFor(now, site, base, wanted);
    if (made === null) return this.#courier?.courier.busy === true;
    return this.#bring(made);
  }

  /** One that was stopped, is in this plan, and is not over: whoever stopped it means now. The phase that is under way before those to come. */
  #stoppedIn(text: string, now: number): Shift | undefined {
    const { surges, asked } = this.#ports;
    const { cancelled } = asked();
    const stopped = surges.filter(({ name, units, event }) => event !== null && units.includes(this.unit) && cancelled.includes(name));
    return stopped
      .flatMap((surge) => shiftsOf(surge))
      .filter(({ surge, phase, to }) => to > now && text.includes(JSON.stringify(nameOf(surge, phase))))
      .toSorted((a, b) => a.from - b.from)
      .find(({ from }) => from <= now);
  }

  /** What the unit has at this hour without its surges, until `to`: while the plan without the stopped one is on its way. */
  async #without(now: number, base: string, to: number): Promise<Instead | null> {
    const site = await this.#siteIn();
    if (this.#below?.hash !== base || this.#below.seq !== site?.seq) {
      const found = site === null ? null : base === "" ? site.base : under(site.base, this.#ports.plans.of(base));
      this.#below = site === null || found === null ? null : { hash: base, seq: site.seq, site: found.site };
    }
    const greens = this.#below === null ? null : todayAt(this.#below.site, now);
    return greens === null ? null : { pattern: greens.pattern, to };
  }

  /** The plan that was made, or one that is made now; null where none can be. */
  async #madeFor(now: number, site: SiteTold, base: string, wanted: readonly Surge[]): Promise<Prepared | null> {
    const on = { base, site: sha256(site.text) };
    const there = this.#prepared !== null && stillDoes(this.#prepared, on, wanted, now) ? this.#prepared : null;
    if (there !== null) {
      const stand = this.#courier?.rollout.stands[this.unit];
      if (stand === undefined || !isOut(stand)) this.#failedAt = 0;
      else if (this.#failedAt === 0) this.#failedAt = now;
      const complete = Object.keys(there.left).length === 0;
      if (this.#failedAt === 0 ? complete || now < this.#lookAt : now - this.#failedAt < ANEW_MS) return there;
    } else if (now < this.#anewAt) return null;
    /** What does as long as nothing better is made. */
    const good = this.#failedAt === 0 ? there : null;
    // Nothing of another plan of ours may still be underway.
    if (this.#courier?.courier.busy) return good;
    this.#failedAt = 0;
    this.#lookAt = now + MAKE_AGAIN_MS;
    if (good === null) this.#anewAt = this.#lookAt;
    const below = base === "" ? site.base : under(site.base, this.#ports.plans.of(base));
    if (below === null) {
      if (good === null) this.#words = `plan ${base.slice(0, 12)} is below its surges, and nobody here knows it`;
      return good;
    }
    const calendar = calendarOf(below, wanted, this.unit, now, await this.#ports.usual(this.unit, below.site.time_zone));
    // What is measured differs from hour to hour: only for another surge is another plan brought.
    if (good !== null && ("why" in calendar || calendar.left.length >= Object.keys(good.left).length)) return good;
    if ("why" in calendar) {
      this.#words = calendar.why;
      this.#prepared = null;
      return null;
    }
    const text = marked(calendar.text, base);
    const left = Object.fromEntries(calendar.left.map(({ surge, why }) => [surge, why]));
    const made = calendar.made.map(({ surge, phase, pattern }) => ({ surge, phase, pattern }));
    const patterns = made.map(({ pattern }) => pattern);
    const rehearsal = { text: rehearsalOf(calendar.text, patterns), rollout: null, passed: false };
    const stated = Object.fromEntries(wanted.map((surge) => [surge.name, statedAs(surge)]));
    this.#prepared = {
      way: WAY,
      ...on,
      surges: stated,
      left,
      text,
      hash: sha256(text),
      made,
      shifts: calendar.shifts,
      rollout: null,
      rehearsal,
    };
    this.#courier = null;
    this.#anewAt = 0;
    return this.#prepared;
  }

  /** To the unit: first its rehearsal, then the plan itself, each as a rollout of one. false: the unit does not take it. */
  async #bring(prepared: Prepared): Promise<boolean> {
    const left = Object.values(prepared.left);
    const names =
      Object.keys(prepared.surges)
        .filter((name) => prepared.left[name] === undefined)
        .join(", ") || "the plan before its surges";
    const { passed, text, rollout } = prepared.rehearsal;
    const led = this.#courier ?? this.#lead(prepared.hash, passed ? prepared.text : text, passed ? prepared.rollout : rollout, !passed);
    this.#courier = led;
    await led.courier.step();
    const stand = led.rollout.stands[this.unit]!;
    this.#words = [`${names}${passed ? "" : ", rehearsed"}: ${standWords(stand)}`, ...left].join("; ");
    const comes = !isOut(stand);
    if (passed || this.#prepared?.hash !== prepared.hash) return comes;
    const forgiven = stand.state === "failed" && (SLOWER.test(stand.words) || (await this.#waitsInBounds(stand.words, prepared)));
    if (stand.state !== "ready" && !forgiven) return comes;
    if (forgiven) this.#ports.notice(`${this.unit}: ${this.#words}; it is brought all the same`);
    this.#prepared = { ...this.#prepared, rehearsal: { ...this.#prepared.rehearsal, passed: true } };
    this.#courier = null;
    return true;
  }

  /** Of a rehearsal in which somebody waited for longer than in an ordinary hour: whether that is no longer than in a surge he may. Says the bound. */
  async #waitsInBounds(words: string, { rehearsal, text, hash, made }: Prepared): Promise<boolean> {
    if (!STARVED.test(words)) return false;
    const { tried } = await seenOf(this.unit, this.#view, this.#ports.lastOf);
    const waited_s = tried?.hash === sha256(rehearsal.text) ? tried.after?.longest_delay_s : undefined;
    const site = await this.#siteIn();
    if (site === null || waited_s === undefined) return false;
    // It is asked each second while the unit stands refused, and a site file is long.
    if (this.#bound?.hash !== hash || this.#bound.seq !== site.seq) {
      const planned = under(site.base, text);
      this.#bound = planned === null ? null : { hash, seq: site.seq, s: mayWait_s(planned.site, made) };
    }
    if (this.#bound === null) return false;
    this.#words = `${this.#words}; ${waited_s} s, and in a surge somebody may wait for ${this.#bound.s} s`;
    return waited_s <= this.#bound.s;
  }

  #lead(hash: string, text: string, kept: RolloutKept | null, rehearsal: boolean): Led {
    const { wall, send, lastOf, keep } = this.#ports;
    const plans = { [this.unit]: text };
    const asked = { plans, at_ms: 0, together: false, longest_ms: LONGEST_MS, ...(rehearsal ? { rehearsal: true as const } : {}) };
    const rollout = new Rollout(asked, wall(), kept);
    const fleet = async () => (this.#view === undefined ? [] : [this.#view]);
    const save = (): void => {
      const now = this.#prepared;
      // Whatever still comes of a plan that was replaced is none of this one's.
      if (now === null || now.hash !== hash || now.rehearsal.passed === rehearsal) return;
      this.#prepared = rehearsal ? { ...now, rehearsal: { ...now.rehearsal, rollout: rollout.kept } } : { ...now, rollout: rollout.kept };
      keep(this.unit, this.#prepared, this.#words);
    };
    return { rollout, courier: new Courier({ rollout, plans, wall, send, fleet, lastOf, keep: save }) };
  }

  /** No surge is left: what was below comes back. false: it does not come. */
  async #back(now: number, seen: Seen, base: string, inForce: string): Promise<boolean> {
    if (base !== "") return this.#bringBase(base);
    if (!this.#rollBack(now, seen, inForce)) return true;
    this.#courier = null;
    this.#words = "its surges are over; the plan before them is asked for";
    return true;
  }

  /** What was before it may be an older one of ours, which has surges that were taken out since: that goes at once. false: it is not to be said now. */
  #rollBack(now: number, seen: Seen, hash: string): boolean {
    if (!seen.here || (this.#backOf === hash && now - this.#backAt < AGAIN_MS)) return false;
    this.#backAt = now;
    this.#backOf = hash;
    void this.#send({ rollBackPlan: { hash } });
    return true;
  }

  /** A plan that somebody had sent: rolled back, the unit could stand on an older one of ours. */
  async #bringBase(base: string): Promise<boolean> {
    const text = this.#ports.plans.of(base);
    if (text === null) {
      this.#words = `its surges are over; plan ${base.slice(0, 12)} was before them, and nobody here knows it`;
      return false;
    }
    const on = { way: WAY, base, site: "", surges: {}, left: {}, made: [], shifts: [] };
    if (this.#prepared?.hash !== base) {
      this.#prepared = { ...on, text, hash: base, rollout: null, rehearsal: { text: "", rollout: null, passed: true } };
      this.#courier = null;
    }
    return this.#bring(this.#prepared);
  }

  #forget(): void {
    if (this.#prepared !== null) this.#ports.notice(`${this.unit}: its surges are over; its own plan is in force again`);
    this.#prepared = null;
    this.#courier = null;
    this.#words = "";
    this.#known.clear();
  }

  /** Surges that people have begun, and what stands in for one that they stopped. */
  #hold(now: number, seen: Seen): void {
    const { surges, asked } = this.#ports;
    const shift = begunIn(surges, asked().begun, this.unit, now);
    const there = seen.turned?.hash === this.#standing?.hash;
    const pattern = this.#standing?.made.find(({ surge, phase }) => surge === shift?.surge && phase === shift.phase)?.pattern;
    const wanted = shift === null || pattern === undefined || !there ? this.#instead : { pattern, to: shift.to };
    if (!seen.here) return;
    const order = this.#lease.next(now, wanted);
    if (order !== null) void this.#order(order);
  }

  async #order(order: PatternOrder): Promise<void> {
    if (await this.#send({ setPattern: { pattern: order.pattern, forS: order.for_s } })) this.#lease.done(this.#ports.wall(), order);
  }

  async #send(order: Order): Promise<boolean> {
    try {
      const { done, refused } = await this.#ports.send(this.unit, order, { expires_s: EXPIRES_S });
      if (!done) this.#ports.notice(`${this.unit} refuses: ${refused}`);
      return done;
    } catch (error) {
      if (!(error instanceof NoAnswer)) this.#ports.notice(`nothing can be asked of ${this.unit}: ${(error as Error).message}`);
      return false;
    }
  }

  /** Which surge its pattern is of, when that begins and ends. */
  #tell(): void {
    for (const { surge, phase, pattern } of this.#prepared?.made ?? []) this.#known.set(pattern, `${surge} ${phase}`);
    const holding = this.#known.get(this.#view?.pattern ?? 0) ?? null;
    if (holding === this.#holding || this.#view === undefined || this.#view.pattern === 0) return;
    if (holding !== null) this.#ports.notice(`${this.unit}: ${holding}, pattern ${this.#view.pattern}`);
    else this.#ports.notice(`${this.unit}: ${this.#holding} is over; back to pattern ${this.#view.pattern}`);
    this.#holding = holding;
  }

  async #siteIn(): Promise<SiteTold | null> {
    const record = await this.#ports.lastOf(this.unit, CODE.sessionStart);
    if (record === null || this.#site?.seq !== record.seq) this.#site = siteIn(record);
    return this.#site;
  }
}
