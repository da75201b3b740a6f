import { type Language, languageNamed, languageOf } from "../traffic/language.ts";
import { UsageError } from "./verb.ts";

/** In which language somebody is told something: as he has typed it, else as this computer is set. Throws a UsageError for a language that is not here. */
export function languageIn(typed: string | undefined): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  if (typed === undefined) return languageOf(LC_ALL || LC_MESSAGES || LANG || "en");
  const named = languageNamed(typed);
  if (named === null) throw new UsageError(`--language is en or zh-Hans, not "${typed}"`);
  return named;
}
