import { type Counts, meaningOf } from "../traffic/codes.ts";
import type { Record } from "./port.ts";

/** Kinds of records, as they can be asked for. */
const KINDS = {
  signals: (_, counts) => counts === "phase" || counts === "ring" || counts === "overlap" || counts === "channel",
  detection: (_, counts) => counts === "detector" || counts === "push button" || counts === "lane",
  faults: ({ code }) => FAULTS.has(code),
  commands: ({ code }) => code === 340 || code === 341,
  update: ({ code }) => code === 380,
  input: ({ input }) => input,
} as const satisfies { readonly [kind: string]: (record: Record, counts: Counts) => boolean };

export type Kind = keyof typeof KINDS;
export const KINDS_OF_RECORDS = Object.keys(KINDS) as readonly Kind[];
export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);

/** What fails, is doubted or stands still, and that it no longer does; holes in the journal. */
const FAULTS = new Set([
  ...[83, 84, 85, 86, 87, 88, 91, 92, 110, 173, 200, 201, 301, 302, 312, 313, 314, 315, 318, 319],
  ...[325, 326, 330, 331, 350, 351, 352, 361],
]);

/** Which records are asked for. What is not said leaves all of them; `to` is not in it any more. */
export interface Wanted {
  readonly codes: readonly number[];
  readonly kinds: readonly Kind[];
  readonly phases: readonly number[];
  readonly detectors: readonly number[];
  readonly span: { readonly from: number; readonly to: number };
}

export function wants({ codes, kinds, phases, detectors, span }: Wanted): (record: Record, wall: number) => boolean {
  const some = <T>(all: readonly T[], is: (each: T) => boolean): boolean => all.length === 0 || all.some(is);
  const numbers = phases.length + detectors.length > 0;
  return (record, wall) => {
    const { code, param } = record;
    const counts = meaningOf(code)?.param ?? "unit";
    const isOf = (noun: Counts, all: readonly number[]) => counts === noun && all.includes(param);
    return (
      wall >= span.from &&
      wall < span.to &&
      some(codes, (each) => each === code) &&
      some(kinds, (kind) => KINDS[kind](record, counts)) &&
      (!numbers || isOf("phase", phases) || isOf("detector", detectors))
    );
  };
}
