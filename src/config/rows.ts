import * as v from "valibot";
import { adviceOf, shown, todoFor } from "./fields.ts";
import type { Path } from "./lines.ts";
import { nearest } from "./nearest.ts";
import type { Findings } from "./problem.ts";

export type Entries = { readonly [key: string]: v.GenericSchema };
/** What could be read of a table: undefined where a value is wrong (then it is noted) or absent. */
export type Draft<E extends Entries> = { readonly [K in keyof E]: v.InferOutput<E[K]> | undefined };
export type Whole<E extends Entries> = { readonly [K in keyof E]: v.InferOutput<E[K]> };
type Raw = { readonly [key: string]: unknown };

export const isTable = (raw: unknown): raw is Raw =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw) && !(raw instanceof Date);

/** One table of the file. Checks look at `value` and complain with `note`. */
export class Row<E extends Entries = Entries> {
  readonly path: Path;
  /** `detector 5 "east lane 2 stop line"`. */
  readonly where: string;
  readonly value: Draft<E>;
  readonly #raw: Raw;
  readonly #misspelt = new Set<string>();
  readonly #findings: Findings;

  constructor(path: Path, where: string, value: Draft<E>, raw: Raw, findings: Findings) {
    this.path = path;
    this.where = where;
    this.value = value;
    this.#raw = raw;
    this.#findings = findings;
  }

  get line(): number {
    return this.#findings.lines.at(this.path)?.line ?? 0;
  }

  /** Whether the file has the key at all: right, wrong or misspelt. */
  has(key: keyof E & string): boolean {
    return Object.hasOwn(this.#raw, key) || this.#misspelt.has(key);
  }

  /** Some other key stands for this one. */
  misspell(key: string): void {
    this.#misspelt.add(key);
  }

  /** `at`: a key, or a key and what is in its list; [] for the table as a whole. */
  note(at: (keyof E & string) | Path, words: string, todo: string): void {
    this.#findings.note([...this.path, ...(typeof at === "string" ? [at] : at)], this.where, words, todo);
  }

  /** As `note`, of what works all the same. */
  warn(key: keyof E & string, words: string, todo: string): void {
    this.#findings.warn([...this.path, key], this.where, words, todo);
  }

  /** Every value, once nothing at all was found to be wrong in the file. */
  get whole(): Whole<E> {
    return this.value as Whole<E>;
  }
}

/** Reads a table key by key, so that one wrong value does not hide the others. `also` are keys that somebody else reads. */
export function readRow<E extends Entries>(
  entries: E,
  raw: Raw,
  path: Path,
  where: string,
  findings: Findings,
  also: readonly string[] = [],
): Row<E> {
  const value: { [key: string]: unknown } = {};
  const row = new Row(path, where, value as Draft<E>, raw, findings);
  const known = [...Object.keys(entries), ...also];
  noteUnknown(row, raw, known);
  for (const [key, schema] of Object.entries(entries)) {
    const there = Object.hasOwn(raw, key);
    // What stands under a misspelt key is not what stands there by default.
    if (!there && row.has(key)) continue;
    const read = v.safeParse(schema, there ? raw[key] : undefined, { abortPipeEarly: true });
    if (read.success) value[key] = read.output;
    else if (there) for (const issue of read.issues) noteIssue(row, key, schema, issue);
    else row.note([], `${key} is missing`, adviceOf(schema));
  }
  return row;
}

/** Notes each row whose `key` another one before it has, too. */
export function once<E extends Entries>(rows: readonly Row<E>[], key: keyof E & string): void {
  const seen = new Set<unknown>();
  for (const row of rows) {
    const value = row.value[key];
    if (value !== undefined && seen.has(value)) row.note(key, `another one has the same ${key}`, `Give each a ${key} of its own.`);
    seen.add(value);
  }
}

/** Notes the keys that no such table has, and what they were probably meant to be. */
function noteUnknown(row: Row, raw: Raw, known: readonly string[]): void {
  const absent = known.filter((key) => !Object.hasOwn(raw, key));
  for (const key of Object.keys(raw)) {
    if (known.includes(key)) continue;
    const near = nearest(key, absent);
    if (near !== undefined) row.misspell(near);
    row.note(key, `there is no key "${key}" here`, near === undefined ? `The keys are ${known.join(", ")}.` : `Did you mean ${near}?`);
  }
}

function noteIssue(row: Row, key: string, schema: v.GenericSchema, issue: v.BaseIssue<unknown>): void {
  const within = issue.path?.map((item) => item.key as string | number) ?? [];
  const words = within.length === 0 ? `${key} is ${shown(issue.input)} but must` : `${key} has ${shown(issue.input)} in it, but each must`;
  row.note([key, ...within], `${words} ${issue.message}`, todoFor(schema, issue.input, issue.message));
}

/** A table that a file has once: `[site]`. Where it need not be there, its keys are what they are when absent. */
export function readTable<E extends Entries>(
  entries: E,
  file: Raw,
  key: string,
  findings: Findings,
  { needed = true, also = [] }: { readonly needed?: boolean; readonly also?: readonly string[] } = {},
): Row<E> {
  const raw = file[key];
  const where = `[${key}]`;
  if (isTable(raw)) return readRow(entries, raw, [key], where, findings, also);
  if (raw === undefined && !needed) return readRow(entries, {}, [key], where, findings, also);
  if (raw === undefined) findings.note([key], "", `there is no ${where}`, `Write it; it has ${Object.keys(entries).join(", ")}.`);
  else findings.note([key], where, `it is ${shown(raw)} but must be one table`, `Write ${where} in single brackets, once.`);
  return new Row([key], where, {} as Draft<E>, {}, findings);
}

/** The tables of a list: `[[detectors]]`. `noun` is what people call one of them, `number` the key that holds its number. */
export function readList<E extends Entries>(
  entries: E,
  raw: unknown,
  path: Path,
  findings: Findings,
  { noun, number = "number", also = [] }: { readonly noun: string; readonly number?: string; readonly also?: readonly string[] },
): readonly { readonly row: Row<E>; readonly raw: Raw }[] {
  if (raw === undefined) return [];
  const key = String(path.at(-1));
  if (!Array.isArray(raw) || !raw.every(isTable)) {
    findings.note(
      path,
      "",
      `${key} is ${shown(raw)} but must be a list of tables`,
      `Write [[${key}]] in double brackets before each ${noun}.`,
    );
    return [];
  }
  return raw.map((each, i) => ({
    row: readRow(entries, each, [...path, i], `${noun}${calling(each, number, i)}`, findings, also),
    raw: each,
  }));
}

/** Number and name, as far as the table has them. */
function calling(raw: Raw, numberKey: string, index: number): string {
  const number = typeof raw[numberKey] === "number" ? ` ${raw[numberKey]}` : "";
  const name = typeof raw["name"] === "string" ? ` ${shown(raw["name"])}` : "";
  return number === "" && name === "" ? ` (number ${index + 1} of the list)` : `${number}${name}`;
}
