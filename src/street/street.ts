import type { Site } from "../traffic/site.ts";
import { Instant } from "../traffic/time.ts";
import { BITS_A_BYTE, type FieldDevice } from "./devices/device.ts";
import { openFieldDevice } from "./devices/index.ts";
import { Bus, type FieldLine } from "./field-line.ts";
import { type Aspect, type Head, type LampBoard, Lights } from "./lights.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { Random } from "./random.ts";
import { type LoopFault, Sensor } from "./sensor.ts";
import { STEP_MS } from "./step.ts";
import { type Tallies, tally } from "./tallies.ts";
import { AllWayStop } from "./traffic/all-way-stop.ts";
import { Arrivals } from "./traffic/arrivals.ts";
import { Crossing } from "./traffic/crossing.ts";
import { lanePlans } from "./traffic/demand.ts";
import { Lane } from "./traffic/lane.ts";
import { RecordedArrivals, type RecordedDemand } from "./traffic/recorded.ts";

export type { FieldLine } from "./field-line.ts";
export type { Outcome } from "./outcome.ts";
export type { LoopFault } from "./sensor.ts";
export type { Tallies } from "./tallies.ts";
export type { RecordedDemand } from "./traffic/recorded.ts";

export interface StreetOptions {
  /** Traffic as a multiple of the usual; 1 is a busy intersection that copes. */
  readonly demand?: number;
  /** The time of day when the street begins, in ms after midnight (0). */
  readonly began_ms?: number;
  /** Who comes, where that is known: nobody else does then, and `demand` says nothing. Drivers are the seed's all the same. */
  readonly recorded?: RecordedDemand;
}

/** The street at one moment, for eyes. */
export interface StreetPicture {
  readonly at: number;
  readonly lanes: readonly {
    readonly approach: string;
    readonly lane: number;
    readonly phase: number;
    /** Front bumpers, metres before the stop line; negative past it. */
    readonly vehicles_m: readonly number[];
    /** Who has arrived behind a queue as long as the link. */
    readonly outside: number;
  }[];
  readonly crossings: readonly { readonly detector: number; readonly waiting: number }[];
  /** What the vehicles' heads show. */
  readonly heads: readonly { readonly phase: number; readonly aspect: Aspect }[];
}

/** Streams of chance: lanes from 0, and in each lane arrivals apart from everything else; crossings and devices after them. */
const [CROSSINGS, DEVICES] = [10_000, 20_000];

/**
 * The simulated cabinet and the traffic around it. It has no clock: `now` counts ms from its beginning. Vehicles see the lamps of the
 * cabinet's output boards and nothing else of the unit; the unit sees what the field devices say and nothing else of the vehicles.
 */
export class Street {
  readonly ports: readonly string[];
  readonly #buses = new Map<string, Bus>();
  readonly #devices = new Map<string, { readonly device: FieldDevice; readonly bus: Bus }>();
  /** By the number of the site file's detector. */
  readonly #sensors = new Map<number, Sensor>();
  /** By the number of the site file's input. */
  readonly #contacts = new Map<number, Sensor>();
  readonly #stepping: FieldDevice[] = [];
  readonly #lights: Lights;
  readonly #lanes: readonly { readonly lane: Lane; readonly head: Head | undefined }[];
  readonly #crossings: readonly Crossing[];
  readonly #allWayStop: AllWayStop;
  #now = Instant(0);

