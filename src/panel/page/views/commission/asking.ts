import { language } from "../../language.ts";
import type { WalkState } from "../../told.ts";

/** Why the unit did not do it: its kind, for our words, and the unit's own sentence. "offline": it does not answer. */
export interface Refused {
  readonly refused: string;
  readonly words: string;
}

export const isRefused = (answer: WalkState | Refused): answer is Refused => "refused" in answer;

/** Asks the unit where the walk stands, or does something and asks. Never rejects: a phone loses the net behind every tree. */
export async function ask(path = "", sent?: object): Promise<WalkState | Refused> {
  try {
    const how = sent === undefined ? {} : { method: "POST", body: JSON.stringify(sent) };
    const headers = { "accept-language": language, ...(sent === undefined ? {} : { "content-type": "application/json" }) };
    const answer = await fetch(`commissioning${path}`, { ...how, headers, signal: AbortSignal.timeout(8_000) });
    if (answer.headers.get("content-type")?.startsWith("application/json")) return await answer.json();
    return { refused: answer.status === 404 ? "nowhere" : "offline", words: await answer.text() };
  } catch {
    return { refused: "offline", words: "" };
  }
}
