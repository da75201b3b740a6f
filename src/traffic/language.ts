/** The languages in which people are told something. */
export type Language = "en" | "zh-Hans";

/** From a tag, LANG ("zh_CN.UTF-8") or a whole Accept-Language: the first that is ours; null where none is. */
export function languageNamed(asked: string): Language | null {
  for (const tag of asked.split(",")) {
    if (/^\s*zh(?![a-z])/i.test(tag)) return "zh-Hans";
    if (/^\s*en(?![a-z])/i.test(tag)) return "en";
  }
  return null;
}

/** The same; English for everybody else. */
export const languageOf = (asked: string): Language => languageNamed(asked) ?? "en";
