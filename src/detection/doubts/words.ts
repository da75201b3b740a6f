import type { Detector } from "../../traffic/site.ts";

/** What comparing a detector with others may find. */
export type Doubt = "swapped" | "crosstalk" | "misses" | "lets-go" | "stuck-on";

/** What a technician reads: what, where, the likely cause, what to do next. */
export function doubtWords(doubt: Doubt, it: Detector, other: Detector | null): string {
  const where = `detector ${it.number} (${it.name}; ${inputOf(it)})`;
  const also = other === null ? "" : `detector ${other.number} (${other.name}; ${inputOf(other)})`;
  switch (doubt) {
    case "swapped":
      return `${where} sees the vehicles of ${also}: their wires are probably swapped, here or at the other loops of these two lanes. Drive over one and look which lights; swap them at the rack or in the site file.`;
    case "crosstalk":
      return `${where} goes on together with ${also}, lane beside lane: one feels the other's vehicles. Set their loops to frequencies farther apart, then lower the sensitivity.`;
    case "misses":
      return `${where} misses vehicles that ${also} sees, or that one sees too many: a loop is detuned, too insensitive or half broken. Drive over both; measure the loop (resistance, insulation, inductance), then raise the sensitivity.`;
    case "lets-go":
      return `${where} lets go of vehicles that still stand on it: it is detuned and takes them for the road. Reset its channel while the loop is empty; measure the loop if it comes back.`;
    case "stuck-on":
      return `${where} has stayed on through several greens: nobody leaves it. Look whether a vehicle stands there; if not, reset its channel and measure the loop.`;
  }
}

/** The same in a few words, for a table. */
export function doubtBrief(doubt: Doubt, other: Detector | null): string {
  switch (doubt) {
    case "swapped":
      return `wires swapped with ${other?.number}?`;
    case "crosstalk":
      return `feels vehicles of ${other?.number}?`;
    case "misses":
      return "misses vehicles?";
    case "lets-go":
      return "lets go of vehicles?";
    case "stuck-on":
      return "stuck on?";
  }
}

const inputOf = ({ device, input }: Detector): string => `${device}, input ${input}`;
