import t from "tap";
import ts from "typescript";
import { CENTRE_OPTIONS } from "../../src/cli/centre.ts";
import type { Verb } from "../../src/cli/verb.ts";
import { sourceOf } from "../sentences.ts";

/** The table of verbs, as `cli.ts` has it. */
const VERBS = [...sourceOf("cli.ts").text.matchAll(/import\("\.\/cli\/([a-z-]+)\.ts"\)/g)].map(([, name]) => name!);
/** Verbs of which a part, with options of its own, is another file. */
const PARTS: { readonly [verb: string]: readonly string[] } = { journal: ["journal-export"] };

/** The options that a source gives to `parseArgs`. */
function takenBy(file: string): readonly string[] {
  const source = sourceOf(`cli/${file}.ts`);
  const taken: string[] = [];
  const read = (options: ts.Expression): void => {
    if (ts.isAsExpression(options)) read(options.expression);
    else if (ts.isIdentifier(options)) {
      const declared = source.statements
        .flatMap((each) => (ts.isVariableStatement(each) ? each.declarationList.declarations : []))
        .find((each) => each.name.getText() === options.text);
      if (declared?.initializer !== undefined) read(declared.initializer);
      else if (options.text === "CENTRE_OPTIONS") taken.push(...Object.keys(CENTRE_OPTIONS));
      else throw new Error(`${file}: what is ${options.text}?`);
    } else if (ts.isObjectLiteralExpression(options)) {
      for (const each of options.properties) {
        if (ts.isSpreadAssignment(each)) read(each.expression);
        else taken.push((each.name as ts.Identifier | ts.StringLiteral).text);
      }
    } else throw new Error(`${file}: what is ${options.getText()}?`);
  };
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "parseArgs") {
      const given = node.arguments[0] as ts.ObjectLiteralExpression;
      const options = given.properties.find((each) => each.name?.getText() === "options");
      if (options !== undefined) read((options as ts.PropertyAssignment).initializer);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return taken;
}

const named = (words: string): readonly string[] => [...words.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name!);
const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();

/** What a usage shows to be typed, lines that go on with it among them; and the rows that tell what an option means. */
function usageOf(verb: string, usage: string) {
  const lines = usage.split("\n");
  const begins = (line: string): boolean => line.startsWith(`stopline ${verb}`);
  const typed = lines.filter(
    (line, i) =>
      begins(line) ||
      (/^ {10,}[[-]/.test(line) &&
        lines
          .slice(0, i)
          .findLast((each) => !/^ {10,}/.test(each))!
          .startsWith("stopline")),
  );
  const told = lines.flatMap((line) => /^ {2}((?:--[a-z-]+(?: [A-Z][^\s,]*)?(?:, )?)+)/.exec(line)?.[1] ?? []);
  return { synopsis: typed.join("\n"), told: told.join("\n") };
}

t.test(
  "who reads what to type after a verb sees every option that it takes, and none that it does not; and below what each means",
  async (t) => {
    t.ok(VERBS.length > 25, `${VERBS.length} verbs`);
    for (const name of VERBS) {
      const { verb } = (await import(`../../src/cli/${name}.ts`)) as { readonly verb: Verb };
      const taken = sorted([name, ...(PARTS[name] ?? [])].flatMap(takenBy));
      const { synopsis, told } = usageOf(name, verb.usage);
      t.same(sorted(named(synopsis)), taken, `${name}: what is to be typed`);
      t.same(sorted(named(told)), taken, `${name}: what it means`);
    }
  },
);
