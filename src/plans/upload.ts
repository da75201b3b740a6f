/** A plan comes in parts that a command can carry. */
export interface Part {
  /** Of the whole, 64 hexadecimal digits. */
  readonly hash: string;
  /** From 1. */
  readonly part: number;
  readonly parts: number;
  readonly text: string;
}

export const PARTS_MAX = 64;
/** As JSON, with everything else that a command says, it stays below 4,096 bytes. */
const PART_BYTES_MAX = 2_500;

/** One plan on its way, in any order of its parts; another one's part begins anew. */
export class Upload {
  #hash = "";
  #parts: (string | null)[] = [];

  /** The whole text with the last part that was missing; null before. */
  take({ hash, part, parts, text }: Part): { readonly text: string | null } | { readonly refused: string } {
    if (part > parts) return { refused: `part ${part} of ${parts} is none` };
    if (hash !== this.#hash || parts !== this.#parts.length) {
      this.#hash = hash;
      this.#parts = new Array(parts).fill(null);
    }
    this.#parts[part - 1] = text;
    if (this.#parts.includes(null)) return { text: null };
    const whole = this.#parts.join("");
    this.#hash = "";
    this.#parts = [];
    return { text: whole };
  }
}

/** A plan's text in parts, as the brain sends them. */
export function partsOf(text: string, hash: string): readonly Part[] {
  const pieces: string[] = [];
  let piece = "";
  let size = 0;
  for (const letter of text) {
    const more = sizeOf(letter);
    if (size + more > PART_BYTES_MAX) {
      pieces.push(piece);
      piece = "";
      size = 0;
    }
    piece += letter;
    size += more;
  }
  pieces.push(piece);
  return pieces.map((each, i) => ({ hash, part: i + 1, parts: pieces.length, text: each }));
}

/** Without the marks around it. */
const sizeOf = (letter: string): number => new TextEncoder().encode(JSON.stringify(letter)).length - 2;
