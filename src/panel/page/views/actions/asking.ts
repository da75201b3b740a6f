import { language } from "../../language.ts";
import { send } from "../../login.ts";

/** Why it was not done: its kind, for our words, and the unit's own sentence. "offline": the unit does not answer. */
export interface Refused {
  readonly refused: string;
  readonly words: string;
}

export const isRefused = (answer: object): answer is Refused => "refused" in answer;

/** What the unit says would happen. As `panel/foretold.ts` has it. */
export interface Told {
  readonly told: string;
  readonly command: string;
  readonly args: { readonly [name: string]: unknown };
  readonly for_s: number | null;
  readonly phases: readonly number[];
  readonly waits: readonly number[];
  readonly green: boolean | null;
  readonly code_again: boolean;
}

export interface Wanted {
  readonly command: string;
  readonly args: { readonly [name: string]: unknown };
}

export interface Trial {
  readonly hash: string;
  readonly state: "running" | "passed" | "failed";
  readonly words: string;
}

/** Never rejects: a phone loses the net behind every tree. */
export async function ask<T extends object>(path: string, sent: unknown): Promise<T | Refused> {
  try {
    return await read(await send(path, sent));
  } catch {
    return { refused: "offline", words: "" };
  }
}

export async function look<T extends object>(path: string): Promise<T | Refused> {
  try {
    return await read(await fetch(path, { headers: { "accept-language": language } }));
  } catch {
    return { refused: "offline", words: "" };
  }
}

async function read<T extends object>(answer: Response): Promise<T | Refused> {
  const json = answer.headers.get("content-type")?.startsWith("application/json") === true;
  return json ? await answer.json() : { refused: "other", words: await answer.text() };
}
