import type { Measures } from "../../measures/told.ts";
import type { ToldWindow } from "./told.ts";

export function toldMeasures(m: Measures, asked: { readonly from: number; readonly to: number }, movement: string): ToldWindow {
  const there = m.from === null || m.to === null ? null : { from: m.from, to: m.to };
  const drawn = m.movements.find(({ kind, number }) => `${kind} ${number}` === movement);
  return {
    ...asked,
    there,
    words: there !== null ? "" : asked.from >= asked.to ? "The clocks went over this time." : "Nothing is recorded of this time.",
    movements: m.movements.map(({ columns: _, ...all }) => all),
    detectors: m.detectors,
    columns: drawn?.columns ?? [],
    skipped: m.skipped,
  };
}
