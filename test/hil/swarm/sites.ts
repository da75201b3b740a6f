import type { Random } from "../../../src/street/random.ts";
import type { Edit } from "../scenario.ts";

/** What may be another figure in a timing sheet, by its key in the site file: from and to, in tenths of the file's own unit. */
const FIGURES: { readonly [key: string]: readonly [least: number, most: number] } = {
  min_green: [30, 200],
  max_green: [50, 900],
  max1: [50, 900],
  passage: [5, 60],
  yellow_change: [30, 60],
  red_clear: [0, 40],
  walk: [40, 150],
  ped_clear: [40, 300],
  extend: [0, 50],
  delay: [0, 100],
  all_red: [60, 120],
};
/** Words that may stand in each other's place. */
const WORDS: { readonly [key: string]: readonly string[] } = { recall: ['"none"', '"min"', '"max"', '"soft"'], lock: ["true", "false"] };

const LINE = /^(\w+) = ("[^"]*"|[\w.]+)/;

/** One figure or word of a site file as another one; the text that it stands in is as long as it takes to be the only one of its kind. */
export function turnedIn(text: string, random: Random): Edit {
  const lines = text.split("\n");
  const places = lines.flatMap((line, i) => {
    const key = LINE.exec(line)?.[1] ?? "";
    return key in FIGURES || key in WORDS || (key === "pattern" && lines[i]!.startsWith("pattern = ")) ? [i] : [];
  });
  const at = places[random.below(places.length)]!;
  const [whole, key, old] = LINE.exec(lines[at]!) as unknown as readonly [string, string, string];
  const other = figureOf(key, old, text, random);
  let from = at;
  while (occurrences(text, lines.slice(from, at).concat(whole).join("\n")) > 1) from--;
  const before = lines.slice(from, at);
  return [before.concat(whole).join("\n"), before.concat(`${key} = ${other}`).join("\n")];
}

function figureOf(key: string, old: string, text: string, random: Random): string {
  const words = WORDS[key];
  if (words !== undefined) return words[random.below(words.length)]!;
  if (key === "pattern") return String(1 + random.below(Math.max(1, text.split("[[patterns]]").length - 1)));
  const [least, most] = FIGURES[key]!;
  const tenths = least + random.below(most - least + 1);
  return old.includes(".") ? (tenths / 10).toFixed(1) : String(Math.round(tenths / 10));
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;
