import type { Letters, Run } from "./letters.ts";

/** No line begins with these. */
const NEVER_FIRST = /^[，。、；：？！）》」』”’…·,.;:?!)\]}%]/u;
/** No line ends with these. */
const NEVER_LAST = /[（《「『“‘([{]$/u;
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60]|\p{Script=Han}/u;

export const widthOf = (runs: readonly Run[]): number => runs.reduce((sum, { width }) => sum + width, 0);

/** Text as lines that are no wider than `most` thousandths of its size; at least one. Between Chinese characters a line may end anywhere. */
export function linesOf(text: string, most: number, font: Letters, code = false): readonly (readonly Run[])[] {
  const lines: string[] = [];
  let line = "";
  const width = (of: string) => widthOf(font.runs(of.trimEnd(), code));
  for (const piece of pieces(text)) {
    if (width(line + piece) <= most) {
      line += piece;
      continue;
    }
    if (line !== "") lines.push(line);
    line = piece;
    // A word that is wider than a line goes over its end.
    for (let letters = [...line]; letters.length > 1 && width(line) > most; letters = [...line]) {
      let fits = letters.length - 1;
      while (fits > 1 && width(letters.slice(0, fits).join("")) > most) fits--;
      lines.push(letters.slice(0, fits).join(""));
      line = letters.slice(fits).join("");
    }
  }
  return [...lines, line].map((each) => font.runs(each.trimEnd(), code));
}

/** What stays together: a word with the space behind it, a Chinese character with the signs that belong to it. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  for (const letter of text) {
    const last = found.at(-1);
    const parted =
      last === undefined ||
      (!NEVER_FIRST.test(letter) &&
        !NEVER_LAST.test(last) &&
        letter !== " " &&
        (last.endsWith(" ") || WIDE.test(letter) || WIDE.test(last)));
    if (parted) found.push(letter);
    else found[found.length - 1] = last + letter;
  }
  return found;
}
