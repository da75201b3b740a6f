import { corridorText } from "./corridor-text.ts";
import { inputsOf } from "./detectors.ts";
import { neighboursOf } from "./neighbours.ts";
import { type Net, readNet } from "./net.ts";
import { Refusal } from "./refusal.ts";
import { servedBy } from "./served.ts";
import { signalOf } from "./signal.ts";
import { siteText } from "./site-text.ts";
import { type Wiring, wiringOf } from "./wiring.ts";

export type { Wiring } from "./wiring.ts";

/** A site file's text and where in the net its numbers lie, or why there is none. */
export type Import = { readonly ok: true; readonly text: string; readonly wiring: Wiring } | { readonly ok: false; readonly words: string };

export interface Wish {
  /** What the net's file is called, for remarks. */
  readonly net: string;
  readonly tls: string;
  /** One of the traffic light's programs; its first where it is not said. */
  readonly program?: string | undefined;
  /** Whether cameras look at the lanes, beside the loops. */
  readonly cameras?: boolean | undefined;
}

/** A SUMO net's text → a site file of stages for one of its traffic lights. Never throws for what is in the net. */
export function importSumo(text: string, wish: Wish): Import {
  return refused(() => importLight(readNet(text), wish));
}

/** The same of a net that was read: a net with many traffic lights is read once. */
export const importFrom = (net: Net, wish: Wish): Import => refused(() => importLight(net, wish));

/** A net's text → a corridor file of all its traffic lights, or why there is none. */
export function importCorridor(
  text: string,
  file: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string } {
  return refused(() => ({ ok: true, text: corridorText(readNet(text), file) }));
}

function refused<T>(importing: () => T): T | { readonly ok: false; readonly words: string } {
  try {
    return importing();
  } catch (error) {
    if (error instanceof Refusal || error instanceof SyntaxError) return { ok: false, words: error.message };
    throw error;
  }
}

function importLight(net: Net, { net: file, tls, program, cameras = false }: Wish): Import {
  const signal = signalOf(net, tls, program);
  const { legs, groups, stages } = servedBy(net, signal);
  const inputs = inputsOf(
    net,
    groups.map(({ group }) => group),
    cameras,
  );
  const siteFile = siteText({ net: file, signal, legs, times: stages, groups, inputs, neighbours: neighboursOf(net, tls, legs) });
  return { ok: true, text: siteFile, wiring: wiringOf(groups, inputs) };
}
