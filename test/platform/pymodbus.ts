import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Test } from "tap";
import { openPtyPair, type Pty } from "../../src/platform/pty.ts";
import { until } from "./until.ts";

/** Two ttys and the cable between them. */
function cable(one: string, other: string): () => void {
  const ends: Pty[] = [];
  ends.push(openPtyPair(one, (bytes) => ends[1]?.write(bytes)));
  ends.push(openPtyPair(other, (bytes) => ends[0]?.write(bytes)));
  return () => ends.forEach((end) => void end.close());
}

/**
 * Starts Debian's pymodbus at the other end of a cable whose near end is the tty `name` in `folder`; it ends with the test. What it
 * understands stands in `pymodbus-slave.py`.
 */
export async function pymodbus(t: Test, folder: string, name: string) {
  const far = join(folder, `${name}-pymodbus`);
  const unplug = cable(join(folder, name), far);
  const script = join(import.meta.dirname, "pymodbus-slave.py");
  const slave = spawn("/usr/bin/python3", ["-W", "ignore", script, far], { stdio: ["pipe", "pipe", "pipe"] });
  let [said, wrong] = ["", ""];
  slave.stdout.on("data", (text) => {
    said += text;
  });
  slave.stderr.on("data", (text) => {
    wrong += text;
  });
  const gone = new Promise((resolve) => slave.on("exit", resolve));
  const end = async (): Promise<void> => {
    slave.kill();
    await gone;
  };
  t.teardown(async () => {
    await end();
    unplug();
  });
  await until(() => said.includes("pymodbus") || wrong !== "", 20_000);
  t.equal(wrong, "");
  t.comment(said.trim());
  let told = 0;
  /** Tells the slave these lines, and waits until it has done them all. */
  const tell = async (...lines: readonly string[]): Promise<void> => {
    told += lines.length;
    const wanted = `done ${told}\n`;
    slave.stdin.write(lines.map((line) => `${line}\n`).join(""));
    await until(() => said.includes(wanted) || wrong !== "", 20_000);
    t.equal(wrong, "");
  };
  /** Which coils of node 17 are on now, from 1. */
  const coils = async (): Promise<readonly number[]> => {
    await tell("17 coils");
    const line = said.split("\n").findLast((line) => line.startsWith("coils"));
    return (line ?? "").split(" ").slice(1).map(Number);
  };
  return { tell, coils, end };
}
