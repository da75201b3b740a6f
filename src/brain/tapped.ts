import { stopline } from "#wire";
import { requestOf } from "../commands/index.ts";
import type { Message } from "../sync/broker.ts";
import type { Verify } from "../sync/orders.ts";
import { TOPICS, type TopicName, topicOf } from "../sync/topics.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import { unknownFields } from "./wire-fields.ts";
import { recordWords } from "./words.ts";

/** One message as it went by, decoded. */
export interface Tapped {
  readonly topic: string;
  readonly unit: string;
  /** null for a topic that the contract does not have. */
  readonly name: TopicName | null;
  readonly message: string;
  readonly retained: boolean;
  readonly bytes: number;
  /** The message by its fields; of a sealed command what is under the seal. null where it cannot be read. */
  readonly says: { readonly [field: string]: unknown } | null;
  /** A sealed command's: by the key that was given, by another one, or nobody's to say (no key was given). */
  readonly seal?: "good" | "bad" | "unchecked";
  /** Fields on the wire that no .proto file of this program has. */
  readonly unknown: readonly string[];
  /** Why it cannot be read; "" where it can. */
  readonly trouble: string;
}

interface Codec {
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): { [field: string]: unknown };
}

const PLAIN = { enums: String, bytes: String, defaults: true, arrays: true };

/** What a message says, whatever its bytes are; never throws. `verify` checks the seal of commands. */
export function tapped({ topic, payload, retained }: Message, verify: Verify | null): Tapped {
  const at = topicOf(topic);
  const base = {
    topic,
    unit: at?.unit ?? "",
    name: at?.name ?? null,
    message: at === null ? "" : TOPICS[at.name].message,
    retained,
    bytes: payload.length,
  };
  if (at === null) return { ...base, says: null, unknown: [], trouble: "a topic that the contract does not have" };
  try {
    const sealed = SEALED[at.name];
    if (sealed === undefined) return { ...base, ...opened(base.message, payload), trouble: "" };
    // Both seals are the same: a body, and a signature over it.
    const { body, signature } = stopline.v1.SealedCommand.decode(payload);
    // Each vehicle has a key of its own, which a corridor file pins: not the one that was given.
    const seal = verify === null || at.name !== "command" ? "unchecked" : verify(body, signature) ? "good" : "bad";
    const { says, unknown } = opened(sealed, body);
    return { ...base, says, seal, unknown: [...unknownFields(base.message, payload), ...unknown], trouble: "" };
  } catch (error) {
    return { ...base, says: null, unknown: [], trouble: (error as Error).message };
  }
}

/** What is under a seal. */
const SEALED: { readonly [N in TopicName]?: string } = { command: "Command", position: "Position" };

function opened(message: string, bytes: Uint8Array) {
  const codec = (stopline.v1 as unknown as { readonly [name: string]: Codec })[message]!;
  return { says: codec.toObject(codec.decode(bytes), PLAIN), unknown: unknownFields(message, bytes) };
}

/** The message in lines for a person: what it is, then a line a record. */
export function tappedLines({ unit, name, topic, retained, bytes, says, seal, unknown, trouble }: Tapped, at: WallTime): readonly string[] {
  const head = `${iso(at).slice(11, 23)} ${unit || topic} ${name === null ? "" : `${TOPICS[name].type}/${TOPICS[name].code}`}`.trimEnd();
  const tail = `${retained ? ", retained" : ""}, ${bytes} bytes${unknown.length > 0 ? `; unknown: ${unknown.join(", ")}` : ""}`;
  if (says === null || name === null) return [`${head}: ${trouble}${tail}`];
  const words = wordsFor(name, says);
  return [`${head}: ${words[0]}${seal === undefined ? "" : `, ${SEALS[seal]}`}${tail}`, ...words.slice(1).map((line) => `    ${line}`)];
}

/** Whoever can publish can send what decodes and makes no sense. */
function wordsFor(name: TopicName, says: Says): readonly string[] {
  try {
    return WORDS[name](says);
  } catch (error) {
    return [`it makes no sense: ${(error as Error).message}`];
  }
}

const SEALS = { good: "sealed by the key", bad: "NOT SEALED by the key", unchecked: "its seal not checked" } as const;

/** What `defaults` has filled in. */
type Says = { readonly [field: string]: unknown };

