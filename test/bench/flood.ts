/**
 * `make flood`: a whole unit in its own processes, and a flood at its status page: RATE requests a second and STREAMS open streams for SECONDS.
 * Prints how late the street side's ticks were without it and with it, and how the link answered.
 */
import { once } from "node:events";
import { Agent, request } from "node:http";
import { createConnection, type Socket } from "node:net";
import { watchLive } from "../../src/platform/live-socket.ts";
import { World } from "../world.ts";
import { quantile } from "./figures.ts";

const [SECONDS = 20, RATE = 2_000, STREAMS = 200] = ["SECONDS", "RATE", "STREAMS"].map((name) => Number(process.env[name]) || undefined);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const world = new World();
let frames: { at: number; late: number }[] = [];
const watch = watchLive(
  world.live,
  ({ at, tick_late_ms }) => frames.push({ at, late: tick_late_ms }),
  () => {},
);
try {
  while (frames.length < 100) await pause(100);
  const [, url = "", code = ""] = /(http:\/\/127\.0\.0\.1:\d+\/)#code=(\d+)/.exec(world.said) ?? [];
  const cookie = await loggedIn(url, code);
  const without = await watched();
  const flood = begin(url, cookie);
  await pause(1_000);
  const with_ = await watched();
  const health = await Promise.all(Array.from({ length: 20 }, () => timed(url, cookie)));
  const sent = flood.end();
  for (const [name, seen] of [
    ["without", without],
    ["with", with_],
  ] as const) {
    const late = Float64Array.from(seen.map(({ late }) => late)).sort();
    const ticks = (seen.at(-1)!.at - seen[0]!.at) / 100 + 1;
    const slow = seen.filter((frame) => frame.late > 10).length;
    console.log(
      `${name.padEnd(8)} ${ticks} tenths by the unit's own count in ${SECONDS} s, ${slow} later than 10 ms; lateness ${quantile(late, 500).toFixed(1)} ms median, ${quantile(late, 990).toFixed(1)} p99, ${late.at(-1)!.toFixed(1)} worst`,
    );
  }
  console.log(
    `flood    ${JSON.stringify(sent)}; who has logged in was answered in ${Math.round(quantile(Float64Array.from(health).sort(), 500))} ms median`,
  );
} finally {
  watch.close();
  await world.end();
}

async function watched() {
  frames = [];
  await pause(SECONDS * 1_000);
  return frames;
}

async function loggedIn(url: string, code: string): Promise<string> {
  const headers = { origin: url.slice(0, -1), "content-type": "application/json" };
  const answer = await fetch(`${url}login`, { method: "POST", headers, body: JSON.stringify({ code }) });
  return answer.headers.get("set-cookie")!.split(";")[0]!;
}

async function timed(url: string, cookie: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${url}health`, { headers: { cookie } });
  await answer.text();
  if (answer.status !== 200) throw new Error(`who has logged in got ${answer.status}`);
  return performance.now() - began;
}

function begin(url: string, cookie: string) {
  const { port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: "127.0.0.2" });
  const counts = { sent: 0, answered: 0, refused: 0, cut: 0, streams: STREAMS };
  const streams = new Set<Socket>();
  const stream = async (): Promise<void> => {
    const socket = createConnection({ port: Number(port), host: "127.0.0.1", localAddress: "127.0.0.2" });
    streams.add(socket);
    socket.on("error", () => {});
    socket.resume();
    socket.once("close", () => streams.delete(socket));
    await once(socket, "connect").catch(() => {});
    socket.write(`GET /live HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`);
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
    while (streams.size < STREAMS) void stream();
  }, 20);
  return {
    end: () => {
      clearInterval(timer);
      agent.destroy();
      for (const socket of streams) socket.destroy();
      return counts;
    },
  };
}
