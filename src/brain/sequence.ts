/** A closed run of seqs, from 1 up. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is accounted for of one epoch: in order, never touching each other. */
export type Spans = readonly Span[];

/** What a span is to what was held before: all fresh and next, nothing fresh, partly fresh, or fresh with a hole before it. */
export type Standing = "new" | "duplicate" | "overlapping" | "ahead";

export interface Placed {
  readonly standing: Standing;
  /** What of the span was not held before, and so is to be stored. */
  readonly fresh: Spans;
  readonly held: Spans;
}

/** The highest seq with nothing missing before it: all that may be acknowledged. 0 for nothing. */
export const contiguous = (held: Spans): number => (held[0]?.from === 1 ? held[0].to : 0);

export const highest = (held: Spans): number => held.at(-1)?.to ?? 0;

export const lengthOf = (spans: Spans): number => spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** The parts of `span` that are not held. */
export function missingIn(held: Spans, span: Span): Spans {
  const missing: Span[] = [];
  let next = span.from;
  for (const { from, to } of held) {
    if (to < next) continue;
    if (from > span.to) break;
    if (from > next) missing.push({ from: next, to: from - 1 });
    next = to + 1;
  }
  if (next <= span.to) missing.push({ from: next, to: span.to });
  return missing;
}

/** The holes from 1 to `last`: what may still come, or is lost. */
export const holes = (held: Spans, last: number): Spans => (last < 1 ? [] : missingIn(held, { from: 1, to: last }));

/** The parts of `spans` that are not held. */
export const without = (spans: Spans, held: Spans): Spans => spans.flatMap((span) => missingIn(held, span));

/** What either has. */
export const union = (one: Spans, other: Spans): Spans => other.reduce(joined, one);

/**
 * Puts a span in its place. Chunks may come twice, cut differently, and out of order (backfill runs beside live), so what is held is
 * a few spans and not a number.
 */
export function place(held: Spans, span: Span): Placed {
  const fresh = missingIn(held, span);
  if (fresh.length === 0) return { standing: "duplicate", fresh, held };
  const ahead = span.from > contiguous(held) + 1;
  const standing = lengthOf(fresh) < lengthOf([span]) ? "overlapping" : ahead ? "ahead" : "new";
  return { standing, fresh, held: joined(held, span) };
}

function joined(held: Spans, span: Span): Spans {
  let { from, to } = span;
  const before: Span[] = [];
  const after: Span[] = [];
  for (const each of held) {
    if (each.to < from - 1) before.push(each);
    else if (each.from > to + 1) after.push(each);
    else {
      from = Math.min(from, each.from);
      to = Math.max(to, each.to);
    }
  }
  return [...before, { from, to }, ...after];
}

/** "5", "5 to 9", "5 to 9, 12": at most three, then how many more. */
export function spanWords(spans: Spans): string {
  const words = spans.slice(0, 3).map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`));
  return words.join(", ") + (spans.length > 3 ? ` and ${spans.length - 3} more` : "");
}
