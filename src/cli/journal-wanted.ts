import { isKind, KINDS_OF_RECORDS, type Wanted as WantedRecords, wants as wantsRecords } from "../journal/wanted.ts";
import { UsageError } from "./verb.ts";

export const KIND_NAMES = KINDS_OF_RECORDS.join(", ");

/** As it was typed. */
export type Wanted = Omit<WantedRecords, "kinds"> & { readonly kinds: readonly string[] };

/** Throws a UsageError if a kind is none. */
export function wants(wanted: Wanted): ReturnType<typeof wantsRecords> {
  const kinds = wanted.kinds.filter(isKind);
  const unknown = wanted.kinds.find((kind) => !isKind(kind));
  if (unknown !== undefined) throw new UsageError(`--kind is one of ${KIND_NAMES}, not "${unknown}"`);
  return wantsRecords({ ...wanted, kinds });
}

/** Whether anything is left out. */
export const picks = ({ codes, kinds, phases, detectors, span }: Wanted): boolean =>
  codes.length + kinds.length + phases.length + detectors.length > 0 || Number.isFinite(span.from) || Number.isFinite(span.to);
