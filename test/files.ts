// Runs the named test files, each in a process of its own, JOBS of them at a time and in the order given; TAP on standard output.
// `tap run` sorts them by name, and loads what counts coverage into every process that a test starts: a quarter of the time of most.
import type { ChildProcess } from "node:child_process";
import { type Spawn, t } from "tap";

const files = process.argv.slice(2);
const seconds = 240;
t.setTimeout(0);
t.jobs = Number(process.env.JOBS ?? 1);

// Who is told to end, ends the tests that it runs.
const running = new Set<ChildProcess>();
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const test of running) test.kill(signal);
    process.exit(1);
  });
}
t.on("spawn", (test: Spawn) =>
  test.on("process", (child: ChildProcess) => {
    running.add(child);
    child.once("close", () => running.delete(child));
  }),
);

// tap's spawn loads the same by NODE_OPTIONS: env takes that away again. JOBS is for us alone.
const options = process.env.NODE_OPTIONS;
const given = options ? [`NODE_OPTIONS=${options}`] : ["-u", "NODE_OPTIONS"];
const done = files.map((file) =>
  t.spawn("env", ["-u", "JOBS", ...given, `TAP_TIMEOUT=${seconds}`, process.execPath, file], {
    name: file,
    buffered: t.jobs > 1,
    timeout: seconds * 1000,
  }),
);
// A file in which nothing was tested says nothing, be it that it ended before its first test.
for (const [i, results] of (await Promise.all(done)).entries()) {
  if (results?.plan.skipReason === "no tests found") t.fail(`${files[i]} has tested nothing`);
}