  /** `seed` is an integer; its low 32 bits count. */
  constructor(site: Site, seed: number, { demand = 1, began_ms = 0, recorded }: StreetOptions = {}) {
    this.ports = site.ports.map((p) => p.name);
    for (const { number } of site.inputs) this.#contacts.set(number, new Sensor());
    const buttons = new Map(site.pedestrian_detectors.map((d) => [d.number, new Sensor()]));
    for (const { number } of site.detectors) this.#sensors.set(number, new Sensor());
    this.#wire(site, seed, began_ms, buttons);
    this.#lights = new Lights(site, new Map([...this.#devices].flatMap(([name, { device }]) => (isBoard(device) ? [[name, device]] : []))));
    const lanes = lanePlans(site).map((plan, i) => {
      const known = recorded?.lanes.find((each) => each.approach === plan.approach.name && each.lane === plan.lane)?.at_ms ?? [];
      const arrivals = recorded ? new RecordedArrivals(known) : new Arrivals(plan, demand, began_ms, new Random(seed, 2 * i));
      const lane = new Lane(plan, arrivals, new Random(seed, 2 * i + 1));
      for (const d of site.detectors)
        if (d.approach === plan.approach.name && d.lane === plan.lane) lane.watch(this.#sensors.get(d.number)!, d.distance_m, d.length_m);
      return lane;
    });
    for (const lane of lanes) {
      lane.yieldsTo = fromTheLeft(lane, lanes);
      lane.oncoming = oncoming(site, lane, lanes);
    }
    this.#lanes = lanes.map((lane) => ({ lane, head: lane.plan.channel === null ? undefined : this.#lights.of(lane.plan.channel) }));
    this.#allWayStop = new AllWayStop(lanes);
    this.#crossings = site.pedestrian_detectors.map((d, i) => {
      const known = recorded?.crossings.find(({ detector }) => detector === d.number)?.at_ms ?? [];
      const pressed = recorded ? new RecordedArrivals(known) : null;
      const random = new Random(seed, CROSSINGS + i);
      return new Crossing(d, this.#lights.walk(d.call_phase), buttons.get(d.number), random, demand, began_ms, pressed);
    });
  }

  /** What the cable of `port` is plugged into. Throws for a port that the site has not. */
  line(port: string): FieldLine {
    return this.#bus(port);
  }

  /** Vehicles, buttons, loops and clocks move on by one step, to `now`: the next whole 100 ms after the last one. */
  step(now: Instant): void {
    this.#now = now;
    this.#lights.look(now, STEP_MS);
    for (const { lane, head } of this.#lanes) {
      if (head) lane.step(now, head.aspect, head.since);
      else lane.step(now, "stop", 0);
    }
    this.#allWayStop.step();
    for (const crossing of this.#crossings) crossing.step(now);
    for (const device of this.#stepping) device.step!(now);
  }

  /** Cuts a device's cable, or mends it. Throws for a device that the site has not. */
  fail(device: string, on: boolean): void {
    const { bus, device: box } = this.#place(device);
    bus.cut(box, on);
  }

  /** Cuts the wire on which a device answers, or mends it: it goes on hearing the unit. Throws for a device that the site has not. */
  mute(device: string, on: boolean): void {
    const { bus, device: box } = this.#place(device);
    bus.mute(box, on);
  }

  /** Noise without a pause on a port's line, in which nobody understands anybody, or no more. Throws for a port that the site has not. */
  babble(port: string, on: boolean): void {
    this.#bus(port).babble(this.#now, on);
  }

  /** Closes a contact in the cabinet, or opens it: a train comes, a switch is thrown. Throws for a contact that the site has not. */
  close(contact: number, on: boolean): void {
    const sensor = this.#contacts.get(contact);
    if (!sensor) throw new RangeError(`the street has no contact ${contact}`);
    sensor.on = on;
  }

  /** Breaks the loop of one of the site file's detectors, or mends it with null. */
  breakLoop(detector: number, fault: LoopFault | null): void {
    this.sensor(detector).fault = fault;
  }

  /** A device's own box, for what only its kind can suffer. Throws for a device that the site has not. */
  box(device: string): FieldDevice {
    return this.#place(device).device;
  }

  /** The truth at one of the site file's vehicle detectors: for tests that compare it with what the unit was told. */
  sensor(detector: number): Sensor {
    const sensor = this.#sensors.get(detector);
    if (!sensor) throw new RangeError(`the street has no detector ${detector}`);
    return sensor;
  }

  tallies(): Tallies {
    const lanes = this.#lanes.map((l) => l.lane);
    return tally(this.#now, lanes, this.#lights, this.#crossings);
  }

  /** What has become of everybody so far, lane by lane: two of them make what happened in between. */
  outcome(): Outcome {
    return outcomeOf(
      this.#now,
      this.#lanes.map((l) => l.lane),
      this.#crossings,
    );
  }

  picture(): StreetPicture {
    return {
      at: this.#now,
      lanes: this.#lanes.map(({ lane }) => ({
        approach: lane.plan.approach.name,
        lane: lane.plan.lane,
        phase: lane.plan.phase,
        vehicles_m: lane.positions_m(),
        outside: lane.outside,
      })),
      crossings: this.#crossings.map(({ button, waiting }) => ({ detector: button.number, waiting })),
      heads: this.#lights.heads
        .filter(({ channel }) => channel.kind !== "pedestrian")
        .map(({ channel, aspect }) => ({ phase: channel.phase, aspect })),
    };
  }

