import type { Path } from "../config/lines.ts";
import { walk } from "../config/walk.ts";

/** Where a value of a site file stands, from the top: `["phases", 3, "max1"]`. */
export type Place = Path;

/** A value in a site file, to be another. Values are as TOML writes them: `45.0`, `"adaptive"`. */
export interface Edit {
  readonly place: Place;
  readonly value: string;
}

const VALUE = /\s*=\s*("[^"\n]*"|[^\s,\]}#]+)/y;
const KEY = /[A-Za-z0-9_-]+/y;

/** A site file's text with the places of its keys. */
export class SiteText {
  readonly text: string;
  readonly #offsets = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
    const offsets = this.#offsets;
    walk(text, {
      found: (path, offset) => void (offsets.has(JSON.stringify(path)) || offsets.set(JSON.stringify(path), offset)),
      unclosed: () => {},
    });
  }

  /** As it is written; null where it is not. */
  value(place: Place): string | null {
    const span = this.#span(place);
    return span === null ? null : this.text.slice(span.from, span.to);
  }

  /** In seconds, metres or whatever the key is in. */
  number(place: Place, otherwise: number): number {
    const value = Number(this.value(place) ?? Number.NaN);
    return Number.isNaN(value) ? otherwise : value;
  }

  /** The text with a value changed; one that is not there is written behind its table's name. Null where there is no such table. */
  with(place: Place, value: string): string | null {
    const span = this.#span(place);
    if (span !== null) return this.text.slice(0, span.from) + value + this.text.slice(span.to);
    const beside = this.#offsets.get(JSON.stringify([...place.slice(0, -1), "name"]));
    if (beside === undefined) return null;
    const end = this.text.indexOf("\n", beside);
    const at = end < 0 ? this.text.length : end + 1;
    const indent = /[ \t]*$/.exec(this.text.slice(0, beside))![0];
    return `${this.text.slice(0, at)}${end < 0 ? "\n" : ""}${indent}${place.at(-1)} = ${value}\n${this.text.slice(at)}`;
  }

  #span(place: Place): { readonly from: number; readonly to: number } | null {
    const offset = this.#offsets.get(JSON.stringify(place));
    if (offset === undefined) return null;
    KEY.lastIndex = offset;
    if (!KEY.test(this.text)) return null;
    VALUE.lastIndex = KEY.lastIndex;
    const found = VALUE.exec(this.text);
    return found === null ? null : { from: VALUE.lastIndex - found[1]!.length, to: VALUE.lastIndex };
  }
}

/** The text with all of them; null where one has no place. */
export function edited(text: string, edits: readonly Edit[]): string | null {
  let now: string | null = text;
  for (const { place, value } of edits) now = now === null ? null : new SiteText(now).with(place, value);
  return now;
}
