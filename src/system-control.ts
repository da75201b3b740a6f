import { type Change, takeRequest } from "./commands/index.ts";
import { PLAN_TRIED, triedIn } from "./commands/plan-tried.ts";
import { RESET_FAULT, type ResetDetail, resetterIn } from "./commands/reset-fault.ts";
import { TECHNICIAN, technicianIn } from "./commands/technician.ts";
import { LAMP_TEST, lampsIn } from "./commissioning/lamp-test.ts";
import { COMMISSIONING, toldIn as walkIn } from "./commissioning/told.ts";
import type { Request, ResultDetail } from "./journal/port.ts";
import type { Plans } from "./plans/plans.ts";
import type { Part } from "./plans/upload.ts";
import { Technician } from "./technician.ts";
import { PhaseControl } from "./timing/phase-control.ts";
import { Requests } from "./timing/requests.ts";
import { type Calls, noCalls } from "./traffic/calls.ts";
import { CODE } from "./traffic/codes.ts";
import { type Entry, entry, inputEntry } from "./traffic/entry.ts";
import type { AskedLive } from "./traffic/live.ts";
import type { DetectorNumber, PatternNumber, PhaseNumber } from "./traffic/numbers.ts";
import { Instant } from "./traffic/time.ts";
import { HAND_OVER, HandOver } from "./update/hand-over.ts";
import { toldIn, UPDATE_TOLD, type UpdateTold } from "./update/told.ts";
import type { Wall } from "./wall.ts";

/** What a request needs of the street, as the last tick left it. */
export interface Commanded {
  readonly green: (phase: PhaseNumber) => boolean;
  /** Whether the controller has served whoever asks for priority in this slot. */
  readonly served: (slot: number) => boolean;
  /** "" or why not. */
  readonly force: (detector: DetectorNumber, on: boolean, until: Instant, by: string) => string;
  readonly pattern: (pattern: PatternNumber, until: Instant) => void;
  /** Something of the centre's was done: it is there. */
  readonly heard: (now: Instant) => void;
  /** Takes back what the conflict monitor has latched; null if that is nothing. The monitor of this life stays as it is until the process ends. */
  readonly reset: () => Pick<ResetDetail, "words" | "restart"> | null;
  /** Lights the lamps of a channel one by one; "" or why not. */
  readonly lamps: (channel: number, now: Instant) => string;
  /** Of the site file that runs. */
  readonly site_sha256: string;
}

/**
 * What the unit is told by the centre, by its own centre side or by a technician's verb, and how long each of it holds. Takes the requests of a tick,
 * gives each its one result, and keeps what was asked for until its time is over; what it makes of the signals is the ladder's and the controller's.
 */
export class SystemControl {
  readonly requests = new Requests();
  readonly phases = new PhaseControl();
  readonly handOver = new HandOver();
  readonly technician = new Technician();
  readonly #plans: Plans;
  readonly #wall: Wall;
  readonly #street: Commanded;
  readonly #placed: Calls = noCalls();
  #flashUntil = Instant(0);
  #flashBy = "";

  constructor(plans: Plans, wall: Wall, street: Commanded) {
    this.#plans = plans;
    this.#wall = wall;
    this.#street = street;
  }

  /** Who asks for flash; "" for nobody. */
  flashAsked(now: Instant): string {
    return now < this.#flashUntil ? this.#flashBy : "";
  }

