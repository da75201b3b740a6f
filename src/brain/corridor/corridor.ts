import { stopline } from "#wire";
import type { LaneDetail } from "../../detection/estimates.ts";
import { CODE } from "../../traffic/codes.ts";
import type { Arrival as UnitArrival } from "../arrival.ts";
import { type Answer, Asking, type Errand } from "./asking.ts";
import type { Graph } from "./graph.ts";
import { type Arrival, Journey, type Verdict } from "./journey.ts";
import { type Claim, whoGoes } from "./precedence.ts";
import { type Report, reportOf } from "./report.ts";
import { type Told, toldOf, UNTOLD } from "./told.ts";
import { type TravelMemory, TravelTimes } from "./travel.ts";

export interface CorridorPorts {
  readonly graph: Graph;
  /** Ed25519 by a vehicle's public key, raw 32 bytes in base64. */
  readonly verifierOf: (key: string) => (body: Uint8Array, signature: Uint8Array) => boolean;
  /** What was learned in an earlier life. */
  readonly memory?: TravelMemory;
}

/** The green is there so long before the vehicle that its driver need not brake. Whoever comes behind a queue that leaves sees it sooner: both times run at once. */
const AT_SIGHT_S = 4;
/** So long before the last moment a unit is asked: the command travels, the unit looks whether it must do anything yet. */
const SPARE_MS = 5_000;
/** What a green must still have left when the vehicle comes. */
const SPARE_GREEN_S = 6;
/** Of an estimate's error no more is waited for; what is as uncertain as that is revised before it comes. */
const ERROR_S_MAX = 8;

/** A vehicle as it is shown. */
export interface OnItsWay {
  readonly vehicle: string;
  readonly route: readonly string[];
  readonly at_m: number;
  readonly arrivals: readonly Arrival[];
  /** Units that are asked for it now. */
  readonly asked: readonly string[];
}

interface Heard {
  away: boolean;
  told: Told;
  /** Wall time of the record that told it. */
  told_ms: number;
}

interface Request extends Claim {
  readonly green_ms: number;
}

/**
 * Vehicles on their way become requests to the units ahead of them. Reports and what units say come in with the time; commands come out.
 * It reads no clock and knows no network, so a test drives a night of ambulances through it in a second.
 */
export class Corridor {
  readonly travel: TravelTimes;
  readonly #graph: Graph;
  readonly #verify: ReadonlyMap<string, (body: Uint8Array, signature: Uint8Array) => boolean>;
  readonly #journeys: ReadonlyMap<string, Journey>;
  readonly #units: ReadonlyMap<string, Heard>;
  readonly #asking = new Asking();

  constructor({ graph, verifierOf, memory = {} }: CorridorPorts) {
    this.#graph = graph;
    this.travel = new TravelTimes(memory);
    const pinned = [...graph.vehicles.values()];
    this.#verify = new Map(pinned.map(({ vehicle, key }) => [vehicle, verifierOf(key)]));
    this.#journeys = new Map(pinned.map((each) => [each.vehicle, new Journey(graph, this.travel, each.vehicle, each.class)]));
    this.#units = new Map([...graph.units].map((unit) => [unit, { away: false, told: UNTOLD, told_ms: Number.NEGATIVE_INFINITY }]));
  }

  /** A sealed report off the wire: what was made of it, or why it is not the vehicle's word. */
  heard(now_ms: number, vehicle: string, payload: Uint8Array): Verdict | { readonly refused: string } {
    const verify = this.#verify.get(vehicle);
    if (verify === undefined) return { refused: "no key is pinned for it" };
    const report = reportOf(vehicle, payload, verify);
    return "refused" in report ? report : this.take(now_ms, report);
  }

