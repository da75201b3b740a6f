/** Three of the fonts that every reader of PDF brings along, so that a file carries none: Latin, Latin of one width, and Chinese. */
export type Face = "latin" | "code" | "chinese";

/** Letters of one face. */
export interface Run {
  readonly face: Face;
  readonly hex: string;
  /** In thousandths of the font's size. */
  readonly width: number;
}

/** Helvetica's advance widths from the space to the tilde, in thousandths (Adobe's font metrics for the standard 14 fonts). */
export const LATIN_WIDTHS: readonly number[] = [
  [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  [556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  [1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  [667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  [333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  [556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
].flat();
export const CODE_WIDTH = 600;
const CHINESE_WIDTH = 1_000;
export const FIRST = 0x20;
const LAST = 0x7e;
/** Where a file's own letters beyond ASCII begin in its Latin font, and how many places there are. */
export const OWN_FIRST = 0x80;
const OWN_MOST = 128;

type Glyph = readonly [name: string, width: number];
/** Letters that are no letter with an accent: their names in fonts, and their widths. */
const NAMED: { readonly [letter: string]: Glyph } = {
  ß: ["germandbls", 611],
  Æ: ["AE", 1_000],
  æ: ["ae", 889],
  Œ: ["OE", 1_000],
  œ: ["oe", 944],
  Ø: ["Oslash", 778],
  ø: ["oslash", 611],
  Ł: ["Lslash", 556],
  ł: ["lslash", 222],
  Đ: ["Dcroat", 722],
  đ: ["dcroat", 556],
  Ð: ["Eth", 722],
  ð: ["eth", 556],
  Þ: ["Thorn", 667],
  þ: ["thorn", 556],
  ı: ["dotlessi", 278],
  į: ["iogonek", 222],
  ď: ["dcaron", 643],
  ľ: ["lcaron", 299],
  ť: ["tcaron", 317],
  "–": ["endash", 556],
  "—": ["emdash", 1_000],
  "‘": ["quoteleft", 222],
  "’": ["quoteright", 222],
  "“": ["quotedblleft", 333],
  "”": ["quotedblright", 333],
  "„": ["quotedblbase", 333],
  "«": ["guillemotleft", 556],
  "»": ["guillemotright", 556],
  "…": ["ellipsis", 1_000],
  "·": ["periodcentered", 278],
  "°": ["degree", 400],
  "§": ["section", 556],
  "±": ["plusminus", 584],
  "×": ["multiply", 584],
  µ: ["mu", 556],
  "€": ["Euro", 556],
};
/** What fonts call an accent, by the combining character that Unicode takes a letter apart into. */
const ACCENTS: { readonly [combining: string]: string } = {
  "\u0300": "grave",
  "\u0301": "acute",
  "\u0302": "circumflex",
  "\u0303": "tilde",
  "\u0304": "macron",
  "\u0306": "breve",
  "\u0307": "dotaccent",
  "\u0308": "dieresis",
  "\u030a": "ring",
  "\u030b": "hungarumlaut",
  "\u030c": "caron",
  "\u0326": "commaaccent",
  "\u0327": "cedilla",
  "\u0328": "ogonek",
};
/** What the Chinese fonts have (GB 18030's neighbourhood): Greek, Cyrillic, punctuation, signs, kana, characters, full width. */
const CHINESE = /[\u0370-\u03ff\u0400-\u045f\u2010-\u2642\u3000-\u312f\u3220-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ufe30-\ufe4f\uff01-\uffee]/;
const CHINESE_BEYOND = /\p{Script=Han}/u;
/** For a letter that none of the fonts has. */
const NO_LETTER = "□";

/** What letters become in a file, and which of them its Latin font must have beyond ASCII. */
export class Letters {
  readonly #chineseFirst: boolean;
  readonly #own = new Map<string, Glyph>();
  #missed = false;

  /** `chineseFirst`: signs that both have (“ ” …) are set as in Chinese. */
  constructor(chineseFirst: boolean) {
    this.#chineseFirst = chineseFirst;
  }

  /** The letters at 80h and after it, in their order. */
  get own(): readonly Glyph[] {
    return [...this.#own.values()];
  }

  /** Whether a letter was asked for that none of the fonts has: a box stands for it. */
  get missed(): boolean {
    return this.#missed;
  }

  /** One run for each change of face. */
  runs(text: string, code = false): readonly Run[] {
    const runs: Run[] = [];
    for (const letter of text.normalize("NFC")) {
      const one = this.#letter(letter, code);
      const last = runs.at(-1);
      if (last?.face === one.face) runs[runs.length - 1] = { face: one.face, hex: last.hex + one.hex, width: last.width + one.width };
      else runs.push(one);
    }
    return runs;
  }

  #letter(letter: string, code: boolean): Run {
    const at = letter.codePointAt(0)!;
    if (at >= FIRST && at <= LAST) {
      return code
        ? { face: "code", hex: hex(at, 2), width: CODE_WIDTH }
        : { face: "latin", hex: hex(at, 2), width: LATIN_WIDTHS[at - FIRST]! };
    }
    // A line end, or any other sign that nobody sees, is a space.
    if (/[\s\p{Cc}\p{Cf}]/u.test(letter)) return this.#letter(" ", code);
    const chinese = CHINESE.test(letter) || CHINESE_BEYOND.test(letter);
    if (!(chinese && this.#chineseFirst)) {
      const latin = this.#latin(letter);
      if (latin !== null) return latin;
    }
    if (!chinese) this.#missed = true;
    return { face: "chinese", hex: utf16(chinese ? letter : NO_LETTER), width: CHINESE_WIDTH };
  }

  #latin(letter: string): Run | null {
    const named = NAMED[letter] ?? accented(letter);
    if (named === null || (this.#own.size === OWN_MOST && !this.#own.has(letter))) return null;
    this.#own.set(letter, named);
    return { face: "latin", hex: hex(OWN_FIRST + [...this.#own.keys()].indexOf(letter), 2), width: named[1] };
  }
}

/** "é" is called eacute and is as wide as an e (an í as a dotless one). Null for what is no Latin letter with one accent. */
function accented(letter: string): Glyph | null {
  const [base, accent, ...more] = letter.normalize("NFD");
  if (base === undefined || accent === undefined || more.length > 0 || !/[A-Za-z]/.test(base)) return null;
  // Romanian and Baltic letters have commas, and are called so, whichever of the two Unicode takes them apart into.
  const name = ACCENTS[accent === "\u0327" && !/[CcSs]/.test(base) ? "\u0326" : accent];
  return name === undefined ? null : [base + name, base === "i" ? 278 : LATIN_WIDTHS[base.charCodeAt(0) - FIRST]!];
}

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, "0");
/** As PDF wants Unicode: big end first, four digits a unit. */
export const utf16 = (text: string): string => Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i), 4)).join("");
