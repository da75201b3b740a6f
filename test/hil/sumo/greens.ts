/** How long signal heads were green, as seen from the street. */
export interface GreensSeen {
  readonly greens: readonly {
    readonly channel: string;
    /** That began and ended while somebody looked. */
    readonly count: number;
    readonly mean_s: number;
    /** Green's part of the whole time, in per mille. */
    readonly share_pm: number;
  }[];
}

/** Looks at every head each tenth. The first green that it sees has begun before, and the last has not ended: neither has a length. */
export class Greens {
  readonly #heads: readonly { readonly channel: string; readonly lengths_ds: number[]; since: number; lit: number }[];
  #now = 0;

  constructor(channels: readonly string[]) {
    this.#heads = channels.map((channel) => ({ channel, lengths_ds: [], since: Number.NaN, lit: 0 }));
  }

  look(green: readonly boolean[]): void {
    this.#now++;
    this.#heads.forEach((head, i) => {
      if (green[i]) {
        head.lit++;
        // NaN: it was green when somebody began to look.
        if (head.since === 0) head.since = this.#now;
      } else {
        if (head.since > 0) head.lengths_ds.push(this.#now - head.since);
        head.since = 0;
      }
    });
  }

  tallies(): GreensSeen {
    const greens = this.#heads.map(({ channel, lengths_ds, lit }) => ({
      channel,
      count: lengths_ds.length,
      mean_s: lengths_ds.reduce((sum, each) => sum + each, 0) / 10 / Math.max(1, lengths_ds.length),
      share_pm: (1_000 * lit) / Math.max(1, this.#now),
    }));
    return { greens };
  }
}
