/** Steps that they come later than announced: travel times are estimates. */
const LAGS = [-2, -1, 0, 1, 2, 3] as const;
/** Learned over so many steps: ten minutes. */
const STEPS = 300;
/** Before anything is learned half is believed, as if that had been seen in so many steps of a usual road. */
const FIRST = 0.5;
const FIRST_STEPS = 50;
const FIRST_VARIANCE = 200_000;
/** Before so many steps nobody can tell who is late. */
const LAG_STEPS = 60;

/**
 * How much of what a road announces comes in each of our lanes: the slope of a regression of who was counted on who was announced, over ten
 * minutes. What says nothing of the time at which anybody comes (a forger's counts, a wrong travel time) gets a slope of 0, and what is always
 * the same has no say whatever it is. All in thousandths of vehicles a step. Doubles: ECMAScript says to the bit what comes out of + - * /,
 * on every machine.
 */
export class Trust {
  static readonly latest = LAGS.at(-1)!;
  readonly #counted: readonly boolean[];
  readonly #came: Float64Array;
  /** By lane and lag. */
  readonly #covariance: Float64Array;
  #steps = 0;
  #mean = 0;
  #variance = 0;
  #lag = 0;

  /** By lane: whether an advance loop counts who comes. */
  constructor(counted: readonly boolean[]) {
    this.#counted = counted;
    this.#came = new Float64Array(counted.length);
    this.#covariance = new Float64Array(counted.length * LAGS.length);
  }

  /** One step: who came in each lane, and what had been announced for it there, with so many steps of lateness. */
  learn(came: readonly number[], announced: (lane: number, lag: number) => number): void {
    this.#steps = Math.min(this.#steps + 1, STEPS);
    const part = 1 / this.#steps;
    const first = Math.max(0, this.#counted.indexOf(true));
    const now = announced(first, this.#lag);
    this.#mean += (now - this.#mean) * part;
    this.#variance += ((now - this.#mean) ** 2 - this.#variance) * part;
    came.forEach((vehicles, lane) => {
      this.#came[lane]! += (vehicles - this.#came[lane]!) * part;
      LAGS.forEach((lag, i) => {
        const both = (vehicles - this.#came[lane]!) * (announced(lane, lag) - this.#mean);
        this.#covariance[lane * LAGS.length + i]! += (both - this.#covariance[lane * LAGS.length + i]!) * part;
      });
    });
    if (this.#steps >= LAG_STEPS) this.#lag = this.#likeliest();
  }

  /** What is announced on average, all lanes together. */
  get usual(): number {
    return this.#mean;
  }

  /** Steps that they come later than announced. */
  get lag(): number {
    return this.#lag;
  }

  /** Of what is announced so much comes in this lane: 0 to 1. */
  share(lane: number): number {
    const before = FIRST * this.#usually(lane);
    if (!this.#counted[lane]) return before;
    const weight = FIRST_STEPS * FIRST_VARIANCE;
    const covariance = this.#covariance[lane * LAGS.length + LAGS.indexOf(this.#lag as (typeof LAGS)[number])]!;
    const share = (this.#steps * covariance + weight * before) / (this.#steps * this.#variance + weight);
    return Math.max(0, Math.min(1, share));
  }

  get whole_pm(): number {
    return Math.min(1_000, Math.round(1_000 * this.#counted.reduce((sum, _, lane) => sum + this.share(lane), 0)));
  }

  /** The lane's part of all who come on this road, as far as anybody has counted them. */
  #usually(lane: number): number {
    const all = this.#came.reduce((sum, n) => sum + n, 0);
    return all > 0 && this.#counted.every(Boolean) ? this.#came[lane]! / all : 1 / this.#counted.length;
  }

  #likeliest(): number {
    let [best, most] = [this.#lag, 0];
    LAGS.forEach((lag, i) => {
      const sum = this.#counted.reduce((all, _, lane) => all + this.#covariance[lane * LAGS.length + i]!, 0);
      // Who was held likely before stays so until another is clearly likelier.
      const weighed = lag === this.#lag ? sum * 1.1 : sum;
      if (weighed > most) [best, most] = [lag, weighed];
    });
    return best;
  }
}
