import type { Words } from "./languages/en.ts";
import { type Forms, formsOf } from "./languages/forms.ts";

/** Every language of the page: its name as its speakers write it, and its file, which is loaded where somebody reads it. */
export const LANGUAGES = {
  en: { name: "English", load: async () => (await import("./languages/en.ts")).en },
  "zh-Hans": { name: "简体中文", load: async () => (await import("./languages/zh-Hans.ts")).zhHans },
} as const satisfies { readonly [tag: string]: { readonly name: string; readonly load: () => Promise<Words> } };

export type Language = keyof typeof LANGUAGES;

const KEY = "language";
const isLanguage = (tag: string | null): tag is Language => tag !== null && Object.hasOwn(LANGUAGES, tag);

/** What was chosen here before, else the first that the browser asks for and we have. */
function chosen(): Language {
  if (!("document" in globalThis)) return "en";
  try {
    const kept = localStorage.getItem(KEY);
    if (isLanguage(kept)) return kept;
  } catch {
    // A browser that keeps nothing is asked each time.
  }
  for (const tag of navigator.languages) {
    if (/^zh\b/i.test(tag)) return "zh-Hans";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

/** Remembers the choice. The page is then loaded anew: no node has to know that there is another language. */
export function choose(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Asked again at the next visit.
  }
}

export const language: Language = chosen();
/** Everything that the page says, in the language that was chosen. */
export const words: Words = await LANGUAGES[language].load().catch(() => {
  (globalThis as unknown as EventTarget).dispatchEvent(new Event("partial"));
  return new Promise<never>(() => {});
});
/** How it writes numbers and times. */
export const forms: Forms = formsOf(words.locale, words.to);
