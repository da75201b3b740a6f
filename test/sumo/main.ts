import { writeFileSync } from "node:fs";
import { type Compared, compare } from "./compare.ts";
import { BEYOND, DIFFERENCES, type Parting } from "./differences.ts";
import { SCENES, type Scene } from "./scenes.ts";
import { PHASES } from "./steps.ts";
import { makeNet, record } from "./sumo.ts";

/**
 * SUMO's NEMA controller and ours, given the same detectors through random traffic: every green of SUMO's, and what ours does beside it. Fails
 * on a difference that nothing explains, and if a timing sheet that is a tenth off goes unnoticed.
 */
const short = process.env.SHORT === "1";
const minutes = short ? 10 : 60;
const seeds = short ? [1] : [1, 2, 3, 4, 5];

makeNet();
const rows = SCENES.map((scene) => ({
  scene,
  runs: seeds.map((seed) => {
    const { calls, heads } = record(scene, seed, minutes);
    const run = compare(scene, calls, heads);
    if (run.unexplained !== null) tell(scene, seed, run.unexplained);
    return run;
  }),
}));
const kinds = [...new Map([...DIFFERENCES, ...BEYOND].map(({ name }) => [name, name])).values()];
const figures = rows.map(({ scene, runs }) => figuresOf(scene.name, runs));
const all = figuresOf(
  "all",
  rows.flatMap(({ runs }) => runs),
);

const columns = ["scene", "greens", "compared", "same phase next %", "ends in the same step %", "differences", "steps with other calls %"];
const cells = [...figures, all].map((f) =>
  [f.scene, f.greens, f.compared, f.same_phases_pct, f.same_ends_pct, f.differences, f.other_calls_pct].map(String),
);
const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)));
for (const row of [columns, ...cells])
  console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "));
console.log(`\n${minutes} min, seeds ${seeds.join(" ")}; differences by kind:`);
for (const name of kinds) console.log(`${String(all.by_kind[name] ?? 0).padStart(5)}  ${name}`);

const missed = falsified();
for (const name of missed) console.log(`a sheet with ${name} a tenth longer was not noticed`);
if (process.env.JSON) writeFileSync(process.env.JSON, `${JSON.stringify({ minutes, seeds, scenes: figures, all, missed }, null, 2)}\n`);
if (all.unexplained > 0 || missed.length > 0 || all.compared === 0) process.exit(1);
console.log("none is unexplained; a sheet that is a tenth off was noticed in each of its times");

function figuresOf(scene: string, runs: readonly Compared[]) {
  const total = (of: (run: Compared) => number): number => runs.reduce((whole, run) => whole + of(run), 0);
  const compared = total((run) => run.compared);
  const found = runs.flatMap((run) => run.found);
  const share = (part: number, whole: number): number => Math.round((10_000 * part) / whole) / 100;
  return {
    scene,
    greens: total((run) => run.greens),
    compared,
    same_phases_pct: share(compared - found.filter((kind) => kind?.phases ?? true).length, compared),
    same_ends_pct: share(compared - found.filter((kind) => kind?.ends ?? true).length, compared),
    differences: found.length,
    unexplained: found.filter((kind) => kind === null).length,
    other_calls_pct: share(
      total((run) => run.otherwise),
      total((run) => run.steps),
    ),
    by_kind: Object.fromEntries(kinds.map((name) => [name, found.filter((kind) => kind?.name === name).length])),
  };
}

/** The times of a sheet that may be a tenth longer for ours without anything unexplained. There should be none. */
function falsified(): readonly string[] {
  const scene = SCENES[0]!;
  const { calls, heads } = record(scene, 1, 60);
  return (["min", "passage", "max", "yellow", "red"] as const).filter((time) => {
    const phases = scene.phases.map((sheet, p) => (p === 1 ? { ...sheet, [time]: sheet[time] + 1 } : sheet));
    return compare(scene, calls, heads, { ...scene, phases }).unexplained === null;
  });
}

function tell(scene: Scene, seed: number, { step, calls, sumo, ours }: Parting): void {
  console.log(`${scene.name}, seed ${seed}, step ${step}: nothing explains this (step, calls, SUMO's heads, ours):`);
  const line = (s: number): string =>
    [calls, sumo, ours].map((of, i) => PHASES.map((p) => (i === 0 ? of[s * 8 + p]! : ".ryg"[of[s * 8 + p]!])).join("")).join(" ");
  for (let s = Math.max(1, step - 400); s <= step; s++)
    if (s === step || line(s) !== line(s - 1)) console.log(`${String(s).padStart(8)} ${line(s)}`);
}
