import { locate } from "./lines.ts";
import { nearest } from "./nearest.ts";
import { Findings } from "./problem.ts";
import { parseToml } from "./syntax.ts";

/** A file of TOML that is no site file: its tables, and where problems with them go. `raw` is null where it is no TOML; a table that is none of `names` is noted. */
export function tablesIn(
  text: string,
  file: string,
  names: readonly string[],
): { readonly raw: { readonly [key: string]: unknown } | null; readonly findings: Findings } {
  const plain = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const findings = new Findings(file, locate(plain));
  const raw = parseToml(plain, findings);
  for (const key of Object.keys(raw ?? {})) {
    if (names.includes(key)) continue;
    const near = nearest(key, names);
    findings.note([key], "", `there is no table "${key}" here`, near ? `Did you mean ${near}?` : `The tables are ${names.join(", ")}.`);
  }
  return { raw, findings };
}
