import type { Cabinet, Wired } from "../../../src/street/cabinet.ts";
import { CoilBoard } from "../../../src/street/devices/coil-board.ts";
import { Ts2Cabinet } from "../../../src/street/devices/ts2-cabinet.ts";
import { STEP_MS } from "../../../src/street/step.ts";
import { type FieldLine, Street } from "../../../src/street/street.ts";
import { switchOf } from "../../../src/traffic/cabinet.ts";
import type { Site } from "../../../src/traffic/site.ts";
import type { Instant } from "../../../src/traffic/time.ts";
import { dice } from "../../dice.ts";
import type { Deed, Play } from "../play.ts";
import type { Fault, FaultKind } from "../scenario.ts";
import type { Seen } from "../seen.ts";
import { LineWithWeather } from "./line.ts";
import { WireToLoop } from "./wire-to-loop.ts";

const ourTraffic = ({ site, seed, scenario: { demand = 1 }, began_ms }: Play, wired: Wired): Driven =>
  new Street(site, seed, { demand, began_ms, wired });

/** What `FieldSide` does in every rig by itself. To pull an adapter it needs the rig. */
export const ON_THE_STREET = {
  noise: true,
  babble: true,
  "late-answers": true,
  echo: true,
  "cable-cut": true,
  "answer-wire-cut": true,
  "answers-for-another": true,
  "loop-broken": true,
  "loop-half-dead": true,
  "loop-stuck": true,
  "wires-swapped": true,
  "button-stuck": true,
  "contact-closed": true,
  "output-stuck-on": true,
  "lamp-burnt-out": true,
  "mmu-trips": true,
} as const satisfies { readonly [K in FaultKind]?: true };

type Of<K extends Fault["kind"]> = Extract<Fault, { readonly kind: K }>;

/** The boxes of a cabinet and somebody who drives over its loops: our traffic, or SUMO's. */
export type Driven = Cabinet & { step(now: Instant): void };

/**
 * The field side of every rig: the simulated street of a play with whatever is wrong on its lines, in its boxes and on its wires. A rig gives each
 * line an end, steps it ten times a second and tells it the deeds as they are due; those that are not the cabinet's own it leaves alone.
 */
export class FieldSide {
  readonly street: Driven;
  /** An adapter is pulled out, or put back: the rig takes the unit's end away. */
  adapter: (port: string, out: boolean) => void = () => {};
  readonly #site: Site;
  readonly #see: (seen: Seen) => void;
  readonly #lines = new Map<string, LineWithWeather>();
  readonly #loops = new Map<number, WireToLoop>();
  readonly #buttons = new Map<number, WireToLoop>();
  readonly #was = new Map<WireToLoop, boolean>();

