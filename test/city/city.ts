import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Graph } from "../../src/brain/corridor/graph.ts";
import { readNet } from "../../src/import/net.ts";
import { openBroker } from "../../src/platform/broker.ts";
import { openKey } from "../../src/platform/keys.ts";
import type { BrokerAddress } from "../../src/sync/broker.ts";
import { TICK_MS, WallTime } from "../../src/traffic/time.ts";
import { lightsOf } from "../bench/traffic/lights.ts";
import { ours } from "../bench/traffic/ours/controller.ts";
import { fit } from "../bench/traffic/ours/fitted.ts";
import { reaches } from "../bench/traffic/reach.ts";
import { scenarioIn } from "../bench/traffic/scenario.ts";
import { addRoute, addVehicle, removeVehicle, showLight } from "../bench/traffic/traci/codec.ts";
import type { Controller, World } from "../bench/traffic/world.ts";
import { Box } from "./box.ts";
import { type Centre, graphOf, openCentre } from "./centre.ts";
import { Dispatch, type Way, waysIn } from "./errands.ts";
import { StandingLog, tripFrame, vehiclesIn } from "./frame.ts";
import { mapOf } from "./map.ts";
import { AMBULANCE, makeNet } from "./net.ts";
import { Pace } from "./pace.ts";
import { DriveLog, type Trip } from "./run.ts";
import type { CityMap, Frame } from "./shown.ts";
import { isOther, Side } from "./side.ts";
import { CitySignal } from "./signal.ts";

export interface CityOptions {
  readonly folder: string;
  readonly seed: number;
  readonly speed: number;
  readonly demand: number;
  /** The pattern of the units that nobody asks anything of. */
  readonly against: string;
  /** The street before the first second that is shown. */
  readonly warm_s: number;
  readonly told: (words: string) => void;
}

/** What of a camera's vehicles it never sees. */
const MISS = 0.1;
/** As many ambulances as there are boxes. */
const BOXES = 3;
const FIRST_S = 20;
/** Who has not arrived after so long is stuck, and goes home. */
const LONGEST_S = 900;
/** Trips that are shown after they are over. */
const PAST_MAX = 12;

interface Running extends Trip {
  readonly id: string;
  readonly way: Way;
  readonly box: Box;
  over: boolean;
  ended: boolean;
}

/** The whole city: two simulations of the same streets and the same traffic, one with everything of ours, one where no unit hears of ambulances. */
export class City {
  readonly map: CityMap;
  readonly #options: CityOptions;
  readonly #pace: Pace;
  readonly #graph: Graph;
  readonly #ways: readonly Way[];
  readonly #own: Side;
  readonly #other: Side;
  readonly #signals: readonly CitySignal[];
  readonly #others: Controller;
  readonly #centre: Centre;
  readonly #boxes: readonly Box[];
  readonly #broker: { close(): Promise<void> };
  readonly #standings: ReadonlyMap<string, StandingLog>;
  readonly #dispatch: Dispatch;
  /** Errands that somebody has asked for. */
  #asked: number[] = [];
  /** Trips that somebody has ended: while SUMO takes its step nobody knows who is still on the road. */
  readonly #finished = new Set<number>();
  #trips: Running[] = [];
  #count = 0;
  #at_s = 0;
  #records = 0;
  #ending = false;
  #ended: Promise<void> = Promise.resolve();
  #kept: { readonly at_s: number; readonly real_ms: number }[] = [];

