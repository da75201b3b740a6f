/**
 * `make bench-hil`: scenarios a minute for each place of RIGS= ("sim" alone if nothing is said; "sim pty qemu"), from a contact to its lamp and how late ticks are on
 * real ttys and in the emulator (where pty, qemu are among them), simulated days an hour in the swarm. MINUTES= of the swarm and of those each, ONLY= words of scenarios, JSON= a file.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, spread, table } from "../../bench/figures.ts";

const HOUSE = join(import.meta.dirname, "../../..");
const { RIGS = "", MINUTES = "", ONLY = "", SEED = "", JSON: out = "" } = process.env;
const rigs = (RIGS || "sim").split(" ");
const minutes = Number(MINUTES || 5);
const folder = mkdtempSync(join(tmpdir(), "stopline-bench-hil-"));
const file = join(folder, "figures");

/** A verb's own program; what it says goes where ours goes. Throws if it has left no figures. */
function figuresOf(program: string, env: NodeJS.ProcessEnv): string {
  rmSync(file, { force: true });
  spawnSync(process.execPath, [join("test/hil", program)], {
    cwd: HOUSE,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return readFileSync(file, "utf8");
}

function scenarios(rig: string): Figure {
  const said = figuresOf("main.ts", { RIG: rig, ONLY, SEED, SHORT: "1", JSON: file });
  const { scenarios: played, took_ms } = JSON.parse(said) as { readonly scenarios: number; readonly took_ms: number };
  return spread(`scenarios a minute, ${rig} (${played} of them)`, "1/min", [(60_000 * played) / took_ms]);
}

const latency = (rig: string): readonly Figure[] =>
  JSON.parse(figuresOf("figures/latency.ts", { RIG: rig, UNITS: "1", SECONDS: String(minutes * 60), JSON: file })) as readonly Figure[];

/** By the time of each player, so that shrinking what failed does not count. */
function swarm(): Figure {
  const jobs = cpus().length;
  const lines = figuresOf("swarm/main.ts", { HOURS: String(minutes / 60), JOBS: String(jobs), LOG: file, SEED: SEED || "1" })
    .trim()
    .split("\n");
  const days = lines.map((line) => {
    const { simulated_ms, took_ms } = JSON.parse(line) as { readonly simulated_ms: number; readonly took_ms: number };
    return (jobs * simulated_ms) / 24 / took_ms;
  });
  return spread(`simulated days an hour in the swarm, ${jobs} at a time`, "d/h", days);
}

try {
  const figures = [...rigs.map(scenarios), ...rigs.filter((rig) => rig === "pty" || rig === "qemu").flatMap(latency), swarm()];
  console.log(table(figures));
  if (out !== "") writeFileSync(out, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
