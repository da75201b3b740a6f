export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly order: number; // in which they were made
  readonly closes: boolean; // behind a node
}

/** A function's body, from its brace on, and the numbers of the mutants in it. */
export interface Body {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly behind: number;
  readonly returns: boolean; // nothing
}

// A function is there twice, broken and as it is: so one that is not the broken one costs no more than a look at the number.
export function both(bytes: Buffer, edits: readonly Edit[], bodies: readonly Body[]): string {
  let text = "";
  let at = 0;
  for (const { from, to, first, behind, returns } of [...bodies].sort((a, b) => a.from - b.from)) {
    text += applied(bytes, edits, at, from);
    const broken = applied(bytes, edits, from, to);
    text += `{ if (mutants::In<${first}, ${behind}>()) [[unlikely]] { ${broken} ${returns ? "return; " : ""}} ${bytes.subarray(from, to)} }`;
    at = to;
  }
  return text + applied(bytes, edits, at, bytes.length);
}

/** The bytes from `begin` to `end` with the edits that lie there. */
function applied(bytes: Buffer, edits: readonly Edit[], begin: number, end: number): string {
  const there = edits.filter((edit) => edit.from >= begin && edit.from < end);
  there.sort((a, b) => {
    if (a.from !== b.from) return a.from - b.from;
    if (a.closes !== b.closes) return a.closes ? -1 : 1;
    return a.closes ? b.order - a.order : a.order - b.order;
  });
  let text = "";
  let at = begin;
  for (const edit of there) {
    text += bytes.subarray(at, edit.from).toString() + edit.text;
    at = Math.max(at, edit.to);
  }
  return text + bytes.subarray(at, end).toString();
}
