import type { Result } from "./keep.ts";
import type { RunAbout } from "./versions.ts";

/** The run as JUnit's XML, for whoever collects those: a suite, a case for each scenario. */
export function junitOf({ name, began, rig, seed, version, commit }: RunAbout, results: readonly Result[]): string {
  const count = (outcome: Result["outcome"]): number => results.filter((result) => result.outcome === outcome).length;
  const seconds = (ms: number): string => (ms / 1_000).toFixed(3);
  const total = results.reduce((sum, { took_ms }) => sum + took_ms, 0);
  const properties = Object.entries({ rig, seed, version, commit }).map(
    ([key, value]) => `    <property name="${key}" value="${escaped(String(value))}"/>`,
  );
  const cases = results.map((result) => {
    const open = `    <testcase classname="scenarios" name="${escaped(result.name)}" time="${seconds(result.took_ms)}"`;
    if (result.outcome === "passed" && result.unjudged.length === 0) return `${open}/>`;
    const inside =
      result.outcome === "not-run"
        ? `<skipped message="${escaped(`not run here: ${result.why}`)}"/>`
        : result.outcome === "passed"
          ? `<system-out>${escaped(`not judged: ${result.unjudged.join("; ")}`)}</system-out>`
          : `<failure message="${escaped(result.wrong[0] ?? result.why)}">${escaped([...result.wrong, result.why].join("\n"))}</failure>`;
    return `${open}>\n      ${inside}\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${escaped(name)}" tests="${results.length}" failures="${count("failed")}" skipped="${count("not-run")}" errors="0" time="${seconds(total)}" timestamp="${began.slice(0, 19)}">`,
    "    <properties>",
    ...properties.map((line) => `  ${line}`),
    "    </properties>",
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** What XML 1.0 cannot say at all is left out. */
export const escaped = (text: string): string =>
  [...text]
    .filter((letter) => letter >= " " || letter === "\n" || letter === "\t")
    .join("")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
