import { basename } from "node:path";
import { drivesOn } from "../../../../src/import/signal.ts";
import type { ChannelCodes } from "../../../../src/traffic/calls.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import { dice } from "../../../dice.ts";
import type { Light } from "../lights.ts";
import { type Seen, showLight, subscribe } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";
import { type Controller, lengthOf, quoted, type World } from "../world.ts";
import { Buttons, Walkers } from "./buttons.ts";
import { Exchange } from "./exchange.ts";
import { Failures } from "./failures.ts";
import { Letters } from "./letters.ts";
import { Loops, type PlacedLoop, placed } from "./loops.ts";
import { importLight, Signal } from "./signal.ts";
import { seenBy, Zones } from "./zones.ts";

/** Our own units, one for each traffic light that can be imported, with `pattern` in force. */
export function ours(world: World, pattern: string): Controller {
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
    left,
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
  const { scenario, net, seed, detection, miss } = world;
  const { tls } = light;
  const imported = importLight(net, basename(scenario.net), tls, pattern, detection === "camera");
  if (!imported.ok) return imported.words;
  const { site, text, wiring } = imported;
  const loopsPlaced = placed(tls, wiring, lengthOf(net));
  const loops = new Loops(loopsPlaced);
  const zones = new Zones(tls, wiring.zones, lengthOf(net), seenBy(seed, miss));
  const buttons = new Buttons(wiring);
  const failures = world.failures ? new Failures(site, seed, scenario.begin_s, scenario.end_s) : null;
  const walks = new Set(light.links.filter((link) => !drivesOn(net, link)).map(({ index }) => index));
  const letters = new Letters(light, wiring, walks);
  const unit = new Signal(tls, site, text, scenario.begin_s);
  const shown = (channels: ChannelCodes): Buffer => showLight(tls, letters.of(channels));
  return {
    unit,
    additional: [...loopsPlaced.map(loop), ...zones.additional],
    subscriptions: [...loopsPlaced.map(({ id }) => subscribe("loop", id, [VARIABLE.vehicleData])), ...zones.subscriptions],
    show: () => shown(unit.channels),
    second: (seen: Seen, end_s: number, waitedAt: ReadonlySet<string>) => {
      const at = unit.instant(end_s);
      const observed: readonly Observation[] = [
        ...loops.step(seen, end_s, unit.instant),
        ...zones.step(seen, at),
        ...buttons.step(waitedAt, at),
      ];
      return shown(unit.second(failures?.through(observed, end_s, at) ?? observed));
    },
  };
}

const loop = ({ id, lane, pos_m }: PlacedLoop): string =>
  `<inductionLoop id=${quoted(id)} lane=${quoted(lane)} pos=${quoted(pos_m)} period="100000" file="/dev/null"/>`;
