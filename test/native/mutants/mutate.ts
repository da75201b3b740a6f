// make mutate: breaks the native part in every way that the rules know, one at a time, and looks who notices.
import { execFileSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Entry, readEntries } from "./entries.ts";
import { type Killer, kill, readKillers } from "./killers.ts";
import { longTestsOf } from "./long_tests.ts";
import { Results } from "./results.ts";
import type { Mutant } from "./rewrite.ts";
import { isSafety } from "./safety.ts";
import { confirmed, isOutdated, isReasoned, named, readReasons, writeReasons } from "./survivors.ts";
import { print } from "./table.ts";

const folder = "build/mutants";
const survivorsFile = "test/native/mutants/survivors.md";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    short: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
    safety: { type: "boolean", default: false }, // only those that touch it
    last: { type: "string", default: "5" },
    confirm: { type: "string" }, // that the reasons of a file's, a function's or one mutant hold; nothing is run
    doubt: { type: "boolean", default: false }, // those with a reason meet random ticks and searches as well
  },
});

const began = Date.now();
const { mutants: every, leftOut } = JSON.parse(readFileSync(`${folder}/list.json`, "utf8")) as {
  mutants: Mutant[];
  leftOut: [string, number][];
};
if (values.confirm !== undefined) {
  const stated = readReasons(survivorsFile);
  const those = named(stated, every, values.confirm);
  if (those.length === 0) {
    console.error(
      `nobody with a reason in ${survivorsFile} is named ${values.confirm}: FILE, FILE FUNCTION or a whole name as it stands there`,
    );
    process.exit(1);
  }
  const all = confirmed(stated, those);
  for (const { key } of those) console.log(`${key}\n  ${all.get(key)!.words}`);
  const gone = [...all.keys()].filter((key) => !every.some((mutant) => mutant.key === key));
  for (const key of gone) console.log(`no such mutant any more, and no longer in the list: ${key}`);
  writeReasons(
    survivorsFile,
    all,
    every.filter(({ key }) => all.has(key)),
  );
  process.exit();
}
const tests = globSync("test/native/{*,prove/*,stories/*}.{cc,h}").sort();
// Else a survivor would be noted to have met a test that it has not.
const built = statSync(`${folder}/street`).mtimeMs;
const late = tests.find((file) => file.endsWith("_test.cc") && statSync(file).mtimeMs > built);
if (late !== undefined) throw new Error(`${late} has changed since it was compiled: make mutate`);
const results = new Results(`${folder}/results`, tests);
const record = statSync(`${folder}/record`, { throwIfNoEntry: false });
const recorded = !values.short && record !== undefined && record.mtimeMs >= built; // of these mutants' numbers
const street = readKillers(`${folder}/street-costs${values.short ? "-short" : ""}`, recorded ? `${folder}/record` : undefined);
let scenes: readonly Killer[] = [];
const reasons = readReasons(survivorsFile);
const hasReason = (mutant: Mutant): boolean => isReasoned(mutant, reasons);

