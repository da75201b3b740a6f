/** Every topic in one table: `stopline/v1/<unit>/<type>/<code>`. */
export interface Topic {
  readonly type: string;
  readonly code: string;
  /** The message of proto/stopline/v1. */
  readonly message: "Presence" | "Status" | "Chunk" | "Ack" | "SealedCommand" | "Result" | "Departures" | "SealedPosition";
  readonly from: "unit" | "brain" | "vehicle";
  readonly qos: 0 | 1;
  /** Only complete sets are retained, never an event. */
  readonly retain: boolean;
  readonly why: string;
}

export const TOPICS = {
  presence: {
    type: "presence",
    code: "unit",
    message: "Presence",
    from: "unit",
    qos: 1,
    retain: true,
    why: "whether the unit is there; its will says offline",
  },
  status: {
    type: "status",
    code: "signals",
    message: "Status",
    from: "unit",
    qos: 0,
    retain: true,
    why: "what the signals show now, complete in itself; a lost one is replaced by the next",
  },
  live: {
    type: "journal",
    code: "live",
    message: "Chunk",
    from: "unit",
    qos: 1,
    retain: false,
    why: "journal records as they are committed, before any backfill",
  },
  backfill: {
    type: "journal",
    code: "backfill",
    message: "Chunk",
    from: "unit",
    qos: 1,
    retain: false,
    why: "what was missed during an outage: same seq, marked historical, beside live and slower",
  },
  ack: {
    type: "ack",
    code: "journal",
    message: "Ack",
    from: "brain",
    qos: 1,
    retain: true,
    why: "the brain has stored everything up to here; only this lets the unit forget",
  },
  command: {
    type: "command",
    code: "sealed",
    message: "SealedCommand",
    from: "brain",
    qos: 1,
    retain: false,
    why: "one signed command; which one is inside the seal, so that a broker cannot turn it into another",
  },
  result: {
    type: "result",
    code: "command",
    message: "Result",
    from: "unit",
    qos: 1,
    retain: false,
    why: "exactly one result for each command; a repeated command gets the recorded one",
  },
  departures: {
    type: "departures",
    code: "lanes",
    message: "Departures",
    from: "unit",
    qos: 0,
    retain: false,
    why: "who leaves each lane and who is expected to, for the units next to it; a lost one is replaced by the next",
  },
  position: {
    type: "position",
    code: "vehicle",
    message: "SealedPosition",
    from: "vehicle",
    qos: 0,
    retain: false,
    why: "where a vehicle on its way is, signed by its own key; under its own name where others have the unit's",
  },
} as const satisfies { readonly [name: string]: Topic };

export type TopicName = keyof typeof TOPICS;

/** The topic of one unit, or with "+" of all of them. */
export const topic = (name: TopicName, unit: string): string => `stopline/v1/${unit}/${TOPICS[name].type}/${TOPICS[name].code}`;

/** Whose topic this is and which; null for one that is not in the table. */
export function topicOf(text: string): { readonly name: TopicName; readonly unit: string } | null {
  const [root, version, unit, type, code, ...rest] = text.split("/");
  if (root !== "stopline" || version !== "v1" || !unit || rest.length > 0) return null;
  for (const [name, t] of Object.entries(TOPICS)) if (t.type === type && t.code === code) return { name: name as TopicName, unit };
  return null;
}
