import type { LocalTime } from "../journal/local-time.ts";
import type { Chunk } from "../journal/port.ts";
import { type Arrival, arrivalsOf, type Cycle, cyclesOf } from "./arrivals.ts";
import { type Asked, Bins, ByBin } from "./clock.ts";
import { type Course, coursesOf, type Moved, type Running } from "./course.ts";
import type { Movement } from "./movements.ts";
import { both } from "./presence.ts";
import { judge } from "./split-failures.ts";
import type { Column, DetectorMeasures, Measures, MovementMeasures } from "./told.ts";
import { addArrival, addService, noTurns, type TurnSums, turnsOf } from "./turns.ts";
import { addVolumes, noVolume, type VolumeSums, volumeBin } from "./volumes.ts";

/** The measures of a journal, as far as it was asked for. A service belongs to the bin and the pattern in which its green began. `running` as in `coursesOf`. */
export function measure(unit: string, chunks: Iterable<Chunk>, asked: Asked, local: LocalTime, running: Running | null = null): Measures {
  const skipped: string[] = [];
  const sums = new Sums(asked, local);
  for (const course of coursesOf(chunks, skipped, running)) sums.add(course);
  return { unit, zone: local.zone, bin_ms: asked.bin_ms, ...sums.end(), skipped };
}

interface MovementSums {
  readonly movement: Movement;
  readonly total: TurnSums;
  readonly patterns: ByBin<TurnSums>;
  readonly bins: ByBin<TurnSums>;
  readonly columns: Column[];
}

interface DetectorSums {
  readonly name: string;
  readonly bins: ByBin<VolumeSums>;
}

class Sums {
  readonly #asked: Asked;
  readonly #local: LocalTime;
  readonly #movements = new Map<string, MovementSums>();
  readonly #detectors = new Map<number, DetectorSums>();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  constructor(asked: Asked, local: LocalTime) {
    this.#asked = asked;
    this.#local = local;
  }

  add(course: Course): void {
    const bins = new Bins(course, this.#asked, this.#local);
    const [from, to] = [Math.max(bins.wall(course.from), this.#asked.from), Math.min(bins.wall(course.to), this.#asked.to)];
    if (from >= to) return;
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, to);
    for (const { number, name } of course.site.detectors) {
      const heard = course.detectors.get(number)!;
      addVolumes(heard, bins, made(this.#detectors, number, () => ({ name, bins: new ByBin(noVolume) })).bins);
    }
    for (const moved of course.movements) {
      const { movement } = moved;
      const key = `${movement.kind} ${movement.number}`;
      const empty = () => ({ movement, total: noTurns(), patterns: new ByBin(noTurns), bins: new ByBin(noTurns), columns: [] });
      addMovement(course, moved, bins, made(this.#movements, key, empty));
    }
  }

  end() {
    const detectors = [...this.#detectors].map(([detector, { name, bins }]): DetectorMeasures => {
      const sorted = bins.sorted();
      const total = noVolume();
      for (const [, each] of sorted) for (const key of keys(total)) total[key] += each[key];
      return { detector, name, total: volumeBin(sorted[0]?.[0] ?? 0, total), bins: sorted.map(([start, each]) => volumeBin(start, each)) };
    });
    const movements = [...this.#movements.values()].map(
      ({ movement: { kind, number, name, stop_line, arriving }, total, patterns, bins, columns }): MovementMeasures => ({
        kind,
        number,
        name,
        sees: { arrivals: arriving.length > 0, stop_line: stop_line.length > 0 },
        total: turnsOf(total),
        patterns: patterns.sorted().map(([pattern, each]) => ({ pattern, ...turnsOf(each) })),
        bins: bins.sorted().map(([start, each]) => ({ start, ...turnsOf(each) })),
        columns,
      }),
    );
    const there = this.#from < this.#to;
    return { from: there ? this.#from : null, to: there ? this.#to : null, movements, detectors };
  }
}

function addMovement(course: Course, moved: Moved, bins: Bins, sums: MovementSums): void {
  const { movement, services, running, known } = moved;
  const into = (at: number, add: (to: TurnSums) => void): void => {
    const bin = bins.of(at);
    if (bin === null) return;
    add(sums.total);
    add(sums.bins.at(bin));
    add(sums.patterns.at(patternAt(course, at)));
  };
  const all = running === null ? services : [...services, running];
  for (const [i, service] of all.entries()) {
    if (service !== running) {
      const judged = judge(movement, service, all[i + 1], course);
      into(service.green, (to) => addService(to, service, judged));
    }
    bins.spread(service.green, service.yellow, (_, from, to) => {
      into(from, (sum) => {
        sum.green_ms += to - from;
      });
    });
  }
  const told = known === null ? [] : both(course.lit, [{ from: known, to: course.to }]);
  for (const { from, to } of told) {
    for (const part of cutAt(from, to, course.patterns)) {
      bins.spread(part.from, part.to, (_, begin, end) => {
        into(begin, (sum) => {
          sum.lit_ms += end - begin;
        });
      });
    }
  }
  for (const number of movement.stop_line) for (const at of course.detectors.get(number)?.rises ?? []) into(at, (to) => to.vehicles++);
  const arrivals = arrivalsOf(moved, course);
  for (const arrival of arrivals) into(arrival.at, (to) => addArrival(to, arrival));
  if (movement.arriving.length === 0) return;
  for (const cycle of cyclesOf(services, arrivals, course.lit)) if (bins.of(cycle.red) !== null) sums.columns.push(columnOf(cycle, bins));
}

const patternAt = ({ patterns }: Course, at: number): number => patterns.findLast(({ from }) => from <= at)?.pattern ?? 0;

function cutAt(from: number, to: number, patterns: Course["patterns"]) {
  const edges = [from, ...patterns.map((each) => each.from).filter((at) => at > from && at < to), to];
  return edges.slice(1).map((end, i) => ({ from: edges[i]!, to: end }));
}

const columnOf = ({ red, service, arrivals }: Cycle, bins: Bins): Column => ({
  start: bins.wall(red),
  pattern: service.pattern,
  green_ms: service.green - red,
  yellow_ms: service.yellow - red,
  end_ms: service.red - red,
  arrivals_ms: arrivals.map(({ at }: Arrival) => at - red),
});

const keys = (sums: VolumeSums) => Object.keys(sums) as (keyof VolumeSums)[];

function made<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const there = map.get(key);
  if (there !== undefined) return there;
  const value = make();
  map.set(key, value);
  return value;
}
