import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import t from "tap";

const HOUSE = join(import.meta.dirname, "../../..");

t.test(
  "a unit that dies and never comes back is found at the end of its play, unless it has no power there",
  { timeout: 240_000 },
  async (t) => {
    execFileSync("make", ["-s", "build/journal/disk.so"], { cwd: HOUSE, stdio: "inherit" });
    const folder = t.testdir();
    const env = { DISK_DIR: join(folder, "disk"), DISK_LOG: join(folder, "log"), LD_PRELOAD: join(HOUSE, "build/journal/disk.so") };
    mkdirSync(env.DISK_DIR);
    const said = execFileSync(process.execPath, [join(import.meta.dirname, "dies.ts")], {
      env: { ...process.env, ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [calm, died, cut] = JSON.parse(said) as readonly string[][];
    t.same(calm, []);
    t.match(died!.join("; "), /^the unit has shown nothing since 1(79|80)\.\d s \(the power is gone\)$/);
    t.match(cut!.join("; "), /^the unit has shown nothing since 1(79|80)\.\d s: power-cut$/);
  },
);
