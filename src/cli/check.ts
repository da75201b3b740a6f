import { parseArgs, styleText } from "node:util";
import { formatProblem, type Problem } from "../config/index.ts";
import { sheetOf } from "../config/sheet/index.ts";
import type { Site } from "../traffic/site.ts";
import { readSiteFile } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

type Checked =
  | { readonly file: string; readonly ok: true; readonly site: Site; readonly warnings: readonly Problem[] }
  | { readonly file: string; readonly ok: false; readonly problems: readonly Problem[] };

export const verb: Verb = {
  summary: "reads site files and says what is wrong with them, or prints their timing sheet",
  usage: `
stopline check FILE … [--json]

Reads each site file as the unit would. Every problem is printed with its line, what is wrong and what to do; a good file is printed
as ports, devices, detectors, phases, rings and the cycle of its fallback pattern, to be compared with the timing sheet. What works and
not well (a name that may be another port tomorrow, polls that do not fit their line) is a warning below it.

  --json   the same as one JSON list: file, ok, and problems, or site and warnings

Exit code: 0 all files are good, 1 a file is wrong or cannot be read.`,

  async run(args) {
    const { values, positionals: files } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
    if (files.length === 0) throw new UsageError("name the site file that is to be checked, such as deploy/sites/four-leg.toml.");
    const checked = files.map(check);
    if (values.json) console.log(JSON.stringify(checked, null, 2));
    else checked.forEach(print);
    return checked.every((each) => each.ok) ? 0 : 1;
  },
};

function check(file: string): Checked {
  const read = readSiteFile(file);
  return read.ok ? { file, ok: true, site: read.site, warnings: read.warnings } : { file, ...read };
}

const paint = (style: Parameters<typeof styleText>[0], text: string): string => styleText(style, text, { stream: process.stdout });

/** The place in bold, as compilers print it. */
function tell(problem: Problem, kind = ""): void {
  const text = formatProblem(problem);
  const words = text.indexOf(": ") + 2;
  console.log(paint("bold", text.slice(0, words)) + kind + text.slice(words));
}

function print(checked: Checked, index: number): void {
  if (index > 0) console.log();
  if (checked.ok) {
    console.log(paint("green", `${checked.file}: good.`));
    for (const line of sheetOf(checked.site)) console.log(line === "" ? "" : `  ${line}`);
    if (checked.warnings.length > 0) console.log();
    for (const warning of checked.warnings) tell(warning, paint("yellow", "warning: "));
    return;
  }
  for (const problem of checked.problems) tell(problem);
  const count = checked.problems.length;
  console.log(paint("bold", `${count} ${count === 1 ? "problem" : "problems"} in ${checked.file}.`));
}
