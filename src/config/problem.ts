import type { Lines, Path } from "./lines.ts";

/** One thing that is wrong in a site file, for the person who must put it right. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 where it is about the whole file. */
  readonly line: number;
  /** From 1; absent where `line` is 0. */
  readonly column?: number;
  /** What it is about: `detector 5 "east lane 2 stop line"`; "" where it is about the file. */
  readonly where: string;
  /** What is wrong, without a full stop. */
  readonly words: string;
  /** What to do: one sentence or two. */
  readonly todo: string;
}

/** `FILE:LINE: where: words. todo`, as compilers write it, so that editors find the line. `file` where it has another name by now. */
export function formatProblem(problem: Problem, file = problem.file): string {
  const { line, where, words, todo } = problem;
  const place = line > 0 ? `${file}:${line}: ` : `${file}: `;
  return `${place}${where === "" ? "" : `${where}: `}${words}. ${todo}`;
}

/** The problems found so far; each is given the line of its place in the file. */
export class Findings {
  readonly lines: Lines;
  readonly #file: string;
  readonly #found: Problem[] = [];
  readonly #warnings: Problem[] = [];

  constructor(file: string, lines: Lines) {
    this.#file = file;
    this.lines = lines;
  }

  get count(): number {
    return this.#found.length;
  }

  /** A key that is not there is found at the head of the table that should have it. */
  note(path: Path, where: string, words: string, todo: string): void {
    const place = this.lines.at(path);
    this.noteAt(place?.line ?? 0, place?.column ?? 0, where, words, todo);
  }

  /** What works, and not well: the file is good all the same. */
  warn(path: Path, where: string, words: string, todo: string): void {
    const place = this.lines.at(path);
    this.#warnings.push(this.#placed(place?.line ?? 0, place?.column ?? 0, where, words, todo));
  }

  noteAt(line: number, column: number, where: string, words: string, todo: string): void {
    this.#found.push(this.#placed(line, column, where, words, todo));
  }

  #placed(line: number, column: number, where: string, words: string, todo: string): Problem {
    const problem = { file: this.#file, line, where, words, todo };
    return line > 0 ? { ...problem, column } : problem;
  }

  /** In the order of the file; what is about the whole file comes first. */
  inOrder(): readonly Problem[] {
    return sorted(this.#found);
  }

  warnings(): readonly Problem[] {
    return sorted(this.#warnings);
  }
}

const sorted = (problems: readonly Problem[]): readonly Problem[] =>
  problems.toSorted((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
