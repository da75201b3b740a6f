import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";

const NATIVE = new URL("../../native/", import.meta.url).pathname;
const sources = readdirSync(join(NATIVE, "monitor")).filter((file) => file.endsWith(".cc"));
const gxx = (...words: readonly string[]) => execFileSync("g++", ["-std=c++20", ...words], { cwd: NATIVE, encoding: "utf8" });

t.test("the monitor is made of its own folder and the language's headers", async (t) => {
  t.not(sources.length, 0);
  for (const file of sources) {
    const [, read] = gxx("-MM", `monitor/${file}`).split(":");
    const files = read!.split(/[\s\\]+/).filter((each) => each !== "");
    t.ok(files.includes(`monitor/${file}`));
    t.same(
      files.filter((each) => !/^monitor\/[^/]+$/.test(each)),
      [],
      `${file} reads nothing else of the project`,
    );
  }
});

t.test("the monitor asks nobody: alone, all that it calls is there", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "monitor-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const objects = sources.map((file) => join(folder, `${file}.o`));
  for (const [i, file] of sources.entries()) gxx("-O2", "-fno-exceptions", "-fno-rtti", "-c", "-o", objects[i]!, `monitor/${file}`);
  const whole = join(folder, "monitor.o");
  execFileSync("ld", ["-r", "-o", whole, ...objects]);
  const symbols = execFileSync("nm", ["-C", whole], { encoding: "utf8" }).split("\n");
  t.ok(
    symbols.some((line) => line.includes(" T stopline::monitor::Monitor::Check")),
    "its own are there",
  );
  t.same(
    symbols.filter((line) => line.includes("stopline::") && !line.includes("stopline::monitor::")),
    [],
  );
  t.same(
    symbols.filter((line) => / U (?!mem|__stack_chk|_GLOBAL_OFFSET)/.test(line)),
    [],
    "but for what the compiler itself puts in to copy memory",
  );
});

t.test("nothing of the controller and of the strategies includes the monitor", async (t) => {
  for (const folder of ["controller", "strategies"]) {
    for (const file of readdirSync(join(NATIVE, folder), { recursive: true }) as string[]) {
      if (!/\.(cc|h)$/.test(file)) continue;
      const text = readFileSync(join(NATIVE, folder, file), "utf8");
      t.notMatch(text, /#include.*monitor|monitor::/, `${folder}/${file}`);
    }
  }
});
