import * as v from "valibot";
import type { Refusal } from "../commissioning/guide.ts";
import { signedIn } from "../commissioning/report.ts";
import { reportPage } from "../commissioning/report-page.ts";
import { reportPdf } from "../commissioning/report-pdf.ts";
import { type Sheet, sheetOf } from "../commissioning/report-sheet.ts";
import { languageOf } from "../traffic/language.ts";
import { data, refusal, text } from "./answers.ts";
import type { Route, Unit, Who } from "./routes.ts";
import type { Asked, TextAnswer } from "./web.ts";

const step = v.pipe(v.string(), v.maxLength(24));
const OneStep = v.strictObject({ step });
const Confirm = v.strictObject({ step, sure: v.optional(v.boolean()), phone_ms: v.optional(v.pipe(v.number(), v.safeInteger())) });
/** More than a site has of a kind. */
const SKIPS_MAX = 128;
const Skip = v.strictObject({
  steps: v.pipe(v.array(step), v.minLength(1), v.maxLength(SKIPS_MAX)),
  words: v.pipe(v.string(), v.maxLength(300)),
});
const Lamps = v.strictObject({ channel: v.pipe(v.number(), v.safeInteger()) });
const Nothing = v.strictObject({});

/** The walk before a site is left: to look at for everybody who may look, to walk for the technician. */
export function commissioningRoutes({ ports: { guide } }: Unit): readonly Route[] {
  if (guide === null) return [];
  const stateFor = ({ header }: Asked) => guide.state(languageOf(header("accept-language")));
  const post = <S extends v.GenericSchema>(
    path: string,
    shape: S,
    done: (sent: v.InferOutput<S>, by: string) => Promise<Refusal | null> | Refusal | null,
  ): Route => ({
    method: "POST",
    path: `/commissioning/${path}`,
    role: "technician",
    answer: async (asked, who, sent) => {
      const read = v.safeParse(shape, sent);
      if (!read.success) return refusal(400, "words", "That is not what is asked for here.");
      const refused = await done(read.output, nameOf(who));
      // The page shows at once what has come of it.
      return refused === null ? data(stateFor(asked)) : refusal(409, refused.refused, refused.words);
    },
  });
  const report = (shown: (signed: string) => TextAnswer): TextAnswer => {
    const signed = guide.walk?.finished?.signed;
    return signed === undefined ? refusal(404, "no-report", "No walk has been finished yet.") : shown(signed);
  };
  const sheet = (asked: Asked, set: (sheet: Sheet) => TextAnswer): TextAnswer =>
    report((signed) => set(sheetOf(signedIn(signed)!, languageOf(asked.query.get("language") ?? asked.header("accept-language")))));
  const file = (extension: string) => ({ "content-disposition": `attachment; filename="acceptance-report.${extension}"` });
  return [
    { method: "GET", path: "/commissioning", role: "viewer", answer: (asked) => data(stateFor(asked)) },
    post("begin", Nothing, (_, by) => guide.begin(by)),
    post("trip", OneStep, (sent) => guide.trip(sent.step)),
    post("confirm", Confirm, (sent, by) => guide.confirm(sent.step, by, sent)),
    post("skip", Skip, (sent, by) => guide.skip(sent.steps, by, sent.words)),
    post("redo", OneStep, (sent, by) => guide.again(sent.step, by)),
    post("lamps", Lamps, (sent, by) => guide.lamps(sent.channel, by)),
    post("finish", Nothing, (_, by) => guide.finish(by)),
    post("reopen", Nothing, (_, by) => guide.reopen(by)),
    {
      method: "GET",
      path: "/commissioning/report",
      role: "viewer",
      answer: (asked) => sheet(asked, (of) => text("text/html; charset=utf-8", reportPage(of))),
    },
    {
      method: "GET",
      path: "/commissioning/report.pdf",
      role: "viewer",
      answer: (asked) => sheet(asked, (of) => text("application/pdf", reportPdf(of), file("pdf"))),
    },
    {
      method: "GET",
      path: "/commissioning/report.json",
      role: "viewer",
      answer: () => report((signed) => text("application/json", signed, file("json"))),
    },
  ];
}

const nameOf = ({ name }: Who): string => name.trim().slice(0, 64) || "technician";
