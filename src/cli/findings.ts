import { styleText } from "node:util";
import type { Finding } from "../doctor/finding.ts";
import type { Language } from "../traffic/language.ts";
import { DOCTOR_WORDS } from "./doctor-words.ts";
import { shown } from "./say.ts";

const STYLES = { good: "green", look: "yellow", wrong: "red" } as const;
const WIDTH = 7;

/** Findings in words: one line for what is good, and below what is not its meaning, its cause and what to do. */
export function tellFindings(findings: readonly Finding[], language: Language = "en"): void {
  const words = DOCTOR_WORDS[language];
  const width = Math.min(30, Math.max(...findings.map(({ about }) => columnsOf(about))));
  console.log();
  for (const { grade, code, about, found, means, cause, todo } of findings) {
    const mark = styleText(STYLES[grade], padded(words.marks[grade], WIDTH), { stream: process.stdout });
    console.log(`${mark}${padded(shown(about), width)}  ${shown(found)}${grade === "good" ? "" : `  [${code}]`}`);
    if (grade === "good") continue;
    const under = (head: string, words: string) => console.log(`${" ".repeat(WIDTH)}  ${padded(head, 10)}${shown(words)}`);
    if (means !== "see the words") under(words.means, means);
    if (cause !== "see the words") under(words.likely, cause);
    under(words.todo, todo);
  }
  const count = (grade: Finding["grade"]) => findings.filter((each) => each.grade === grade).length;
  const [wrong, look] = [count("wrong"), count("look")];
  console.log();
  console.log(wrong + look === 0 ? styleText("green", words.well, { stream: process.stdout }) : words.count(wrong, look));
}

/** Places on a terminal: a Chinese character takes two. */
const columnsOf = (text: string): number => text.length + (text.match(/[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/gu)?.length ?? 0);
const padded = (text: string, columns: number): string => text + " ".repeat(Math.max(0, columns - columnsOf(text)));
