import { readFileSync } from "node:fs";
import { readSite } from "../../src/config/index.ts";
import { openDevice } from "../../src/detection/protocols/index.ts";
import { type Heard, Line } from "../../src/serial/line.ts";
import { type Driver, isDriver, openDriver } from "../../src/signals/drivers/index.ts";
import { Street, type StreetOptions } from "../../src/street/street.ts";
import { type ChannelCodes, darkChannels, INDICATIONS } from "../../src/traffic/calls.ts";
import type { Indication } from "../../src/traffic/live.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant, TICK_MS } from "../../src/traffic/time.ts";

export function fourLeg(): Site {
  const file = new URL("../../deploy/sites/four-leg.toml", import.meta.url).pathname;
  const read = readSite(readFileSync(file, "utf8"), file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.site;
}

/** What the channels show at an instant; null says nothing to the lamps (the logic has died). */
export type Plan = (now: number, codes: ChannelCodes) => boolean;

const code = (indication: Indication) => INDICATIONS.indexOf(indication);

/** A plain fixed cycle: the stages one after the other, each with its green, yellow and red clearance in seconds. */
export function cycle(site: Site, stages: readonly { readonly phases: readonly number[]; readonly green_s: number }[]): Plan {
  const [YELLOW_S, CLEAR_S, WALK_S, PED_CLEAR_S] = [3.6, 1.5, 7, 14];
  const length_s = stages.reduce((sum, s) => sum + s.green_s + YELLOW_S + CLEAR_S, 0);
  return (now, codes) => {
    let at_s = (now / 1_000) % length_s;
    for (const { number } of site.channels) codes[number - 1] = code("red");
    for (const { phases, green_s } of stages) {
      if (at_s >= 0 && at_s < green_s + YELLOW_S)
        for (const channel of site.channels) {
          if (!phases.includes(channel.phase)) continue;
          if (channel.kind === "vehicle") codes[channel.number - 1] = code(at_s < green_s ? "green" : "yellow");
          else if (at_s < WALK_S) codes[channel.number - 1] = code("green");
          else if (at_s < WALK_S + PED_CLEAR_S) codes[channel.number - 1] = code("flashing-red");
        }
      at_s -= green_s + YELLOW_S + CLEAR_S;
    }
    return true;
  };
}

export const usualCycle = (site: Site): Plan =>
  cycle(site, [
    { phases: [1, 5], green_s: 13 },
    { phases: [2, 6], green_s: 28 },
    { phases: [3, 7], green_s: 13 },
    { phases: [4, 8], green_s: 22 },
  ]);

/** A street, and on its lines the unit's own drivers and protocols, controlled by a plan that knows nothing of vehicles. */
export class Cabinet {
  readonly street: Street;
  readonly lines: readonly Line[];
  readonly heard: Heard[] = [];
  now = 0;
  plan: Plan;
  /** Sees every byte of every line, in order. */
  tap: ((port: string, from: "unit" | "field", now: number, bytes: Uint8Array) => void) | null = null;
  readonly #drivers: Driver[] = [];
  readonly #codes = darkChannels();

  constructor(site: Site, seed: number, plan: Plan, options: StreetOptions = {}) {
    this.street = new Street(site, seed, options);
    this.plan = plan;
    this.lines = site.ports.map((port) => {
      const devices = site.devices.filter((d) => d.port === port.name);
      const open = devices.map((d) => {
        if (!isDriver(d.protocol)) return openDevice(d);
        const driver = openDriver(d, site);
        this.#drivers.push(driver);
        return driver;
      });
      return new Line(port.name, open, { baud: port.baud });
    });
  }

  /** Lives on up to and including `until`. */
  run(until: number, watch: (now: number) => void = () => {}): void {
    if (this.now === 0) for (const line of this.lines) this.#say(line, 0, line.opened(Instant(0)));
    while (this.now < until) {
      const from = this.now + 1;
      this.now += TICK_MS;
      for (const line of this.lines) this.#talk(line, from, this.now);
      this.street.step(Instant(this.now));
      for (const line of this.lines) this.heard.push(...line.drain());
      if (this.plan(this.now, this.#codes)) for (const driver of this.#drivers) driver.show(Instant(this.now), this.#codes);
      watch(this.now);
    }
  }

  #talk(line: Line, from: number, to: number): void {
    const field = this.street.line(line.port);
    for (let now = from; ; ) {
      const [fieldAt, lineAt] = [field.saysAt, line.wakeAt];
      const at = Math.ceil(Math.min(fieldAt, lineAt));
      if (at > to) return;
      now = Math.max(now, at);
      if (lineAt < fieldAt) this.#say(line, now, line.wake(Instant(now)));
      else {
        const said = field.said(Instant(now));
        if (said === null) continue;
        this.tap?.(line.port, "field", now, said);
        this.#say(line, now, line.heard(Instant(now), said));
      }
    }
  }

  #say(line: Line, now: number, bytes: Uint8Array | null): void {
    if (bytes === null) return;
    this.tap?.(line.port, "unit", now, bytes);
    this.street.line(line.port).heard(Instant(now), bytes);
  }
}
