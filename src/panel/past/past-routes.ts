import { refusal, text } from "../answers.ts";
import { saidTo } from "../chinese/index.ts";
import type { Route, Unit } from "../routes.ts";
import type { Answer, Asked } from "../web.ts";
import { journalQuestion, measuresQuestion, type Question, type Read } from "./question.ts";

/** What has been: records in words, and how the intersection worked. */
export function pastRoutes({ ports }: Unit): readonly Route[] {
  const answers =
    (read: (query: URLSearchParams) => Read<Question>) =>
    async (by: Asked): Promise<Answer> => {
      const asked = read(by.query);
      if (!asked.ok) return refusal(400, "not-asked-so", saidTo(by, asked.words));
      const told = await ports.past.ask(asked.question);
      if (told.kind === "refused") return refusal(told.status, told.refused, saidTo(by, told.words));
      return { ...text("application/json", told.json), packed: told.packed };
    };
  return [
    { method: "GET", path: "/journal.json", role: "viewer", answer: answers(journalQuestion) },
    { method: "GET", path: "/measures.json", role: "viewer", answer: answers(measuresQuestion) },
  ];
}
