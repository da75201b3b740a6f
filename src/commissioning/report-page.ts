import { en, type ReportWords } from "./languages/en.ts";
import { zhHans } from "./languages/zh-Hans.ts";
import type { Report, SignedReport } from "./report.ts";

const LANGUAGES = { en, "zh-Hans": zhHans } as const;
export type ReportLanguage = keyof typeof LANGUAGES;

/** From a tag, LANG ("zh_CN.UTF-8") or a whole Accept-Language: the first that is ours. */
export const languageOf = (asked: string): ReportLanguage => {
  for (const tag of asked.split(",")) {
    if (/^\s*zh(?![a-z])/i.test(tag)) return "zh-Hans";
    if (/^\s*en(?![a-z])/i.test(tag)) return "en";
  }
  return "en";
};

export const reportWords = (language: ReportLanguage): ReportWords => LANGUAGES[language];

type Row = Report["steps"][number];

/** What a step is called, and what the unit saw of it or why it was left out. */
export function stepWords(step: Row, words: ReportWords): { readonly name: string; readonly seen: string } {
  const { kind, number, name, state, evidence } = step;
  const named = words.kinds[kind as keyof ReportWords["kinds"]]?.(number, name) ?? step.id;
  if (state !== "confirmed") return { name: named, seen: step.words };
  const seen = words.seen[(kind === "detector" || kind === "button" ? "tripped" : kind) as keyof ReportWords["seen"]];
  return { name: named, seen: seen?.(evidence) ?? "" };
}

/** As the place has it; UTC where nobody knows its zone. */
export function timeWords(iso: string, { time_zone }: Pick<Report, "time_zone">, { locale }: ReportWords): string {
  if (iso === "") return "";
  const form = { dateStyle: "short", timeStyle: "medium" } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...form, timeZone: time_zone }).format(new Date(iso));
  } catch {
    return iso;
  }
}

/** The verdict in a sentence. */
export function verdictWords({ safe, open, steps }: Report, words: ReportWords): string {
  if (!safe) return words.unsafeWhy(open.length);
  const skipped = steps.filter(({ state }) => state === "skipped").length;
  return skipped === 0 ? words.safeWhy : words.safeBut(skipped);
}

/** The report on A4, black on white. Nothing in it needs a script, nor colour. */
export function reportPage({ report, key, signature }: SignedReport, language: ReportLanguage): string {
  const words = reportWords(language);
  const at = (iso: string) => timeWords(iso, report, words);
  const rows = report.steps.map((step) => {
    const { name, seen } = stepWords(step, words);
    const cells = [name, words.states[step.state], seen, step.by, at(step.at)].map((cell) => `<td>${text(cell)}</td>`);
    return `<tr class="${report.open.includes(step.id) ? "open" : "done"}">${cells.join("")}</tr>`;
  });
  const facts = [
    [words.site, report.site],
    [words.unit, report.unit],
    [words.version, `stopline ${report.version}`],
    [words.siteFile, report.site_sha256],
    [words.by, report.by],
    [words.begun, at(report.begun)],
    [words.ended, at(report.ended)],
  ] as const;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(`${words.title} – ${report.unit}`)}</title>
<link rel="stylesheet" href="/styles/report.css">
</head>
<body>
<h1>${text(words.title)}</h1>
<p class="verdict ${report.safe ? "safe" : "unsafe"}"><strong>${text(report.safe ? words.safe : words.unsafe)}</strong> ${text(verdictWords(report, words))}</p>
<dl>${facts.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join("")}</dl>
<table>
<thead><tr>${Object.values(words.columns)
    .map((name) => `<th scope="col">${text(name)}</th>`)
    .join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<div class="sign">${words.signed.map((line) => `<p>${text(line)}</p>`).join("")}</div>
<h2>${text(words.signature)}</h2>
<p class="code">${text(signature)}</p>
<p>${text(words.key)}: <span class="code">${text(key)}</span>. ${text(report.certificate === "" ? words.uncertified : words.certified)}</p>
<p>${text(words.verify)}</p>
<p>${text(words.page)}</p>
</body>
</html>
`;
}

const ENTITIES: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const text = (words: string): string => words.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
