import { type ChildProcess, spawn } from "node:child_process";
import type { Test } from "tap";

const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

/** A verb in a process of its own, and what it has said so far (both streams); it is killed at the test's end, if it still runs. */
export function verbChild(t: Test, ...words: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (bytes: Buffer) => {
      said += bytes;
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  t.teardown(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, ended, said: () => said };
}
