import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandOf } from "./again.ts";
import { escaped } from "./junit.ts";
import type { Result } from "./keep.ts";
import type { RunAbout } from "./versions.ts";

const ORDER = ["failed", "passed", "not-run"] as const;

/** The run on one page: what was tried, what came of it, and the way to each. */
export function overviewOf(about: RunAbout, results: readonly Result[]): string {
  const count = (outcome: Result["outcome"]): number => results.filter((result) => result.outcome === outcome).length;
  const rows = results
    .toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))
    .map(({ name, story, outcome, why, wrong, unjudged, took_ms }) => {
      const words = name.replaceAll("-", " ");
      const link = outcome === "not-run" ? escaped(words) : `<a href="${escaped(name)}/index.html">${escaped(words)}</a>`;
      const said =
        outcome === "not-run"
          ? `not run here: ${why}`
          : [...wrong, ...unjudged.map((each) => `not judged: ${each}`), why.split("\n")[0] ?? ""]
              .filter((each) => each !== "")
              .join("; ") || story;
      return `<tr><td class="${outcome}">${outcome === "not-run" ? "not run" : outcome}</td><td>${link}</td><td>${escaped(said)}</td><td>${(took_ms / 1_000).toFixed(1)} s</td></tr>`;
    });
  const { rig, seed, began, version, commit, node, machine } = about;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(about.name)}</title>
<style>${readFileSync(join(import.meta.dirname, "style.css"), "utf8")}</style>
<header>
  <h1>${count("failed")} failed, ${count("passed")} passed, ${count("not-run")} not run here</h1>
  <p>Rig ${escaped(rig)}, seed ${seed}, ${escaped(began)}; stopline ${escaped(version)}, commit ${escaped(commit)}, Node ${escaped(node)}, ${escaped(machine)}.
  Again: <code>${escaped(commandOf(rig, "", seed).replace(" ONLY=", ""))}</code></p>
</header>
<table><thead><tr><th>outcome<th>scenario<th>what<th>took</thead><tbody>
${rows.join("\n")}
</tbody></table>
<p class="files"><a href="results.tap">results.tap</a>, <a href="junit.xml">junit.xml</a>, <a href="run.json">run.json</a></p>
</html>
`;
}
