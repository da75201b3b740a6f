import { CODE } from "../traffic/codes.ts";

/** What can be seen of an encoded chunk without decoding its records: some 20 ns a record, where decoding takes a microsecond. */
export interface Bones {
  /** What stands above the records, its first seq aside: chunks that have the same go well together. */
  readonly name: string;
  /** Where the records begin. */
  readonly body_at: number;
  readonly records: number;
  /** It stands for records that are not there. */
  readonly gap: boolean;
  /** A command's result is among the records. */
  readonly results: boolean;
}

/** Tags of stopline.v1.Chunk and Record, as the journal's own encoder writes them: ascending. */
const FIRST_SEQ = (4 << 3) | 0;
const RECORD = (6 << 3) | 2;
const RECORD_AT_MS = (1 << 3) | 0;
const RECORD_CODE = (2 << 3) | 0;
const VARINT_BYTES = 10;

/** null for a body of any other shape: whoever asks decodes it then. */
export function bonesOf(body: Uint8Array): Bones | null {
  let at = 0;
  let name = "";
  while (at < body.length && body[at] !== RECORD) {
    const from = at;
    const tag = body[at]!;
    at = (tag & 7) === 0 ? varintEnd(body, at + 1) : (tag & 7) === 2 ? lengthEnd(body, at + 1) : -1;
    if (at < 0 || at > body.length) return null;
    if (tag !== FIRST_SEQ) name += Buffer.from(body.buffer, body.byteOffset + from, at - from).toString("latin1");
  }
  const body_at = at;
  let records = 0;
  let code = 0;
  let results = false;
  while (at < body.length) {
    if (body[at] !== RECORD) return null;
    const end = lengthEnd(body, at + 1);
    if (end < 0 || end > body.length) return null;
    at = varintEnd(body, at + 1);
    if (body[at] === RECORD_AT_MS) at = varintEnd(body, at + 1);
    if (at < 0 || at > end) return null;
    // A code of 0, "phase on", is not written; what follows then is a later field.
    code = at < end && body[at] === RECORD_CODE ? codeAt(body, at + 1) : 0;
    if (code === 0 && at < end && body[at]! >> 3 < 2) return null;
    results ||= code === CODE.commandResult;
    records++;
    at = end;
  }
  return records === 0 ? null : { name, body_at, records, gap: records === 1 && code === CODE.gap, results };
}

/** Behind the varint at `at`; -1 if it does not end. */
function varintEnd(bytes: Uint8Array, at: number): number {
  for (let i = at; i < at + VARINT_BYTES; i++) if (bytes[i]! < 0x80) return i + 1;
  return -1;
}

/** Behind what is as long as the varint at `at` says. */
function lengthEnd(bytes: Uint8Array, at: number): number {
  const end = varintEnd(bytes, at);
  if (end < 0 || end - at > 4) return -1;
  let length = 0;
  for (let i = end - 1; i >= at; i--) length = length * 128 + (bytes[i]! & 0x7f);
  return end + length;
}

/** Codes are below 16,384; a longer one is none that we look for. */
const codeAt = (bytes: Uint8Array, at: number): number => (bytes[at]! < 0x80 ? bytes[at]! : (bytes[at]! & 0x7f) + bytes[at + 1]! * 128);