  /** Rejects in words when SUMO does not run or something cannot be opened. */
  static async open(options: CityOptions): Promise<City> {
    const { folder, seed, speed, demand, against } = options;
    rmSync(folder, { recursive: true, force: true });
    const netFolder = join(folder, "net");
    makeNet(netFolder);
    const scenario = scenarioIn(netFolder);
    const netText = readFileSync(scenario.net, "utf8");
    const net = readNet(netText);
    const world: World = {
      scenario,
      net,
      reach: reaches(net, netText),
      lights: lightsOf(net),
      seed,
      detection: "camera",
      miss: MISS,
      failures: false,
      neighbours: false,
      loss: 0,
    };
    const fitted = world.lights.map((light) => {
      const each = fit(world, light, "adaptive");
      if (typeof each === "string") throw new Error(`${light.tls} cannot be a unit: ${each}`);
      return each;
    });
    const others = ours(world, against);
    const boxes = Array.from({ length: BOXES }, (_, i) => new Box(`RTW-${i + 1}`, seed + i));
    const { graph, text } = graphOf(netText, boxes);
    const journals = join(folder, "journals");
    mkdirSync(journals, { recursive: true });
    writeFileSync(join(folder, "corridor.toml"), text);
    const { told } = options;
    const pace = new Pace(speed, WallTime(Date.now()));
    const open = await openBroker({ host: "127.0.0.1", port: 0 });
    const broker: BrokerAddress = { host: "127.0.0.1", port: open.port, tls: false, typed: true };
    const key = openKey(join(folder, "brain-key.pem"));
    const ports = { folder: journals, pace, broker, commandKey: key.publicKey, told };
    const signals = await Promise.all(fitted.map((each) => CitySignal.open(each, ports)));
    const centre = await openCentre(folder, graph, key, broker, pace, told);
    await Promise.all(boxes.map((box) => box.connect(broker)));
    const side = (name: string, { additional, subscriptions }: Pick<Controller, "additional" | "subscriptions">) =>
      Side.open(join(folder, name), world, demand, additional, subscriptions);
    const [own, other] = await Promise.all([
      side("own", { additional: fitted.flatMap((each) => each.additional), subscriptions: fitted.flatMap((each) => each.subscriptions) }),
      side("other", others),
    ]);
    const ways = waysIn(graph);
    const parts = {
      pace,
      graph,
      ways,
      own,
      other,
      signals,
      others,
      centre,
      boxes,
      broker: open,
      map: mapOf(net, netText, ways, seed, against),
    };
    return new City(options, parts);
  }

  private constructor(
    options: CityOptions,
    parts: {
      readonly pace: Pace;
      readonly graph: Graph;
      readonly ways: readonly Way[];
      readonly own: Side;
      readonly other: Side;
      readonly signals: readonly CitySignal[];
      readonly others: Controller;
      readonly centre: Centre;
      readonly boxes: readonly Box[];
      readonly broker: { close(): Promise<void> };
      readonly map: CityMap;
    },
  ) {
    this.#options = options;
    this.map = parts.map;
    this.#pace = parts.pace;
    this.#graph = parts.graph;
    this.#ways = parts.ways;
    this.#own = parts.own;
    this.#other = parts.other;
    this.#signals = parts.signals;
    this.#others = parts.others;
    this.#centre = parts.centre;
    this.#boxes = parts.boxes;
    this.#broker = parts.broker;
    this.#standings = new Map(parts.signals.map((signal) => [signal.id, new StandingLog(signal.id, (stage) => signal.linksOf(stage))]));
    this.#dispatch = new Dispatch(options.seed, options.warm_s + FIRST_S);
    this.#own.tell(parts.signals.map(({ fitted, letters }) => showLight(fitted.tls, letters)));
    this.#other.tell(parts.others.first());
  }

  /** Lives on, second by second, until it is closed; `show` gets each. Rejects with what broke it. */
  run(show: (frame: Frame) => void): Promise<void> {
    this.#ended = this.#live(show);
    return this.#ended;
  }

