import { language } from "./language.ts";

/** What the unit says of who we are. */
export interface Login {
  readonly role: "open" | "viewer" | "technician";
  /** The technician's; "" for others. */
  readonly name: string;
  /** Whether it asks for a code at all. */
  readonly login: boolean;
  /** Whether there are technicians' sessions here. */
  readonly technicians: boolean;
  /** Whether this browser had given the code, and the unit does not know of it any more. */
  readonly again: boolean;
}

/** Sends a value to the unit as it wants to have it. */
export const send = (path: string, value: unknown): Promise<Response> =>
  fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": language },
    body: JSON.stringify(value),
  });

export const login = async (): Promise<Login> => (await fetch("session")).json();

const listening: (() => void)[] = [];
/** Hears when this page has begun or ended a session, or was refused as if it had none: a frame may tell of one before the unit has said whose it is. */
export const onLogin = (listener: () => void): void => void listening.push(listener);
export const loginChanged = (): void => {
  for (const listener of listening) listener();
};

/** Takes the code that the label or the terminal has put behind the #, and takes it out of the address: a history would keep it. Null for none. */
export function codeInAddress(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code !== null) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** What came of a code: let in, a wrong one, one too many for so many seconds, or no answer. */
export type Outcome = { readonly is: "in" | "wrong" | "away" } | { readonly is: "slowly"; readonly wait_s: number };

export async function tryCode(code: string): Promise<Outcome> {
  try {
    const answer = await send("login", { code });
    if (answer.ok) return { is: "in" };
    if (answer.status === 429) return { is: "slowly", wait_s: Number(answer.headers.get("retry-after")) || 10 };
    return { is: answer.status < 500 ? "wrong" : "away" };
  } catch {
    return { is: "away" };
  }
}
