import { syncBuiltinESMExports } from "node:module";
import util, { type ParseArgsConfig } from "node:util";
import t from "tap";
import type { Verb } from "../../src/cli/verb.ts";
import { sourceOf } from "../sentences.ts";

/** The table of verbs, as `cli.ts` has it. */
const VERBS = [...sourceOf("cli.ts").text.matchAll(/import\("\.\/cli\/([a-z-]+)\.ts"\)/g)].map(([, name]) => name!);
/** A verb's own word, whose options and usage are its own. */
const OWN_WORDS: { readonly [verb: string]: string } = { journal: "export" };

/** A verb ends where it asks what was typed, with the options that it takes. */
class Taken extends Error {
  readonly options: readonly string[];

  constructor({ options = {} }: ParseArgsConfig) {
    super();
    this.options = Object.keys(options);
  }
}

const { parseArgs } = util;
/** What stands behind every `import { parseArgs } from "node:util"`. */
function parseBy(parse: (config?: ParseArgsConfig) => unknown): void {
  Object.assign(util, { parseArgs: parse });
  syncBuiltinESMExports();
}

async function takenBy({ run }: Verb, args: readonly string[]): Promise<readonly string[]> {
  let code: number;
  try {
    code = await run(args);
  } catch (error) {
    if (error instanceof Taken) return error.options;
    throw error;
  }
  throw new Error(`it has not asked what was typed, and ended with ${code}`);
}

/** A verb's usage, and apart from it that of its own word: after which words each is meant. */
function usagesOf(name: string, { usage }: Verb): readonly (readonly [args: readonly string[], usage: string])[] {
  const word = OWN_WORDS[name];
  if (word === undefined) return [[[], usage]];
  const own = usage.indexOf(`\nstopline ${name} ${word} `);
  return [
    [[], usage.slice(0, own)],
    [[word], usage.slice(own)],
  ];
}

const named = (words: string): readonly string[] => [...words.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name!);
const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();

/** What a usage shows to be typed, lines that go on with it among them; and the rows that tell what an option means. */
function synopsisOf(typed: string, usage: string) {
  const lines = usage.split("\n");
  const begins = (line: string): boolean => line.startsWith(`stopline ${typed}`);
  const synopsis = lines.filter(
    (line, i) =>
      begins(line) ||
      (/^ {10,}[[-]/.test(line) &&
        lines
          .slice(0, i)
          .findLast((each) => !/^ {10,}/.test(each))!
          .startsWith("stopline")),
  );
  const told = lines.flatMap((line) => /^ {2}((?:--[a-z-]+(?: [A-Z][^\s,]*)?(?:, )?)+)/.exec(line)?.[1] ?? []);
  return { synopsis: synopsis.join("\n"), told: told.join("\n") };
}

t.test(
  "who reads what to type after a verb sees every option that it takes, and none that it does not; and below what each means",
  async (t) => {
    t.ok(VERBS.length > 25, `${VERBS.length} verbs`);
    t.teardown(() => parseBy(parseArgs));
    parseBy((config = {}) => {
      throw new Taken(config);
    });
    for (const name of VERBS) {
      const { verb } = (await import(`../../src/cli/${name}.ts`)) as { readonly verb: Verb };
      for (const [args, usage] of usagesOf(name, verb)) {
        const typed = [name, ...args].join(" ");
        const taken = sorted(await takenBy(verb, args));
        const { synopsis, told } = synopsisOf(typed, usage);
        t.same(sorted(named(synopsis)), taken, `${typed}: what is to be typed`);
        t.same(sorted(named(told)), taken, `${typed}: what it means`);
      }
    }
  },
);
