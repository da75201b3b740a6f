import * as v from "valibot";
import { sha256 } from "../plans/sha256.ts";
import { PARTS_MAX, partsOf } from "../plans/upload.ts";
import { data, refusal, refused } from "./answers.ts";
import { saidTo } from "./chinese/index.ts";
import { type Foretold, foretold, RESET } from "./foretold.ts";
import { SLOWLY } from "./login-routes.ts";
import type { Route, Unit, Who } from "./routes.ts";
import { Technicians } from "./technicians.ts";
import type { Answer, Asked } from "./web.ts";

const Wanted = v.strictObject({ command: v.pipe(v.string(), v.maxLength(40)), args: v.unknown() });
const Sure = v.strictObject({ told: v.string(), code: v.optional(v.pipe(v.string(), v.maxLength(64)), "") });
const PlanFile = v.strictObject({ text: v.string() });

/** What was told is done within so long, or told anew. */
const TOLD_MS = 120_000;
const TOLD_MAX = 32;
/** A plan's text is 160 KB at most; JSON writes its line ends and quotes with two characters. */
const PLAN_BYTES_MAX = 256 * 1_024;

interface Told {
  readonly what: Foretold;
  readonly by: string;
  readonly at: number;
}

/**
 * What a technician does to the street: told first, then done. All of it goes the way of the brain's commands, with the bounds of `commands/`; what
 * lasts has an end that the street side keeps, whatever becomes of this process.
 */
export function actionRoutes(unit: Unit): readonly Route[] {
  const { site, doors, ports } = unit;
  const technicians = new Technicians(unit);
  const told = new Map<string, Told>();

  /** The session that asks; what it asks for is the street side's to judge. */
  const carryOut = async (asked: Asked, { name }: Who, command: string, args: unknown): Promise<Answer> => {
    const session = doors.technician(asked);
    if (session === null) return OVER;
    const outcome = await technicians.ask({ does: "command", session: session.id, name, command, args });
    if (!outcome.done) return refused(asked, outcome.refused);
    if (command === "restart-link") ports.restart();
    if (command === "try-plan") ports.plans.begin((args as { readonly hash: string }).hash, `technician ${session.id}`);
    return data({ done: true });
  };

  return [
    {
      method: "POST",
      path: "/actions/tell",
      role: "technician",
      answer: (asked, { name }, sent) => {
        const read = v.safeParse(Wanted, sent);
        if (!read.success) return refusal(400, "form", 'What is wanted is {"command": "…", "args": {…}}.');
        const what = foretold(site, unit.live(), read.output.command, read.output.args);
        if ("refused" in what) return refused(asked, what.refused);
        const id = ports.name();
        told.set(id, { what, by: name, at: doors.ports.now() });
        if (told.size > TOLD_MAX) told.delete(told.keys().next().value!);
        return data({ told: id, ...what });
      },
    },
    {
      method: "POST",
      path: "/actions/do",
      role: "technician",
      answer: async (asked, who, sent) => {
        const read = v.safeParse(Sure, sent);
        if (!read.success) return refusal(400, "form", 'What was told is done by {"told": "…"}.');
        const { told: id, code } = read.output;
        const known = told.get(id);
        // Once, by whom it was told to.
        told.delete(id);
        if (known === undefined || known.by !== who.name || doors.ports.now() - known.at > TOLD_MS)
          return refusal(410, "old", "What would be done was told too long ago. Ask anew.");
        const { what } = known;
        if (what.code_again) {
          const why = await notHere(unit, asked, code);
          if (why !== null) return why;
        }
        return carryOut(asked, who, what.command, what.args);
      },
    },
    {
      method: "POST",
      path: "/actions/cancel",
      role: "technician",
      answer: (asked, who, sent) => {
        const read = v.safeParse(Wanted, sent);
        if (!read.success) return refusal(400, "form", 'What is to end is {"command": "…", "args": {…}}.');
        const what = foretold(site, unit.live(), read.output.command, read.output.args);
        if ("refused" in what) return refused(asked, what.refused);
        // What only ends something needs no second word.
        if (what.for_s !== 0) return refusal(400, "form", "Only what ends something is done at once: for_s is 0.");
        return carryOut(asked, who, what.command, what.args);
      },
    },
    {
      method: "POST",
      path: "/actions/plan",
      role: "technician",
      body_max: PLAN_BYTES_MAX,
      answer: async (asked, { name }, sent) => {
        const read = v.safeParse(PlanFile, sent);
        if (!read.success) return refusal(400, "form", 'A plan is {"text": "…"}, with the words of a site file.');
        const { text } = read.output;
        const session = doors.technician(asked);
        if (session === null) return OVER;
        const hash = sha256(text);
        const parts = partsOf(text, hash);
        if (parts.length > PARTS_MAX)
          return refusal(413, "long", saidTo(asked, `A plan is ${PARTS_MAX} parts at most; this one would be ${parts.length}.`));
        const outcomes = await Promise.all(
          parts.map((part) => technicians.ask({ does: "command", session: session.id, name, command: "upload-plan", args: part })),
        );
        const failed = outcomes.find(({ done }) => !done);
        if (failed !== undefined) return refused(asked, failed.refused);
        return data({ hash });
      },
    },
    {
      method: "GET",
      path: "/actions/plan.json",
      role: "viewer",
      answer: (asked) => {
        const trial = ports.plans.trial();
        return data({ trial: trial === null ? null : { ...trial, words: saidTo(asked, trial.words) } });
      },
    },
  ];
}

const OVER = refusal(403, "technician", "This technician session is over.");

/** Null for who stands before the unit and has said the code again. */
async function notHere({ doors, ports }: Unit, asked: Asked, code: string): Promise<Answer | null> {
  if (!ports.near(asked.address))
    return refusal(403, "near", `${RESET} is for who is at the cabinet, on the unit's own net. You come from ${asked.address}.`);
  if (!doors.mayTry(asked)) return SLOWLY;
  return (await doors.ports.codes.technician?.(code)) === true ? null : refusal(401, "code", "That is not the technician's code.");
}
