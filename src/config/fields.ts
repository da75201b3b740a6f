import * as v from "valibot";
import { nearest } from "./nearest.ts";

/**
 * The kinds of value that a site file has. Each schema says what the value must be (its issue's message, read after "is … but must")
 * and, as its description, where to look for the right one.
 */
const round = (value: number) => Math.round(value * 10);
/** 0.1 has no exact binary form: what is meant is a tenth if it is as near to one as a number can be written. */
const isTenth = (value: number) => Math.abs(value * 10 - round(value)) < 1e-6;
/** Tenths as seconds, for people. */
export const tenths = (ds: number) => (ds / 10).toFixed(1);
const point = (value: number) => value.toFixed(1);

/** Seconds in the file, from `least` to `most` and in whole tenths; tenths in the site. */
export function seconds(least: number, most: number, todo: string) {
  const must = `be ${point(least)} to ${point(most)} seconds`;
  return v.pipe(
    v.number(must),
    v.minValue(least, must),
    v.maxValue(most, must),
    v.check(isTenth, "be in whole tenths of a second: the unit's clock has no finer ones"),
    v.transform(round),
    v.description(todo),
  );
}

/** Per cent in the file, in whole tenths; per mille in the site. */
export function percent(most: number, todo: string) {
  const must = `be 0 to ${point(most)} per cent`;
  return v.pipe(
    v.number(must),
    v.minValue(0, must),
    v.maxValue(most, must),
    v.check(isTenth, "be in whole tenths of a per cent"),
    v.transform(round),
    v.description(todo),
  );
}

export function whole(least: number, most: number, todo: string) {
  const must = `be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(must), v.integer(must), v.minValue(least, must), v.maxValue(most, must), v.description(todo));
}

export function metres(most: number, todo: string) {
  const must = `be 0 to ${most} metres`;
  return v.pipe(v.number(must), v.minValue(0, must), v.maxValue(most, must), v.description(todo));
}

export function yes(todo: string) {
  return v.pipe(v.boolean("be true or false, without quotation marks"), v.description(todo));
}

/** One of a few words; the description is for those who wrote another one. */
export function oneOf<const T extends readonly string[]>(words: T) {
  const must = `be one of ${words.map((w) => `"${w}"`).join(", ")}`;
  return v.pipe(v.picklist(words, must), v.description(`Write one of ${words.join(", ")}.`), v.metadata({ words }));
}

export function oneOfNumbers<const T extends readonly number[]>(numbers: T, todo: string) {
  return v.pipe(v.picklist(numbers, `be one of ${numbers.join(", ")}`), v.description(todo));
}

const NAME_MAX = 64;

/** What people read: one line, not empty. */
export function name(todo: string) {
  const must = `be a text of 1 to ${NAME_MAX} characters on one line`;
  return v.pipe(
    v.string(must),
    v.check((s) => s.trim() === s && s.length > 0 && s.length <= NAME_MAX && !hasControl(s), must),
    v.description(todo),
  );
}

/** A text of a certain form. `words` are some that are right, for those who mistyped one. */
export function form(good: (text: string) => boolean, must: string, todo: string, words: readonly string[] = []) {
  return v.pipe(v.string(must), v.check(good, must), v.description(todo), v.metadata({ words }));
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return false;
}

/** A value as it stands in the file, shortened. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (value instanceof Date) return "a date";
  return typeof value === "object" && value !== null ? "a table" : String(value);
}

/** Where to look for the right value; a schema that may be absent has it inside. */
export function adviceOf(schema: v.GenericSchema): string {
  return v.getDescription(within(schema) as never) ?? "Correct it.";
}

/** What to do about a value that does not fit its schema. */
export function todoFor(schema: v.GenericSchema, value: unknown, must: string): string {
  const quoted = typeof value === "string" && /number|seconds|metres|cent|true/.test(must) && /^(true|false|-?[\d.]+)$/.test(value);
  if (quoted) return "Take the quotation marks away.";
  const { words } = v.getMetadata(within(schema) as never) as { readonly words?: readonly string[] };
  const meant = typeof value === "string" && words ? nearest(value, words) : undefined;
  return meant === undefined ? adviceOf(schema) : `Did you mean "${meant}"?`;
}

function within(schema: v.GenericSchema): v.GenericSchema {
  return schema.type === "optional" && "wrapped" in schema ? (schema.wrapped as v.GenericSchema) : schema;
}
