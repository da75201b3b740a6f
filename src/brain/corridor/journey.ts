import type { PhaseNumber } from "../../traffic/numbers.ts";
import { asks, type VehicleClass } from "./classes.ts";
import { type Graph, type Leg, type Route, routeOf } from "./graph.ts";
import { linksNear, onRoute } from "./match.ts";
import type { Report } from "./report.ts";
import type { TravelTimes } from "./travel.ts";

/** When a vehicle will be at a unit's stop line. */
export interface Arrival {
  readonly unit: string;
  readonly phase: PhaseNumber;
  readonly link: Leg["link"];
  /** Wall time. */
  readonly at_ms: number;
  readonly error_s: number;
}

/** What was made of a report: "" if it moved the vehicle on. */
export type Verdict =
  | ""
  /** Sent too long ago, or from the future by our clock. */
  | "late"
  | "ahead"
  /** Not newer than the last one: out of order, or played back. */
  | "old"
  /** Its own accuracy says that it may be anywhere. */
  | "vague"
  | "off-route"
  /** On the route, but no vehicle gets there in that time. */
  | "jump"
  | "backwards"
  /** No road of the graph lies there, or none from there leads to its goal. */
  | "lost"
  /** It asks for nothing. */
  | "done";

/** A report is on the way for a second or two; one that is older says where the vehicle was. */
const LATE_MS = 5_000;
const AHEAD_MS = 2_000;
/** With more than this it cannot be told from the next street. */
const VAGUE_M = 80;
/** 180 km/h. */
const FASTEST_MS = 50;
/** After so long without a report that was good, nothing is asked any more. */
const EXPIRES_MS = 8_000;
/** One wrong fix is a reflection from a wall; three in a row, over two seconds, are another way. */
const [DOUBTS, DOUBT_MS] = [3, 2_000];
/** Between two reports that are farther apart nobody knows when it passed. */
const SEEN_MS = 5_000;
/** Who has not come on by so much in a minute stands before something that no green takes away: a blocked exit. */
const [COMES_ON_M, STANDS_MS] = [10, 60_000];
/** Of a stop line: on the junction, not before it. */
const JUNCTION_M = 5;

/** One vehicle on its way: where it is on which route, by what it reports. Time comes in; nothing here reads a clock. */
export class Journey {
  readonly vehicle: string;
  readonly of: VehicleClass;
  readonly #graph: Graph;
  readonly #travel: TravelTimes;
  #route: Route | null = null;
  #at_m = 0;
  /** The last good one; the last one at all. */
  #report: Report | null = null;
  #newest_ms = Number.NEGATIVE_INFINITY;
  #doubts: readonly number[] = [];
  /** When it came into the link that it is in; null where nobody saw. */
  #entered_ms: number | null = null;
  /** Where it was last seen to come on, and when. */
  #came = { m: 0, ms: Number.NEGATIVE_INFINITY };

  constructor(graph: Graph, travel: TravelTimes, vehicle: string, of: VehicleClass) {
    this.#graph = graph;
    this.#travel = travel;
    this.vehicle = vehicle;
    this.of = of;
  }

