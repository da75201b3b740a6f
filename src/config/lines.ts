import { walk } from "./walk.ts";

/** Keys and list indices (from 0) from the top of the file: `["devices", 3, "poll_ms"]`. */
export type Path = readonly (string | number)[];

/** Line and column, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something that is written twice, where it may be written once. */
export interface Repeat {
  readonly key: string;
  readonly first: Place;
  readonly again: Place;
}

/** Where everything in a TOML text stands. The parser does not tell, so the text is walked a second time for this alone. */
export interface Lines {
  /** The place of the key, header or list element; of the nearest thing around it where it is not written; undefined for the file. */
  at(path: Path): Place | undefined;
  readonly repeats: readonly Repeat[];
  /** Where a list or an inline table begins that the rest of the file runs into. */
  readonly unclosed: readonly Place[];
}

const textOf = (path: Path) => JSON.stringify(path);

/** Takes any text at all: where it is no TOML, places are a best guess. */
export function locate(text: string): Lines {
  const placeAt = placesOf(text);
  const places = new Map<string, Place>();
  const written = new Set<string>();
  const repeats: Repeat[] = [];
  const unclosed: Place[] = [];

  walk(text, {
    found(path, offset, repeatable) {
      const place = placeAt(offset);
      for (let length = 1; length < path.length; length++) {
        const around = textOf(path.slice(0, length));
        if (!places.has(around)) places.set(around, place);
      }
      const whole = textOf(path);
      if (written.has(whole) && !repeatable) repeats.push({ key: String(path.at(-1)), first: places.get(whole)!, again: place });
      else if (!written.has(whole)) places.set(whole, place);
      written.add(whole);
    },
    unclosed(offset) {
      unclosed.push(placeAt(offset));
    },
  });

  return {
    at(path) {
      for (let length = path.length; length > 0; length--) {
        const place = places.get(textOf(path.slice(0, length)));
        if (place) return place;
      }
      return undefined;
    },
    repeats,
    unclosed,
  };
}

/** Offset in the text → line and column. */
function placesOf(text: string): (offset: number) => Place {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
