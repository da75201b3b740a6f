import type { Recorder, Request } from "./journal/port.ts";
import { simulate } from "./sim.ts";
import { between } from "./street/outcome.ts";
import { Random } from "./street/random.ts";
import { Street } from "./street/street.ts";
import type { Entry } from "./traffic/entry.ts";
import { Instant, TICK_MS, WallTime } from "./traffic/time.ts";
import type { Reading } from "./tune/recording.ts";
import { drawn } from "./tune/run.ts";
import type { Trial } from "./tune/score.ts";
import { Seen } from "./tune/seen.ts";
import { LEAD_MS, type Slice } from "./tune/slice.ts";
import { Unit } from "./unit.ts";

/** A half hour to be lived through again under a site file, by drivers of a seed. */
export interface Job {
  readonly text: string;
  readonly slice: Slice;
  readonly seed: number;
}

/** Streams of chance beside the street's own: of each lane, when those came of whom it is not recorded. */
const ARRIVALS = 30_000;
const VERSION = "tune";

/** One half hour and its lead on the simulated street; `sees` gets everything that the unit decides. Throws a RangeError in words if the site cannot be run. */
export function trialOf({ text, slice, seed }: Job, read: (text: string) => Reading, sees: (entry: Entry) => void = () => {}): Trial {
  const reading = read(text);
  if (!reading.ok) throw new RangeError(reading.words);
  const { site } = reading;
  const lanes = slice.lanes.map(({ approach, lane, runs }, i) => {
    const random = new Random(seed, ARRIVALS + i);
    const at_ms = runs.flatMap((run) => drawn(run, random)).toSorted((a, b) => a - b);
    return { approach, lane, at_ms: at_ms.filter((at) => at >= 0) };
  });
  const wall = WallTime(slice.wall - LEAD_MS);
  const unit = new Unit(site, { version: VERSION, site: text, wall });
  const street = new Street(site, seed, { recorded: { lanes, crossings: slice.crossings } });
  const recorder = new Asking(slice);
  const seen = new Seen(site);
  let before = street.outcome();
  const until = Instant(LEAD_MS + slice.length_ms);
  const watch = (now: Instant, { entries }: { readonly entries: readonly Entry[] }): void => {
    for (const entry of entries) {
      seen.take(entry);
      sees(entry);
    }
    if (now !== LEAD_MS) return;
    before = street.outcome();
    seen.cut(now);
  };
  simulate({ unit, street, recorder, watch }, until);
  return { ...between(before, street.outcome()), seen: seen.cut(until) };
}

/** Keeps nothing, and asks what the centre asked, at the tenth at which it did. */
class Asking implements Recorder {
  readonly #requests: Slice["requests"];
  #now = 0;

  constructor({ requests }: Slice) {
    this.#requests = requests;
  }

  append(): void {}

  requests(): readonly Request[] {
    const from = this.#now;
    this.#now += TICK_MS;
    if (this.#requests.length === 0) return [];
    return this.#requests.filter(({ at_ms }) => at_ms > from && at_ms <= this.#now).map(({ request }) => request);
  }

  async flush(): Promise<void> {}

  status() {
    return { epoch: "", session: 0, last_seq: 0, pending: 0 };
  }
}
