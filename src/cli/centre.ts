import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BrainPorts } from "../brain/brain.ts";
import { isPostgres, openBrainStore } from "../platform/brain-store.ts";
import { connectMqtt } from "../platform/mqtt.ts";
import { realTimers } from "../platform/timers.ts";
import { Backoff, BENCH_BACKOFF } from "../sync/backoff.ts";
import type { BrokerAddress } from "../sync/broker.ts";
import { type HostPort, hostPortIn } from "./address.ts";
import { UsageError } from "./verb.ts";

/** What the verbs of the centre have in common, for `parseArgs`. */
export const CENTRE_OPTIONS = {
  broker: { type: "string" },
  plain: { type: "boolean", default: false },
  certificates: { type: "string" },
  store: { type: "string" },
  key: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** As it stands in what is to be typed, and what each means. */
export const CENTRE_SYNOPSIS = "[--broker HOST:PORT [--plain]] [--certificates DIR] [--store FILE] [--key FILE] [--json]";
export const CENTRE_USAGE = `
  --broker HOST:PORT   the broker                             (the demo's, if there is one: 127.0.0.1:18830 --plain)
  --plain              without TLS
  --certificates DIR   our certificate and its key, the authority's certificate: what "stopline ca brain" or "ca watcher" has made
  --store FILE         where records and commands are kept: a file, or postgres://USER@HOST/DATABASE
                       (var/demo/brain.db on this machine, else var/brain.db)
  --key FILE           the brain's Ed25519 key                (brain-key.pem beside the store)
  --json               an object a line, for other programs`;

export interface Centre {
  readonly address: BrokerAddress;
  readonly storeFile: string;
  readonly keyFile: string;
}

/** The demo's broker, unless something else is there already. */
export const DEMO_PORT = 18_830;

/** Where the centre is, by the words on the command line, or by what `stopline run --demo` has left under `folder`. Throws a UsageError. */
export function centreOf(
  values: {
    readonly broker?: string | undefined;
    readonly plain: boolean;
    readonly certificates?: string | undefined;
    readonly store?: string | undefined;
    readonly key?: string | undefined;
  },
  folder = "var",
): Centre {
  const demo = existsSync(`${folder}/demo/brain-key.pem`);
  if (values.broker === undefined && !demo)
    throw new UsageError("name the broker, as in --broker brain.example.net:8883, or --broker 127.0.0.1:1883 --plain");
  const address: BrokerAddress =
    values.broker === undefined
      ? { host: "127.0.0.1", port: DEMO_PORT, tls: false, typed: true }
      : {
          ...addressOf(values.broker),
          tls: !values.plain,
          typed: true,
          ...(values.certificates === undefined ? {} : { certificates: values.certificates }),
        };
  const here = demo && /^(localhost|127\..*|::1)$/.test(address.host) ? `${folder}/demo` : folder;
  const storeFile = values.store ?? `${here}/brain.db`;
  const beside = isPostgres(storeFile) ? here : dirname(storeFile);
  return { address, storeFile, keyFile: values.key ?? join(beside, "brain-key.pem") };
}

function addressOf(text: string): HostPort {
  const at = hostPortIn(text);
  if (at === null) throw new UsageError(`--broker is HOST:PORT, as in 127.0.0.1:1883, not "${text}"`);
  return at;
}

/** The store and what else a brain needs of this machine. Rejects in words. */
export async function openCentre(
  { address, storeFile }: Centre,
  sign: BrainPorts["sign"],
): Promise<BrainPorts & { close(): Promise<void> }> {
  const store = await openBrainStore(storeFile);
  return {
    connect: connectMqtt,
    address,
    clientId: `stopline-brain-${randomBytes(4).toString("hex")}`,
    timers: realTimers,
    // One brain is no storm, and every second without it is a second of the city that nobody sees.
    backoff: new Backoff(BENCH_BACKOFF, Math.random),
    store,
    sign,
    uuid: randomUUID,
    close: () => store.close(),
  };
}
