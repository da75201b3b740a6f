import { languageOf } from "../../traffic/language.ts";
import type { Asked } from "../web.ts";
import { ASKED } from "./asked.ts";
import { CHECKS } from "./checks.ts";
import { KEYS } from "./keys.ts";
import { PLACES } from "./places.ts";
import { PLANS } from "./plans.ts";
import { RECORDS } from "./records.ts";
import { SAID, type Sentence, translator } from "./said.ts";
import { withStages } from "./stages.ts";
import { SYNTAX } from "./syntax.ts";

/** What `inChinese` knows; the first that fits holds. Of what may be wrong in a text some sentences have so few words that they would hold for the unit's own. */
export const SENTENCES: readonly Sentence[] = [
  ...RECORDS,
  ...PLANS,
  ...ASKED,
  ...SAID,
  ...withStages([...SYNTAX, ...KEYS, ...CHECKS, ...PLACES]),
];

/**
 * Why something that is asked for at the page is not done, and what a trial came to, in Simplified Chinese. The unit says these in the language that
 * the page asks in, so that a page carries no sentence of a check that nobody has failed. A name, a figure and an error of the system's own stay as they are.
 */
export const inChinese = translator(SENTENCES);

/** A sentence of the unit's own in the language of who asks. */
export const saidTo = ({ header }: Pick<Asked, "header">, words: string): string =>
  languageOf(header("accept-language")) === "zh-Hans" ? inChinese(words) : words;
