import { type Calls, noCalls } from "../traffic/calls.ts";
import { CODE } from "../traffic/codes.ts";
import { type Entry, entry } from "../traffic/entry.ts";
import type { LaneTraffic } from "../traffic/lanes.ts";
import type { Live } from "../traffic/live.ts";
import { DETECTORS_MAX } from "../traffic/numbers.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Detector, Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";
import { VehicleCalls } from "./calls.ts";
import { bitOf, wordsOf } from "./faults.ts";
import { Forced } from "./forced.ts";
import { Health } from "./health.ts";
import { LaneCounts } from "./lanes.ts";
import { PedestrianCalls } from "./pedestrians.ts";
import { FaultRecall } from "./recall.ts";
import { Volumes } from "./volumes.ts";

/** What one tick of detection has decided. Its arrays are good until the next step. */
export interface Detected {
  readonly calls: Calls;
  readonly traffic: LaneTraffic;
  /** In order of their instants, which lie within the tick. */
  readonly entries: readonly Entry[];
}

const NO_ANSWER = bitOf("no-answer");
const MISSES = bitOf("misses-vehicles");
const QUIET: readonly Entry[] = [];

/**
 * From observations to calls, volumes and faults. Everything happens in the order of its instants, not of ticks: a delay that ends
 * between two actuations of one tick ends between them, so how a day is cut into steps changes no entry.
 */
export class Detection {
  readonly #detectors: readonly Detector[];
  readonly #calls = noCalls();
  readonly #vehicles: VehicleCalls;
  readonly #pedestrians: PedestrianCalls;
  readonly #volumes: Volumes;
  readonly #health: Health;
  readonly #recall: FaultRecall;
  readonly #lanes: LaneCounts;
  readonly #forced: Forced;
  readonly #quiet: Detected;
  #entries: Entry[] = [];
  /** By number, place in the site's list; -1 where the site has none. */
  readonly #placeOf = new Int8Array(DETECTORS_MAX + 1).fill(-1);
  readonly #buttonOf = new Int8Array(DETECTORS_MAX + 1).fill(-1);
  /** By device, places in the site's lists. */
  readonly #detectorsOn: readonly (readonly number[])[];
  readonly #buttonsOn: readonly (readonly number[])[];
  /** What each input said last, believed or not: a device whose port was closed for a moment tells only of what changed meanwhile. */
  readonly #present: Uint8Array;
  readonly #failed: Uint8Array;
  /** Those that have failed otherwise than by missing vehicles. */
  readonly #blind: Uint8Array;
  /** Those whose wires may be another's, and all whose phase is recalled though they are believed: those, and whoever is silent as usual. */
  readonly #swapped: Uint8Array;
  readonly #helped: Uint8Array;
  /** A detector of kind "count" is taken for one that counts by itself until it tells of a single vehicle. */
  readonly #byCounts: Uint8Array;
  /** Vehicles in each zone as it said last; nobody where it is no zone, or has not been heard. */
  readonly #inZone: Uint16Array;
  /** Nothing can happen before: the last tick is over. */
  #clock = 0;

