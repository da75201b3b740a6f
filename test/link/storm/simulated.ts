import { Link } from "../../../src/link.ts";
import { fieldBackoff } from "../../../src/sync/backoff.ts";
import type { Connect, ConnectionEvents } from "../../../src/sync/broker.ts";
import { LOOK_MS } from "../../../src/sync/conversation.ts";
import type { Timers } from "../../../src/sync/timers.ts";
import { dice } from "../../dice.ts";
import { FakeJournal } from "../../sync/fake-journal.ts";
import { FleetTimers } from "./fleet-timers.ts";

/** How a fleet came back. */
export interface Return {
  /** Seconds from the broker's return to the last unit's. */
  readonly last_s: number;
  /** Connects that reached the broker in the busiest second of all, wherever it begins. */
  readonly peak: number;
  readonly back: number;
}

/** Nothing is in these journals, so nobody need look for it ten times a second. */
const IDLE_LOOK_MS = 20_000;
const A_DIE = 2 ** 32;

/**
 * `units` links as they are, on a simulated clock, at a broker that is away for `away_s` seconds and lets everybody in when it is back.
 * `powered`: it is the city's power that was away, and the units start with it.
 */
export async function storm(units: number, away_s: number, seed: number, powered = false): Promise<Return> {
  const timers = new FleetTimers();
  const roll = dice(seed);
  const connected = new Set<ConnectionEvents>();
  let up = false;
  const at: number[] = [];
  const connect: Connect = async (_address, _id, on) => {
    if (!up) throw new Error("nobody listens there");
    at.push(timers.now());
    connected.add(on);
    return { receiveMaximum: 20, packetMaximum: 262_144, publish: async () => {}, subscribe: async () => {}, close: async () => {} };
  };
  const idle: Timers = {
    now: () => timers.now(),
    wall: () => timers.wall(),
    after: (ms, run) => timers.after(ms === LOOK_MS ? IDLE_LOOK_MS : ms, run),
  };
  const broker = { host: "brain.example.net", port: 8883, tls: true };
  const links = Array.from({ length: units }, (_, i) => {
    const options = { unit: `U-${i}`, version: "1", broker, backoff: fieldBackoff(units) };
    return new Link(options, {
      connect,
      journal: new FakeJournal(`U-${i}`),
      timers: idle,
      random: () => roll(A_DIE) / A_DIE,
      verify: null,
    });
  });
  if (!powered) {
    up = true;
    for (const link of links) link.start();
    // Long enough for every wait to begin small again.
    await timers.pass(3_600_000);
    up = false;
    at.length = 0;
    for (const on of [...connected]) on.closed("it cut the connection");
  } else for (const link of links) link.start(true);
  await timers.pass(away_s * 1_000);
  up = true;
  const begun = timers.now();
  await timers.pass(600_000);
  const back = links.filter((link) => link.state().state === "connected").length;
  return { last_s: (at.at(-1)! - begun) / 1_000, peak: busiest(at), back };
}

/** The most of them within any one second; `at` in ms, in order. */
export function busiest(at: readonly number[]): number {
  let most = 0;
  for (let from = 0, to = 0; to < at.length; to++) {
    while (at[to]! - at[from]! >= 1_000) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
