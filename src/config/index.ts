import type { Site } from "../traffic/site.ts";
import { checkAll } from "./checks/index.ts";
import { readFile } from "./file.ts";
import { locate } from "./lines.ts";
import { Findings, type Problem } from "./problem.ts";
import { siteOf } from "./site.ts";
import { readStageFile, statesStages } from "./stages/index.ts";
import { parseToml } from "./syntax.ts";
import { warnAll } from "./warnings/index.ts";

export { formatProblem, type Problem } from "./problem.ts";

export type SiteReading =
  /** With what works and not well, in the order of the file. */
  | { readonly ok: true; readonly site: Site; readonly warnings: readonly Problem[] }
  /** Every problem that was found, in the order of the file; never empty. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A site file's text → the site, or everything that is wrong with it. `file` is what problems call the file. Never throws. */
export function readSite(text: string, file: string): SiteReading {
  // Editors on Windows put a mark at the front, which is no TOML, and end lines in a way that the parser refuses after a remark.
  const plain = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const findings = new Findings(file, locate(plain));
  noteUnreadable(plain, findings);
  const raw = parseToml(plain, findings);
  if (raw === null) return { ok: false, problems: findings.inOrder() };
  const stages = statesStages(raw) ? readStageFile(raw, findings) : null;
  const read = stages?.file ?? readFile(raw, findings);
  if (!read.misspelt) checkAll(read, stages);
  const problems = findings.inOrder();
  if (problems.length > 0) return { ok: false, problems };
  const site: Site = { ...siteOf(read), ...stages?.stated() };
  warnAll(read, site);
  return { ok: true, site, warnings: findings.warnings() };
}

/** Bytes that were no UTF-8 have become this character when a file is read. */
function noteUnreadable(text: string, findings: Findings): void {
  const at = text.indexOf("\ufffd");
  if (at < 0) return;
  const line = text.slice(0, at).split("\n").length;
  findings.noteAt(
    line,
    at - text.lastIndexOf("\n", at),
    "",
    "a letter here cannot be read",
    "Save the file as UTF-8 and write the letter again.",
  );
}
