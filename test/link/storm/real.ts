import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { Link } from "../../../src/link.ts";
import { connectMqtt } from "../../../src/platform/mqtt.ts";
import { realTimers } from "../../../src/platform/timers.ts";
import { fieldBackoff } from "../../../src/sync/backoff.ts";
import type { Connect } from "../../../src/sync/broker.ts";
import { LOOK_MS } from "../../../src/sync/conversation.ts";
import type { Timers } from "../../../src/sync/timers.ts";
import { openMosquitto } from "../../platform/brokers.ts";
import { FakeJournal } from "../../sync/fake-journal.ts";
import { busiest, type Return } from "./simulated.ts";

export interface RealReturn extends Return {
  readonly seen: number;
  readonly stall_ms: number;
}

/** Nothing is in these journals, so nobody need look for it ten times a second. */
const IDLE_LOOK_MS = 20_000;
/** How quickly they are brought in at the beginning, which is not measured. */
const IN_PER_S = 250;
const GIVE_UP_MS = 600_000;

/**
 * `units` links as they are, each with a TCP connection of its own to a real mosquitto that is killed, stays away for `away_s` seconds and starts
 * again. All units are one process here: while it stalls (`stall_ms`, the longest)
 * their clocks stand still together, as those of a city's units do not, and then they come at once. So calls that the broker has taken are counted by
 * the moment for which each unit had set its clock (`peak`), and as they came (`seen`). Takes as long as it takes: about five minutes.
 */
export async function realStorm(units: number, away_s: number, told: (words: string) => void): Promise<RealReturn> {
  const settings = "max_connections -1\nsys_interval 0";
  const first = await openMosquitto(settings);
  const [set, came]: [number[], number[]] = [[], []];
  let setFor = 0;
  let inside = 0;
  const connect: Connect = async (address, id, on, will) => {
    const its = setFor;
    const closed = (cause: string, busy?: boolean) => {
      inside--;
      on.closed(cause, busy);
    };
    const connection = await connectMqtt(address, id, { message: on.message, closed }, will);
    inside++;
    set.push(its);
    came.push(performance.now());
    return connection;
  };
  const after: Timers["after"] = (ms, run) => {
    const due = performance.now() + ms;
    const timely = () => {
      setFor = due;
      run();
    };
    return realTimers.after(ms === LOOK_MS ? IDLE_LOOK_MS : ms, timely);
  };
  const idle: Timers = { ...realTimers, after };
  const broker = { host: "127.0.0.1", port: first.port, tls: false };
  // As if each had been connected for long: what counts is where the waits begin.
  const backoff = { ...fieldBackoff(units), steady_ms: 1 };
  const links = Array.from({ length: units }, (_, i) => {
    const unit = `U-${i}`;
    return new Link(
      { unit, version: "1", broker, backoff },
      { connect, journal: new FakeJournal(unit), timers: idle, random: Math.random, verify: null },
    );
  });
  for (let i = 0; i < units; i += IN_PER_S / 10) {
    for (const link of links.slice(i, i + IN_PER_S / 10)) link.start();
    await pause(100);
  }
  while (inside < units) await pause(1_000);
  told(`${units} units are connected; the broker is killed`);
  await first.kill();
  while (inside > 0) await pause(100);
  set.length = came.length = 0;
  await pause(away_s * 1_000);
  const again = await openMosquitto(settings, first.port);
  const begun = performance.now();
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  stalls.enable();
  for (let looks = 1; inside < units && performance.now() - begun < GIVE_UP_MS; looks++) {
    await pause(1_000);
    if (looks % 30 === 0) told(`${looks} s: ${inside} are back`);
  }
  const outcome = {
    last_s: (came.at(-1)! - begun) / 1_000,
    peak: busiest(set.toSorted((a, b) => a - b)),
    seen: busiest(came),
    back: inside,
    stall_ms: Math.round(stalls.max / 1e6),
  };
  await Promise.all(links.map((link) => link.close()));
  await again.close();
  return outcome;
}
