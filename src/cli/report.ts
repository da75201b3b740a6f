import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import * as v from "valibot";
import type { ReportWords } from "../commissioning/languages/en.ts";
import { type SignedReport, signedIn } from "../commissioning/report.ts";
import { reportPage } from "../commissioning/report-page.ts";
import { reportPdf } from "../commissioning/report-pdf.ts";
import { reportWords, sheetOf, stepWords, verdictWords, zonedWords } from "../commissioning/report-sheet.ts";
import { Told } from "../commissioning/told.ts";
import { isPostgres, openBrainStore } from "../platform/brain-store.ts";
import { type Verified, verifyReport } from "../platform/report-key.ts";
import { CODE } from "../traffic/codes.ts";
import type { Language } from "../traffic/language.ts";
import { languageIn } from "./language.ts";
import { say, shown } from "./say.ts";
import { unreadable } from "./site-file.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline report FILE [--language en|zh-Hans] [--html FILE] [--pdf FILE]
stopline report --verify FILE [--ca FILE] [--key KEY]
stopline report --of UNIT [--store FILE] > report.json

The acceptance report of a commissioning walk, as the unit has signed it (acceptance-report.json of its page). Says what is in it, if it is what the unit signed, to the byte; with --verify only whether it is.

  --verify         only that: exit code 0 if it is, 1 if not
  --ca FILE        the authority's certificate (ca.crt): the report's own must be signed by it
  --key KEY        the unit's key, raw, base64: the report must be by this one
  --of UNIT        the last one that this unit has sent to the brain, out of the brain's store, as it was signed
  --store FILE     the brain's store                         (as in "stopline brain")
  --html FILE      writes the page for A4, to be printed by any browser
  --pdf FILE       writes the same as PDF, for A4
  --language TAG   en or zh-Hans                                                (LANG)
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      verify: { type: "boolean", default: false },
      ca: { type: "string" },
      key: { type: "string" },
      html: { type: "string" },
      pdf: { type: "string" },
      of: { type: "string" },
      store: { type: "string" },
      language: { type: "string" },
    },
  });
  const language = languageIn(values.language);
  const words = reportWords(language).verb;
  if (values.of !== undefined) return sent(values.of, values.store, words);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1)
    throw new UsageError("name one file, as in: stopline report --verify acceptance-report.json");
  const text = textOf(file);
  const ca = values.ca === undefined ? "" : textOf(values.ca);
  if (text === null || ca === null) return 1;
  const signed = signedIn(text);
  if (signed === null) {
    console.error(`stopline: ${words.noReport(file)}`);
    return 1;
  }
  // What the unit has not signed is not read out either, nor put onto paper.
  const verified = judged(signed, ca, values.key, words);
  if (!verified.good) {
    console.error(`stopline: ${words.notSigned(shown(verified.why))}`);
    return 1;
  }
  if (!values.verify) tell(signed, language);
  const sheet = sheetOf(signed, language);
  for (const [path, made] of [
    [values.html, reportPage],
    [values.pdf, reportPdf],
  ] as const) {
    if (path === undefined) continue;
    writeFileSync(path, made(sheet));
    say(words.wrote(path));
  }
  say(words.signed(signed.report.unit, verified.key, words[verified.certificate]));
  return 0;
}

/** null, and why is said, where it cannot be read. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const [words, todo] = unreadable(error as NodeJS.ErrnoException);
    console.error(`stopline: ${shown(file)}: ${words}. ${todo}`);
    return null;
  }
}

type VerbWords = ReportWords["verb"];

/** Walks of more than a thousand records are none that a person makes. */
const RECORDS_MAX = 1_000;

async function sent(unit: string, store: string | undefined, words: VerbWords): Promise<number> {
  const file = store ?? DEFAULT_STORES.find((each) => existsSync(each));
  const missing = store !== undefined && !isPostgres(store) && !existsSync(store);
  if (file === undefined || missing)
    throw new UsageError(
      `there is no store at ${store ?? DEFAULT_STORES.join(" or ")}; name the brain's, as in: stopline report --of DEMO-001 --store var/brain.db`,
    );
  const opened = await openBrainStore(file);
  try {
    for (const detail of await opened.detailsOf(unit, CODE.commissioning, RECORDS_MAX)) {
      const signed = finishedIn(detail);
      if (signed === null) continue;
      process.stdout.write(signed);
      return 0;
    }
  } finally {
    await opened.close();
  }
  console.error(`stopline: ${words.noWalk(unit)}`);
  return 1;
}

/** What a record 390 carries; null for one that finishes nothing. It is as the unit sent it: anything. */
function finishedIn(detail: string): string | null {
  try {
    const told = v.safeParse(Told, JSON.parse(detail));
    return told.success && told.output.what === "finished" && signedIn(told.output.signed) !== null ? told.output.signed : null;
  } catch {
    return null;
  }
}

function judged(signed: SignedReport, ca: string, key: string | undefined, words: VerbWords): Verified {
  const verified = verifyReport(signed, ca);
  if (!verified.good) return { good: false, why: words.why(verified.why) };
  return key !== undefined && key !== verified.key ? { good: false, why: words.otherKey(verified.key) } : verified;
}

const DEFAULT_STORES = ["var/demo/brain.db", "var/brain.db"];

function tell({ report }: SignedReport, language: Language): void {
  const words = reportWords(language);
  say(`${report.safe ? words.safe : words.unsafe}  ${verdictWords(report, words)}`);
  say(`${report.site} (${report.unit}), ${report.by}, ${zonedWords(report.ended, report, words)}`);
  say("");
  for (const step of report.steps) {
    const open = report.open.includes(step.id);
    const { name, result, seen } = stepWords(step, open, words);
    say(`${open ? "!" : " "} ${words.verb.step(name, result, seen)}`);
  }
  say("");
}

export const verb: Verb = { summary: "an acceptance report: what it says, and whether the unit signed it", usage: USAGE, run };