  /** What is asked for and still lasts, for eyes. */
  asked(now: Instant): readonly AskedLive[] {
    const by = this.flashAsked(now);
    const flash = by === "" ? [] : [{ kind: "flash" as const, left_s: Math.ceil((this.#flashUntil - now) / 1_000), by }];
    return [...flash, ...this.phases.live(now)];
  }

  /** Takes this tick's requests. Each gets its one result here; a call is placed as a detector or a button would. */
  obey(now: Instant, asked: readonly Request[], detected: Calls, entries: Entry[]): Calls {
    this.technician.step(now, entries);
    let calls = detected;
    for (const request of asked) {
      entries.push(inputEntry(now, CODE.commandReceived, 0, 0, JSON.stringify(request)));
      let { args } = request;
      let refused: string;
      if (request.command === RESET_FAULT) refused = this.#reset(request, now, entries);
      else if (request.command === PLAN_TRIED) refused = this.#tried(request, now, entries);
      else if (request.command === UPDATE_TOLD) refused = this.#updated(request, now, entries);
      else if (request.command === COMMISSIONING) refused = this.#walked(request, now, entries);
      else if (request.command === LAMP_TEST) refused = this.#lamps(request, now);
      else if (request.command === HAND_OVER) refused = this.handOver.ask(request, now, this.#wall.at(now));
      else {
        const told = request.command === TECHNICIAN ? this.#technicians(request, now, entries) : { request, by: CENTRE };
        if ("refused" in told) {
          refused = told.refused;
          args = told.args ?? args;
        } else {
          const taken = takeRequest(this.#plans.site, told.request, now, this.#wall.at(now));
          if ("change" in taken && taken.change.kind === "call") calls = this.#place(taken.change, calls);
          refused = "refused" in taken ? taken.refused : this.#change(taken.change, told.by, now, entries);
          if (refused === "" && told.by === CENTRE) this.#street.heard(now);
        }
      }
      const { id, command } = request;
      const short = shortArgs(args);
      const result: ResultDetail = { id, command, ...(short === null ? {} : { args: short }), done: refused === "", refused };
      entries.push(entry(now, CODE.commandResult, 0, refused === "" ? 1 : 0, JSON.stringify(result)));
    }
    return calls;
  }

  /** The command that a technician asks for, and by whom it is said to be; or why not, or "" for what is done with that. */
  #technicians(request: Request, now: Instant, entries: Entry[]): Technicians {
    const read = technicianIn(request, this.#wall.at(now));
    if ("refused" in read) return read;
    const { asked } = read;
    if (asked.does === "begin") return { refused: this.technician.begin(asked.session, asked.name, asked.instead, now, entries) };
    if (asked.does === "end") {
      // Its result says whose it was, and an ended session has no name any more.
      const name = this.technician.live(now)?.name;
      const refused = this.technician.end(asked.session, now, entries);
      return refused === "" ? { refused, args: JSON.stringify({ ...asked, name }) } : { refused };
    }
    const over = this.technician.does(asked.session, now);
    if (over !== "") return { refused: over };
    const by = `${asked.name}, technician`;
    const meant = { ...request, command: asked.command, args: JSON.stringify(asked.args) ?? "" };
    return asked.command === RESET_FAULT
      ? { refused: this.#reset({ ...meant, args: JSON.stringify({ by: by.slice(0, 64) }) }, now, entries) }
      : { request: meant, by };
  }

  /** "" or why it cannot be, as things stand. */
  #change(change: Change, by: string, now: Instant, entries: Entry[]): string {
    switch (change.kind) {
      case "pattern":
        this.#street.pattern(change.pattern, change.until);
        return "";
      case "priority":
        return this.requests.ask(change, this.#street.served);
      case "cancel-priority":
        return this.requests.cancel(change.vehicle);
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
        return this.#plans.activate(change.hash, change.at, this.#wall.at(now), by);
      case "plan-back":
        return this.#plans.takeBack(change.hash, `${by} has rolled back`);
      case "clock":
        return this.#wall.set(change.wall, change.most_ms, now, entries);
      case "control":
        if (change.control === "force-off" && change.until > now && !this.#street.green(change.phase))
          return `phase ${change.phase} is not green; force-off ends a green that is there`;
        return this.phases.ask(change.control, change.phase, change.until, now, by);
      case "detector":
        return this.#street.force(change.detector, change.on, change.until, by);
      case "flash":
        if (change.until <= now && this.flashAsked(now) === "")
          return by === CENTRE ? "the centre has asked for no flash" : "no flash is asked for";
        this.#flashUntil = change.until;
        this.#flashBy = by;
        return "";
    }
  }

  /** "" or why not. */
  #reset(request: Request, now: Instant, entries: Entry[]): string {
    const reset = resetterIn(request, this.#wall.at(now));
    if ("refused" in reset) return reset.refused;
    const latched = this.#street.reset();
    if (latched === null) return "the conflict monitor has latched no fault that is not reset";
    entries.push(entry(now, CODE.monitorReset, 0, 0, JSON.stringify({ by: reset.by, ...latched } satisfies ResetDetail)));
    return "";
  }

  #keep(part: Part, now: Instant, entries: Entry[]): string {
    const taken = this.#plans.take(part);
    if ("refused" in taken) return taken.refused;
    if (taken.kept !== "") entries.push(entry(now, CODE.planKept, 0, 0, JSON.stringify({ hash: taken.kept })));
    return "";
  }

  #tried(request: Request, now: Instant, entries: Entry[]): string {
    const read = triedIn(request, this.#wall.at(now));
    if ("refused" in read) return read.refused;
    const refused = this.#plans.tried(read.tried);
    if (refused === "") entries.push(entry(now, CODE.planTried, 0, Number(read.tried.passed), JSON.stringify(read.tried)));
    return refused;
  }

  #updated(request: Request, now: Instant, entries: Entry[]): string {
    const read = toldIn(request, this.#wall.at(now));
    if ("refused" in read) return read.refused;
    entries.push(updateEntry(now, read.told));
    return "";
  }

  #walked(request: Request, now: Instant, entries: Entry[]): string {
    const read = walkIn(request, this.#wall.at(now), this.#street.site_sha256);
    if ("refused" in read) return read.refused;
    // Nobody taps for the ten minutes.
    if (!("step" in read.told && read.told.step === "running")) this.technician.lasts(read.told.by, now);
    entries.push(entry(now, CODE.commissioning, 0, 0, JSON.stringify(read.told)));
    return "";
  }

  #lamps(request: Request, now: Instant): string {
    const read = lampsIn(request, this.#wall.at(now));
    return "refused" in read ? read.refused : this.#street.lamps(read.channel, now);
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
}

/** A result has its request's arguments without their long texts (a plan, a signed report); null where they are still more than a person types. */
const [TEXT_MAX, ARGS_MAX] = [100, 400];

function shortArgs(args: string): string | null {
  try {
    const short = JSON.stringify(JSON.parse(args), (_, value: unknown) =>
      typeof value === "string" && value.length > TEXT_MAX ? undefined : value,
    );
    return short.length <= ARGS_MAX ? short : null;
  } catch {
    // Of nothing there is nothing to keep.
    return null;
  }
}

type Technicians = { readonly refused: string; readonly args?: string } | { readonly request: Request; readonly by: string };

/** As it is said of what a command does. */
const CENTRE = "the centre";

export const updateEntry = (now: Instant, told: UpdateTold): Entry => entry(now, CODE.update, 0, 0, JSON.stringify(told));
