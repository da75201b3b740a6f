import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import { sheetOf } from "../../src/config/sheet/index.ts";
import { inputBuffer, LOCAL_FREE, lanesBuffer, stateBuffer } from "../../src/timing/buffers.ts";
import { monitorTables } from "../../src/timing/monitor-tables.ts";
import { native } from "../../src/timing/native.ts";
import { enforce, patternsOf } from "../../src/timing/patterns.ts";
import { refusalOf } from "../../src/timing/refusal.ts";
import { controllerTables } from "../../src/timing/tables.ts";
import type { Pattern, Site } from "../../src/traffic/site.ts";
import { dice } from "../dice.ts";

const SITES = ["four-leg", "arterial", "tee"] as const;
const example = (name: string) => readFileSync(new URL(`../../deploy/sites/${name}.toml`, import.meta.url), "utf8");

/** One thing in a site file that a tired person may write otherwise: a value, a phase in a list, a line or a table that is not there. */
function slip(text: string, roll: (sides: number) => number): string {
  const lines = text.split("\n");
  const at = () => {
    for (;;) {
      const n = roll(lines.length);
      if (/[=[]/.test(lines[n]!) && !lines[n]!.startsWith("#")) return n;
    }
  };
  const n = at();
  const line = lines[n]!;
  const numbers = [...line.matchAll(/(?<![\w"-])\d+(\.\d)?/g)];
  const one = numbers[roll(Math.max(1, numbers.length))];
  const kind = roll(6);
  if (kind === 0) lines.splice(n, 1);
  else if (kind === 1 && /^\[\[/.test(line)) lines.splice(n, lines.slice(n + 1).findIndex((each) => /^\[/.test(each)) + 1);
  else if (kind === 2 && / = (true|false)/.test(line))
    lines[n] = line.includes("true") ? line.replace("true", "false") : line.replace("false", "true");
  else if (kind === 3) {
    // The value of the same key in another place.
    const [key] = line.split(" = ");
    const same = lines.filter((each) => each.startsWith(`${key} = `));
    if (same.length > 0) lines[n] = same[roll(same.length)]!;
  } else if (one !== undefined) {
    const value = one[1] === undefined ? `${roll(9)}` : (Number(one[0]) + (roll(81) - 40) / 10).toFixed(1);
    lines[n] = line.slice(0, one.index) + value + line.slice(one.index + one[0].length);
  }
  return lines.join("\n");
}

/** What the controller makes of a pattern with a cycle, behind start-up; "not-free" where it keeps it. */
function keptBy(site: Site, pattern: Pattern): string {
  const junction = native.open(controllerTables(site), monitorTables(site), lanesBuffer.make());
  enforce(patternsOf(site).get(pattern.number)!, inputBuffer.views(junction.input));
  for (let ds = site.start.flash_ds + site.start.all_red_ds + 2_000; ds > 0; ds--) junction.step();
  junction.look();
  return LOCAL_FREE[stateBuffer.views(junction.state).local_free[0]!]!;
}

t.test("whatever check says is good, controller and monitor run, its cycles are kept, and the timing sheet prints", async (t) => {
  for (const [i, name] of SITES.entries()) {
    const good = example(name);
    const roll = dice(i + 1);
    let [accepted, changed] = [0, 0];
    for (let run = 0; run < 250; run++) {
      let text = good;
      for (let slips = 1 + roll(2); slips > 0; slips--) text = slip(text, roll);
      const reading = readSite(text, "site.toml");
      if (!reading.ok) {
        for (const problem of reading.problems)
          if (problem.words === "" || problem.todo === "" || /undefined|\[object|NaN/.test(formatProblem(problem)))
            t.fail(formatProblem(problem));
        continue;
      }
      accepted++;
      if (text !== good) changed++;
      const refusal = refusalOf(reading.site);
      if (refusal !== null) t.fail(`${name}, run ${run}: check says good, the unit says ${refusal}`);
      for (const pattern of reading.site.patterns) {
        const kept = pattern.coordination === null ? "not-free" : keptBy(reading.site, pattern);
        if (kept !== "not-free") t.fail(`${name}, run ${run}: check says good, the controller says of pattern ${pattern.number} ${kept}`);
      }
      if (/undefined|\[object|NaN/.test(sheetOf(reading.site).join("\n"))) t.fail(`${name}, run ${run}: the sheet has no words`);
    }
    t.ok(changed > 30, `${name}: ${accepted} of 250 were good, ${changed} of them changed`);
  }
});
