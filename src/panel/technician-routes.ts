import * as v from "valibot";
import { TechnicianName } from "../commands/technician.ts";
import { Allowance } from "../sync/allowance.ts";
import { data, refusal, refused } from "./answers.ts";
import { SLOWLY } from "./login-routes.ts";
import type { Route, Unit } from "./routes.ts";
import { Technicians } from "./technicians.ts";

const Begin = v.strictObject({
  code: v.pipe(v.string(), v.maxLength(64)),
  name: TechnicianName,
  /** Of whoever is in one. */
  instead: v.optional(v.boolean(), false),
});
const Nothing = v.strictObject({});

/** What a wrong code costs the journal: a record in ten minutes, and a few at once. */
const RECORDED = [1 / 600, 5] as const;

/** A technician's session: beginning and ending it. */
export function technicianRoutes(unit: Unit): readonly Route[] {
  const { doors } = unit;
  const { codes, now } = doors.ports;
  const technicians = new Technicians(unit);
  const recorded = new Allowance(...RECORDED);
  return [
    {
      method: "POST",
      path: "/technician",
      role: "viewer",
      answer: async (asked, _who, sent) => {
        const read = v.safeParse(Begin, sent);
        if (!read.success) return refusal(400, "form", 'A technician begins with {"code": "…", "name": "…"}.');
        if (codes.technician === null)
          return refusal(403, "technicians", "This unit has no technician's code, so there are no technician sessions.");
        if (!doors.mayTry(asked)) return SLOWLY;
        const { code, name, instead } = read.output;
        const session = unit.ports.name();
        const begin = { does: "begin", session, name, instead } as const;
        if (!(await codes.technician(code))) {
          if (recorded.take(now())) technicians.note(begin, `the technician's code was wrong, from ${asked.address}`);
          return refusal(401, "code", "That is not the technician's code.");
        }
        const outcome = await technicians.ask(begin);
        if (!outcome.done) return refused(asked, outcome.refused);
        const headers = doors.raise(asked, { id: session, name });
        return data({ role: "technician", name }, 200, headers);
      },
    },
    {
      method: "POST",
      path: "/technician/end",
      role: "technician",
      answer: async (asked, _who, sent) => {
        if (!v.is(Nothing, sent)) return refusal(400, "form", "An end is {}.");
        const session = doors.technician(asked);
        const outcome = session === null ? { done: true, refused: "" } : await technicians.ask({ does: "end", session: session.id });
        // The street side still has it: whoever began it may try again.
        if (!outcome.done) return refused(asked, outcome.refused);
        doors.lower(asked);
        return data({ role: "viewer" });
      },
    },
  ];
}
