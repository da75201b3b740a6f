import type { Path } from "./lines.ts";

export interface Walker {
  /** A header, a key or a list element at `offset`. `repeatable` where the same path may be found again. */
  found(path: Path, offset: number, repeatable: boolean): void;
  /** A list or inline table begins at `offset` and is never closed. */
  unclosed(offset: number): void;
}

/** Deeper than any site file; without a bound a line of 100,000 brackets would exhaust the stack. */
const DEPTH_MAX = 32;
const BARE_KEY = /[A-Za-z0-9_-]+/y;
const BLANK = /(?:[ \t\r\n]+|#[^\n]*)*/y;
const SPACE = /[ \t]*/y;
const SCALAR = /[^,\]}\n#]*/y;
const REST_OF_LINE = /[^\n]*\n?/y;
/** A line that begins a table or an entry; inside a list it means that the list was not closed. */
const STATEMENT = /(?:\[\[?[A-Za-z_][\w.-]*\]|[A-Za-z_][\w.-]*[ \t]*=)/y;

/** Tells `walker` of everything in a TOML text, in order. Never throws: what is no TOML is stepped over, line by line. */
export function walk(text: string, walker: Walker): void {
  new Walk(text, walker).all();
}

class Walk {
  readonly #text: string;
  readonly #walker: Walker;
  /** How many elements each list of tables has, by the path of the list. */
  readonly #lists = new Map<string, number>();
  #table: Path = [];
  #i = 0;

  constructor(text: string, walker: Walker) {
    this.#text = text;
    this.#walker = walker;
  }

  all(): void {
    for (this.#skip(BLANK); this.#i < this.#text.length; this.#skip(BLANK)) {
      if (this.#text[this.#i] === "[") this.#header();
      else this.#entry(this.#table, 0);
      // After an unclosed list the next statement is at hand; otherwise nothing but a comment follows.
      if (!this.#atLineStart()) this.#skip(REST_OF_LINE);
    }
  }

  #header(): void {
    const at = this.#i;
    const list = this.#text.startsWith("[[", at);
    this.#i += list ? 2 : 1;
    const keys = this.#keys();
    const last = keys.pop();
    if (last === undefined) {
      this.#skip(REST_OF_LINE);
      return;
    }
    const path: (string | number)[] = [];
    for (const key of keys) {
      path.push(key);
      const count = this.#lists.get(JSON.stringify(path));
      if (count !== undefined) path.push(count - 1);
    }
    path.push(last);
    if (list) {
      const count = this.#lists.get(JSON.stringify(path)) ?? 0;
      this.#lists.set(JSON.stringify(path), count + 1);
      path.push(count);
    }
    this.#table = path;
    this.#walker.found(path, at, false);
    this.#skip(REST_OF_LINE);
  }

  #entry(table: Path, depth: number): void {
    const at = this.#i;
    const keys = this.#keys();
    this.#skip(SPACE);
    if (keys.length === 0 || this.#text[this.#i] !== "=") {
      // A line of its own is given up by the caller; in an inline table at least one character is.
      if (this.#i === at) this.#i++;
      return;
    }
    this.#i++;
    const path = [...table, ...keys];
    this.#walker.found(path, at, false);
    this.#value(path, depth);
  }

  #value(path: Path, depth: number): void {
    this.#skip(SPACE);
    const first = this.#text[this.#i];
    const long = ['"""', "'''"].find((quotes) => this.#text.startsWith(quotes, this.#i));
    if (long !== undefined) this.#longString(long);
    else if (first === '"' || first === "'") this.#string(first);
    else if (depth < DEPTH_MAX && first === "[") this.#within("]", (index) => this.#element([...path, index], depth + 1));
    else if (depth < DEPTH_MAX && first === "{") this.#within("}", () => this.#entry(path, depth + 1));
    else this.#skip(SCALAR);
  }

  #element(path: Path, depth: number): void {
    this.#walker.found(path, this.#i, false);
    const at = this.#i;
    this.#value(path, depth);
    if (this.#i === at) this.#i++;
  }

  /** From an opening bracket to `close`, over blanks, comments and commas. */
  #within(close: string, one: (index: number) => void): void {
    const at = this.#i++;
    for (let index = 0; this.#i < this.#text.length; ) {
      this.#skip(BLANK);
      const next = this.#text[this.#i];
      if (next === close) {
        this.#i++;
        return;
      }
      if (next === undefined || (this.#atLineStart() && this.#matches(STATEMENT))) break;
      if (next === ",") this.#i++;
      else one(index++);
    }
    this.#walker.unclosed(at);
  }

  /** `a."b c".d` as its parts. */
  #keys(): string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skip(SPACE);
      const at = this.#i;
      const quote = this.#text[at];
      if (quote === '"' || quote === "'") {
        this.#string(quote);
        keys.push(unquoted(this.#text.slice(at, this.#i)));
      } else {
        this.#skip(BARE_KEY);
        if (this.#i === at) return keys;
        keys.push(this.#text.slice(at, this.#i));
      }
      this.#skip(SPACE);
      if (this.#text[this.#i] !== ".") return keys;
      this.#i++;
    }
  }

  /** To the closing quote, or to the end of the line. */
  #string(quote: string): void {
    for (this.#i++; this.#i < this.#text.length; this.#i++) {
      const char = this.#text[this.#i];
      if (char === "\n") return;
      if (char === "\\" && quote === '"') this.#i++;
      else if (char === quote) {
        this.#i++;
        return;
      }
    }
  }

  #longString(quotes: string): void {
    for (this.#i += 3; this.#i < this.#text.length; this.#i++) {
      if (this.#text.startsWith(quotes, this.#i)) {
        this.#i += 3;
        return;
      }
      if (this.#text[this.#i] === "\\" && quotes === '"""') this.#i++;
    }
  }

  #skip(what: RegExp): void {
    what.lastIndex = this.#i;
    if (what.test(this.#text)) this.#i = what.lastIndex;
  }

  #matches(what: RegExp): boolean {
    what.lastIndex = this.#i;
    return what.test(this.#text);
  }

  /** Nothing but spaces since the line began. */
  #atLineStart(): boolean {
    let i = this.#i - 1;
    while (this.#text[i] === " " || this.#text[i] === "\t") i--;
    return i < 0 || this.#text[i] === "\n";
  }
}

function unquoted(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1);
  try {
    return String(JSON.parse(key));
  } catch {
    return key.slice(1, -1);
  }
}
