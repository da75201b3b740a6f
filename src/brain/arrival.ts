import { stopline } from "#wire";
import type { ResultDetail } from "../journal/port.ts";
import type { Message } from "../sync/broker.ts";
import { topicOf } from "../sync/topics.ts";
import { CODE } from "../traffic/codes.ts";
import type { Span } from "./sequence.ts";

/** No unit gets here: three hundred years at a hundred records a second. A number that is higher was made up. */
const SEQ_MAX = 2 ** 40;

/** As a unit's names are, and as `fetch-journal` takes an epoch; "" where there is none. No database need take a key of any length. */
const EPOCH = /^[!-~]{0,64}$/;
const UNIT = /^[^\0]{1,64}$/;

/** A record as the brain keeps it, with the wall time that the unit gave it. */
export interface KeptRecord {
  readonly seq: number;
  readonly wall_ms: number;
  readonly code: number;
  readonly param: number;
  readonly value: number;
  readonly detail: string;
  readonly input: boolean;
}

/** A chunk off the wire. `span` is what it accounts for: a gap's chunk has one record and stands for many. */
export interface ChunkArrival {
  readonly kind: "chunk";
  readonly unit: string;
  readonly epoch: string;
  readonly span: Span;
  readonly records: readonly KeptRecord[];
  /** Why the records of `span` are not there; "" for a chunk that has them all. */
  readonly gap: string;
}

export type Arrival =
  | ChunkArrival
  | { readonly kind: "presence"; readonly unit: string; readonly presence: stopline.v1.Presence; readonly retained: boolean }
  | { readonly kind: "status"; readonly unit: string; readonly status: stopline.v1.Status; readonly retained: boolean }
  | { readonly kind: "result"; readonly unit: string; readonly result: stopline.v1.Result }
  | { readonly kind: "unreadable"; readonly unit: string; readonly why: string };

/** What a message on a topic of ours means; null for a topic that units do not speak on. Never throws, whatever the bytes are. */
export function arrivalOf({ topic, payload, retained }: Message): Arrival | null {
  const at = topicOf(topic);
  if (at === null) return null;
  const { name, unit } = at;
  try {
    switch (name) {
      case "live":
      case "backfill":
        return chunkOf(unit, own(unit, stopline.v1.Chunk.decode(payload)));
      case "presence":
        return { kind: "presence", unit, presence: journaled(own(unit, stopline.v1.Presence.decode(payload))), retained };
      case "status":
        return { kind: "status", unit, status: journaled(own(unit, stopline.v1.Status.decode(payload))), retained };
      case "result":
        return { kind: "result", unit, result: own(unit, stopline.v1.Result.decode(payload)) };
      default:
        return null;
    }
  } catch (error) {
    return { kind: "unreadable", unit, why: `on ${topic}: ${(error as Error).message}` };
  }
}

/** What a unit says about another one is not taken: the broker's access list holds for topics, not for what stands inside. */
function own<M extends { readonly unit: string; readonly epoch?: string }>(unit: string, message: M): M {
  for (const value of Object.values(message)) whole(value);
  if (message.unit !== unit) throw new Error(`it speaks of unit "${message.unit.slice(0, 64)}"`);
  if (!UNIT.test(unit)) throw new Error(`a unit's name has 64 letters at most, not ${unit.length}`);
  if (message.epoch !== undefined && !EPOCH.test(message.epoch)) throw new Error(`an epoch of ${message.epoch.length} letters is none`);
  return message;
}

/** SQLite's integers and JavaScript's numbers agree below 2^53; no honest message has more. */
function whole(value: unknown): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new Error(`the number ${value}`);
}

/** What a unit says of its journal can be true. */
function journaled<M extends { readonly lastSeq: number; readonly ackedSeq: number }>(message: M): M {
  const { lastSeq, ackedSeq } = message;
  if (lastSeq > SEQ_MAX || ackedSeq > lastSeq) throw new Error(`${ackedSeq} records of ${lastSeq} acknowledged`);
  return message;
}

function chunkOf(unit: string, chunk: stopline.v1.Chunk): ChunkArrival {
  if (chunk.epoch === "") throw new Error("a chunk without an epoch");
  const first = chunk.firstSeq;
  const last = first + chunk.records.length - 1;
  if (!(last <= SEQ_MAX) || first < 1 || last < first) throw new Error(`a chunk of ${chunk.records.length} records from ${first}`);
  const records = chunk.records.map((record, i) => ({
    seq: first + i,
    wall_ms: chunk.wallBaseMs + (record.atMs ?? 0),
    code: record.code ?? 0,
    param: record.param ?? 0,
    value: record.value ?? 0,
    detail: record.detail ?? "",
    input: record.input ?? false,
  }));
  for (const record of records) for (const value of Object.values(record)) whole(value);
  const gap = records.length === 1 ? gapOf(records[0]!) : null;
  const span = { from: first, to: gap === null ? last : gap.to };
  return { kind: "chunk", unit, epoch: chunk.epoch, span, records, gap: gap?.reason ?? "" };
}

/** A gap whose detail cannot be read stands for itself alone: the hole behind it is then seen as one. */
function gapOf({ seq, code, detail }: KeptRecord): { readonly to: number; readonly reason: string } | null {
  if (code !== CODE.gap) return null;
  try {
    const { to, reason } = JSON.parse(detail) as { readonly to?: unknown; readonly reason?: unknown };
    if (!Number.isSafeInteger(to) || (to as number) < seq || (to as number) > SEQ_MAX) return null;
    return { to: to as number, reason: typeof reason === "string" && reason !== "" ? reason : "no reason given" };
  } catch {
    return null;
  }
}

/** The result of a command, if the record is one: the street side's own word. */
export function resultOf(unit: string, { code, detail, wall_ms }: KeptRecord): stopline.v1.Result | null {
  if (code !== CODE.commandResult) return null;
  try {
    const { id, done, refused } = JSON.parse(detail) as Partial<ResultDetail>;
    if (typeof id !== "string" || typeof done !== "boolean" || typeof refused !== "string") return null;
    return stopline.v1.Result.create({ unit, commandId: id, done, refused, wallMs: wall_ms }) as stopline.v1.Result;
  } catch {
    return null;
  }
}
