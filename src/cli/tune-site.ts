import type { Reading } from "../tune.ts";
import { readRunnable } from "./site-file.ts";

/** A site file is read for each of its half hours; more texts than two are never tried at a time. */
const KEPT = 4;
const read = new Map<string, Reading>();

/** What the controller would refuse is refused as well. */
export function runnable(text: string): Reading {
  const known = read.get(text);
  if (known !== undefined) return known;
  const site = readRunnable(text, "the recorded site file");
  const [problem] = site.ok ? [] : site.problems;
  const reading: Reading = site.ok ? site : { ok: false, words: `line ${problem!.line}: ${problem!.words}` };
  read.set(text, reading);
  if (read.size > KEPT) read.delete(read.keys().next().value!);
  return reading;
}
