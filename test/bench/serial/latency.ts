import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPtyPair } from "../../../src/platform/pty.ts";
import { seal } from "../../../src/serial/framing/modbus-rtu.ts";
import { type Figure, quantile } from "../figures.ts";
import { unitRun } from "./child.ts";

const ms = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
const REQUEST = 8;
/** A process that has just begun is still compiling what it runs. */
const WARM_TICKS = 30;
/** How much earlier than a tick a byte must be there to be expected in it: a tty is read by another thread. */
const READ_MS = 2;

/**
 * From the last byte of an answer that a board writes into a tty to the call in the controller of a unit in another process. Each answer has
 * another word of sixteen inputs, so that each is found again; whether its tick was the first one that began after it is counted.
 */
export async function latency(seconds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-latency-"));
  const written = new Map<number, number>();
  let word = 0;
  let asked = 0;
  const cable = openPtyPair(join(folder, "loops-1"), (bytes) => {
    asked += bytes.length;
    if (asked % REQUEST !== 0) return;
    // Every answer falls at another place of the tick than the poll before it: a board thinks for 0 to 9 ms.
    setTimeout(
      () => {
        word = (word + 1) & 0xffff;
        cable.write(seal(Uint8Array.of(1, 2, 2, word & 0xff, word >> 8, 0, 0)));
        written.set(word, ms());
      },
      (asked / REQUEST) % 10,
    );
  });
  const run = await unitRun(folder, seconds, true);
  cable.close();
  rmSync(folder, { recursive: true });
  const waits: number[] = [];
  let late = 0;
  for (const [value, done, tick] of run.taken) {
    if (tick < WARM_TICKS) continue;
    const at = written.get(value);
    if (at === undefined) continue;
    waits.push(done - at);
    const first = run.ticks.findIndex((began) => began > at + READ_MS);
    if (tick > first) late++;
  }
  const sorted = Float64Array.from(waits).sort();
  return [
    {
      name: "last byte of an answer → call in the controller",
      unit: "ms",
      median: quantile(sorted, 500),
      low: quantile(sorted, 10),
      high: quantile(sorted, 990),
      of: `1 % and 99 % of ${waits.length} answers; most ${(sorted.at(-1) ?? Number.NaN).toFixed(1)}`,
    },
    { name: "answers that missed the next tick", unit: "", median: late, low: late, high: late, of: `of ${waits.length}` },
  ];
}
