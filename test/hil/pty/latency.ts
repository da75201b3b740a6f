import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clock } from "../../../src/platform/clock.ts";
import { watchLive } from "../../../src/platform/live-socket.ts";
import { type Figure, quantile } from "../../bench/figures.ts";
import { endsWithUs } from "../../ends-with-us.ts";
import { Crossing } from "./crossing.ts";
import { Part } from "./part.ts";

/**
 * From a contact that closes to the lamp that changes for it, on real ttys: the board is polled, the frame decoded, a tick taken, the frame with the lamps
 * written. `units` of them side by side, each a process of its own, for so many seconds.
 */
export async function latency(units: number, seconds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-latency-"));
  endsWithUs(() => rmSync(folder, { recursive: true, force: true }));
  const crossings = Array.from({ length: units }, (_, i) => controlled(join(folder, String(i)), i + 1));
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  for (const { close } of crossings) await close();
  return figures(
    crossings.map(({ crossing }) => crossing),
    "on ttys",
  );
}

/** Of fewer the 99.9th percentile is the worst one. */
const ENOUGH = 1_000;

/** `where` is said of each: "on ttys". */
export function figures(crossings: readonly Crossing[], where: string): readonly Figure[] {
  const sorted = (of: (crossing: Crossing) => readonly number[]) => Float64Array.from(crossings.flatMap(of)).sort();
  const [lamps, ticks] = [sorted(({ lamps_ms }) => lamps_ms), sorted(({ late_ms }) => late_ms)];
  return [figure(`detector to lamp, ${where}`, lamps, "times"), figure(`tick lateness, ${where}`, ticks, "ticks")];
}

const figure = (name: string, sorted: Float64Array, what: string): Figure => ({
  name,
  unit: "ms",
  median: quantile(sorted, 500),
  low: quantile(sorted, 999),
  high: sorted.at(-1) ?? Number.NaN,
  of: `99.9 % and worst of ${sorted.length} ${what}${sorted.length < ENOUGH ? ", too few to tell one from the other" : ""}`,
});

/** A crossing, and a process that controls it. */
function controlled(folder: string, seed: number): { readonly crossing: Crossing; readonly close: () => Promise<void> } {
  const ttys = join(folder, "tty");
  const crossing = new Crossing(ttys, seed, new Clock());
  const file = join(folder, "site.toml");
  writeFileSync(file, crossing.text);
  const live = join(folder, "live.sock");
  const watch = watchLive(
    live,
    ({ tick_late_ms }) => crossing.ticked(tick_late_ms),
    () => {},
  );
  const unit = new Part(["unit", file, "--journal", join(folder, "journal.db"), "--live", live, "--ports", ttys]);
  return {
    crossing,
    close: async () => {
      watch.close();
      await unit.end();
      crossing.close();
    },
  };
}
