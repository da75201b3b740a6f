/** Lines of a site file that a person would have to change. */
export interface Change {
  /** In the first text, from 1: of what stands there, or of what comes before it. */
  readonly line: number;
  /** The table that they stand in: `[[phases]] number = 4 name = "west through"`; "" above the first one. */
  readonly table: string;
  readonly was: readonly string[];
  readonly is: readonly string[];
}

/** What differs between two texts, line by line (longest common subsequence of what is between their equal ends). */
export function changesOf(first: string, second: string): readonly Change[] {
  const [was, is] = [first.split("\n"), second.split("\n")];
  let top = 0;
  while (top < was.length && top < is.length && was[top] === is[top]) top++;
  let end = 0;
  while (end < was.length - top && end < is.length - top && was.at(-1 - end) === is.at(-1 - end)) end++;
  const [old, now] = [was.slice(top, was.length - end), is.slice(top, is.length - end)];
  const common = commonOf(old, now);
  const changes: Change[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      a++;
      b++;
      continue;
    }
    const [fromA, fromB] = [a, b];
    while (a < old.length || b < now.length) {
      if (a < old.length && b < now.length && old[a] === now[b]) break;
      if (b >= now.length || (a < old.length && common[a + 1]![b]! >= common[a]![b + 1]!)) a++;
      else b++;
    }
    const line = top + fromA;
    changes.push({ line: line + 1, table: tableAbove(was, line), was: old.slice(fromA, a), is: now.slice(fromB, b) });
  }
  return changes;
}

/** [a][b]: how many lines the rests from a and from b have in common. */
function commonOf(old: readonly string[], now: readonly string[]): readonly Uint16Array[] {
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = now.length - 1; b >= 0; b--)
      common[a]![b] = old[a] === now[b] ? common[a + 1]![b + 1]! + 1 : Math.max(common[a + 1]![b]!, common[a]![b + 1]!);
  return common;
}

const HEADER = /^\s*\[\[?\s*[A-Za-z_]/;

function tableAbove(lines: readonly string[], from: number): string {
  const head = lines.findLastIndex((line, i) => i <= from && HEADER.test(line));
  if (head < 0) return "";
  const next = lines.findIndex((line, i) => i > head && HEADER.test(line));
  const own = lines.slice(head + 1, next < 0 ? lines.length : next).filter((line) => /^\s*(number|name)\s*=/.test(line));
  return [lines[head]!, ...own.slice(0, 2)].map((line) => line.replace(/\s+#.*$/, "").trim()).join(" ");
}
