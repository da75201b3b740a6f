/** Longer than anybody waits where everybody is served. */
const DELAYS_S = 900;

export const delayPlace = (delay_ms: number): number => Math.min(DELAYS_S - 1, Math.floor(delay_ms / 1_000));

/** What became of the vehicles of one lane. Delay is what passing the stop line took longer than at the wanted speed all the way. */
export class Counts {
  arrived = 0;
  departed = 0;
  delay_ms = 0;
  delay_max_ms = 0;
  stops = 0;
  /** Standing vehicles, summed over tenths of a second. */
  queue_sum = 0;
  queue_max = 0;
  steps = 0;
  ran_red = 0;
  right_on_red = 0;
  /** Vehicles by their delay in whole seconds; the last place has all who were delayed for longer. */
  readonly delays_s = new Uint32Array(DELAYS_S);

  depart(delay_ms: number): void {
    this.departed++;
    this.delay_ms += delay_ms;
    this.delays_s[delayPlace(delay_ms)]!++;
    if (delay_ms > this.delay_max_ms) this.delay_max_ms = delay_ms;
  }

  queue(standing: number): void {
    this.steps++;
    this.queue_sum += standing;
    if (standing > this.queue_max) this.queue_max = standing;
  }
}
