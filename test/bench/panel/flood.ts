import { once } from "node:events";
import { Agent, request } from "node:http";
import { createConnection, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { type Figure, quantile, spread } from "../figures.ts";
import { cpuOf, type Demo } from "./demo.ts";
import type { Tick } from "./tick-watch.ts";

const SECONDS = Number(process.env["SECONDS"] || 30);
/** Requests a second, and streams that are held open and opened anew when they are cut. */
const RATE = 2_000;
const STREAMS = 200;
const PAIRS = 3;
/** What a flood has done to the link is over after so long. */
const SETTLE_MS = 2_000;
/** Later than this a tick is late enough to look at. */
const LATE_MS = 10;
/** Everything that floods comes from here, as from one neighbour in the cabinet's net; who has logged in is another. */
const FLOODER = "127.0.0.2";

interface Seen {
  readonly median: number;
  readonly p99: number;
  readonly late: number;
  readonly missed: number;
  readonly link: number;
}

/**
 * How late the street side's ticks are with a flood at the page beside how late they are without it, in pairs of one run, so that what else the machine
 * does is in both. The flood is made on the same processors and has the machine's own priority: a unit's comes from another machine.
 */
export async function flood(demo: Demo): Promise<readonly Figure[]> {
  const watch = new Worker(new URL("./tick-watch.ts", import.meta.url), { workerData: demo.world.live });
  /** Those since it was asked last. */
  const ticks = async (): Promise<readonly Tick[]> => {
    watch.postMessage("ticks");
    return (await once(watch, "message"))[0];
  };
  const watched = async (): Promise<Seen> => {
    const before = cpuOf(demo.world.pids("link"));
    await ticks();
    await pause((SECONDS / PAIRS) * 1_000);
    const seen = await ticks();
    const late = Float64Array.from(seen, (tick) => tick.late).sort();
    return {
      median: quantile(late, 500),
      p99: quantile(late, 990),
      late: (late.filter((ms) => ms > LATE_MS).length / late.length) * 100,
      // By the unit's own count: a tenth that no frame tells of was caught up with the next.
      missed: (seen.at(-1)!.at - seen[0]!.at) / 100 + 1 - seen.length,
      link: ((cpuOf(demo.world.pids("link")) - before) / (SECONDS / PAIRS)) * 100,
    };
  };
  const [without, with_]: [Seen[], Seen[]] = [[], []];
  const sent = { sent: 0, answered: 0, refused: 0, cut: 0 };
  const answered: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    without.push(await watched());
    const ending = begin(demo, sent);
    await pause(SETTLE_MS);
    with_.push(await watched());
    answered.push(await timed(demo));
    ending();
    await pause(SETTLE_MS);
  }
  await watch.terminate();
  console.error(`the flood: ${JSON.stringify(sent)}`);
  const both = (name: string, unit: string, of: (seen: Seen) => number): Figure[] => [
    spread(`${name}, no flood`, unit, without.map(of)),
    spread("  with it", unit, with_.map(of)),
  ];
  const ratio = (name: string, of: (seen: Seen) => number): Figure =>
    spread(
      name,
      "",
      with_.map((seen, i) => of(seen) / of(without[i]!)),
    );
  return [
    ...both("tick lateness, median", "ms", ({ median }) => median),
    ratio("  ratio of each pair", ({ median }) => median),
    ...both("tick lateness, 99 %", "ms", ({ p99 }) => p99),
    ratio("  ratio of each pair", ({ p99 }) => p99),
    ...both(`ticks later than ${LATE_MS} ms`, "%", ({ late }) => late),
    ...both("tenths without a frame of their own", "", ({ missed }) => missed),
    ...both("link's processor", "% of a core", ({ link }) => link),
    spread("who has logged in is answered in the flood", "ms", answered),
  ];
}

async function timed({ url, cookie }: Demo): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${url}health`, { headers: { cookie } });
  await answer.text();
  if (answer.status !== 200) throw new Error(`who has logged in got ${answer.status}`);
  return performance.now() - began;
}

/** Floods until what it gives is called. */
function begin({ url, cookie }: Demo, counts: { sent: number; answered: number; refused: number; cut: number }): () => void {
  const { port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: FLOODER });
  const streams = new Set<Socket>();
  const stream = (): void => {
    const socket = createConnection({ port: Number(port), host: "127.0.0.1", localAddress: FLOODER });
    streams.add(socket);
    socket.on("error", () => {});
    socket.resume();
    socket.once("close", () => streams.delete(socket));
    socket.once("connect", () => socket.write(`GET /live HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`));
  };
  const ask = (): void => {
    counts.sent += 1;
    const asked = request(`${url}site.json`, { agent }, (answer) => {
      if (answer.statusCode === 429) counts.refused += 1;
      else counts.answered += 1;
      answer.resume();
    });
    asked.on("error", () => {
      counts.cut += 1;
    });
    asked.end();
  };
  const timer = setInterval(() => {
    for (let i = 0; i < RATE / 50; i++) ask();
    while (streams.size < STREAMS) stream();
  }, 20);
  return () => {
    clearInterval(timer);
    agent.destroy();
    for (const socket of streams) socket.destroy();
  };
}
