import type { Site } from "../traffic/site.ts";
import { Instant } from "../traffic/time.ts";
import { BITS_A_BYTE, type FieldDevice } from "./devices/device.ts";
import { openFieldDevice } from "./devices/index.ts";
import { Bus, type FieldLine } from "./field-line.ts";
import { type LampBoard, Lights } from "./lights.ts";
import { Random } from "./random.ts";
import { type LoopFault, Sensor } from "./sensor.ts";
import { STEP_MS } from "./step.ts";

/** Streams of chance of the devices: behind those of traffic. */
const DEVICES = 20_000;

/** What a device feels of a loop or a finger, where a rig has faults between the two. */
export type Wired = (what: "detector" | "button", number: number, truth: Sensor) => Sensor;
const WELL_WIRED: Wired = (_what, _number, truth) => truth;

/**
 * The field devices of a site on their lines, what is at their inputs, and the signal heads. It has no clock: `now` counts ms from its beginning.
 * Who drives over its loops is somebody else's business (`street.ts`, or SUMO).
 */
export class Cabinet {
  readonly ports: readonly string[];
  readonly lights: Lights;
  /** The truth at push buttons, by the number of the site file's pedestrian detector. */
  readonly buttons: ReadonlyMap<number, Sensor>;
  readonly #buses = new Map<string, Bus>();
  readonly #devices = new Map<string, { readonly device: FieldDevice; readonly bus: Bus }>();
  /** By the number of the site file's detector. */
  readonly #sensors: ReadonlyMap<number, Sensor>;
  /** By the number of the site file's input. */
  readonly #contacts: ReadonlyMap<number, Sensor>;
  readonly #stepping: FieldDevice[] = [];
  #now = Instant(0);

  /** `seed` is an integer, of which the low 32 bits count: the devices' own delays. `began_ms`: the time of day when it begins. */
  constructor(site: Site, seed: number, began_ms = 0, wired = WELL_WIRED) {
    this.ports = site.ports.map((p) => p.name);
    this.#sensors = sensorsOf(site.detectors);
    this.buttons = sensorsOf(site.pedestrian_detectors);
    this.#contacts = sensorsOf(site.inputs);
    this.#wire(site, seed, began_ms, wired);
    this.lights = new Lights(site, new Map([...this.#devices].flatMap(([name, { device }]) => (isBoard(device) ? [[name, device]] : []))));
  }

  /** What the cable of `port` is plugged into. Throws for a port that the site has not. */
  line(port: string): FieldLine {
    return this.#bus(port);
  }

  /** What the heads show at `now`, the next whole 100 ms after the last one. */
  look(now: Instant): void {
    this.#now = now;
    this.lights.look(now, STEP_MS);
  }

  /** Devices that do something by themselves have seen their inputs of `now`. */
  turn(now: Instant): void {
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
  #wire(site: Site, seed: number, began_ms: number, wired: Wired): void {
    const devices = site.devices.map((config, i) => {
      const inputs: (Sensor | undefined)[] = [];
      for (const d of site.detectors)
        if (d.device === config.name) inputs[d.input - 1] = wired("detector", d.number, this.sensor(d.number));
      for (const d of site.pedestrian_detectors)
        if (d.device === config.name) inputs[d.input - 1] = wired("button", d.number, this.buttons.get(d.number)!);
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

const sensorsOf = (places: readonly { readonly number: number }[]): ReadonlyMap<number, Sensor> =>
  new Map(places.map(({ number }) => [number, new Sensor()]));

const isBoard = (device: FieldDevice): device is FieldDevice & LampBoard => device.lamps !== undefined;
