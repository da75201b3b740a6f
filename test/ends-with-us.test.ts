import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import t from "tap";
import { until } from "./platform/until.ts";

const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

for (const signal of ["SIGTERM", "SIGINT"] as const)
  t.test(`a bench that is ended by ${signal} leaves no process of its own behind`, async (t) => {
    const bench = `
      import { run } from ${JSON.stringify(new URL("bench/delivery/processes.ts", import.meta.url).href)};
      const { child } = run("sleep", ["600"]);
      child.once("spawn", () => console.log(child.pid));
      setInterval(() => {}, 1_000);`;
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", bench], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = await once(createInterface(parent.stdout), "line");
    const pid = Number(said);
    t.teardown(() => isThere(pid) && process.kill(pid, "SIGKILL"));
    t.ok(isThere(pid));
    parent.kill(signal);
    const [code] = await once(parent, "exit");
    t.equal(code, signal === "SIGTERM" ? 143 : 130);
    await until(() => !isThere(pid));
  });
