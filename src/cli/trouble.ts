import { nearest } from "../config/nearest.ts";
import { UsageError, type Verb } from "./verb.ts";

/** What to say of an error that a verb ended with, and the exit code; null for a mistake of ours, whose stack somebody must see. */
export function troubleWords(error: unknown, verb: Verb | null): { readonly words: string; readonly code: 1 | 2 } | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof UsageError) return { words: error.message, code: 2 };
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith("ERR_PARSE_ARGS")) return { words: misread(code, error.message, optionsOf(verb?.usage ?? "")), code: 2 };
  if (code === "ERR_MODULE_NOT_FOUND") return { words: `${error.message}; \`make build\` puts in place what is missing`, code: 1 };
  const what = OF_FILES[code];
  if (what !== undefined && "path" in error) return { words: `${String(error.path)}: ${what}`, code: 1 };
  if (OURS.some((kind) => error instanceof kind)) return null;
  return { words: error.message, code: 1 };
}

/** What the system says of a file that was named, and what to do. */
const OF_FILES: { readonly [code: string]: string | undefined } = {
  ENOENT: "there is no such file or folder. Look at its name, and whether its folder is there",
  ENOTDIR: "part of it is a file, and no folder. Look at its name",
  EISDIR: "it is a folder. Name a file",
  EACCES: "this user may not open it. Name another place, or try with sudo",
};

/** The language itself throws these where a program is wrong; what the world does is told in plain Errors, with words. */
const OURS = [TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError] as const;

/** The names that a verb's usage has: "site", "dir", … */
const optionsOf = (usage: string): readonly string[] => [...new Set([...usage.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name!))];

/** Node's option parser in a technician's words. */
function misread(code: string, said: string, options: readonly string[]): string {
  const option = /'(?:-\w, )?--?([^\s'=]+)/.exec(said)?.[1] ?? "";
  const has = options.length === 0 ? "It has no options." : `Its options: ${options.map((name) => `--${name}`).join(", ")}.`;
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const near = nearest(option, options);
    return `there is no option --${option}${near === undefined ? "." : `; did you mean --${near}?`} ${has}`;
  }
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    return `${/'([^']*)'/.exec(said)?.[0].replaceAll("'", '"') ?? "a word"} is not understood. ${has}`;
  }
  if (/does not take/.test(said)) return `--${option} stands alone, without a value.`;
  return `--${option} wants a value after it, as in --${option} VALUE; one that begins with a dash is written --${option}=VALUE.`;
}
