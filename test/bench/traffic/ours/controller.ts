import { basename } from "node:path";
import { drivesOn } from "../../../../src/import/signal.ts";
import type { ChannelCodes } from "../../../../src/traffic/calls.ts";
import { showLight, subscribe } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";
import { type Controller, lengthOf, quoted, type World } from "../world.ts";
import { Letters } from "./letters.ts";
import { Loops, placed } from "./loops.ts";
import { importLight, Signal } from "./signal.ts";

/** Our own units, one for each traffic light that can be imported, with `pattern` in force. */
export function ours(world: World, pattern: string): Controller {
  const { scenario, net, netText, lights } = world;
  const length = lengthOf(net);
  const left: string[] = [];
  const additional: string[] = [];
  const signals = lights.flatMap((light) => {
    const { tls } = light;
    const imported = importLight(netText, basename(scenario.net), tls, pattern);
    if (!imported.ok) {
      left.push(`"${tls}" keeps its shipped program: ${imported.words}`);
      return [];
    }
    const { site, text, wiring } = imported;
    const loops = placed(tls, wiring, length);
    additional.push(
      ...loops.map(
        ({ id, lane, pos_m }) =>
          `<inductionLoop id=${quoted(id)} lane=${quoted(lane)} pos=${quoted(pos_m)} period="100000" file="/dev/null"/>`,
      ),
    );
    const walks = new Set(light.links.filter((link) => !drivesOn(net, link)).map(({ index }) => index));
    const unit = new Signal(tls, site, text, scenario.begin_s);
    return [{ tls, unit, letters: new Letters(light, wiring, walks), loops: new Loops(loops), placed: loops }];
  });
  const show = ({ tls, letters }: (typeof signals)[number], channels: ChannelCodes) => showLight(tls, letters.of(channels));
  return {
    additional,
    subscriptions: signals.flatMap(({ placed }) => placed.map(({ id }) => subscribe("loop", id, [VARIABLE.vehicleData]))),
    first: () => signals.map((signal) => show(signal, signal.unit.channels)),
    step: (seen, end_s) => signals.map((signal) => show(signal, signal.unit.second(signal.loops.step(seen, end_s, signal.unit.instant)))),
    left,
    spent_ms: () => signals.reduce((sum, { unit }) => sum + unit.spent_ms, 0),
  };
}
