import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { sheetOf } from "../../src/config/sheet/index.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const FOUR_LEG = here("../../deploy/sites/four-leg.toml");
const ARTERIAL = here("../../deploy/sites/arterial.toml");
const TEE = here("../../deploy/sites/tee.toml");
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

t.test("cycles, days, overlaps, preempts and priority are printed in words", async (t) => {
  const { code, out } = await check(ARTERIAL, TEE);
  t.equal(code, 0);
  const lines = out.split("\n").map((line) => line.trim());
  for (const line of [
    "2: max 2 65.0; initial green 1.5 a vehicle to 24.0; gap to 2.4 in 20.0 after 15.0; red revert 2.0; dual entry; rests in walk; pedestrians again in the same green",
    "4: max 2 40.0; maximum grows by 5.0 to 45.0; red revert 2.0; walk leads by 4.0; dual entry",
    "sequence 2, ring 1: | 2 1 | 3 4 |",
    "2  north left arrow  flashing-yellow-arrow  1           flashes beside 2     0.0     3.6  2.8",
    "1 track relay: door input 1, preempt 1",
    "1 railway: remembered; track cleared by 3 and 8 for 14.0; dwells in 5, 6 for 8.0 or longer; lasts 20.0 at least; then 4 and 8; stuck after 1200.0",
    "phase 2: extended by up to 12.0",
    "from one service to the next at least 100.0",
    "entered behind 2 and 6, left towards 2 and 6, 8.0 s at least",
    '3 "morning": cycle 120.0, 2 and 6 coordinated, 2\'s green begins at 24.0, floating force-offs, corrected by short-way, maximums inhibited, sequence 2, max 2',
    "ring 1: | 2: 42.0  1: 18.0 | 3: 22.0  4: 38.0 |",
    'day plan 1: 00:00 1 "free", 06:30 3 "morning", 09:30 1 "free", 15:00 4 "afternoon", 19:30 1 "free"',
    "sat, sun: day plan 2",
    'any other day: pattern 1 "free"',
    "never together: 2 and 4, 4 and 6",
    // Phases that take turns without a barrier add up as those of a ring do.
    'begins with pattern 1 "actuated"; falls back to pattern 2 "fixed", whose cycle is about 50.0 s:',
  ]) {
    t.ok(lines.includes(line), line);
  }
  t.notMatch(out, "out of step");
});

t.test("a split that is too short for a walk is named, and no mistake: who presses puts the cycle out of step", async (t) => {
  const text = readFileSync(ARTERIAL, "utf8")
    .replace("{ phase = 3, split = 22.0 }", "{ phase = 3, split = 30.0 }")
    .replace("{ phase = 4, split = 38.0 }", "{ phase = 4, split = 30.0 }");
  const reading = readSite(text, "site.toml");
  t.ok(reading.ok && sheetOf(reading.site).includes("    a walk of phase 4 takes 34.8 s of its 30.0 s: it puts the cycle out of step"));
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
