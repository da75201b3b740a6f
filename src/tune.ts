import { LINK_M } from "./street/traffic/lane.ts";
import type { Job } from "./trial.ts";
import { type Change, changesOf } from "./tune/change.ts";
import type { Row } from "./tune/course.ts";
import { knobsOf } from "./tune/knob.ts";
import { type Edit, SiteText } from "./tune/place.ts";
import { type Reading, type ReadOptions, type Recording, readRecording } from "./tune/recording.ts";
import { type Reproduced, reproducedBy } from "./tune/reproduces.ts";
import { type Halves, halvesOf, sampleOf } from "./tune/sample.ts";
import { type Difference, differenceOf, type Score, scoreOf, type Trial } from "./tune/score.ts";
import { type Searched, search } from "./tune/search.ts";
import type { Slice } from "./tune/slice.ts";
import { TRIES, type Try } from "./tune/turn.ts";

export type { Change, Difference, Reading, Recording, Row, Score, Slice, Trial };
export { TRIES, type Try };

/** Who simulates: threads of a program, or whoever calls `trialOf`. */
export interface Bench {
  readonly hands: number;
  /** In the order of the jobs. Null if somebody asked it to end meanwhile, unless that is `firm`. */
  run(jobs: readonly Job[], firm: boolean): Promise<readonly Trial[] | null>;
  /** Since it began, in ms. */
  spent_ms(): number;
}

export const recordingOf = (chunks: Parameters<typeof readRecording>[0], options: Omit<ReadOptions, "link_m">) =>
  readRecording(chunks, { ...options, link_m: LINK_M });

export interface TuneOptions {
  readonly tries: readonly Try[];
  /** How often each half hour is simulated, with other drivers. */
  readonly seeds: number;
  readonly minutes: number;
  readonly read: (text: string) => Reading;
  readonly bench: Bench;
  readonly tell?: (news: News) => void;
}

/** What is done, for whoever waits. */
export type News =
  | { readonly kind: "reproduces"; readonly slices: number; readonly of: number }
  | { readonly kind: "reproduced"; readonly reproduced: Reproduced }
  | { readonly kind: "tried"; readonly row: Row; readonly count: number }
  | { readonly kind: "judges" };

/** What other parameters would have been better, if any. */
export interface Tuned {
  readonly reproduced: Reproduced;
  /** Half hours that it was chosen on and judged on, of all that there are. */
  readonly chosen_on: readonly Slice[];
  readonly judged_on: readonly Slice[];
  readonly sampled: boolean;
  readonly by: Halves["by"];
  /** Of the half hours that it was chosen on. */
  readonly as_recorded: Score;
  readonly rows: readonly Row[];
  /** Why not everything was tried; "" if it was. */
  readonly ended: "" | "time" | "asked";
  /** Of the half hours that it was judged on; null where nothing was better where it was chosen. */
  readonly judged: {
    readonly recorded: Score;
    readonly proposed: Score;
    readonly difference: Difference;
    /** Better beyond the spread. */
    readonly better: boolean;
  } | null;
  /** What to change in the site file: empty where nothing better was found. */
  readonly changes: readonly Change[];
  readonly edits: readonly Edit[];
}

export type TuneAnswer = { readonly tuned: Tuned } | { readonly refused: string; readonly reproduced?: Reproduced };

/** Less than this is no improvement that anybody would notice. */
const WORTH_S = 0.1;
/** Half hours of either half, at the least: of fewer nobody can say how they spread. */
const LEAST = 4;
/** Half hours to learn how long one takes. */
const FIRST = 4;
/** Beside each knob's ways: those that help are turned again, and held against the rest in the end. All on about so much of the half hours. */
const [MORE, SHARE] = [12, 0.5];
/** Of the time, when searching and pruning must be over; the rest is for judging. */
const [SEARCHED, PRUNED] = [0.7, 0.85];

const UNTRIED = "it was ended before anything was tried";