  /** `drive` puts somebody else than our own traffic onto the street. */
  constructor(play: Play, see: (seen: Seen) => void, drive: (play: Play, wired: Wired) => Driven = ourTraffic) {
    const { site, seed } = play;
    this.#site = site;
    this.#see = see;
    const roll = dice(seed ^ 0x5eed);
    this.street = drive(play, (what, number, truth) => {
      const wire = new WireToLoop(truth, roll);
      (what === "detector" ? this.#loops : this.#buttons).set(number, wire);
      return wire.felt;
    });
    for (const { name: port } of site.ports) {
      const heard = (at: Instant, from: "unit" | "cabinet", bytes: Uint8Array): void => see({ kind: "said", at, port, from, bytes });
      this.#lines.set(port, new LineWithWeather(this.street.line(port), roll, heard));
    }
  }

  get ports(): readonly string[] {
    return this.street.ports;
  }

  /** What the unit's cable of `port` is plugged into. Throws for a port that the site has not. */
  line(port: string): FieldLine {
    return this.#line(port);
  }

  /** To `now`: the next whole 100 ms after the last one. */
  step(now: Instant): void {
    this.street.step(now);
    for (const wire of this.#loops.values()) wire.step(STEP_MS);
    for (const wire of this.#buttons.values()) wire.step(STEP_MS);
    for (const [detector, wire] of this.#loops) if (this.#turned(wire)) this.#see({ kind: "loop", at: now, detector, on: wire.truth.on });
    for (const [button, wire] of this.#buttons) if (this.#turned(wire)) this.#see({ kind: "button", at: now, button, on: wire.truth.on });
  }

  /** Does what is the cabinet's to do, and says whether it was. Throws a RangeError for a port, device or loop that is not there. */
  do({ on, fault }: Deed): boolean {
    switch (fault.kind) {
      case "noise":
        this.#line(fault.port).noise_per_million = on ? fault.per_million : 0;
        return true;
      case "babble":
        this.street.babble(fault.port, on);
        return true;
      case "adapter-out":
        this.#line(fault.port).out = on;
        this.adapter(fault.port, on);
        return true;
      case "late-answers":
        this.#line(fault.port).late_ms = on ? fault.by_ms : 0;
        return true;
      case "echo":
        this.#line(fault.port).echoes = on;
        return true;
      case "cable-cut":
        this.street.fail(fault.device, on);
        return true;
      case "answer-wire-cut":
        this.street.mute(fault.device, on);
        return true;
      case "answers-for-another":
        this.#impostor(fault, on);
        return true;
      case "loop-broken":
        this.#loop(fault.detector).broken = on ? fault.how : null;
        return true;
      case "loop-half-dead":
        this.#loop(fault.detector).misses_pm = on ? fault.misses_pm : 0;
        return true;
      case "loop-stuck":
        this.#loop(fault.detector).stuck = on ? fault.on : null;
        return true;
      case "wires-swapped": {
        const [a, b] = [this.#loop(fault.detectors[0]), this.#loop(fault.detectors[1])];
        [a.from, b.from] = on ? [b, a] : [a, b];
        return true;
      }
      case "button-stuck":
        this.#wire(this.#buttons, fault.button).stuck = on ? true : null;
        return true;
      case "contact-closed":
        this.street.close(fault.contact, on);
        return true;
      case "output-stuck-on":
      case "lamp-burnt-out":
        this.#lamp(fault, on);
        return true;
      case "mmu-trips":
        this.#mmu(fault, on);
        return true;
      default:
        return false;
    }
  }

  #impostor({ device, of }: Of<"answers-for-another">, on: boolean): void {
    const [a, b] = [device, of].map((name) => this.#site.devices.find((d) => d.name === name));
    if (a === undefined || b === undefined || a.port !== b.port || a.protocol !== "modbus-rtu")
      throw new RangeError(`"${device}" and "${of}" are no two Modbus boards on one line`);
    this.#line(a.port).impostor = on ? { address: a.address, of: b.address } : null;
  }

  #lamp({ kind, channel, lamp }: Of<"output-stuck-on"> | Of<"lamp-burnt-out">, on: boolean): void {
    const at = this.#site.channels.find(({ number }) => number === channel);
    if (at === undefined || at[lamp] === 0) throw new RangeError(`channel ${channel} has no ${lamp} lamp`);
    const box = this.street.box(at.device);
    const how = kind === "output-stuck-on" ? "weld" : "burn";
    if (box instanceof CoilBoard) box[how](at[lamp], on);
    else if (box instanceof Ts2Cabinet) box[how](switchOf(at.green), lamp, on);
    else throw new RangeError(`device "${at.device}" has no lamps`);
  }

  #mmu({ device }: Of<"mmu-trips">, on: boolean): void {
    const box = this.street.box(device);
    if (!(box instanceof Ts2Cabinet)) throw new RangeError(`device "${device}" is no TS 2 cabinet`);
    if (on) box.mmu.trip("24-volt-1");
    else box.mmu.reset();
  }

  #line(port: string): LineWithWeather {
    const line = this.#lines.get(port);
    if (line === undefined) throw new RangeError(`the cabinet has no port "${port}"; it has ${this.ports.join(", ")}`);
    return line;
  }

  #loop(detector: number): WireToLoop {
    return this.#wire(this.#loops, detector);
  }

  #wire(wires: ReadonlyMap<number, WireToLoop>, number: number): WireToLoop {
    const wire = wires.get(number);
    if (wire === undefined) throw new RangeError(`the street has no loop or button ${number}`);
    return wire;
  }

  #turned(wire: WireToLoop): boolean {
    const turned = (this.#was.get(wire) ?? false) !== wire.truth.on;
    if (turned) this.#was.set(wire, wire.truth.on);
    return turned;
  }
}
