import { CHINESE } from "./chinese.ts";
import { CODES } from "./codes.ts";
import type { Finding } from "./finding.ts";

export type DoctorLanguage = "en" | "zh-Hans";

/** From a tag as people type it, or as LANG has it: "zh_CN.UTF-8". */
export const languageIn = (tag: string): DoctorLanguage => (/^zh/i.test(tag) ? "zh-Hans" : "en");

/** What a finding means, why, and what to do, in a language. What was found stays as the unit says it: names and figures. */
export function inLanguage(finding: Finding, language: DoctorLanguage): Finding {
  if (language === "en" || finding.grade === "good") return finding;
  const [own, other] = [CODES[finding.code], CHINESE[finding.code as keyof typeof CHINESE]];
  const said = (part: "means" | "cause" | "todo"): string => (finding[part] === own[part] ? other[part] : finding[part]);
  return { ...finding, means: said("means"), cause: said("cause"), todo: said("todo") };
}
