import type { SiteReading } from "../config/index.ts";
import type { Site } from "../traffic/site.ts";

/** What a plan may say, in the words of a site file: all of it is what a pattern change gives the controller in any tick. */
const TABLES = ["patterns", "day_plans", "schedule"] as const;
const isOfPlan = (table: string): boolean => (TABLES as readonly string[]).includes(table);

/** `[start]`, `[[patterns]]`, `[patterns.coordination]`: alone on its line. */
const HEADER = /^\s*\[\[?\s*([A-Za-z0-9_-]+)\s*(?:\.[^\]]*)?\]\]?\s*(?:#.*)?$/;

/** Five times what the longest of our sites needs. */
export const PLAN_BYTES_MAX = 16_384;
/** As text in JSON in JSON: so it stands in the record of a session's start, which has to go in one message with the site file and the others. */
const WRITTEN_MAX = 32_768;

/**
 * Twice what the longest line of our sites has. The street side reads a plan between two tenths, and a name such as a.a.a.a… that is as long as a
 * whole plan takes seconds to read: the cabinet would flash, and the watchdog would end us.
 */
const LINE_MAX = 256;

export type Planned = { readonly text: string; readonly site: Site } | { readonly refused: string };

/**
 * A site file whose patterns, day plans and schedule are a plan's. It must pass every check of a site file, and say in everything else exactly
 * what it said before: phases, minimums, clearances, conflicts, channels and so on. That is compared, not trusted.
 */
export function planned(
  base: { readonly text: string; readonly site: Site },
  plan: string,
  read: (text: string, file: string) => SiteReading,
): Planned {
  const strange = strangeIn(plan);
  if (strange !== "") return { refused: strange };
  const lines = base.text.replace(/^\ufeff/, "").split(/\r?\n/);
  let kept = true;
  const rest = lines.filter((line) => {
    const table = HEADER.exec(line)?.[1];
    if (table !== undefined) kept = !isOfPlan(table);
    return kept;
  });
  const text = `${rest.join("\n")}\n${plan}\n`;
  const reading = read(text, "the plan");
  if (!reading.ok) {
    const [{ line, where, words, todo }] = reading.problems as readonly [(typeof reading.problems)[number]];
    const at = line > rest.length ? `line ${line - rest.length}` : "together with the site file";
    return { refused: `the plan does not pass the checks of a site file (${at}${where === "" ? "" : `, ${where}`}): ${words}. ${todo}` };
  }
  if (restOf(reading.site) !== restOf(base.site))
    return { refused: `a plan changes ${TABLES.join(", ")} and nothing else of the site file; this one would change more` };
  return { text, site: reading.site };
}

const restOf = (site: Site): string => JSON.stringify({ ...site, patterns: null, day_plans: null, schedule: null });

/** "" or what a plan must not hold. */
function strangeIn(plan: string): string {
  if (new TextEncoder().encode(plan).length > PLAN_BYTES_MAX) return `a plan has ${PLAN_BYTES_MAX} bytes at most`;
  if (JSON.stringify(JSON.stringify(plan)).length > WRITTEN_MAX) return "a plan with so many quotes and the like is too long to be kept";
  let begun = false;
  for (const line of plan.split(/\r?\n/)) {
    if (line.length > LINE_MAX)
      return `a line of a plan has ${LINE_MAX} characters at most; write "${line.trim().slice(0, 40)}…" on several`;
    const table = HEADER.exec(line)?.[1];
    if (table !== undefined && !isOfPlan(table))
      return `a plan holds ${TABLES.join(", ")}; [${table}] is the site file's, and stays as it is`;
    begun ||= table !== undefined;
    if (!begun && /^\s*[^\s#]/.test(line))
      return `a plan begins with a table such as [[patterns]]; "${line.trim().slice(0, 40)}" is in none`;
  }
  return begun ? "" : "the plan holds no [[patterns]]";
}
