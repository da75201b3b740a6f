import { loadSite } from "../../src/cli/site-file.ts";
import { watchLive } from "../../src/platform/live-socket.ts";
import { World } from "../world.ts";
import { type Figure, spread } from "./figures.ts";

const RUNS = 3;

/** From `make run`, already built, to the first lamp that is green. The site file's start-up (flash, all red) is part of it and said beside it. */
export async function firstGreen(): Promise<readonly Figure[]> {
  const seconds: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const world = new World(["make", "run", "ARGS=--dir DIR"]);
    seconds.push(await green(world));
    await world.end();
  }
  const { start, phases } = loadSite("deploy/sites/four-leg.toml")!.site;
  const startUp = Math.max(start.flash_ds + start.all_red_ds, ...phases.map((p) => p.ped_clear_ds)) / 10;
  return [spread(`make run to first green (${startUp} s of it the site's start-up)`, "s", seconds)];
}

function green(world: World): Promise<number> {
  return new Promise((resolve) => {
    const watch = watchLive(
      world.live,
      (live) => {
        if (!live.channels.some((c) => c.indication === "green")) return;
        watch.close();
        resolve((performance.now() - world.started) / 1_000);
      },
      () => {},
    );
  });
}