  constructor(site: Site) {
    const { detectors, pedestrian_detectors, devices } = site;
    const tell = (e: Entry) => void this.#entries.push(e);
    this.#detectors = detectors;
    this.#vehicles = new VehicleCalls(detectors, this.#calls, tell);
    this.#pedestrians = new PedestrianCalls(pedestrian_detectors, this.#calls, tell);
    this.#volumes = new Volumes(detectors, tell);
    this.#health = new Health(detectors, tell);
    this.#recall = new FaultRecall(detectors, this.#calls);
    this.#lanes = new LaneCounts(detectors);
    this.#forced = new Forced(detectors.length);
    this.#quiet = { calls: this.#calls, traffic: this.#lanes.traffic, entries: QUIET };
    this.#inZone = new Uint16Array(detectors.length);
    this.#present = new Uint8Array(detectors.length);
    this.#failed = new Uint8Array(detectors.length);
    this.#blind = new Uint8Array(detectors.length);
    this.#swapped = new Uint8Array(detectors.length);
    this.#helped = new Uint8Array(detectors.length);
    this.#byCounts = Uint8Array.from(detectors, (d) => (d.kind === "count" ? 1 : 0));
    detectors.forEach(({ number }, i) => {
      this.#placeOf[number] = i;
      if (!this.#byCounts[i] && detectors[i]!.kind !== "zone") this.#volumes.believe(i, 0 as Instant, false);
    });
    pedestrian_detectors.forEach(({ number }, i) => {
      this.#buttonOf[number] = i;
    });
    this.#detectorsOn = devices.map((device) => detectors.flatMap((d, i) => (d.device === device.name ? [i] : [])));
    this.#buttonsOn = devices.map((device) => pedestrian_detectors.flatMap((b, i) => (b.device === device.name ? [i] : [])));
  }

  /** Phases that a detector calls. */
  get phasesDetected(): number {
    return this.#recall.phasesDetected;
  }

  /** Those of them whose detectors have all failed. */
  get phasesBlind(): number {
    return this.#recall.phasesBlind;
  }

  /** Phases on recall because at least one of the detectors that call them has failed. */
  get phasesRecalled(): number {
    return this.#recall.phasesRecalled;
  }

  /** Lanes that a strategy which plans looks at, and those of them in which it cannot believe all detectors. */
  get lanes(): number {
    return this.#lanes.count;
  }
  get lanesUntrusted(): number {
    return this.#lanes.untrusted;
  }

  /** `observations` are sorted by their stamps. One that comes too late for its own tick is taken in at the beginning of this one. */
  step(now: Instant, observations: readonly Observation[]): Detected {
    this.#vehicles.begin();
    this.#pedestrians.begin();
    this.#lanes.begin();
    for (const i of this.#forced.due(now)) this.#turn(i, now);
    for (const i of this.#forced.reminds(now, this.#doubtful)) this.#vehicles.remind(i);
    for (const o of observations) {
      const at = Math.min(Math.max(o.at, this.#clock), now) as Instant;
      this.#until(at, false);
      this.#clock = at;
      this.#take(o, at);
    }
    this.#until(now, true);
    this.#clock = now + 1;
    if (this.#entries.length === 0) return this.#quiet;
    const entries = this.#entries;
    this.#entries = [];
    return { calls: this.#calls, traffic: this.#lanes.traffic, entries };
  }

  /**
   * From the next tick on the detector counts as on or off, whatever its input says and though it has failed; it counts nobody. Its input is
   * watched all the same, and has its say again at `until`. "" or why not.
   */
  force(number: number, on: boolean, until: Instant, by?: string): string {
    const i = this.#placeOf[number] ?? -1;
    if (i < 0) return `there is no detector ${number}`;
    return this.#forced.ask(i, on, until, this.#clock as Instant, by) ? "" : `detector ${number} is not forced`;
  }

  /** Detectors that somebody holds on or off, for eyes. */
  forced(now: Instant): readonly { readonly detector: number; readonly on: boolean; readonly left_s: number; readonly by: string }[] {
    return this.#forced.live(now).map(({ place, ...asked }) => ({ detector: this.#detectors[place]!.number, ...asked }));
  }

  /** Whether the detector at a place of the site's list has a fault other than that it misses vehicles. */
  failedOtherwise(place: number): boolean {
    return (this.#health.faults(place) & ~MISSES) !== 0;
  }

  /** What comparing it with others says of the detector at `place`: from the next tick on. */
  misses(place: number, on: boolean): void {
    const at = this.#clock as Instant;
    this.#health.compared(place, MISSES, on, at);
    this.#settle(place, at);
  }

  /** The wires of the detector at `place` may be another's: from the next tick on its phase waits for no call. What it says is believed as before. */
  swapped(place: number, on: boolean): void {
    this.#swapped[place] = on ? 1 : 0;
    this.#settle(place, this.#clock as Instant);
  }

  /** For eyes only. `doubt`: what is doubted of a detector, by place; "" nothing. */
  state(now: Instant, doubt: (place: number) => string = () => ""): readonly Omit<Live["detectors"][number], "seen">[] {
    return this.#detectors.map(({ number }, i) => {
      const faults = this.#health.faults(i);
      const on = this.#present[i] === 1 && (faults & NO_ANSWER) === 0;
      const counted = this.#detectors[i]!.kind === "zone" ? { volume: this.#inZone[i]!, occupancy_pm: -1 } : this.#volumes.shown(i, now);
      const doubted = doubt(i);
      const seen = doubted === "" ? counted : { ...counted, doubt: doubted };
      const forced = this.#forced.state(i);
      if (forced !== null) return { detector: number, on: forced, fault: this.#forced.words(i, wordsOf(faults)), ...seen };
      return { detector: number, on, fault: wordsOf(faults), ...seen };
    });
  }

  /**
   * Whatever is due before `to` happens, earliest first; what is due at `to` itself only with `end`, so that what is heard at that very
   * instant still prevents it. A minute ends before what happens at its end: that belongs to the next.
   */
  #until(to: Instant, end: boolean): void {
    const [calls, health] = [this.#vehicles.deadlines, this.#health.deadlines];
    for (;;) {
      const own = Math.min(calls.next, health.next);
      const minute = this.#volumes.end;
      if (minute <= own && minute <= to) this.#minute(minute as Instant);
      else if (own < to || (end && own === to)) {
        const at = Math.max(own, this.#clock) as Instant;
        this.#clock = at;
        if (health.next === own) this.#found(health.take(), at);
        else this.#vehicles.due(calls.take(), at);
      } else return;
    }
  }

  #found(deadline: number, at: Instant): void {
    this.#settle(this.#health.due(deadline, at), at);
  }

  #minute(end: Instant): void {
    this.#clock = end;
    this.#volumes.close();
    for (let i = 0; i < this.#detectors.length; i++) {
      this.#health.minute(i, end);
      this.#settle(i, end);
    }
  }

  #take(o: Observation, at: Instant): void {
    if (o.kind === "device") {
      for (const i of this.#detectorsOn[o.device] ?? []) this.#report(i, NO_ANSWER, !o.answering, at);
      for (const i of this.#buttonsOn[o.device] ?? []) this.#pedestrians.report(i, NO_ANSWER, !o.answering, at);
    } else if (o.kind === "contact" || o.kind === "contact-fault" || o.kind === "cabinet" || o.kind === "identity") {
      // No detector: contacts.ts takes it, or timing/cabinet.ts; who a device is, is for people.
    } else if (o.kind === "button" || o.kind === "button-fault") {
      const i = this.#buttonOf[o.detector]!;
      if (i < 0) return;
      if (o.kind === "button") this.#pedestrians.press(i, o.on);
      else this.#pedestrians.report(i, bitOf(o.fault), o.on, at);
    } else {
      const i = this.#placeOf[o.detector]!;
      if (i < 0) return;
      const zone = this.#detectors[i]!.kind === "zone";
      if (o.kind === "zone") zone && this.#see(i, o.vehicles, at);
      else if (zone && o.kind !== "detector-fault") return;
      else if (o.kind === "actuation") this.#actuate(i, o, at);
      else if (o.kind === "count") this.#count(i, o, at);
      else this.#report(i, bitOf(o.fault), o.on, at);
    }
  }

  /** Received at `at`; it took place then, or before if the sensor says when. */
  #actuate(i: number, { on, age_ms = 0, speed_dkmh = -1 }: Observation & { readonly kind: "actuation" }, at: Instant): void {
    const tookPlace = Math.max(0, at - age_ms) as Instant;
    if (this.#byCounts[i]) {
      this.#byCounts[i] = 0;
      if (!this.#failed[i] && this.#forced.state(i) === null) this.#volumes.believe(i, at, false);
    }
    if (on === (this.#present[i] === 1)) return;
    if (on) {
      this.#health.rise(i, at);
      this.#settle(i, at);
      this.#present[i] = 1;
      if (this.#forced.state(i) !== null) return;
      if (!this.#blind[i]) this.#lanes.rise(i);
      if (this.#failed[i]) return;
      this.#volumes.rise(i, tookPlace);
      this.#vehicles.rise(i, at, tookPlace);
    } else {
      this.#present[i] = 0;
      this.#health.fall(i, at);
      this.#settle(i, at);
      if (this.#forced.state(i) !== null) return;
      if (!this.#blind[i]) this.#lanes.fall(i);
      if (this.#failed[i]) return;
      this.#volumes.fall(i, tookPlace, speed_dkmh);
      this.#vehicles.fall(i, at, tookPlace);
    }
  }

  #see(i: number, vehicles: number, at: Instant): void {
    this.#inZone[i] = vehicles;
    this.#present[i] = vehicles > 0 ? 1 : 0;
    this.#health.occupied(i, at, vehicles > 0);
    this.#settle(i, at);
    if (!this.#blind[i]) this.#lanes.zone(i, vehicles);
  }

  /** Of a device that tells of single vehicles too, only those are counted: both would count everybody twice. */
  #count(i: number, o: Observation & { readonly kind: "count" }, at: Instant): void {
    if (!this.#byCounts[i]) return;
    this.#health.counted(i, at, o);
    this.#settle(i, at);
    if (!this.#failed[i] && this.#forced.state(i) === null) this.#volumes.count(i, o);
  }

  #report(i: number, bit: number, on: boolean, at: Instant): void {
    this.#health.report(i, bit, on, at);
    this.#settle(i, at);
  }

  /** It is forced, forced otherwise, or believed again: everybody begins with it anew. */
  #turn(i: number, at: Instant): void {
    const { number } = this.#detectors[i]!;
    const forced = this.#forced.turn(i, at);
    this.#entries.push(forced === null ? entry(at, CODE.detectorFreed, number) : entry(at, CODE.detectorForced, number, Number(forced)));
    this.#vehicles.fail(i, at);
    if (!this.#byCounts[i]) this.#volumes.disbelieve(i, at);
    if (forced === null) {
      // As if it had failed until now: what health says of it since decides.
      this.#failed[i] = this.#blind[i] = 1;
      this.#recall.note(this.#detectors[i]!, true);
      this.#lanes.settle(i, true, false);
      this.#settle(i, at);
      return;
    }
    if (this.#failed[i]) this.#recall.note(this.#detectors[i]!, false);
    this.#help(i, false);
    this.#failed[i] = this.#blind[i] = 0;
    this.#lanes.settle(i, false, forced);
    this.#vehicles.restore(i, at, forced);
  }

  #help(i: number, on: boolean): void {
    if (on === (this.#helped[i] === 1)) return;
    this.#helped[i] = on ? 1 : 0;
    this.#recall.help(this.#detectors[i]!, on);
  }

  /** Its loop says that somebody is there, or cannot say. */
  readonly #doubtful = (i: number): boolean => this.#present[i] === 1 || this.#health.faults(i) !== 0;

  /** Health has been asked about detector `i`: if it changed its mind, so does everybody else. */
  #settle(i: number, at: Instant): void {
    if (this.#forced.state(i) !== null) return;
    const failed = this.#health.faults(i) !== 0;
    // A plan makes more of a loop that misses some vehicles than of none; recall makes up for them.
    const blind = this.failedOtherwise(i);
    if (blind !== (this.#blind[i] === 1)) {
      this.#blind[i] = blind ? 1 : 0;
      this.#lanes.settle(i, blind, this.#present[i] === 1);
    }
    this.#help(i, this.#health.silent(i) || this.#swapped[i] === 1);
    if (failed === (this.#failed[i] === 1)) return;
    this.#failed[i] = failed ? 1 : 0;
    this.#recall.note(this.#detectors[i]!, failed);
    const present = this.#present[i] === 1;
    if (this.#detectors[i]!.kind === "zone") return;
    if (failed) this.#vehicles.fail(i, at);
    else this.#vehicles.restore(i, at, present);
    if (this.#byCounts[i]) return;
    if (failed) this.#volumes.disbelieve(i, at);
    else this.#volumes.believe(i, at, present);
  }
}
