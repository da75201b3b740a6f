import { join } from "node:path";
import { Brain } from "../../../src/brain/brain.ts";
import { Link } from "../../../src/link.ts";
import { keepBrainStore } from "../../../src/platform/brain-database.ts";
import { openBrainStore } from "../../../src/platform/brain-store.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { openLinkJournal } from "../../../src/platform/recorder.ts";
import { Backoff, BENCH_BACKOFF } from "../../../src/sync/backoff.ts";
import type { Connect } from "../../../src/sync/broker.ts";
import { LOOK_MS } from "../../../src/sync/conversation.ts";
import { SparingJournal } from "../../../src/sync/sparing.ts";
import type { Timers } from "../../../src/sync/timers.ts";
import type { Live } from "../../../src/traffic/live.ts";
import { FleetTimers } from "../../link/storm/fleet-timers.ts";
import { openMosquitto } from "../../platform/brokers.ts";
import { settled } from "../../sync/hand-timers.ts";

/** So often in simulated time both wait until all that was said has come: nobody's patience is shorter. */
const SETTLED_EVERY_MS = 10_000;
/** How often the link looks into the journal here: chunks come every ten seconds, and ten looks a second are most of a simulated day's work. */
const LOOKS_MS = 1_000;
/** So long nothing may have been said then, in real time: a broker on this machine forwards in a tenth of it. */
const QUIET_MS = 2;
const NEVER_QUIET_MS = 60_000;

export interface CentreSide {
  /** Shows the link what the unit is, and lets `ms` of simulated time pass at the link and the brain; what they say to each other arrives within it. */
  pass(live: Live, ms: number): Promise<void>;
  /** How far the brain has acknowledged. */
  acked(): number;
  /** How often either has lost the broker: a soak in which that happens measured something else. */
  readonly lost: number;
  close(): Promise<void>;
}

/** A link and a brain as they are, on simulated time, over real connections to a real broker that is a process of its own. */
export async function openCentreSide(folder: string, unit: string): Promise<CentreSide> {
  const broker = await openMosquitto();
  const address = { host: "127.0.0.1", port: broker.port, tls: false };
  const timers = new FleetTimers();
  const seldom: Timers = {
    now: () => timers.now(),
    wall: () => timers.wall(),
    after: (ms, run) => timers.after(ms === LOOK_MS ? LOOKS_MS : ms, run),
  };
  const traffic = { under: 0, at: performance.now(), lost: 0 };
  const said = (): void => {
    traffic.at = performance.now();
  };
  /** The real one, which says when something goes or comes. */
  const connect: Connect = async (at, id, on, will) => {
    const message: typeof on.message = (m) => {
      said();
      on.message(m);
    };
    const closed: typeof on.closed = (cause, busy) => {
      traffic.lost++;
      on.closed(cause, busy);
    };
    const connection = await connectMqtt(at, id, { message, closed }, will);
    const publish: typeof connection.publish = async (topic, payload, how) => {
      traffic.under++;
      try {
        await connection.publish(topic, payload, how);
      } finally {
        traffic.under--;
        said();
      }
    };
    return {
      receiveMaximum: connection.receiveMaximum,
      packetMaximum: connection.packetMaximum,
      publish,
      subscribe: (filters) => connection.subscribe(filters),
      close: () => connection.close(),
    };
  };
  const file = join(folder, "brain.db");
  const store = await openBrainStore(file);
  const kept = keepBrainStore(file);
  const backoff = () => new Backoff(BENCH_BACKOFF, () => 0.5);
  const uuid = () => "00000000-0000-4000-8000-000000000000";
  const sign = (body: Uint8Array) => body;
  const brain = new Brain({ connect, address, clientId: "soak-brain", timers, backoff: backoff(), store, sign, uuid }, "keeper");
  const journal = new SparingJournal(openLinkJournal(join(folder, "journal.db"), unit), timers);
  const link = new Link(
    { unit, version: "soak", broker: address, backoff: BENCH_BACKOFF },
    { connect, journal, timers: seldom, random: () => 0.5, verify: null },
  );
  brain.start();
  link.start();
  while (link.state().state !== "connected" || brain.cause !== "") {
    await timers.pass(100);
    await turn(5);
  }
  return {
    pass: async (live, ms) => {
      link.live(live);
      await timers.pass(ms);
      const settles = timers.now() % SETTLED_EVERY_MS < ms;
      const began = performance.now();
      while (traffic.under > 0 || (settles && performance.now() - traffic.at < QUIET_MS)) {
        if (performance.now() - began > NEVER_QUIET_MS) throw new Error("link and brain never fall silent: is the broker there?");
        await (settles ? turn(1) : settled());
      }
    },
    acked: () => link.state().acked_seq,
    get lost() {
      return traffic.lost;
    },
    close: async () => {
      await link.close();
      await brain.close();
      journal.close();
      await store.close();
      kept?.close();
      await broker.close();
    },
  };
}

const turn = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
