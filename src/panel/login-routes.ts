import * as v from "valibot";
import { data, refusal } from "./answers.ts";
import type { Route, Unit } from "./routes.ts";
import { Technicians } from "./technicians.ts";
import type { Answer, Asked } from "./web.ts";

const Login = v.strictObject({ code: v.pipe(v.string(), v.maxLength(64)) });
const Nothing = v.strictObject({});

/** Coming in and going out. What each answers is in the README. */
export function loginRoutes(unit: Unit): readonly Route[] {
  const { doors } = unit;
  const { codes, now } = doors.ports;
  /** A technician who logs out has ended the technician's session too. */
  const left = (asked: Asked): Answer => {
    const raised = doors.lower(asked);
    if (raised !== null) void new Technicians(unit).ask({ does: "end", session: raised.id });
    return data({ role: "open" }, 200, { "set-cookie": doors.sessions.end(asked) });
  };
  return [
    {
      method: "GET",
      path: "/session",
      role: "open",
      answer: (asked, { role, name }) =>
        data({
          role,
          name,
          login: codes.page !== null,
          technicians: codes.technician !== null,
          again: role === "open" && doors.sessions.forgot(asked),
        }),
    },
    {
      method: "POST",
      path: "/login",
      role: "open",
      answer: async (asked, who, sent) => {
        const read = v.safeParse(Login, sent);
        if (!read.success) return refusal(400, "form", 'A login is {"code": "…"}.');
        if (codes.page === null) return data({ role: "viewer" });
        if (!doors.logins.take(asked.address, now())) return SLOWLY;
        if (!(await codes.page(read.output.code))) return refusal(401, "code", "That is not this unit's code.");
        // Whoever is in has one session, not two, and is a technician still.
        if (who.role !== "open") return data({ role: who.role });
        return data({ role: "viewer" }, 200, { "set-cookie": doors.sessions.begin(now()).cookie });
      },
    },
    {
      method: "POST",
      path: "/logout",
      role: "open",
      answer: (asked, _who, sent) => (v.is(Nothing, sent) ? left(asked) : refusal(400, "form", "A logout is {}.")),
    },
  ];
}

/** A code that is tried too often, from one address or from all. */
export const SLOWLY = refusal(429, "slowly", "Too many codes were tried. Wait ten seconds for the next.", { "retry-after": "10" });
