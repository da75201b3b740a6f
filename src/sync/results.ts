import { stopline } from "#wire";
import { type CommandResult, isUnverified, type ResultDetail } from "../journal/port.ts";
import { CODE } from "../traffic/codes.ts";
import { bonesOf } from "./bones.ts";

/** Encodes a Result. */
export function resultBody(unit: string, { id, done, refused, wall }: Omit<CommandResult, "command">): Uint8Array {
  return stopline.v1.Result.encode({ unit, commandId: id, done, refused, wallMs: wall }).finish();
}

export interface RecordedResult {
  readonly id: string;
  readonly done: boolean;
  /** An encoded Result. */
  readonly body: Uint8Array;
}

/**
 * The results among a chunk's records, encoded. The street side's record is the only source of results: each goes out just before
 * its chunk, so it is sent again exactly as long as the brain has not acknowledged the record, however often the link restarts between.
 * What was unverified has no result, only a record: a refusal under the name that it claims would stand for the true command's result.
 */
export function resultsIn(unit: string, chunk: Uint8Array): readonly RecordedResult[] {
  if (bonesOf(chunk)?.results === false) return [];
  const { records, wallBaseMs } = stopline.v1.Chunk.decode(chunk);
  const results: RecordedResult[] = [];
  for (const record of records) {
    if (record.code !== CODE.commandResult) continue;
    const detail = detailOf(record.detail ?? "");
    if (detail === null || isUnverified(detail.id)) continue;
    const wall = ((wallBaseMs ?? 0) + (record.atMs ?? 0)) as CommandResult["wall"];
    results.push({
      id: detail.id,
      done: detail.done,
      body: resultBody(unit, { id: detail.id, done: detail.done, refused: detail.refused, wall }),
    });
  }
  return results;
}

/** A record that cannot be read has no result; the brain still gets the record. */
function detailOf(json: string): ResultDetail | null {
  try {
    return JSON.parse(json) as ResultDetail;
  } catch {
    return null;
  }
}
