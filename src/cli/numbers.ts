import { UsageError } from "./verb.ts";

/** A whole number as typed after `--name`, from `from` to `to`. Throws a UsageError. */
export function whole(name: string, text: string, from = 0, to = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  const range = to === Number.MAX_SAFE_INTEGER ? (from === 0 ? "" : ` from ${from}`) : ` from ${from} to ${to}`;
  throw new UsageError(`--${name} is a whole number${range}, not "${text}"`);
}

/** A number above 0, as typed after `--name`. Throws a UsageError. */
export function positive(name: string, text: string): number {
  const value = numberIn(text);
  if (value > 0) return value;
  throw new UsageError(`--${name} is a number above 0, not "${text}"`);
}

/** A number of at least 0, as typed after `--name`. Throws a UsageError. */
export function notNegative(name: string, text: string): number {
  const value = numberIn(text);
  if (value >= 0) return value;
  throw new UsageError(`--${name} is a number from 0, not "${text}"`);
}

/** NaN for what is none: an empty word too, which JavaScript takes for 0. */
const numberIn = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);

/** What was typed after --within, in hours, as ms. */
export function withinMs(text: string, most_h: number): number {
  const hours = Number(text);
  if (!(hours > 0 && hours <= most_h)) throw new UsageError(`--within is 1 to ${most_h} hours, not "${text}"`);
  return hours * 3_600_000;
}