  #bus(port: string): Bus {
    const bus = this.#buses.get(port);
    if (!bus) throw new RangeError(`the street has no port "${port}"; it has ${this.ports.join(", ")}`);
    return bus;
  }

  #place(device: string) {
    const place = this.#devices.get(device);
    if (!place) throw new RangeError(`the street has no device "${device}"`);
    return place;
  }

  /** Puts every device of the site file in its place, and each place on its line. */
  #wire(site: Site, seed: number, began_ms: number, buttons: ReadonlyMap<number, Sensor>): void {
    const devices = site.devices.map((config, i) => {
      const inputs: (Sensor | undefined)[] = [];
      for (const d of site.detectors) if (d.device === config.name) inputs[d.input - 1] = this.#sensors.get(d.number);
      for (const d of site.pedestrian_detectors) if (d.device === config.name) inputs[d.input - 1] = buttons.get(d.number);
      for (const c of site.inputs) if (c.device === config.name) inputs[c.input - 1] = this.#contacts.get(c.number);
      const baud = site.ports.find((p) => p.name === config.port)?.baud ?? 9_600;
      const msPerByte = (BITS_A_BYTE * 1_000) / baud;
      const random = new Random(seed, DEVICES + i);
      return { config, device: openFieldDevice({ config, site, inputs: Array.from(inputs), msPerByte, random, began_ms }) };
    });
    for (const { name } of site.ports) this.#buses.set(name, new Bus(devices.filter((d) => d.config.port === name).map((d) => d.device)));
    for (const { config, device } of devices) {
      this.#devices.set(config.name, { device, bus: this.#buses.get(config.port)! });
      if (device.step) this.#stepping.push(device);
    }
  }
}

const isBoard = (device: FieldDevice): device is FieldDevice & LampBoard => device.lamps !== undefined;

/** The kerb lane whose traffic comes from a right-turner's left and goes where it wants to go. */
function fromTheLeft(lane: Lane, lanes: readonly Lane[]): Lane | null {
  // Who has an arrow of their own obeys it.
  if (lane.plan.right_pm === 0 || lane.plan.movement === "right") return null;
  const heading = (lane.plan.approach.heading_deg + 90) % 360;
  return lanes.find((other) => other.plan.lane === 1 && Math.abs(other.plan.approach.heading_deg - heading) <= 30) ?? null;
}

/** To whom a lane with a flashing arrow gives way: those beside whom it may flash. */
function oncoming({ overlaps }: Site, lane: Lane, lanes: readonly Lane[]): readonly Lane[] {
  const arrow = overlaps.find(({ number, kind }) => kind === "flashing-yellow-arrow" && number === lane.plan.channel?.overlap);
  return arrow === undefined ? [] : lanes.filter((other) => other !== lane && arrow.modifiers.includes(other.plan.phase));
}
