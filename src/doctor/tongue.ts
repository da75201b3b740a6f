import type { Language } from "../traffic/language.ts";
import { CHINESE } from "./chinese.ts";
import { aboutInChinese, foundInChinese } from "./chinese-found.ts";
import { siteInChinese } from "./chinese-site/index.ts";
import { CODES } from "./codes.ts";
import type { Finding } from "./finding.ts";

/** A finding in a language: what it is about, what was found, what that means, why, and what to do. Names, figures and errors of a system's own stay as they are. */
export function inLanguage(finding: Finding, language: Language): Finding {
  if (language === "en") return finding;
  const { code, means, cause, todo } = finding;
  const said = code.startsWith("site-") ? siteInChinese : foundInChinese;
  const told = { ...finding, about: aboutInChinese(finding.about), found: said(finding.found) };
  if (finding.grade === "good") return told;
  const [own, other] = [CODES[code], CHINESE[code as keyof typeof CHINESE]];
  // A cause of the unit's own with what the code has to do is a sentence by itself.
  const [why, then] = todo === own.todo ? [said(cause), ""] : causeInChinese(cause, todo, said);
  return {
    ...told,
    means: means === own.means ? other.means : said(means),
    cause: cause === own.cause ? other.cause : why,
    todo: todo === own.todo ? other.todo : then,
  };
}

/** What is told while it goes on, in a language. */
export const toldIn = (told: string, language: Language): string => (language === "en" ? told : foundInChinese(told));

/** Why something is so and what to do about it: two sentences of ours, or the halves of one of the unit's ("the loop is cut: measure it"). */
function causeInChinese(cause: string, todo: string, said: (words: string) => string): readonly [cause: string, todo: string] {
  const whole = `${cause}: ${todo.charAt(0).toLowerCase()}${todo.slice(1).replace(/\.$/, "")}`;
  const [why, ...then] = said(whole).split("：");
  return then.length > 0 ? [why!, `${then.join("：")}。`] : [said(cause), said(todo)];
}
