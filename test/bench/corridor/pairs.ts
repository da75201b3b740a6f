import { median } from "../traffic/table.ts";
import type { Course } from "./course.ts";
import { recovery_s } from "./recovery.ts";
import type { Result, Who } from "./run.ts";

/** Runs of one net and demand by one controller, beside the same seeds' free flow. */
export interface Group {
  readonly scenario: string;
  readonly share: number;
  readonly demand: number;
  readonly who: Who;
  readonly results: readonly Result[];
  readonly trips: readonly Trip[];
}

/** One special vehicle in one run. */
export interface Trip extends Course {
  readonly seed: number;
  readonly free_s: number;
  readonly loss_s: number;
}

export function groupsIn(results: readonly Result[]): readonly Group[] {
  const free = new Map(
    results
      .filter(({ who }) => who === "free")
      .flatMap(({ scenario, seed, courses }) => courses.map((each) => [key(scenario, seed, each), each.travel_s])),
  );
  const parts = Map.groupBy(
    results.filter(({ who }) => who !== "free"),
    ({ scenario, share, who }) => [scenario, share, who].join(),
  );
  return [...parts.values()].map((results) => {
    const { scenario, share, demand, who } = results[0]!;
    const trips = results.flatMap(({ seed, courses }) =>
      courses.map((course): Trip => {
        const free_s = free.get(key(scenario, seed, course)) ?? Number.NaN;
        return { ...course, seed, free_s, loss_s: course.travel_s - free_s };
      }),
    );
    return { scenario, share, demand, who, results, trips };
  });
}

const key = (scenario: string, seed: number, { vehicle }: Course): string => [scenario, seed, vehicle].join();

/** What the corridor brings against another controller in the same seeds. */
export interface Gain {
  /** Shares of all vehicles' travel time and time loss that are gone. */
  readonly travel: number;
  readonly loss: number;
  /** The most that could go of the travel time: all that was lost. */
  readonly possible: number;
  /** By how much the others' mean delay is more, over all seeds, and the least and most of one seed. */
  readonly others: number;
  readonly others_least: number;
  readonly others_most: number;
}

export function gainOf(led: Group, other: Group): Gain {
  const sum = (trips: readonly Trip[], of: (trip: Trip) => number): number => trips.reduce((all, trip) => all + of(trip), 0);
  const gone = (of: (trip: Trip) => number): number => 1 - sum(led.trips, of) / sum(other.trips, of);
  const both = led.results.flatMap((a) => {
    const b = other.results.find(({ seed }) => seed === a.seed);
    return b === undefined ? [] : [{ a: a.mean_delay_s, b: b.mean_delay_s }];
  });
  const more = both.map(({ a, b }) => a / b - 1);
  const all = (of: "a" | "b") => both.reduce((total, each) => total + each[of], 0);
  return {
    travel: gone(({ travel_s }) => travel_s),
    loss: gone(({ loss_s }) => loss_s),
    possible: sum(other.trips, ({ loss_s }) => loss_s) / sum(other.trips, ({ travel_s }) => travel_s),
    others: all("a") / all("b") - 1,
    others_least: Math.min(...more),
    others_most: Math.max(...more),
  };
}

/** Of each vehicle: how long the others take until they lose no more than without its priority; null: longer than was looked at. */
export function recoveries(led: Group, without: Group): readonly (number | null)[] {
  return led.results.flatMap((run) => {
    const same = without.results.find(({ seed }) => seed === run.seed);
    if (same === undefined) return [];
    const begin_s = run.begin_s;
    return run.courses.map(({ due_s, travel_s }) => recovery_s(run.loss_rate, same.loss_rate, due_s + travel_s - begin_s));
  });
}

/** From the median's quarter below to its quarter above. */
export function spread(values: readonly number[]): readonly [low: number, middle: number, high: number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return [at(0.25), median(sorted), at(0.75)];
}
