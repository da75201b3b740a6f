import { corridorText } from "./corridor-text.ts";
import { inputsOf } from "./detectors.ts";
import { neighboursOf } from "./neighbours.ts";
import { type Net, readNet } from "./net.ts";
import { Refusal } from "./refusal.ts";
import { laid, servedBy } from "./served.ts";
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
  /** Two rings instead of stages. */
  readonly rings?: boolean | undefined;
  /** Whether cameras look at the lanes, beside the loops. */
  readonly cameras?: boolean | undefined;
}

/** A SUMO net's text → a site file for one of its traffic lights, of stages or of two rings. Never throws for what is in the net. */
export function importSumo(text: string, wish: Wish): Import {
  return refused(() => importLight(readNet(text), wish));
}

/** The same of a net that was read: a net with many traffic lights is read once. */
export const importFrom = (net: Net, wish: Wish): Import => refused(() => importLight(net, wish));

/** A net's text → a corridor file of all its traffic lights, or why there is none. `rings`: those that can have two rings were imported so. */
export function importCorridor(
  text: string,
  file: string,
  rings = false,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string } {
  return refused(() => ({ ok: true, text: corridorText(readNet(text), file, rings) }));
}

function refused<T>(importing: () => T): T | { readonly ok: false; readonly words: string } {
  try {
    return importing();
  } catch (error) {
    if (error instanceof Refusal || error instanceof SyntaxError) return { ok: false, words: error.message };
    throw error;
  }
}

function importLight(net: Net, { net: file, tls, program, rings = false, cameras = false }: Wish): Import {
  const signal = signalOf(net, tls, program);
  const served = servedBy(net, signal);
  const { legs, groups } = served;
  if (rings && typeof served.rings === "string")
    throw new Refusal(`"${tls}" cannot have two rings: ${served.rings}; import it with stages`);
  const inputs = inputsOf(
    net,
    groups.map(({ group }) => group),
    cameras,
  );
  const siteFile = siteText({ ...laid(served, rings), net: file, signal, inputs, neighbours: neighboursOf(net, tls, legs) });
  return { ok: true, text: siteFile, wiring: wiringOf(groups, inputs) };
}