const journal = ({ epoch, ackedSeq, lastSeq }: Says): string =>
  epoch === "" ? "no journal" : `journal ${epoch}: ${ackedSeq} of ${lastSeq} acknowledged`;
const moment = (ms: unknown): string => (ms === 0 ? "no time" : iso(ms as WallTime));
const among = (what: string, all: unknown): string =>
  (all as readonly unknown[]).length === 0 ? "" : `, ${what} ${(all as readonly unknown[]).join(" ")}`;
const walked = (s: Says): string => {
  const walk = s["commissioning"] as stopline.v1.Commissioning | null | undefined;
  if (walk == null) return "";
  return `, ${walk.finished ? (walk.safe ? "safe to leave" : `not safe to leave, ${walk.open} open`) : "being commissioned"} (${walk.by})`;
};
const doubted = (s: Says): string => {
  const doubts = (s["doubts"] as readonly stopline.v1.DetectorDoubt[]).map(({ detector, doubt }) => `detector ${detector} (${doubt})`);
  return doubts.length === 0 ? "" : `, doubted: ${doubts.join(", ")}`;
};
const fault = (what: string, words: unknown): string => (words === "" ? "" : `, ${what}: ${words}`);

const WORDS: { readonly [N in TopicName]: (says: Says) => readonly string[] } = {
  presence: (s) => [`${s["state"]} since ${moment(s["sinceMs"])}, version ${s["version"]}, ${journal(s)}`],
  status: (s) => {
    const phases = (s["phases"] as readonly stopline.v1.PhaseStatus[]).map(({ phase, interval }) => `${phase} ${interval}`);
    return [
      `${s["mode"]}${s["modeCause"] === "" ? "" : ` (${s["modeCause"]})`}, pattern ${s["pattern"]}, ${phases.join(", ") || "no phases"}` +
        `${fault("monitor", s["monitorFault"])}${fault("journal", s["journalFault"])}${among("failed detectors", s["failedDetectors"])}${doubted(s)}${walked(s)}, ${journal(s)}`,
    ];
  },
  live: chunkWords,
  backfill: chunkWords,
  ack: (s) => [`everything of journal ${s["epoch"]} up to ${s["seq"]} is stored`],
  command: (s) => {
    const { command, args } = requestOf(stopline.v1.Command.fromObject(s)) ?? {
      command: "a command that this program does not know",
      args: "",
    };
    return [
      `${command} ${args}, id ${s["id"]}, counter ${s["counter"]}, issued ${moment(s["issuedMs"])}, expires ${moment(s["expiresMs"])}`,
    ];
  },
  result: (s) => [`${s["commandId"]} ${s["done"] ? "done" : `refused: ${s["refused"]}`}, at ${moment(s["wallMs"])}`],
  position: (s) => {
    const way = s["way"] as readonly string[];
    const at = `${(s["latitudeE7"] as number) / 1e7} ${(s["longitudeE7"] as number) / 1e7}, ${(s["speedCms"] as number) / 100} m/s`;
    return [`${s["vehicle"]} at ${at}, ${moment(s["atMs"])}, ${way.length === 0 ? "asks for nothing" : `by way of ${way.join(", ")}`}`];
  },
  departures: (s) => {
    const lanes = s["lanes"] as readonly { readonly approach: string; readonly lane: number; readonly left: readonly number[] }[];
    const left = lanes.map(({ approach, lane, left }) => `${approach} ${lane}: ${left.reduce((sum, n) => sum + n, 0)}`);
    return [`left in two minutes: ${left.join(", ") || "no lane can say"}`];
  },
};

function chunkWords(s: Says): readonly string[] {
  const records = s["records"] as readonly stopline.v1.Record[];
  const first = s["firstSeq"] as number;
  const lines = records.map((r, i) => {
    const record = {
      seq: first + i,
      wall_ms: (s["wallBaseMs"] as number) + r.atMs,
      code: r.code,
      param: r.param,
      value: r.value,
      detail: r.detail,
      input: r.input,
    };
    return `${record.seq} ${recordWords(record)}${r.detail === "" ? "" : ` ${r.detail}`}`;
  });
  return [
    `records ${first} to ${first + records.length - 1} of journal ${s["epoch"]}, session ${s["session"]}${s["historical"] ? ", historical" : ""}`,
    ...lines,
  ];
}
