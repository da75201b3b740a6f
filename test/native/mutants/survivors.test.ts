import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { t } from "tap";
import { type Mutant, rewrite } from "./rewrite.ts";
import { confirmed, isOutdated, isReasoned, named, readReasons, writeReasons } from "./survivors.ts";

const before = "namespace stopline { bool Late(int a) { return a < 7; } bool Early(int a) { return a < 7; } }";
const after = before.replace("return a < 7; } bool E", "if (a < 7) return false; return a < 7; } bool E");
const becomes = "a < 7 => < as <=";

const folder = mkdtempSync(join(tmpdir(), "survivors-"));
const list = join(folder, "survivors.md");
t.teardown(() => rmSync(folder, { recursive: true }));

/** The mutants of a source with such a text. */
function mutantsOf(text: string): readonly Mutant[] {
  const file = join(folder, "source.cc");
  writeFileSync(file, text);
  return rewrite([file], ["-std=c++20"], (each) => each === file).mutants;
}
const one = (mutants: readonly Mutant[], name: string): Mutant => mutants.find(({ key }) => key.endsWith(name))!;
/** A list in which somebody has said why of one in each function, when the source read as at first. */
function stated(): void {
  const those = mutantsOf(before).filter(({ key }) => key.endsWith(becomes));
  t.equal(those.length, 2);
  writeFileSync(list, `# Head\n\n## It is so\n\n${those.map(({ key }) => `- \`${key}\`\n`).join("")}`);
  writeReasons(list, confirmed(readReasons(list), those), those);
}

t.test("a reason that nobody has said of a function's text holds for nobody", async (t) => {
  const late = one(mutantsOf(before), `Late: ${becomes}`);
  writeFileSync(list, `## It is so\n\n- \`${late.key}\`\n`);
  t.notOk(isReasoned(late, readReasons(list)));
  t.ok(isOutdated(late, readReasons(list)));
  writeReasons(list, readReasons(list), [late]);
  t.notOk(isReasoned(late, readReasons(list)), "not by being written anew, either");
});

t.test("who confirms a function's reasons confirms none whose name only begins so", async (t) => {
  stated();
  const mutants = mutantsOf(before);
  const reasons = readReasons(list);
  const { file, key } = one(mutants, `Late: ${becomes}`);
  for (const [name, many] of [
    [file, 2],
    [`${file} Late`, 1],
    [key, 1],
    [`${file} Lat`, 0],
    ["", 0],
  ] as const)
    t.equal(named(reasons, mutants, name).length, many, name);
});

t.test("a reason holds for a function that reads as it did, wherever it stands", async (t) => {
  stated();
  const late = one(mutantsOf(`// A line above it.\n${before}`), `Late: ${becomes}`);
  t.ok(isReasoned(late, readReasons(list)));
  t.notOk(isOutdated(late, readReasons(list)));
});

t.test("an equal expression put before it takes the name, and not the reason; the other function keeps its own", async (t) => {
  stated();
  const mutants = mutantsOf(after);
  const reasons = readReasons(list);
  for (const name of [`Late: ${becomes}`, `Late: ${becomes} (2)`]) t.notOk(isReasoned(one(mutants, name), reasons), name);
  t.ok(isOutdated(one(mutants, `Late: ${becomes}`), reasons));
  t.notOk(isOutdated(one(mutants, `Late: ${becomes} (2)`), reasons), "it has none");
  t.ok(isReasoned(one(mutants, `Early: ${becomes}`), reasons));
});

t.test("a list that is written anew makes no reason hold again; who confirms one function confirms no other", async (t) => {
  stated();
  const mutants = mutantsOf(after.replace("Early(int a) { return a < 7", "Early(int a) { ++a; return a < 7"));
  const survivors = ["Late", "Early"].map((name) => one(mutants, `${name}: ${becomes}`));
  const [late, early] = survivors as [Mutant, Mutant];
  const text = readFileSync(list, "utf8");
  writeReasons(list, readReasons(list), survivors);
  t.equal(readFileSync(list, "utf8"), text);
  writeReasons(list, confirmed(readReasons(list), named(readReasons(list), mutants, late.key.slice(0, late.key.indexOf(":")))), survivors);
  t.ok(isReasoned(late, readReasons(list)));
  t.ok(isOutdated(early, readReasons(list)));
});

t.test("who has no reason stands at the end, and a list alone gives none", async (t) => {
  stated();
  const mutants = mutantsOf(before);
  const other = one(mutants, "Late: a < 7 => < as >=");
  writeReasons(list, readReasons(list), [one(mutants, `Late: ${becomes}`), other]);
  t.match(
    readFileSync(list, "utf8"),
    /## It is so[^#]*Late: a < 7 => < as <=[^#]*## Not looked at yet\n\n- `.*Late: a < 7 => < as >=` [0-9a-f]{8}\n$/,
  );
  t.notOk(isReasoned(other, readReasons(list)) || isOutdated(other, readReasons(list)));
});
