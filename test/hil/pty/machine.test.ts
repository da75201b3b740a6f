import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import { ClockAhead } from "./clock-ahead.ts";
import { DiskMood } from "./disk-mood.ts";

/** What a process of ours says that runs these lines. */
function says(lines: string, env: Readonly<Record<string, string>>): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", lines], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return stdout.trim() || stderr;
}

/** Far longer than a busy disk of ours takes by itself, which has been 0.3 s. */
const SLOW_MS = 4_000;

const WRITES = (file: string) => `
  import { fsyncSync, openSync, writeFileSync, writeSync } from "node:fs";
  const tried = (does) => { try { does(); return "done"; } catch (error) { return error.code; } };
  const fd = openSync(${JSON.stringify(file)}, "r+");
  const began = performance.now();
  const words = [
    tried(() => writeSync(fd, Buffer.from("over"), 0, 4, 0)),
    tried(() => writeSync(fd, Buffer.from("beyond"), 0, 6, 8)),
    tried(() => fsyncSync(fd)),
  ];
  console.log([...words, performance.now() - began >= ${SLOW_MS} ? "slow" : "fast"].join(" "));
`;

t.test("a full disk takes what lies within its files and nothing more, a bad one takes nothing, a slow one takes its time", (t) => {
  const folder = t.testdir({ file: "12345678" });
  const disk = new DiskMood(join(folder, "mood"));
  t.teardown(() => disk.close());
  const file = join(folder, "file");
  disk.full = true;
  t.equal(says(WRITES(file), disk.env), "done ENOSPC done fast");
  disk.full = false;
  disk.fails = true;
  t.equal(says(WRITES(file), disk.env), "EIO EIO EIO fast");
  disk.fails = false;
  disk.sync_ms = SLOW_MS;
  t.equal(says(WRITES(file), disk.env), "done done done slow");
  disk.sync_ms = 0;
  t.equal(says(WRITES(file), disk.env), "done done done fast");
  t.end();
});

t.test("processes of a play live by its day, and see a clock that is set", (t) => {
  const folder = t.testdir();
  const wall = Date.UTC(2026, 0, 5, 6, 30);
  const ahead = new ClockAhead(join(folder, "ahead"), wall - Date.now());
  const hours = () => Number(says("console.log((Date.now() - Date.UTC(2026, 0, 5, 6, 30)) / 3_600_000)", ahead.env));
  t.ok(Math.abs(hours()) < 0.1, "the morning peak of a Monday in January");
  ahead.step(7_200_000);
  t.ok(Math.abs(hours() - 2) < 0.1, "two hours later");
  t.end();
});

t.test(
  "a clock that is told by an emulated machine, in parts of a millisecond, shows whole ones: the brain ended at the first message",
  (t) => {
    const ahead = new ClockAhead(join(t.testdir(), "ahead"), 0);
    ahead.shows(Date.UTC(2026, 0, 5, 6, 30) + 52.783);
    t.equal(says("console.log(Number.isInteger(Date.now()))", ahead.env), "true");
    t.end();
  },
);
