import { numberRuns } from "../traffic/number-runs.ts";
import type { Input } from "./trip.ts";

const KINDS = ["detector", "button"] as const;

/** As much of them as a record's evidence has room for. */
const ROOM = 300;

const runsOf = (inputs: readonly Input[], of: Input["kind"]) =>
  numberRuns(inputs.filter(({ kind }) => kind === of).map(({ number }) => number));

/** Who came beside the one that was tripped, as the record names them: "detector-7, detector-15-17". */
export function othersTold(inputs: readonly Input[]): string {
  const told = KINDS.flatMap((kind) => runsOf(inputs, kind).map(([a, b]) => `${kind}-${a}${a === b ? "" : `-${b}`}`)).join(", ");
  return told.length <= ROOM ? told : told.slice(0, told.lastIndexOf(",", ROOM));
}

/** In a language: who they are by their numbers, and what stands between the ends of a run of three or more. */
export interface OthersForms {
  readonly locale: string;
  readonly to: string;
  readonly names: { readonly [kind in Input["kind"]]: (numbers: string, many: boolean) => string };
}

/** "detectors 7 and 15 to 17", as the page has it. Records of an earlier release named each by itself. */
export function othersWords(told: string, { locale, to, names }: OthersForms): string {
  const inputs = [...told.matchAll(/(detector|button)-(\d{1,3})(?:-(\d{1,3}))?/g)].flatMap(([, kind, from, last = from]) =>
    Array.from({ length: Number(last) - Number(from) + 1 }, (_, i) => ({ kind: kind as Input["kind"], number: Number(from) + i })),
  );
  const and = new Intl.ListFormat(locale, { type: "conjunction" });
  const each = KINDS.flatMap((kind) => {
    const runs = runsOf(inputs, kind).flatMap(([a, b]) => (b - a < 2 ? [...new Set([a, b])].map(String) : [`${a}${to}${b}`]));
    const many = inputs.filter((input) => input.kind === kind).length > 1;
    return runs.length === 0 ? [] : [names[kind](and.format(runs), many)];
  });
  return and.format(each);
}
