import { styleText } from "node:util";
import type { Finding } from "../doctor/finding.ts";
import { shown } from "./say.ts";

const MARKS = { good: "ok", look: "look", wrong: "WRONG" } as const;
const STYLES = { good: "green", look: "yellow", wrong: "red" } as const;
const WIDTH = 7;

/** Findings in words: one line for what is good, and below what is not its meaning, its cause and what to do. */
export function tellFindings(findings: readonly Finding[]): void {
  const width = Math.min(30, Math.max(...findings.map(({ about }) => about.length)));
  console.log();
  for (const { grade, code, about, found, means, cause, todo } of findings) {
    const mark = styleText(STYLES[grade], MARKS[grade].padEnd(WIDTH), { stream: process.stdout });
    console.log(`${mark}${shown(about).padEnd(width)}  ${shown(found)}${grade === "good" ? "" : `  [${code}]`}`);
    if (grade === "good") continue;
    const under = (head: string, words: string) => console.log(`${" ".repeat(WIDTH)}  ${head.padEnd(8)}${shown(words)}`);
    if (means !== "see the words") under("means", means);
    if (cause !== "see the words") under("likely", cause);
    under("do", todo);
  }
  const count = (grade: Finding["grade"]) => findings.filter((each) => each.grade === grade).length;
  const [wrong, look] = [count("wrong"), count("look")];
  console.log();
  console.log(
    wrong + look === 0
      ? styleText("green", "Nothing is wrong.", { stream: process.stdout })
      : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong, ${look} worth a look.`,
  );
}
