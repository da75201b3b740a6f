import { readFileSync } from "node:fs";
import t from "tap";
import { formatProblem, readSite } from "../../src/config/index.ts";
import { sheetOf } from "../../src/config/sheet/index.ts";
import { refusalOf } from "../../src/timing/refusal.ts";
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

t.test("whatever check says is good, controller and monitor run, and the timing sheet prints", async (t) => {
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
      if (/undefined|\[object|NaN/.test(sheetOf(reading.site).join("\n"))) t.fail(`${name}, run ${run}: the sheet has no words`);
    }
    t.ok(changed > 30, `${name}: ${accepted} of 250 were good, ${changed} of them changed`);
  }
});