/** Chooses on one half of what was recorded and judges on the other, so that chance is not praised. */
export async function tune(recording: Recording, options: TuneOptions): Promise<TuneAnswer> {
  const { bench, seeds, read, tell = () => {} } = options;
  const { text, site } = recording;
  const budget_ms = options.minutes * 60_000;
  const halves = halvesOf(recording.slices);
  if (Math.min(halves.choose.length, halves.judge.length) < LEAST)
    return { refused: `${recording.slices.length} half hours can be used: choosing needs ${LEAST} and judging ${LEAST} others` };
  let searching = false;
  const attempt = async (tried: string, slices: readonly Slice[], { pruning = false, firm = false } = {}) => {
    if (searching && bench.spent_ms() > budget_ms * (pruning ? PRUNED : SEARCHED)) return null;
    const jobs = slices.flatMap((slice) => Array.from({ length: seeds }, (_, i) => ({ text: tried, slice, seed: i + 1 })));
    const trials = await bench.run(jobs, firm);
    return trials === null ? null : slices.map((_, i) => trials.slice(i * seeds, (i + 1) * seeds));
  };

  // Threads are slow until they have warmed up.
  const some = sampleOf(halves.choose, FIRST);
  const warm = await attempt(text, some.slice(0, 2));
  const began = bench.spent_ms();
  if (warm === null || (await attempt(text, some)) === null) return { refused: UNTRIED };
  const each_ms = (bench.spent_ms() - began) / some.length;
  const wanted = { patterns: patternsOf(recording.slices), tries: options.tries, urgency: urgencyOf(recording.slices) };
  const turns = knobsOf(site, new SiteText(text), wanted).reduce((sum, { ways }) => sum + ways.length, MORE);
  const n = Math.max(LEAST, Math.floor((budget_ms * SEARCHED) / (each_ms * (1 + turns * SHARE + 2))));
  const [chosen_on, judged_on] = [sampleOf(halves.choose, n), sampleOf(halves.judge, n)];
  const all = [...chosen_on, ...judged_on];
  tell({ kind: "reproduces", slices: all.length, of: recording.slices.length });
  const trials = await attempt(text, all);
  if (trials === null) return { refused: UNTRIED };
  const reproduced = reproducedBy(all, trials);
  tell({ kind: "reproduced", reproduced });
  if (reproduced.verdict === "not") return { refused: unlike(reproduced), reproduced };

  searching = true;
  const base = trials.slice(0, chosen_on.length);
  let count = 0;
  const searched = await search({
    ...{ text, site, slices: chosen_on, wanted, read, base },
    attempt: (tried, slices, pruning) => attempt(tried, slices, { pruning }),
    tell: (row) => tell({ kind: "tried", row, count: ++count }),
  });
  searching = false;
  const result = {
    ...{ reproduced, chosen_on, judged_on, by: halves.by, as_recorded: scoreOf(base.flat()), rows: searched.rows },
    sampled: all.length < recording.slices.length,
    ended: searched.whole ? "" : bench.spent_ms() > budget_ms * SEARCHED ? "time" : "asked",
  } as const;
  if (searched.edits.length === 0) return { tuned: { ...result, judged: null, changes: [], edits: [] } };
  tell({ kind: "judges" });
  const judged = judgedBy(trials.slice(chosen_on.length), (await attempt(searched.text, judged_on, { firm: true }))!);
  return { tuned: { ...result, judged, ...proposed(text, searched, judged.better) } };
}

const patternsOf = (slices: readonly Slice[]) => [...new Set(slices.flatMap(({ patterns }) => patterns))].toSorted((a, b) => a - b);

/** By phase, the part of its greens that was cut off. */
function urgencyOf(slices: readonly Slice[]): ReadonlyMap<number, number> {
  const phases = Map.groupBy(
    slices.flatMap(({ seen }) => seen),
    ({ phase }) => phase,
  );
  const part = (key: "cut" | "greens", seen: Slice["seen"]) => seen.reduce((sum, each) => sum + each[key], 0);
  return new Map([...phases].map(([phase, seen]) => [phase, part("cut", seen) / Math.max(1, part("greens", seen))]));
}

function judgedBy(was: readonly (readonly Trial[])[], is: readonly (readonly Trial[])[]) {
  const difference = differenceOf(was, is);
  const better = -difference.delay_s > Math.max(difference.spread_s, WORTH_S);
  return { recorded: scoreOf(was.flat()), proposed: scoreOf(is.flat()), difference, better };
}

const proposed = (text: string, searched: Searched, better: boolean) =>
  better ? { changes: changesOf(text, searched.text), edits: searched.edits } : { changes: [], edits: [] };

function unlike({ slices, phases }: Reproduced): string {
  if (slices === 0)
    return "there is no half hour in which every loop was good, so it cannot be seen whether the simulated street is like the real one";
  const beyond = phases.filter((phase) => phase.beyond.length > 0).map(({ phase, beyond }) => `phase ${phase} (${beyond.join(", ")})`);
  return `the simulated street does not reproduce what was recorded, so it says nothing of other parameters: ${beyond.join(", ")}`;
}