  /** Names of the links of its route. */
  get route(): readonly string[] {
    return (this.#route ?? []).map(({ link }) => link.link);
  }

  /** From the begin of its route; null while it has none. */
  get at_m(): number | null {
    return this.#route === null ? null : this.#at_m;
  }

  take(now_ms: number, report: Report): Verdict {
    if (report.at_ms > now_ms + AHEAD_MS) return "ahead";
    if (report.at_ms <= this.#newest_ms) return "old";
    if (report.at_ms < now_ms - LATE_MS) return "late";
    this.#newest_ms = report.at_ms;
    if (report.way.length === 0) {
      this.#end();
      return "done";
    }
    if (report.accuracy_m > VAGUE_M) return "vague";
    const before = this.#report;
    const silent = before !== null && report.at_ms - before.at_ms > EXPIRES_MS;
    if (this.#route === null || before === null || silent || !same(before.way, report.way)) return this.#place(report);
    const verdict = this.#move(this.#route, before, report);
    if (verdict === "") {
      this.#doubts = [];
      return "";
    }
    this.#doubts = [...this.#doubts, report.at_ms];
    const certain = this.#doubts.length >= DOUBTS && report.at_ms - this.#doubts[0]! >= DOUBT_MS;
    return certain ? this.#place(report) : verdict;
  }

  /** The units ahead, the next one first; none once nothing good was heard for too long. */
  arrivals(now_ms: number): readonly Arrival[] {
    const [route, report] = [this.#route, this.#report];
    if (route === null || report === null || now_ms - report.at_ms > EXPIRES_MS || !asks(this.of, report.late_s)) return [];
    const arrivals: Arrival[] = [];
    let [s, error_s] = [0, report.accuracy_m / Math.max(5, report.speed_ms)];
    for (const { link, begin_m, end_m, stop } of route) {
      if (this.#beyond(end_m, report)) continue;
      const expected = this.#travel.link(link, this.of, report.at_ms + s * 1_000);
      const left_m = Math.min(end_m - begin_m, Math.max(0, end_m - this.#at_m));
      const share = left_m / link.length_m;
      // Within its link it is as likely to go on as it goes now as it is to go as others went; standing says nothing of the way ahead.
      const moving = this.#at_m > begin_m && report.speed_ms >= 2;
      s += moving ? (share * expected.s + left_m / report.speed_ms) / 2 : share * expected.s;
      error_s = Math.hypot(error_s, share * expected.error_s);
      if (stop !== null) arrivals.push({ ...stop, link, at_ms: report.at_ms + Math.round(s * 1_000), error_s });
    }
    return arrivals;
  }

  /** It has not come on for a minute: greens for it would only take those of others. */
  stands(now_ms: number): boolean {
    return this.#route !== null && now_ms - this.#came.ms > STANDS_MS;
  }

  /** Behind the stop line for certain: within its error it may still wait there. */
  #beyond(end_m: number, { accuracy_m }: Report): boolean {
    return this.#at_m - accuracy_m >= end_m + JUNCTION_M;
  }

  #move(route: Route, before: Report, report: Report): Verdict {
    const s = (report.at_ms - before.at_ms) / 1_000;
    const slack_m = 10 + 2 * (before.accuracy_m + report.accuracy_m);
    const near_m = this.#at_m + s * before.speed_ms;
    const at_m = onRoute(this.#graph, route, report, this.#at_m - slack_m, this.#at_m + s * FASTEST_MS + slack_m, near_m);
    if (at_m === null) {
      const elsewhere = onRoute(this.#graph, route, report, 0, Number.POSITIVE_INFINITY, near_m);
      return elsewhere === null ? "off-route" : elsewhere < this.#at_m ? "backwards" : "jump";
    }
    // What lies back within the error is standing.
    const to_m = Math.max(this.#at_m, at_m);
    this.#learn(route, before, report, to_m);
    if (to_m - this.#came.m >= COMES_ON_M) this.#came = { m: to_m, ms: report.at_ms };
    [this.#at_m, this.#report] = [to_m, report];
    return "";
  }

  #learn(route: Route, before: Report, report: Report, to_m: number): void {
    const seen = report.at_ms - before.at_ms <= SEEN_MS;
    for (const { link, end_m } of route) {
      if (end_m <= this.#at_m || end_m > to_m) continue;
      const passed_ms = before.at_ms + ((report.at_ms - before.at_ms) * (end_m - this.#at_m)) / (to_m - this.#at_m);
      if (seen && this.#entered_ms !== null) this.#travel.passed(link, this.of, passed_ms, (passed_ms - this.#entered_ms) / 1_000);
      this.#entered_ms = seen ? passed_ms : null;
    }
  }

  /** Anew, wherever it is. */
  #place(report: Report): Verdict {
    this.#end();
    for (const link of linksNear(this.#graph, report)) {
      const begun = report.way.indexOf(link.link);
      const way = begun < 0 ? report.way : report.way.slice(begun);
      const route = routeOf(this.#graph, link.link, way, (each) => this.#travel.link(each, this.of, report.at_ms).s);
      const at_m = route === null ? null : onRoute(this.#graph, route, report, 0, route[0]!.end_m, 0);
      if (at_m === null) continue;
      [this.#route, this.#at_m, this.#report] = [route, at_m, report];
      this.#came = { m: at_m, ms: report.at_ms };
      return "";
    }
    return "lost";
  }

  #end(): void {
    [this.#route, this.#at_m, this.#report, this.#entered_ms] = [null, 0, null, null];
    this.#doubts = [];
  }
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((each, i) => each === b[i]);
