import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { descriptors, unplugged } from "./unplugged.ts";
import { portIn } from "./watched.ts";

/**
 * `make replug`: an adapter pulled out and put back many thousand times, on sixteen ports at once, with real ttys. Exit code 1 if one came
 * back later than two seconds after its path, or if descriptors or the heap have grown.
 */
const CYCLES = Number(process.argv[2] ?? 10_000);
const PORTS = 16;
const BACK_MS = 2_000;
/**
 * The serial library forgets to free one poller of each opening (its poller.cpp says so: 355 bytes of heap), which is 130 KB a year for an
 * adapter that is re-plugged every day. Anything beyond that is ours.
 */
const HEAP_BYTES = 600;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const folder = mkdtempSync(join(tmpdir(), "stopline-cycles-"));
const ports = Array.from({ length: PORTS }, (_, i) => portIn(folder, `port-${i}`));
const all = (cycles: number, told: (back_ms: number) => void) => Promise.all(ports.map((port) => unplugged(port, cycles, told)));

// What is compiled and kept once is there after this.
await all(10, () => {});
const before = { descriptors: descriptors().length, heap: heap(), cpu: process.cpuUsage(), at: performance.now() };
const back: number[] = [];
let half = { heap: before.heap, cycles: 0 };
await all(Math.ceil(CYCLES / PORTS), (back_ms) => {
  back.push(back_ms);
  // By half time everything that is compiled, kept once or thrown away has been.
  if (back.length === Math.floor(CYCLES / 2)) half = { heap: heap(), cycles: back.length };
  if (back.length % 1_000 === 0) console.log(`${back.length} cycles, ${descriptors().length} descriptors, heap ${mb(heap())} MB`);
});
const left = { descriptors: descriptors().length, heap: heap() };
rmSync(folder, { recursive: true });

function mb(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

const sorted = back.toSorted((a, b) => a - b);
const slowest = sorted.at(-1)!;
const cpu = process.cpuUsage(before.cpu);
const cpu_ms = (cpu.user + cpu.system) / 1_000 / back.length;
const bytes = Math.round((left.heap - half.heap) / (back.length - half.cycles));
console.log(
  `${back.length} cycles on ${PORTS} ports: back after ${Math.round(sorted[sorted.length >> 1]!)} ms in the median, ${Math.round(slowest)} ms at most; ` +
    `descriptors ${before.descriptors} → ${left.descriptors}, heap ${mb(half.heap)} → ${mb(left.heap)} MB (${bytes} bytes a cycle), ${cpu_ms.toFixed(1)} ms of CPU a cycle, ` +
    `${Math.round((performance.now() - before.at) / 1_000)} s`,
);
const wrong = [
  ...(slowest > BACK_MS ? [`a port was back only after ${Math.round(slowest)} ms`] : []),
  ...(left.descriptors > before.descriptors ? [`${left.descriptors - before.descriptors} descriptors are left open`] : []),
  ...(bytes > HEAP_BYTES ? [`the heap grows by ${bytes} bytes a cycle`] : []),
];
for (const words of wrong) console.error(`make replug: ${words}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
