// What a browser reads of a script or a style sheet, without what is there for people: comments, indents, blanks that nothing needs. No word of it
// changes: what stands in strings, templates and patterns is theirs.

const GAP = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y;
const PATTERN = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
/** From a backtick or a hole's end to the template's end or its next hole. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;
const WORD = /[\w$#\u0080-\uffff]+/y;
const ONE = /[\s\S]/y;

/** After these a slash begins a pattern; after all else it divides. */
const BEFORE_PATTERN = /^(?:[(,=:[!&|?{;>]|return|)$|\{$/;
/** No statement ends after the first or goes on before the second without it: the end of the line between them says nothing. */
const OPENS = /^[{([,;=<>&|?:*%]$/;
const GOES_ON = /[)\]},;=<>&|?:*%.]/;
const isWord = (letter: string): boolean => /[\w$#\u0080-\uffff]/.test(letter);
const wouldGrow = (before: string, after: string): boolean =>
  (isWord(before) && isWord(after)) || (before === after && /[+/-]/.test(before));

/** A script: the end of a line stays where it may end a statement, a blank where two words would become one. */
export function leanScript(source: string): string {
  let out = "";
  let last = "";
  let at = 0;
  /** For each template that is open: the braces that are open in its hole. */
  const holes: number[] = [];
  const take = (token: RegExp): string => {
    token.lastIndex = at;
    const found = token.exec(source)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const token = (): string => {
    const first = source[at];
    if (first === "`" || (first === "}" && holes.at(-1) === 0)) {
      if (first === "}") holes.pop();
      const text = take(TEMPLATE);
      if (text.endsWith("${")) holes.push(0);
      return text;
    }
    if (first === "{" || first === "}") {
      if (holes.length > 0) holes[holes.length - 1]! += first === "{" ? 1 : -1;
      return take(ONE);
    }
    return take(STRING) || (first === "/" && BEFORE_PATTERN.test(last) && take(PATTERN)) || take(WORD) || take(ONE);
  };
  while (at < source.length) {
    const gap = take(GAP);
    const next = source[at] ?? "";
    if (gap.includes("\n") && last !== "" && !OPENS.test(last) && !GOES_ON.test(next)) out += "\n";
    else if (gap !== "" && wouldGrow(last.at(-1) ?? "", next)) out += " ";
    last = token();
    out += last;
  }
  return out;
}

const AIR = /(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)/.source;
const IN_STYLES = new RegExp(`"[^"]*"|${AIR}*(?:;?${AIR}*(\\})|([{;,]))${AIR}*|(:)${AIR}+|${AIR}+`, "g");

/** A style sheet. */
export const leanStyles = (source: string): string =>
  source
    .replace(IN_STYLES, (found: string, end?: string, between?: string, colon?: string) =>
      found.startsWith('"') ? found : (end ?? between ?? colon ?? " "),
    )
    .trimStart();
