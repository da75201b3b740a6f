import * as v from "valibot";
import { Tried } from "../../plans/saved.ts";
import { CODE } from "../../traffic/codes.ts";
import type { KeptRecord } from "../arrival.ts";
import type { UnitView } from "../fleet.ts";
import type { Seen } from "./stand.ts";

const Hash = v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/));
const Turned = v.looseObject({ hash: Hash, why: v.pipe(v.string(), v.maxLength(1_000)) });

/** A record's detail, if it is what it should be: a journal is a unit's word, and no more. */
function told<S extends v.GenericSchema>(record: KeptRecord | null, schema: S): v.InferOutput<S> | null {
  try {
    return record === null ? null : v.parse(schema, JSON.parse(record.detail));
  } catch {
    return null;
  }
}

/** What the store and the fleet know of a unit's plans. */
export async function seenOf(
  unit: string,
  view: UnitView | undefined,
  lastOf: (unit: string, code: number) => Promise<KeptRecord | null>,
): Promise<Seen> {
  const [turned, tried] = [await lastOf(unit, CODE.planInForce), await lastOf(unit, CODE.planTried)];
  const [now, trial] = [told(turned, Turned), told(tried, Tried)];
  return {
    here: view?.presence === "online" && view.presence_heard,
    turned: now === null ? null : { seq: turned!.seq, hash: now.hash, why: now.why },
    tried: trial === null ? null : { seq: tried!.seq, ...trial },
  };
}
