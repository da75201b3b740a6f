import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "../../platform/ports.ts";
import type { Scenario } from "./scenario.ts";
import { Traci } from "./traci/client.ts";

/** Where one run writes. */
export interface Outputs {
  readonly trips: string;
  readonly summary: string;
}

export interface Running {
  readonly traci: Traci;
  /** Ends the simulation and waits until its files are written. */
  readonly end: () => Promise<void>;
  /** Ends it at once, and says what it complained of. */
  readonly stop: () => Promise<string>;
}

/** One SUMO, listening. Throws an Error with SUMO's own words when it does not begin. */
export async function startSumo(
  scenario: Scenario,
  seed: number,
  demand: number,
  additional: readonly string[],
  { trips, summary }: Outputs,
  step_s = 1,
): Promise<Running> {
  const port = await freePort();
  const settings = [
    ["--net-file", scenario.net],
    ["--route-files", scenario.routes],
    ...(additional.length > 0 ? [["--additional-files", additional.join(",")]] : []),
    ["--begin", String(scenario.begin_s)],
    ["--end", String(scenario.end_s)],
    ["--step-length", String(step_s)],
    ["--time-to-teleport", "-1"],
    ["--scale", String(demand)],
    ["--seed", String(seed)],
    ["--xml-validation", "never"],
    ["--xml-validation.net", "never"],
    ["--xml-validation.routes", "never"],
    ["--no-step-log", "true"],
    ["--no-warnings", "true"],
    ["--duration-log.disable", "true"],
    ["--tripinfo-output", trips],
    ["--tripinfo-output.write-unfinished", "true"],
    ["--tripinfo-output.write-undeparted", "true"],
    ["--summary-output", summary],
    ["--remote-port", String(port)],
  ];
  const child = spawn("sumo", settings.flat(), { stdio: ["ignore", "ignore", "pipe"] });
  const said = listen(child);
  const exit = once(child, "exit").catch(() => []);
  try {
    const traci = await Traci.connect(port, () => child.exitCode !== null || child.pid === undefined);
    const end = async (): Promise<void> => {
      await traci.close();
      await exit;
      if (child.exitCode !== 0) throw new Error(`SUMO ended with ${child.exitCode}: ${said()}`);
    };
    const stop = async (): Promise<string> => {
      // Asked politely it would wait for one more command.
      child.kill("SIGKILL");
      await exit;
      return said();
    };
    return { traci, end, stop };
  } catch (error) {
    child.kill();
    throw new Error(`SUMO does not begin: ${said() || (error as Error).message}`);
  }
}

/** The last of what the program complained of. */
function listen(child: ChildProcess): () => string {
  let said = "";
  child.on("error", (error) => {
    said += (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no program sumo: apt-get install sumo" : error.message;
  });
  child.stderr!.setEncoding("utf8").on("data", (words: string) => {
    said = (said + words).slice(-2_000);
  });
  return () => said.trim();
}