// A sample that is the same one tomorrow: by the mutants' own names.
const sampled = (mutant: Mutant): boolean =>
  [...mutant.key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % 25 === 0;
const mutants = every.filter(
  (mutant) => mutant.key.includes(values.only) && (!values.safety || isSafety(mutant)) && (!values.short || sampled(mutant)),
);

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
for (const mutant of every) {
  const by = results.of(mutant)?.by;
  if (by !== undefined) bury(mutant, by);
}
// A stage begins when all have been through the one before it, so that what is sure to be found is found in minutes.
const touching = ({ number }: Mutant): Killer[] => street.filter(({ long, touches }) => !long && touches?.has(number) !== false);
const isRandom = ({ name }: Killer): boolean => name === "random ticks";
const within = (killer: Killer, least: number, most: number): boolean =>
  killer.milliseconds > least && killer.milliseconds <= most && !isRandom(killer);
const atOnce = 3; // milliseconds
const quick = 400;
const stages: { readonly program: string; readonly killers: (mutant: Mutant) => readonly Killer[] }[] = [
  { program: "street", killers: (mutant) => touching(mutant).filter((killer) => within(killer, -1, atOnce)) },
  { program: "street", killers: (mutant) => touching(mutant).filter((killer) => within(killer, atOnce, quick)) },
  { program: "street", killers: (mutant) => touching(mutant).filter((killer) => isRandom(killer) || within(killer, quick, Infinity)) },
  {
    program: "street",
    killers: ({ file }) => street.filter(({ long, name }) => long && longTestsOf(file).some((words) => name.includes(words))),
  },
  { program: "scenes", killers: () => scenes },
];

// A survivor of an earlier run goes on from where it came to; of the stages before, it meets what is new.
const before = new Map(mutants.map((mutant) => [mutant, results.of(mutant)]));
const meets = (mutant: Mutant, stage: number): readonly Killer[] => {
  const was = before.get(mutant);
  const all = stages[stage]!.killers(mutant);
  return was === undefined || stage > was.stage ? all : all.filter(({ file }) => results.changed(was).has(file));
};

// Whom a reason holds for no test notices: hours of chance and searches would say the same. The tests of up to 0.4 s ask
// anew whenever they change.
const withReasons = 2;
const isExcused = (mutant: Mutant, stage: number): boolean => stage >= withReasons && hasReason(mutant) && !values.doubt;
for (const [stage, { program }] of stages.entries()) {
  if (stage >= Number(values.last)) break;
  const left = mutants.filter((mutant) => {
    if (isExcused(mutant, stage)) return false;
    const result = results.of(mutant);
    return result?.by === undefined && (stage > (result?.stage ?? -1) || meets(mutant, stage).length > 0);
  });
  if (left.length === 0) continue;
  if (program === "scenes" && scenes.length === 0) scenes = readScenes();
  // Safety first, and who has little to meet before who has much; last those who are known to survive.
  const known = (mutant: Mutant): number => Number(hasReason(mutant));
  const safe = (mutant: Mutant): number => Number(!isSafety(mutant));
  left.sort((a, b) => known(a) - known(b) || safe(a) - safe(b) || meets(a, stage).length - meets(b, stage).length);
  const byNumber = new Map(left.map((mutant) => [mutant.number, mutant]));
  let done = 0;
  const jobOf = (number: number): Killer[] => inOrder(byNumber.get(number)!, meets(byNumber.get(number)!, stage));
  await kill(`${folder}/${program}`, [...byNumber.keys()], jobOf, Number(values.jobs), ({ mutant: number, by, how }) => {
    const mutant = byNumber.get(number)!;
    if (by !== undefined || stage >= (before.get(mutant)?.stage ?? 0)) results.note(mutant, stage, by, how);
    if (by !== undefined) bury(mutant, by);
    ++done;
    if (process.stderr.isTTY) process.stderr.write(`\r${program}, stage ${stage + 1} of ${stages.length}: ${done} of ${left.length} `);
  });
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}

/** Compiled when somebody has come so far: it takes minutes, and most runs end before. */
function readScenes(): readonly Killer[] {
  execFileSync("make", ["-s", "-j2", `${folder}/scenes-costs`], { stdio: "inherit" });
  return readKillers(`${folder}/scenes-costs`);
}

/** What a sample says of all: Wilson's interval. */
function sampleOf(count: number, killed: number): string {
  const z = 1.96;
  const share = killed / count;
  const middle = (share + z ** 2 / (2 * count)) / (1 + z ** 2 / count);
  const half = (z / (1 + z ** 2 / count)) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  const [low, high] = [middle - half, middle + half].map((bound) => (100 * bound).toFixed(1));
  return `a sample of ${count} out of ${every.length}: of all, between ${low} and ${high} % (95 % confidence)`;
}

// Who has met all that is new needs to meet it no more.
for (const mutant of mutants) {
  const result = results.of(mutant);
  if (result === undefined || result.by !== undefined || result.stage >= Number(values.last) || isExcused(mutant, result.stage)) continue;
  if (results.changed(result).size > 0) results.note(mutant, result.stage, undefined, "");
}

// And every number in the compiled tables of the example sites, as a mutant that stories meet.
const entries: readonly Entry[] = values.only === "" && !values.safety ? await readEntries(`${folder}/entries`, values.short ? 25 : 1) : [];
const entriesLeft = entries.filter(({ by }) => by === "");

const survivors = mutants.filter((mutant) => results.of(mutant)?.by === undefined);
// Of all of them, whoever is in the sample: to see that a function has changed nothing has to be run.
const outdated = every.filter((mutant) => isOutdated(mutant, reasons));
const without = survivors.filter((mutant) => !hasReason(mutant) && !outdated.includes(mutant));
const risen = mutants.filter((mutant) => reasons.has(mutant.key) && results.of(mutant)?.by !== undefined);
print(mutants, results, reasons, leftOut);
if (entries.length > 0) {
  console.log(
    `entries of compiled tables${values.short ? ", one in 25" : ""}: ${entries.length}, noticed ${entries.length - entriesLeft.length}`,
  );
  for (const { site, entry, becomes } of entriesLeft) console.log(`survives: ${site} ${entry} => ${becomes}`);
}
if (values.short) console.log(sampleOf(mutants.length, mutants.length - survivors.length));
if (Number(values.last) < stages.length)
  console.log(`the first ${values.last} of ${stages.length} stages: who survives them may die in the others`);
if (values.only === "" && !values.short && !values.safety) writeReasons(survivorsFile, reasons, survivors);
for (const mutant of risen) console.log(`dies, though survivors.md says why it need not: ${mutant.key}`);
for (const mutant of without)
  console.log(`survives${isSafety(mutant) ? ", and it touches safety" : ""}: ${mutant.key}  (${mutant.file}:${mutant.line})`);
for (const { key } of outdated) console.log(`its function has changed, so its reason is to be looked at again: ${key}`);
if (outdated.length > 0)
  console.log('those that still hold: make mutate CONFIRM="native/controller/FILE.cc Class::Function", a file alone, or one whole name');
console.log(
  `${without.length} survivors without a reason, ${outdated.length} with one that is to be looked at again, ${((Date.now() - began) / 60_000).toFixed(1)} min`,
);
process.exitCode = without.length + outdated.length + entriesLeft.length === 0 ? 0 : 1;