  /** An ambulance sets out on this errand within a second; false if there is no such errand or no ambulance at home. */
  send(errand: number): boolean {
    if (this.#ways[errand] === undefined || this.#trips.filter(({ over }) => !over).length + this.#asked.length >= BOXES) return false;
    this.#asked.push(errand);
    return true;
  }

  /** This trip is over within a second, wherever its ambulances are; false if there is no such trip. */
  finish(number: number): boolean {
    const there = this.#trips.some((each) => each.number === number && !each.over);
    if (there) this.#finished.add(number);
    return there;
  }

  set speed(speed: number) {
    this.#pace.speed = speed;
  }

  async close(): Promise<void> {
    this.#ending = true;
    await this.#ended.catch(() => {});
    this.#pace.release();
    await Promise.all([this.#own.close(), this.#other.close()]);
    await Promise.all(this.#boxes.map((box) => box.close()));
    await this.#centre.close();
    await Promise.all(this.#signals.map((signal) => signal.close()));
    await this.#broker.close();
  }

  async #live(show: (frame: Frame) => void): Promise<void> {
    while (!this.#ending) {
      const at_s = ++this.#at_s;
      const warm = at_s <= this.#options.warm_s;
      const lamps = new Map(this.#signals.map(({ id, letters }) => [id, letters]));
      const [seen, seenOther] = await Promise.all([this.#own.step(at_s), this.#other.step(at_s)]);
      this.#follow(at_s);
      if (!warm) show(this.#frame(at_s, lamps));
      for (const signal of this.#signals) signal.see(seen, at_s);
      for (let tick = 1; tick <= 10 && !this.#ending; tick++) {
        const at_ms = (at_s - 1) * 1_000 + tick * TICK_MS;
        if (warm) this.#pace.leap(at_ms);
        else await this.#pace.until(at_ms);
        for (const signal of this.#signals) signal.step();
        this.#pace.lived(at_ms);
      }
      // Links and brain have their say while the street is filled, too.
      if (warm) await new Promise((resolve) => setImmediate(resolve));
      this.#own.tell(this.#signals.map(({ fitted, letters }) => showLight(fitted.tls, letters)));
      this.#other.tell(this.#others.step(seenOther, at_s));
      this.#report();
      if (!warm) this.#set(at_s);
      if (at_s % 5 === 0) this.#records = await this.#centre.records();
    }
  }

  /** What has become of those on their way. */
  #follow(at_s: number): void {
    for (const trip of this.#trips) {
      if (trip.over) continue;
      trip.own.step(at_s, this.#own.traffic.vehicles.get(trip.id));
      trip.other.step(at_s, this.#other.traffic.vehicles.get(trip.id));
      const both = trip.own.drive.state === "arrived" && trip.other.drive.state === "arrived";
      if (both) this.#end(trip);
      else if (this.#finished.has(trip.number) || at_s - trip.sent_s > LONGEST_S) this.#breakOff(trip);
    }
    this.#finished.clear();
  }

  #breakOff(trip: Running): void {
    for (const side of [this.#own, this.#other]) if (side.traffic.vehicles.has(trip.id)) side.tell([removeVehicle(trip.id)]);
    trip.ended = true;
    this.#end(trip);
  }

  #end(trip: Running): void {
    trip.over = true;
    trip.box.done(this.#pace.wall());
    this.#trips = this.#trips.slice(-PAST_MAX);
  }

  /** Each ambulance on its way says where it is. */
  #report(): void {
    for (const { over, own, box, way } of this.#trips) {
      if (over) continue;
      if (own.drive.now !== null) box.report(this.#graph, this.#pace.wall(), own.drive.now, way.edges);
      else if (own.drive.state === "arrived") box.done(this.#pace.wall());
    }
  }

  /** Who sets out now: who was asked for, else whose time has come. */
  #set(at_s: number): void {
    const busy = this.#trips.some(({ over }) => !over);
    const due = this.#dispatch.step(at_s, busy);
    const errands = [...this.#asked, ...(due === null ? [] : [due])];
    this.#asked = [];
    for (const errand of errands) {
      const way = this.#ways[errand]!;
      const box = this.#boxes.find((each) => !this.#trips.some((trip) => !trip.over && trip.box === each));
      if (box === undefined) return;
      const number = ++this.#count;
      const id = `${AMBULANCE}.${number}`;
      for (const side of [this.#own, this.#other])
        side.tell([addRoute(`way.${number}`, way.edges), addVehicle(id, AMBULANCE, `way.${number}`)]);
      const logs = { own: new DriveLog(at_s), other: new DriveLog(at_s) };
      this.#trips.push({ number, id, vehicle: box.vehicle, errand, sent_s: at_s, ...logs, way, box, over: false, ended: false });
    }
  }

  #frame(at_s: number, lamps: ReadonlyMap<string, string>): Frame {
    const trips = this.#trips.filter(({ over }) => !over);
    const units = this.#signals.map((signal) => {
      const shown = lamps.get(signal.id)!;
      const way = (vehicle: string): readonly number[] => {
        const trip = trips.find((each) => each.vehicle === vehicle);
        return this.map.errands[trip?.errand ?? -1]?.stops.find(({ unit }) => unit === signal.id)?.links ?? [];
      };
      return this.#standings.get(signal.id)!.step(at_s, signal.live(), shown, way);
    });
    return {
      at_s: at_s - this.#options.warm_s,
      wall_ms: this.#pace.wall(),
      speed: this.#pace.speed,
      kept_speed: this.#keptSpeed(at_s),
      vehicles: vehiclesIn(this.#own.traffic.vehicles, isOther),
      units,
      trips: this.#trips.map(tripFrame),
      others: { own: this.#own.traffic.others(), other: this.#other.traffic.others() },
      centre: {
        connected: this.#signals.filter(({ delivered }) => delivered.connected).length,
        records: this.#records,
        commands: this.#signals.reduce((sum, { commands }) => sum + commands, 0),
      },
    };
  }

  /** Over the last ten seconds of the city. */
  #keptSpeed(at_s: number): number {
    this.#kept.push({ at_s, real_ms: performance.now() });
    if (this.#kept.length > 10) this.#kept.shift();
    const [first, last] = [this.#kept[0]!, this.#kept.at(-1)!];
    return last.at_s === first.at_s ? this.#pace.speed : ((last.at_s - first.at_s) * 1_000) / (last.real_ms - first.real_ms);
  }
}
