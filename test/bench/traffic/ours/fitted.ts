import { basename } from "node:path";
import type { Wiring } from "../../../../src/import/index.ts";
import { drivesOn } from "../../../../src/import/signal.ts";
import type { ChannelCodes } from "../../../../src/traffic/calls.ts";
import type { Observation } from "../../../../src/traffic/observation.ts";
import type { Site } from "../../../../src/traffic/site.ts";
import type { Instant } from "../../../../src/traffic/time.ts";
import type { Light } from "../lights.ts";
import { type Seen, subscribe } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";
import { lengthOf, quoted, type World } from "../world.ts";
import { Buttons } from "./buttons.ts";
import { Letters } from "./letters.ts";
import { Loops, type PlacedLoop, placed } from "./loops.ts";
import { importLight } from "./signal.ts";
import { seenBy, Zones } from "./zones.ts";

/** A traffic light with everything of ours but the unit: its imported site, what it sees with, and how its channels look in SUMO. */
export interface Fitted {
  readonly tls: string;
  readonly site: Site;
  readonly text: string;
  readonly wiring: Wiring;
  readonly additional: readonly string[];
  readonly subscriptions: readonly Buffer[];
  /** What is seen in the second that ended at `end_s`; `instant` turns the simulation's seconds into the unit's time. */
  readonly observed: (seen: Seen, end_s: number, instant: (s: number) => Instant, waitedAt: ReadonlySet<string>) => readonly Observation[];
  /** A letter for each link. */
  readonly letters: (channels: ChannelCodes) => string;
}

/** Why it cannot be, in words. */
export function fit(world: World, light: Light, pattern: string): Fitted | string {
  const { scenario, net, seed, detection, miss } = world;
  const { tls } = light;
  const imported = importLight(net, basename(scenario.net), tls, pattern, detection === "camera", world.remade);
  if (!imported.ok) return imported.words;
  const { site, text, wiring } = imported;
  const loopsPlaced = placed(tls, wiring, lengthOf(net));
  const loops = new Loops(loopsPlaced);
  const zones = new Zones(tls, wiring.zones, lengthOf(net), seenBy(seed, miss));
  const buttons = new Buttons(wiring);
  const walks = new Set(light.links.filter((link) => !drivesOn(net, link)).map(({ index }) => index));
  const letters = new Letters(light, wiring, walks);
  return {
    tls,
    site,
    text,
    wiring,
    additional: [...loopsPlaced.map(loop), ...zones.additional],
    subscriptions: [...loopsPlaced.map(({ id }) => subscribe("loop", id, [VARIABLE.vehicleData])), ...zones.subscriptions],
    observed: (seen, end_s, instant, waitedAt) => {
      const at = instant(end_s);
      return [...loops.step(seen, end_s, instant), ...zones.step(seen, at), ...buttons.step(waitedAt, at)];
    },
    letters: (channels) => letters.of(channels),
  };
}

const loop = ({ id, lane, pos_m }: PlacedLoop): string =>
  `<inductionLoop id=${quoted(id)} lane=${quoted(lane)} pos=${quoted(pos_m)} period="100000" file="/dev/null"/>`;
