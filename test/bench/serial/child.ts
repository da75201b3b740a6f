import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface UnitRun {
  readonly cpu_ms: number;
  readonly wall_ms: number;
  readonly observed: number;
  readonly ticks: readonly number[];
  readonly taken: readonly (readonly [word: number, done: number, tick: number])[];
}

/** Runs `unit-child.ts`; resolves to what it has measured. */
export function unitRun(folder: string, seconds: number, plugged: boolean): Promise<UnitRun> {
  const script = fileURLToPath(new URL("./unit-child.ts", import.meta.url));
  const child = spawn(process.execPath, [script, folder, String(seconds), plugged ? "plugged" : "unplugged"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code) => (code === 0 ? resolve(JSON.parse(said) as UnitRun) : reject(new Error(`the unit ended with ${code}`))));
  });
}
