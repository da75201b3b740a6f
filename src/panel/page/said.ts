import type { Sentence } from "./told.ts";

/** Of each kind of frame the last: what it says in words of the unit's own, which are English, and what that is in the language of the page. */
const heard: { [frame in "live" | "link"]: ReadonlyMap<string, string> } = { live: new Map(), link: new Map() };

export const hear = (frame: keyof typeof heard, said: readonly Sentence[]): void => {
  heard[frame] = new Map(said);
};

/** A cause, a fault, a doubt or an error of a frame as it is told to people. */
export const unitSays = (text: string): string => heard.live.get(text) ?? heard.link.get(text) ?? text;
