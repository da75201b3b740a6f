// make mutate: breaks the native part in every way that the rules know, one at a time, and looks who notices.
import { globSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Killer, kill, readKillers } from "./killers.ts";
import { longTestsOf } from "./long_tests.ts";
import { Results } from "./results.ts";
import type { Mutant } from "./rewrite.ts";
import { isSafety } from "./safety.ts";
import { readReasons, unstated, writeReasons } from "./survivors.ts";
import { print } from "./table.ts";

const folder = "build/mutants";
const survivorsFile = "test/native/mutants/survivors.md";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    short: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
    last: { type: "string", default: "4" },
  },
});

const began = Date.now();
const { mutants: every, leftOut } = JSON.parse(readFileSync(`${folder}/list.json`, "utf8")) as {
  mutants: Mutant[];
  leftOut: [string, number][];
};
const tests = globSync("test/native/{*,prove/*}.{cc,h}").sort();
const results = new Results(`${folder}/results`, tests);
const street = readKillers(`${folder}/street-costs`, `${folder}/record`);
const scenes = values.last >= "4" ? readKillers(`${folder}/scenes-costs`) : [];
const reasons = readReasons(survivorsFile);

// A sample that is the same one tomorrow: by the mutants' own names.
const sampled = (mutant: Mutant): boolean =>
  [...mutant.key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % 25 === 0;
const mutants = every
  .filter((mutant) => mutant.key.includes(values.only) && (!values.short || (sampled(mutant) && !reasons.has(mutant.key))))
  .sort((a, b) => Number(isSafety(b)) - Number(isSafety(a)));

// In rising order of cost; but those first that others of the same file have died of.
const graves = new Map<string, Map<string, number>>();
function inOrder(mutant: Mutant, killers: readonly Killer[]): Killer[] {
  const died = graves.get(mutant.file);
  const weight = ({ name, milliseconds }: Killer): number => (milliseconds + 1) / (1 + (died?.get(name) ?? 0));
  return [...killers].sort((a, b) => weight(a) - weight(b));
}
function bury({ file }: Mutant, by: string): void {
  const died = graves.get(file) ?? new Map<string, number>();
  graves.set(file, died.set(by, (died.get(by) ?? 0) + 1));
}
// A stage begins when all have been through the one before it, so that what is sure to be found is found in minutes.
const touching = ({ number }: Mutant): Killer[] => street.filter(({ long, touches }) => !long && touches?.has(number) !== false);
const quick = 200;
const isRandom = ({ name }: Killer): boolean => name === "random ticks";
const firstRandom = new Set(street.filter(isRandom).slice(0, 2));
const soon = (killer: Killer): boolean => (isRandom(killer) ? firstRandom.has(killer) : killer.milliseconds <= quick);
const stages: { readonly program: string; readonly killers: (mutant: Mutant) => readonly Killer[] }[] = [
  { program: "street", killers: (mutant) => touching(mutant).filter(soon) },
  { program: "street", killers: (mutant) => touching(mutant).filter((killer) => !soon(killer)) },
  {
    program: "street",
    killers: ({ file }) => street.filter(({ long, name }) => long && longTestsOf(file).some((words) => name.includes(words))),
  },
  { program: "scenes", killers: () => scenes },
];

for (const [stage, { program, killers }] of stages.entries()) {
  if (stage >= Number(values.last)) break;
  const left = mutants.filter((mutant) => {
    const result = results.of(mutant);
    return result === undefined || (result.by === undefined && result.stage < stage);
  });
  const byNumber = new Map(left.map((mutant) => [mutant.number, mutant]));
  let done = 0;
  const jobOf = (number: number): Killer[] => inOrder(byNumber.get(number)!, killers(byNumber.get(number)!));
  await kill(`${folder}/${program}`, [...byNumber.keys()], jobOf, Number(values.jobs), ({ mutant: number, by, how }) => {
    const mutant = byNumber.get(number)!;
    results.note(mutant, stage, by, how);
    if (by !== undefined) bury(mutant, by);
    ++done;
    if (process.stderr.isTTY) process.stderr.write(`\r${program}, stage ${stage + 1} of ${stages.length}: ${done} of ${left.length} `);
  });
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}

const survivors = mutants.filter((mutant) => results.of(mutant)?.by === undefined);
const without = survivors.filter((mutant) => (reasons.get(mutant.key) ?? unstated) === unstated);
const risen = mutants.filter((mutant) => reasons.has(mutant.key) && results.of(mutant)?.by !== undefined);
print(mutants, results, reasons, leftOut);
if (values.only === "" && !values.short)
  writeReasons(
    survivorsFile,
    reasons,
    survivors.map((mutant) => mutant.key),
  );
for (const mutant of risen) console.log(`dies, though survivors.md says why it need not: ${mutant.key}`);
for (const mutant of without)
  console.log(`survives${isSafety(mutant) ? ", and it touches safety" : ""}: ${mutant.key}  (${mutant.file}:${mutant.line})`);
console.log(`${without.length} survivors without a reason, ${((Date.now() - began) / 60_000).toFixed(1)} min`);
process.exitCode = without.length === 0 ? 0 : 1;
