/**
 * `make bench-hil`: scenarios a minute for each place of RIGS= ("sim" alone if nothing is said; "sim pty qemu"), from a contact to its lamp and how late ticks are on
 * real ttys and in the emulator (where pty, qemu are among them), simulated days an hour in the swarm. MINUTES= of the swarm and of those each, ONLY= words of scenarios (in real
 * time the shortest ones if nothing is said: `chosen.ts`), JSON= a file. What goes on, and how long it will, is told on stderr.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, spread, table } from "../../bench/figures.ts";
import { rigFile } from "../rig.ts";
import { type Chosen, chosenFor } from "./chosen.ts";

const HOUSE = join(import.meta.dirname, "../../..");
const { RIGS = "", MINUTES = "", ONLY = "", SEED = "", JSON: out = "" } = process.env;
const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
const rigs = words(RIGS || "sim");
const minutes = Number(MINUTES || 5);
const folder = mkdtempSync(join(tmpdir(), "stopline-bench-hil-"));
const file = join(folder, "figures");

interface Stage {
  readonly words: string;
  readonly figures: () => readonly Figure[];
}

/** A verb's own program; what it says goes to stderr, with what we say of it. Throws if it has left no figures. */
function figuresOf(program: string, env: NodeJS.ProcessEnv): string {
  rmSync(file, { force: true });
  spawnSync(process.execPath, [join("test/hil", program)], {
    cwd: HOUSE,
    env: { ...process.env, ...env },
    stdio: ["ignore", process.stderr, "inherit"],
  });
  return readFileSync(file, "utf8");
}

const inMinutes = (ms: number): string => `${Number((ms / 60_000).toFixed(1))} min`;

async function scenarios(rig: string): Promise<Stage> {
  const chosen = await chosenFor(rig, words(ONLY), Number(SEED || 7));
  const { names, jobs, street_ms } = chosen;
  const emulated = rigFile(rig).driver === "qemu" ? ", of the machine's, which are two of ours or more" : "";
  const how = street_ms === null ? "as fast as they go: a minute or two" : `${inMinutes(street_ms)}${emulated}: ${names.join(", ")}`;
  return { words: `${names.length} stories on ${rig}, ${jobs} at a time, ${how}`, figures: () => [played(rig, chosen)] };
}

/** Work done by the wall: what stories side by side take is divided by all of them. */
function played(rig: string, { names, jobs }: Chosen): Figure {
  const said = figuresOf("main.ts", { RIG: rig, ONLY: names.join(" "), SEED, JOBS: String(jobs), JSON: file });
  const { scenarios: count, failed, took_ms } = JSON.parse(said) as Record<"scenarios" | "failed" | "took_ms", number>;
  if (failed > 0) process.exitCode = 1;
  const but = failed > 0 ? `, ${failed} failed` : "";
  return spread(`scenarios a minute, ${rig} (${count} of them, ${jobs} at a time${but})`, "1/min", [(60_000 * count) / took_ms]);
}

const latency = (rig: string): Stage => ({
  words: `from a contact to its lamp on ${rig}: ${inMinutes(minutes * 60_000)}${rig === "qemu" ? " of the machine's, and its start" : ""}`,
  figures: () =>
    JSON.parse(figuresOf("figures/latency.ts", { RIG: rig, UNITS: "1", SECONDS: String(minutes * 60), JSON: file })) as readonly Figure[],
});

const jobs = cpus().length;
const swarm: Stage = {
  words: `the swarm, ${jobs} at a time: ${inMinutes(minutes * 60_000)}, and what is being played then to its end`,
  figures: () => [days()],
};

/** By the time of each player, so that shrinking what failed does not count. */
function days(): Figure {
  const lines = figuresOf("swarm/main.ts", { HOURS: String(minutes / 60), JOBS: String(jobs), LOG: file, SEED: SEED || "1" })
    .trim()
    .split("\n");
  const each = lines.map((line) => {
    const { simulated_ms, took_ms } = JSON.parse(line) as { readonly simulated_ms: number; readonly took_ms: number };
    return (jobs * simulated_ms) / 24 / took_ms;
  });
  return spread(`simulated days an hour in the swarm, ${jobs} at a time`, "d/h", each);
}

try {
  const real = rigs.filter((rig) => rig === "pty" || rig === "qemu");
  const stages = [...(await Promise.all(rigs.map(scenarios))), ...real.map(latency), swarm];
  const say = (text: string): void => console.error(`bench-hil: ${text}`);
  for (const [i, stage] of stages.entries()) say(`to come, ${i + 1} of ${stages.length}: ${stage.words}`);
  const figures = stages.flatMap((stage, i) => {
    say(`${i + 1} of ${stages.length}, from ${new Date().toTimeString().slice(0, 8)}: ${stage.words}`);
    return stage.figures();
  });
  console.log(table(figures));
  if (out !== "") writeFileSync(out, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
