import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const FOUR_LEG = here("../../deploy/sites/four-leg.toml");
const SMALL = here("small.toml");

/** As a technician types it: `stopline check …`. */
function check(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [here("../../src/cli.ts"), "check", ...args], (_, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err });
    });
  });
}

t.test("a good file is printed as a timing sheet", async (t) => {
  const { code, out, err } = await check(FOUR_LEG);
  t.equal(err, "");
  t.equal(code, 0);
  const lines = out.split("\n").map((line) => line.trim());
  for (const line of [
    `${FOUR_LEG}: good.`,
    "DEMO-001  Harbour Road / Mill Street  (Europe/Berlin)",
    "brain brain.example.net:8883, TLS, no commands taken",
    "rack: modbus-rtu di16, address 1, asked every 100 ms; detectors 1-12, push buttons 1-4",
    "camera: count-sentence, talks by itself; detectors 21-24",
    "13  north lane 1 advance    advance    north lane 1    40  loop-north-1 input 1      6      -     1.0  lock",
    "2  south through        8.0      2.5   45.0     3.6  1.5   7.0       14.0  min",
    "ring 1: | 1 north left   2 south through | 3 east left   4 west through |",
    "ring 2: | 5: 14.4  6: 32.1 | 7: 14.4  8: 29.1 | 90.0 s",
  ]) {
    t.ok(lines.includes(line), line);
  }
  t.match(out, /falls back to pattern 2 "fixed", whose cycle is about 90\.0 s/);
});

t.test("a bad file is told line by line, without colour where nobody sees it, after the good ones beside it", async (t) => {
  const bad = here("bad/finer-than-a-tenth.toml");
  const { code, out } = await check(SMALL, bad);
  t.equal(code, 1);
  t.match(out, `${SMALL}: good.`);
  t.ok(
    out.endsWith(
      `${bad}:106: phase 2 "Quay Street": passage is 2.25 but must be in whole tenths of a second: the unit's clock has no finer ones. Copy it from the timing sheet.\n1 problem in ${bad}.\n`,
    ),
    out,
  );
  t.notMatch(out, "\u001b");
});

t.test("the same as JSON, for programs", async (t) => {
  const { code, out } = await check("--json", SMALL, here("bad/walk.toml"), "nowhere.toml", here("."));
  t.equal(code, 1);
  t.match(JSON.parse(out), [
    { file: SMALL, ok: true, site: { id: "TEST-002" } },
    { ok: false, problems: [{ line: 98, where: 'push button 1 "button across west leg"' }, { line: 110 }] },
    { file: "nowhere.toml", ok: false, problems: [{ line: 0, words: "there is no such file" }] },
    { ok: false, problems: [{ line: 0, words: "it is a folder" }] },
  ]);
});

t.test("without a file, or with words that it does not know, it says what to type", async (t) => {
  const none = await check();
  t.equal(none.code, 2);
  t.match(none.err, /name the site file/);
  const odd = await check("--jsn", SMALL);
  t.equal(odd.code, 2);
  t.match(odd.err, /--jsn/);
});
