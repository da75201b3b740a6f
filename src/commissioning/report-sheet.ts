import type { Language } from "../traffic/language.ts";
import { en, type ReportWords } from "./languages/en.ts";
import { zhHans } from "./languages/zh-Hans.ts";
import type { Report, SignedReport } from "./report.ts";

const LANGUAGES: { readonly [language in Language]: ReportWords } = { en, "zh-Hans": zhHans };
export const reportWords = (language: Language): ReportWords => LANGUAGES[language];

type Row = Report["steps"][number];

/** What a step is called, at the page and in the report. */
export const stepName = ({ id, kind, number, name }: Pick<Row, "id" | "kind" | "number" | "name">, { kinds }: ReportWords): string =>
  kinds[kind as keyof ReportWords["kinds"]]?.(number, name) ?? id;

/**
 * What a step is called, what came of it (with the technician's reason where it was left out), and what the unit saw of it: nothing of a step that
 * nobody took. `open`: it keeps the verdict from being "safe to leave".
 */
export function stepWords(
  step: Row,
  open: boolean,
  words: ReportWords,
): { readonly name: string; readonly result: string; readonly seen: string } {
  const { kind, state, evidence } = step;
  const name = stepName(step, words);
  const result = state === "skipped" ? (open ? words.leftOut : words.mayLeaveOut)(step.words) : words.states[state];
  const seen = words.seen[(kind === "detector" || kind === "button" ? "tripped" : kind) as keyof ReportWords["seen"]];
  return { name, result, seen: state === "confirmed" ? (seen?.(evidence) ?? "") : "" };
}

/** As the place has it; UTC where nobody knows its zone. */
function timeWords(iso: string, { time_zone }: Pick<Report, "time_zone">, { locale }: ReportWords): string {
  if (iso === "") return "";
  const form = { dateStyle: "short", timeStyle: "medium" } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...form, timeZone: time_zone }).format(new Date(iso));
  } catch {
    return iso;
  }
}

/** The same with the zone that it is said in, as the doctor has it: "26/11/2026, 13:00:00 (Europe/Berlin)". What is in UTC says so itself. */
export function zonedWords(iso: string, report: Pick<Report, "time_zone">, words: ReportWords): string {
  const said = timeWords(iso, report, words);
  return said === iso ? said : `${said} (${report.time_zone})`;
}

/** The verdict in a sentence. */
export function verdictWords({ safe, open, steps }: Report, words: ReportWords): string {
  const skipped = steps.filter(({ id, state }) => state === "skipped" && !open.includes(id)).length;
  if (!safe) return words.unsafeWhy(open.length, skipped);
  return skipped === 0 ? words.safeWhy : words.safeBut(skipped);
}

/** Everything that stands on the paper, in a language: what the page and the PDF both set. */
export interface Sheet {
  readonly language: Language;
  readonly title: string;
  readonly unit: string;
  readonly safe: boolean;
  readonly verdict: string;
  readonly why: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly columns: readonly string[];
  /** A cell for each column. `open`: it keeps the verdict from being "safe to leave". */
  readonly rows: readonly { readonly cells: readonly string[]; readonly open: boolean }[];
  /** Who signs with a pen, side by side. */
  readonly sign: readonly string[];
  readonly signature: { readonly title: string; readonly value: string; readonly keyName: string; readonly key: string };
  /** Who vouches for the key; how the file is checked; what paper is worth. */
  readonly vouched: string;
  readonly notes: readonly string[];
}

export function sheetOf({ report, key, signature }: SignedReport, language: Language): Sheet {
  const words = reportWords(language);
  const at = (iso: string) => timeWords(iso, report, words);
  const inZone = (iso: string) => zonedWords(iso, report, words);
  return {
    language,
    title: words.title,
    unit: report.unit,
    safe: report.safe,
    verdict: report.safe ? words.safe : words.unsafe,
    why: verdictWords(report, words),
    facts: [
      [words.site, report.site],
      [words.unit, report.unit],
      [words.version, `stopline ${report.version}`],
      [words.siteFile, report.site_sha256],
      [words.by, report.by],
      [words.begun, inZone(report.begun)],
      [words.ended, inZone(report.ended)],
    ],
    columns: Object.values(words.columns),
    rows: report.steps.map((step) => {
      const open = report.open.includes(step.id);
      const { name, result, seen } = stepWords(step, open, words);
      return { cells: [name, result, seen, step.by, at(step.at)], open };
    }),
    sign: words.signed,
    signature: { title: words.signature, value: signature, keyName: words.key, key },
    vouched: report.certificate === "" ? words.uncertified : words.certified,
    notes: [words.verify, words.page],
  };
}
