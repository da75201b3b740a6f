import { refusal, text } from "../answers.ts";
import type { Route, Unit } from "../routes.ts";
import type { Answer, Asked } from "../web.ts";
import { journalQuestion, measuresQuestion, type Question, type Read } from "./question.ts";

/** What has been: records in words, and how the intersection worked. */
export function pastRoutes({ ports }: Unit): readonly Route[] {
  const answers =
    (read: (query: URLSearchParams) => Read<Question>) =>
    async ({ query }: Asked): Promise<Answer> => {
      const asked = read(query);
      if (!asked.ok) return refusal(400, "not-asked-so", asked.words);
      const told = await ports.past.ask(asked.question);
      if (told.kind === "refused") return refusal(told.status, told.refused, told.words);
      return { ...text("application/json", told.json), packed: told.packed };
    };
  return [
    { method: "GET", path: "/journal.json", role: "viewer", answer: answers(journalQuestion) },
    { method: "GET", path: "/measures.json", role: "viewer", answer: answers(measuresQuestion) },
  ];
}
