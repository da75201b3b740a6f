/**
 * Vehicles that came one behind the other. Of one who drove freely over a loop the instant is known: a run of his own. Where somebody stood on
 * it, his is known, and of those behind him only that they came after him and before they passed it. All instants in ms.
 */
export interface Run {
  /** The first came at this instant; where `exact` is false, not before it. */
  readonly from_ms: number;
  readonly exact: boolean;
  /** For each of them in order, when he was there at the latest. */
  readonly latest_ms: readonly number[];
}

/**
 * When each of a run may have come: what is not known is drawn evenly, on the condition that everybody came before he left. Where the draw
 * breaks it, it is begun anew from where it breaks it most, with what was before put behind (Vervaat 1979: so a bridge becomes an excursion,
 * and a queue that was never gone is as long as such queues are). `next`: 0 to 2^32 − 1.
 */
export function drawn({ from_ms, exact, latest_ms }: Run, random: { next(): number }): readonly number[] {
  if (exact && latest_ms.length === 1) return [from_ms];
  const span = latest_ms.at(-1)! - from_ms;
  const latest = latest_ms.slice(exact ? 1 : 0);
  const after = latest.map(() => Math.floor((random.next() / 0x1_0000_0000) * span)).sort((a, b) => a - b);
  const late = after.map((at, i) => at + from_ms - latest[i]!);
  const worst = late.reduce((most, each) => Math.max(most, each), Number.NEGATIVE_INFINITY);
  const shift = worst > 0 ? after[late.indexOf(worst)]! : 0;
  const came = after.map((at) => (at - shift + span) % Math.max(1, span)).sort((a, b) => a - b);
  return [...(exact ? [from_ms] : []), ...came.map((at, i) => Math.min(at + from_ms, latest[i]!))];
}

/** Who is on a loop for longer than this stands, or is about to: a car at 3 m/s is over it in two seconds. */
const STOOD_MS = 2_000;
/** A loop that is free for so long has no queue behind it (the strategies that plan take the same). */
const FREE_MS = 3_000;
/** After the end of green the next of a queue is at the line within this. */
const NEXT_MS = 8_000;
/** What a stop takes before the loop at the line is reached: whoever had not to stop would have been there so much earlier. */
const BRAKES_MS = 2_000;

/** From one loop's actuations to runs, at the instants at which everybody would have passed it unhindered. */
export class Loop {
  readonly #atTheLine: boolean;
  readonly #done: (run: Run) => void;
  #from = 0;
  #latest: number[] = [];
  #stood = false;
  #onSince = -1;
  #offSince = 0;
  #carriedUntil = -1;

  constructor(atTheLine: boolean, done: (run: Run) => void) {
    this.#atTheLine = atTheLine;
    this.#done = done;
  }

  on(at: number): void {
    if (this.#onSince >= 0) return;
    const queued = this.#stood && at - this.#offSince < FREE_MS;
    if (this.#latest.length > 0 && !queued && at > this.#carriedUntil) this.close();
    if (this.#latest.length === 0) this.#from = at;
    this.#latest.push(at);
    this.#onSince = at;
    this.#carriedUntil = -1;
  }

  off(at: number): void {
    if (this.#onSince < 0) return;
    this.#stood ||= at - this.#onSince >= STOOD_MS;
    this.#onSince = -1;
    this.#offSince = at;
  }

  /** Green has ended. Whoever comes to stand at the line now belongs to the queue, if it was still leaving. */
  ends(at: number): void {
    if (this.#atTheLine && this.#stood && (this.#onSince >= 0 || at - this.#offSince < FREE_MS)) this.#carriedUntil = at + NEXT_MS;
  }

  /** When the run began to which somebody may still belong; Infinity where there is none at `now`. */
  openSince(now: number): number {
    if (this.#onSince < 0 && now - this.#offSince > NEXT_MS) this.close();
    return this.#latest.length > 0 ? this.#from : Number.POSITIVE_INFINITY;
  }

  /** Something of what it said is lost: whoever is on it now is not known. */
  lose(): void {
    this.close();
    this.#onSince = -1;
  }

  /** Nobody belongs to the run any more. */
  close(): void {
    if (this.#latest.length > 0) {
      const brakes = this.#atTheLine && this.#stood ? BRAKES_MS : 0;
      const [first, ...rest] = this.#latest;
      this.#done({ from_ms: this.#from - brakes, exact: true, latest_ms: [first! - brakes, ...rest] });
    }
    this.#latest = [];
    this.#stood = false;
    this.#carriedUntil = -1;
  }
}
