import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, spread } from "../figures.ts";
import { openCabinet } from "./cabinet.ts";
import { unitRun } from "./child.ts";
import { sixtyFour } from "./site.ts";

const RUNS = 3;

/** What a unit costs that reads 64 detectors on four ports ten times a second, and what of it is reading: the same unit with no cable in. */
export async function cpu(seconds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "stopline-cpu-"));
  const end = openCabinet(sixtyFour(folder));
  const [plugged, unplugged, observed]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run++) {
    const with_ = await unitRun(folder, seconds, true);
    const without = await unitRun(folder, seconds, false);
    plugged.push((with_.cpu_ms * 100) / with_.wall_ms);
    unplugged.push((without.cpu_ms * 100) / without.wall_ms);
    observed.push((with_.observed * 1_000) / with_.wall_ms);
  }
  end();
  rmSync(folder, { recursive: true });
  return [
    spread("a unit that reads 64 detectors on four ports, and writes its lamps", "% of a core", plugged),
    spread("the same unit with no cable plugged in", "% of a core", unplugged),
    spread("actuations that it took in", "a second", observed),
  ];
}
