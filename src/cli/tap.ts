import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { Session } from "../brain/session.ts";
import { type Tapped, tapped, tappedLines } from "../brain/tapped.ts";
import { nearest } from "../config/nearest.ts";
import { wallNow } from "../platform/clock.ts";
import { connectMqtt } from "../platform/mqtt.ts";
import { signatureBy } from "../platform/signature.ts";
import { realTimers } from "../platform/timers.ts";
import { Backoff, BENCH_BACKOFF } from "../sync/backoff.ts";
import type { Message } from "../sync/broker.ts";
import type { Verify } from "../sync/orders.ts";
import { TOPICS, type TopicName } from "../sync/topics.ts";
import { centreOf } from "./centre.ts";
import { say, sayJson, shown } from "./say.ts";
import { untilAsked } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const NAMES = Object.keys(TOPICS) as TopicName[];

const USAGE = `
stopline tap [UNIT …] [--only TOPIC,…] [--command-key KEY] [--broker HOST:PORT [--plain]] [--certificates DIR] [--json]

Shows what goes by at the broker between units and brain, decoded, in words: of all units, or of those named. Says nothing itself, and needs no more
than to read (stopline ca watcher). What a message has that this program does not know is said with it.

  --only TOPIC,…       only these: ${NAMES.join(", ")}; other: what is in no table
  --command-key KEY    checks the seals of commands by this public key (Ed25519, base64), as it stands in site files
  --broker HOST:PORT   the broker                             (the demo's, if there is one: 127.0.0.1:18830 --plain)
  --plain              without TLS
  --certificates DIR   our certificate and its key, the authority's certificate
  --json               an object a line, for other programs
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals: units } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: "string" },
      "command-key": { type: "string" },
      broker: { type: "string" },
      plain: { type: "boolean", default: false },
      certificates: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const only = onlyOf(values.only);
  const verify = verifyOf(values["command-key"]);
  for (const unit of units) if (!/^[^\s/+#]+$/.test(unit)) throw new UsageError(`"${unit}" is no unit's name`);
  const { address } = centreOf(values);
  // Nobody reads along any more.
  process.stdout.on("error", () => process.exit(0));
  const tell = (seen: Tapped): void => {
    if (only !== null && !only.has(seen.name ?? "other")) return;
    if (values.json) sayJson({ at: wallNow(), ...seen });
    else for (const line of tappedLines(seen, wallNow())) say(line);
  };
  let lost = "";
  const ports = {
    connect: connectMqtt,
    address,
    clientId: `stopline-tap-${randomBytes(4).toString("hex")}`,
    timers: realTimers,
    backoff: new Backoff(BENCH_BACKOFF, Math.random),
  };
  const session = new Session(ports, {
    begin: (connection) => connection.subscribe(units.length === 0 ? ["stopline/#"] : units.map((unit) => `stopline/v1/${unit}/#`)),
    message: (message: Message) => tell(tapped(message, verify)),
    lost: (cause) => {
      if (cause !== lost) console.error(`stopline: ${shown(cause)}`);
      lost = cause;
    },
  });
  session.start();
  return untilAsked(() => session.close());
}

/** null for all. */
function onlyOf(text: string | undefined): ReadonlySet<string> | null {
  if (text === undefined) return null;
  const names = text.split(",");
  const odd = names.find((name) => name !== "other" && !NAMES.includes(name as TopicName));
  if (odd === undefined) return new Set(names);
  const near = nearest(odd, NAMES);
  throw new UsageError(
    `there is no topic "${odd}"${near === undefined ? "" : `; did you mean ${near}?`} They are: ${NAMES.join(", ")}, other.`,
  );
}

function verifyOf(key: string | undefined): Verify | null {
  if (key === undefined) return null;
  try {
    return signatureBy(key);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

export const verb: Verb = { summary: "what goes by at the broker, decoded, in words", usage: USAGE, run };
