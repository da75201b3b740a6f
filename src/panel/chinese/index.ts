import { languageOf } from "../../commissioning/report-sheet.ts";
import { SAID, translator } from "../page/languages/zh-Hans-said.ts";
import type { Asked } from "../web.ts";
import { ASKED } from "./asked.ts";
import { CHECKS } from "./checks.ts";
import { KEYS } from "./keys.ts";
import { PLACES } from "./places.ts";
import { PLANS } from "./plans.ts";
import { SYNTAX } from "./syntax.ts";

/**
 * Why something that is asked for at the page is not done, and what a trial came to, in Simplified Chinese. The unit says these in the language that
 * the page asks in, so that a page carries no sentence of a check that nobody has failed. A name, a figure and an error of the system's own stay as they are.
 */
export const inChinese = translator([...PLANS, ...ASKED, ...SYNTAX, ...KEYS, ...CHECKS, ...SAID, ...PLACES]);

/** A sentence of the unit's own in the language of who asks. */
export const saidTo = ({ header }: Pick<Asked, "header">, words: string): string =>
  languageOf(header("accept-language")) === "zh-Hans" ? inChinese(words) : words;
