import type { ChannelCodes } from "../../../../src/traffic/calls.ts";
import { dice } from "../../../dice.ts";
import type { Light } from "../lights.ts";
import { type Seen, showLight } from "../traci/codec.ts";
import type { Controller, World } from "../world.ts";
import { Walkers } from "./buttons.ts";
import { Exchange } from "./exchange.ts";
import { Failures } from "./failures.ts";
import { type Fitted, fit } from "./fitted.ts";
import { Signal } from "./signal.ts";
import { Trace } from "./trace.ts";

/** Ours, with the units for whoever puts commands into them. */
export interface Ours extends Controller {
  readonly units: readonly Signal[];
}

/** Our own units, one for each traffic light that can be imported, with `pattern` in force. */
export function ours(world: World, pattern: string): Ours {
  const left: string[] = [];
  const signals = world.lights.flatMap((light) => {
    const equipped = equip(world, light, pattern);
    if (typeof equipped !== "string") return [equipped];
    left.push(`"${light.tls}" keeps its shipped program: ${equipped}`);
    return [];
  });
  const exchange = world.neighbours
    ? new Exchange(
        signals.map(({ unit }) => unit),
        world.loss,
        fractions(world.seed),
      )
    : null;
  const walkers = world.scenario.persons ? new Walkers() : null;
  return {
    additional: signals.flatMap(({ additional }) => additional),
    subscriptions: [...signals.flatMap(({ subscriptions }) => subscriptions), ...(walkers?.subscriptions ?? [])],
    first: () => signals.map(({ show }) => show()),
    step: (seen, end_s) => {
      const waitedAt = walkers?.waitedAt(seen) ?? new Set();
      const shown = signals.map(({ second }) => second(seen, end_s, waitedAt));
      exchange?.step();
      return [...shown, ...(walkers?.met(seen) ?? [])];
    },
    end: () => {
      for (const signal of signals) signal.end();
    },
    left,
    units: signals.map(({ unit }) => unit),
    spent_ms: () => signals.reduce((sum, { unit }) => sum + unit.spent_ms, 0),
  };
}

/** From 0 up to 1, the same in every run. */
function fractions(seed: number): () => number {
  const roll = dice(seed);
  return () => roll(1_000_000) / 1_000_000;
}

/** One traffic light with its unit and what the unit sees with; why it has none, in words. */
function equip(world: World, light: Light, pattern: string) {
  const fitted = fit(world, light, pattern);
  if (typeof fitted === "string") return fitted;
  const { scenario, seed } = world;
  const { tls, site, text, additional, subscriptions, observed, letters } = fitted;
  const failures = world.failures ? new Failures(site, seed, scenario.begin_s, scenario.end_s) : null;
  const unit = new Signal(tls, site, text, scenario.begin_s);
  const trace = traced(world, pattern, fitted);
  const shown = (channels: ChannelCodes): Buffer => showLight(tls, letters(channels));
  return {
    unit,
    additional: [...additional, ...(trace?.additional ?? [])],
    subscriptions: [...subscriptions, ...(trace?.subscriptions ?? [])],
    show: () => shown(unit.channels),
    second: (seen: Seen, end_s: number, waitedAt: ReadonlySet<string>) => {
      const all = observed(seen, end_s, unit.instant, waitedAt);
      const channels = unit.second(failures?.through(all, end_s, unit.instant(end_s)) ?? all);
      trace?.step(seen, end_s, unit.plan, letters(channels));
      return shown(channels);
    },
    end: () => trace?.end(),
  };
}

/** Whoever is asked for a trace of it. */
function traced({ scenario, detection, seed, demand = 1, reach, trace }: World, controller: string, fitted: Fitted): Trace | null {
  if (trace === undefined) return null;
  return new Trace(trace, { scenario: scenario.name, controller, detection, seed, demand, tls: fitted.tls }, fitted, reach);
}
