import { Clock, everyTenth } from "../../../src/platform/clock.ts";
import { plugIn } from "../../../src/platform/wire.ts";
import { WallTime } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { sixtyFour } from "./site.ts";

/**
 * A unit of its own process that reads the 64 detectors of `sixtyFour`, without journal and page. Prints one JSON object at the end: its CPU, how
 * many ticks it took, and when (by the system's monotonic clock) which tick began and which words of board 1 it had taken when it was done.
 */
const [folder, seconds, plugged] = [process.argv[2]!, Number(process.argv[3]), process.argv[4] !== "unplugged"];
const WARM_MS = 3_000;
const ms = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

const site = sixtyFour(folder);
const unit = new Unit(site, { version: "bench", site: "", wall: WallTime(1_700_000_000_000) });
const clock = new Clock();
const wires = plugged
  ? site.ports.map((port, i) =>
      plugIn(
        unit.lines.all[i]!,
        port,
        () => clock.now(),
        () => {},
      ),
    )
  : [];

/** The sixteen inputs of board 1 as one word. */
let word = 0;
let observed = 0;
const ticks: number[] = [];
const taken: (readonly [word: number, done: number, tick: number])[] = [];
let cpu = process.cpuUsage();
let from = 0;
const stop = everyTenth(clock, (now, _, missed) => {
  const began = ms();
  const observations = unit.lines.observations(now);
  const effects = unit.decide({ now, observations, requests: [], announcements: [], correction_ms: 0, missed });
  const done = ms();
  unit.lines.show(now, effects.channels, WallTime(unit.wallBase + now));
  for (const wire of wires) wire.look();
  ticks.push(began);
  let at = -1;
  for (const observation of observations) {
    if (observation.kind !== "actuation") continue;
    observed++;
    if (observation.detector > 16) continue;
    if (at >= 0 && observation.at !== at) taken.push([word, done, ticks.length - 1]);
    at = observation.at;
    const bit = 1 << (observation.detector - 1);
    word = observation.on ? word | bit : word & ~bit;
  }
  if (at >= 0) taken.push([word, done, ticks.length - 1]);
});
setTimeout(() => {
  cpu = process.cpuUsage();
  from = ms();
  observed = 0;
}, WARM_MS);
setTimeout(
  async () => {
    const { user, system } = process.cpuUsage(cpu);
    const wall_ms = ms() - from;
    stop();
    await Promise.all(wires.map((wire) => wire.close()));
    console.log(JSON.stringify({ cpu_ms: (user + system) / 1_000, wall_ms, observed, ticks, taken }));
    process.exit(0);
  },
  WARM_MS + seconds * 1_000,
);
