import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type SignedReport, signedIn } from "../commissioning/report.ts";
import { languageOf, reportPage, reportWords, stepWords, timeWords, verdictWords } from "../commissioning/report-page.ts";
import { type Verified, verifyReport } from "../platform/report-key.ts";
import { say, shown } from "./say.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline report FILE [--language en|zh-Hans] [--html FILE]
stopline report --verify FILE [--ca FILE] [--key KEY]

The acceptance report of a commissioning walk, as the unit has signed it (report.json of its page; "stopline brain --reports DIR" writes those that
units have sent). Says what is in it; with --verify, whether it is what the unit signed, to the byte.

  --verify         only that: exit code 0 if it is, 1 if not
  --ca FILE        the authority's certificate (ca.crt): the report's own must be signed by it
  --key KEY        the unit's key, raw, base64: the report must be by this one
  --html FILE      writes the page for A4, to be printed or saved as PDF by any browser
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
      language: { type: "string", default: process.env["LANG"] ?? "en" },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("name one file, as in: stopline report --verify report.json");
  let text: string;
  let ca = "";
  try {
    text = readFileSync(file, "utf8");
    if (values.ca !== undefined) ca = readFileSync(values.ca, "utf8");
  } catch (error) {
    console.error(`stopline: ${(error as Error).message}`);
    return 1;
  }
  const signed = signedIn(text);
  if (signed === null) {
    console.error(`stopline: ${file} is no acceptance report as a unit writes it, or it was changed`);
    return 1;
  }
  const verified = judged(signed, ca, values.key);
  if (!values.verify) tell(signed, values.language);
  if (values.html !== undefined) writeFileSync(values.html, reportPage(signed, languageOf(values.language)));
  if (!verified.good) {
    console.error(`stopline: NOT what the unit signed: ${shown(verified.why)}`);
    return 1;
  }
  say(`Signed by ${signed.report.unit}, key ${verified.key}; ${BY[verified.certificate]}`);
  return 0;
}

function judged(signed: SignedReport, ca: string, key: string | undefined): Verified {
  const verified = verifyReport(signed, ca);
  return verified.good && key !== undefined && key !== verified.key ? { good: false, why: `it is by the key ${verified.key}` } : verified;
}

const BY = {
  none: "nobody vouches for the key: compare it with the one that you know (--key)",
  vouches: "the certificate in it vouches for the key; name the authority (--ca) to know whose certificate that is",
  authority: "the authority's certificate vouches for the key",
} as const;

function tell({ report }: SignedReport, tag: string): void {
  const words = reportWords(languageOf(tag));
  say(`${report.safe ? words.safe : words.unsafe}  ${verdictWords(report, words)}`);
  say(`${report.site} (${report.unit}), ${report.by}, ${timeWords(report.ended, report, words)}\n`);
  for (const step of report.steps) {
    const { name, seen } = stepWords(step, words);
    say(`${report.open.includes(step.id) ? "!" : " "} ${name}: ${words.states[step.state]}${seen === "" ? "" : `; ${seen}`}`);
  }
  say("");
}

export const verb: Verb = { summary: "an acceptance report: what it says, and whether the unit signed it", usage: USAGE, run };
