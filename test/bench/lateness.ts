import { Worker } from "node:worker_threads";
import { watchLive } from "../../src/platform/live-socket.ts";
import { rssOf, World } from "../world.ts";
import { type Figure, quantile, spread } from "./figures.ts";

/** How late ticks of `make run` are while the disk is hammered beside it, and what the two processes hold in memory. */
export async function lateness(minutes: number): Promise<readonly Figure[]> {
  const world = new World();
  const frames = { late: [] as number[], first: 0, last: 0 };
  const watch = watchLive(
    world.live,
    ({ at, tick_late_ms }) => {
      frames.first ||= at;
      frames.last = at;
      frames.late.push(tick_late_ms);
    },
    () => {},
  );
  const hammer = new Worker(new URL("./disk-hammer.ts", import.meta.url), { workerData: world.dir });
  const memory = { unit: [] as number[], link: [] as number[] };
  const seconds = minutes * 60;
  for (let s = 0; s < seconds; s += 10) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(10, seconds) * 1_000));
    for (const verb of ["unit", "link"] as const) for (const pid of world.pids(verb)) memory[verb].push(rssOf(pid));
    if (process.stderr.isTTY) process.stderr.write(`\rwatched ${Math.floor((s + 10) / 60)} of ${minutes} minutes`);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  await hammer.terminate();
  watch.close();
  await world.end();
  const ticks = (frames.last - frames.first) / 100 + 1;
  const late = Float64Array.from(frames.late).sort();
  const seen = `99.9 % and worst of ${late.length} ticks; ${ticks - late.length} not seen`;
  return [
    {
      name: "tick lateness, median",
      unit: "ms",
      median: quantile(late, 500),
      low: quantile(late, 999),
      high: late.at(-1) ?? Number.NaN,
      of: seen,
    },
    spread("resident memory, street side", "MB", memory.unit),
    spread("resident memory, centre side", "MB", memory.link),
  ];
}