  /** A report whose seal was looked at. */
  take(now_ms: number, report: Report): Verdict | { readonly refused: string } {
    const journey = this.#journeys.get(report.vehicle);
    const stranger = report.way.find((link) => !this.#graph.links.has(link));
    if (stranger !== undefined) return { refused: `there is no link "${stranger}" to drive over` };
    return journey === undefined ? { refused: "nobody has pinned it" } : journey.take(now_ms, report);
  }

  /** What a unit says of itself: whether it is there, its site file, its measures. */
  unit(arrival: UnitArrival): void {
    const heard = this.#units.get(arrival.unit);
    if (heard === undefined) return;
    if (arrival.kind === "presence") heard.away = arrival.presence.state !== stopline.v1.Presence.State.ONLINE;
    else if (arrival.kind === "status") heard.away = arrival.status.mode === "silent";
    else if (arrival.kind === "chunk")
      for (const { code, detail, wall_ms } of arrival.records) this.record(arrival.unit, code, detail, wall_ms);
  }

  /** One record of a unit's journal; all but two kinds are nothing to us. */
  record(unit: string, code: number, detail: string, wall_ms: number): void {
    const heard = this.#units.get(unit);
    if (heard === undefined) return;
    if (code === CODE.sessionStart && wall_ms >= heard.told_ms) {
      const told = toldOf(detail);
      if (told !== null) [heard.told, heard.told_ms] = [told, wall_ms];
    } else if (code === CODE.laneEstimate) {
      const lane = laneOf(detail);
      // What no link of ours ends in is not kept: a stolen certificate could fill our memory with names.
      const known = [...this.#graph.links.values()].some(
        ({ to, approach }) => to === unit && approach !== "" && approach === lane?.approach,
      );
      if (lane !== null && known) this.travel.measured(unit, lane.approach, wall_ms, lane.queue, lane.speed_dkmh / 10);
    }
  }

  /** Once a second: what units must be told now. Each errand must be answered. */
  step(now_ms: number): readonly Errand[] {
    const claims = [...this.#journeys.values()].flatMap((journey) => this.#claims(now_ms, journey));
    const goes = whoGoes(claims, (unit, a, b) => this.#units.get(unit)!.told.conflict(a, b));
    return this.#asking.step(now_ms, goes);
  }

  answered(now_ms: number, errand: Errand, answer: Answer): void {
    this.#asking.answered(now_ms, errand, answer);
  }

  onTheirWay(now_ms: number): readonly OnItsWay[] {
    return [...this.#journeys.values()].flatMap((journey) => {
      const { vehicle, route, at_m } = journey;
      if (at_m === null) return [];
      const asked = [...this.#graph.units].filter((unit) => this.#asking.asked(unit, vehicle));
      return [{ vehicle, route, at_m, arrivals: journey.arrivals(now_ms), asked }];
    });
  }

  /** The units that must begin to prepare for it now. Short and late: whoever is asked early only stops others for longer. */
  #claims(now_ms: number, journey: Journey): readonly Request[] {
    if (journey.stands(now_ms)) return [];
    return journey.arrivals(now_ms).flatMap(({ unit, phase, link, at_ms, error_s }): readonly Request[] => {
      const { away, told } = this.#units.get(unit)!;
      const wanted_s = Math.max(AT_SIGHT_S, this.travel.queue_s(link, at_ms)) + Math.min(error_s, ERROR_S_MAX);
      // A green that is over before the vehicle comes is worse than one that comes with it.
      const before_s = Math.min(wanted_s, Math.max(AT_SIGHT_S, told.lasts_ds(phase) / 10 - SPARE_GREEN_S));
      const green_ms = at_ms - before_s * 1_000;
      if (away || now_ms < green_ms - told.turnover_ds(phase) * 100 - SPARE_MS) return [];
      return [{ unit, vehicle: journey.vehicle, of: journey.of, phase, at_ms, green_ms, asked: this.#asking.asked(unit, journey.vehicle) }];
    });
  }
}

function laneOf(detail: string): LaneDetail | null {
  try {
    const lane = JSON.parse(detail) as Partial<LaneDetail>;
    const whole = typeof lane.approach === "string" && Number.isFinite(lane.queue) && Number.isFinite(lane.speed_dkmh);
    return whole ? (lane as LaneDetail) : null;
  } catch {
    return null;
  }
}
