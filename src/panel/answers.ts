import { saidTo } from "./chinese/index.ts";
import type { Asked, Headers, TextAnswer } from "./web.ts";

/** Nothing from anywhere else, nothing inline, in nobody's frame. */
export const SHUT: Headers = {
  "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  // The page too: a browser never shows the page of the release before this one.
  "cache-control": "no-store",
};

/** A file, or anything else that has a type of its own. */
export const text = (type: string, body: string | Uint8Array, more: Headers = {}): TextAnswer => ({
  kind: "text",
  status: 200,
  type,
  headers: { ...SHUT, ...more },
  body,
});

/** A value as JSON. */
export const data = (value: unknown, status = 200, more: Headers = {}): TextAnswer => ({
  kind: "text",
  status,
  type: "application/json",
  headers: { ...SHUT, ...more },
  body: JSON.stringify(value),
});

/** A sentence for whoever asked by hand. */
export const words = (status: number, said: string, more: Headers = {}): TextAnswer => ({
  kind: "text",
  status,
  type: "text/plain; charset=utf-8",
  headers: { ...SHUT, ...more },
  body: `${said}\n`,
});

/** Why it was not done, for a page to tell in its own language: `refused` is the kind, `words` the unit's own sentence. */
export const refusal = (status: number, refused: string, said: string, more: Headers = {}): TextAnswer =>
  data({ refused, words: said }, status, more);

/** Why what was asked for is not done, in the unit's own sentence and the language of who asks. */
export const refused = (asked: Pick<Asked, "header">, said: string): TextAnswer => refusal(409, "refused", saidTo(asked, said));
