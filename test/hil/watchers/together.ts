import type { Channel, Phase, Site } from "../../../src/traffic/site.ts";

/**
 * Which channels may never go at the same time, and how long after the end of one's green the other's may begin: from the timing sheet, by somebody who
 * shares nothing with the unit's monitor.
 */
export class Sheet {
  readonly #site: Site;
  readonly #phases: ReadonlyMap<number, Phase>;

  constructor(site: Site) {
    this.#site = site;
    this.#phases = new Map(site.phases.map((phase) => [phase.number, phase]));
  }

  /** ms from the end of `a`'s green (or walk) to the beginning of `b`'s at the least; null: they do not conflict. */
  between_ms(a: Channel, b: Channel): number | null {
    const { stages } = this.#site;
    if (stages !== null) {
      const [i, j] = [a, b].map(({ name }) => stages.groups.findIndex((group) => group.name === name)) as [number, number];
      const least = stages.intergreen_ds[i]?.[j] ?? null;
      return least === null ? null : least * 100;
    }
    const [of, others] = [this.#phasesOf(a), this.#phasesOf(b)];
    if (of.some((p) => others.some((q) => p === q || this.#mayBoth(p, q)))) return null;
    return this.clearance_ms(a);
  }

  /** What a green must last, and its yellow; of pedestrians the walk. */
  least_ms(channel: Channel): { readonly green: number; readonly yellow: number } {
    const { stages } = this.#site;
    const group = stages?.groups.find(({ name }) => name === channel.name);
    if (group !== undefined) return { green: group.min_green_ds * 100, yellow: group.yellow_change_ds * 100 };
    const phases = this.#phasesOf(channel).map((number) => this.#phases.get(number)!);
    const overlap = this.#site.overlaps.find(({ number }) => number === channel.overlap);
    const of = (value: (phase: Phase) => number): number => 100 * Math.min(...phases.map(value));
    if (channel.kind === "pedestrian") return { green: of((p) => p.walk_ds), yellow: 0 };
    // An overlap's green is as long as its phases make it, and ends with the yellow of the one that ends it, or its own.
    if (overlap !== undefined)
      return {
        green: 0,
        yellow: Math.min(
          of((p) => p.yellow_change_ds),
          overlap.yellow_change_ds > 0 ? overlap.yellow_change_ds * 100 : Number.POSITIVE_INFINITY,
        ),
      };
    return { green: of((p) => p.min_green_ds), yellow: of((p) => p.yellow_change_ds) };
  }

  /** Yellow and red clearance, or pedestrian clearance. */
  clearance_ms(channel: Channel): number {
    const phases = this.#phasesOf(channel).map((number) => this.#phases.get(number)!);
    const of = (phase: Phase): number => (channel.kind === "pedestrian" ? phase.ped_clear_ds : phase.yellow_change_ds + phase.red_clear_ds);
    return 100 * Math.min(...phases.map(of));
  }

  /** How long nobody who is seen may wait: every phase has its longest turn twice. */
  get bound_ms(): number {
    const longest = (phase: Phase): number =>
      Math.max(
        phase.max1_ds,
        phase.max2_ds,
        phase.dynamic_max_limit_ds,
        phase.min_green_ds,
        phase.walk_ds + phase.ped_clear_ds,
        ...this.#patterned(phase),
      ) +
      phase.yellow_change_ds +
      phase.red_clear_ds;
    const rings = this.#site.rings.map(({ groups }) => groups.flat().reduce((sum, number) => sum + longest(this.#phases.get(number)!), 0));
    return 2 * 100 * Math.max(...rings);
  }

  #patterned({ number }: Phase): readonly number[] {
    return this.#site.patterns.flatMap(({ phases }) => phases.filter((p) => p.phase === number).map((p) => p.max_green_ds ?? 0));
  }

  #phasesOf({ phase, also_phases, overlap }: Channel): readonly number[] {
    const included = this.#site.overlaps.find(({ number }) => number === overlap)?.included;
    return included ?? [phase, ...also_phases];
  }

  /** Different rings, the same side of every barrier, and nobody has said that they may not. */
  #mayBoth(p: number, q: number): boolean {
    const place = (phase: number) => {
      for (const { number, groups } of this.#site.rings)
        for (const [group, phases] of groups.entries()) if (phases.some((each) => each === phase)) return { ring: number, group };
      return null;
    };
    const [a, b] = [place(p), place(q)];
    if (a === null || b === null || a.ring === b.ring || a.group !== b.group) return false;
    return !this.#site.conflicts.some(([x, y]) => (x === p && y === q) || (x === q && y === p));
  }
}
