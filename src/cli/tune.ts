import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { nearest } from "../config/nearest.ts";
import { namesOf } from "../journal/words.ts";
import { Hands } from "../platform/hands.ts";
import { openJournal } from "../platform/journal-file.ts";
import { type Bench, type News, type Recording, recordingOf, TRIES, type Trial, type Try, tune } from "../tune.ts";
import { positive, whole } from "./numbers.ts";
import { say, sayJson } from "./say.ts";
import { spanOf } from "./span.ts";
import { Progress } from "./tune-progress.ts";
import { runnable } from "./tune-site.ts";
import { beginLines, reproducedLines, tunedJson, tunedLines } from "./tune-words.ts";
import type { TuneJob } from "./tune-worker.ts";
import { UsageError, type Verb } from "./verb.ts";

const USAGE = `
stopline tune JOURNAL [--from T] [--to T] [--try WORDS]… [--minutes M] [--seeds N] [--json]

What other parameters would have made of the traffic that a journal recorded. Who came is read out of the loops; the street is simulated
with it under the recorded parameters first, and must do what was recorded; then others are tried, chosen on one half of the days (or
of the half hours of a single day) and judged on the other. Prints what was tried, who gains, who loses, and the lines of the site file that
a person would have to change. It changes nothing itself. Minimums, clearances, walks and conflicts stay as they are.

  --from T, --to T   "2026-01-05 06:30", "2026-01-05", or "06:30" (when it last was that), by the site's clocks
  --try WORDS        some of ${TRIES.join(", ")}; with commas, or more than once
                     (all of them)
  --minutes M        how long it may take; it looks at fewer half hours then                    (10)
  --seeds N          how often each half hour is simulated, with other drivers                  (2)
  --json             an object for other programs
Ctrl-C ends the search, and what was found so far is judged; once more ends at once.
Exit code 0 if it could be tried, 1 if not: the record is too short, or the simulated street does not do what was recorded.
`;

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: "string" },
      to: { type: "string" },
      try: { type: "string", multiple: true, default: [] },
      minutes: { type: "string", default: "10" },
      seeds: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError("name one journal, as in: stopline tune var/sim/journal.db");
  if (!existsSync(file)) throw new UsageError(`there is no journal at ${file}`);
  const tries = triesIn(values.try);
  const minutes = positive("minutes", values.minutes);
  const seeds = whole("seeds", values.seeds, 1, 20);
  const recording = recordingIn(file, values.from, values.to);
  if ("refused" in recording) return refused(recording.refused, values.json);

  const bench = new ThreadBench(recording);
  const progress = new Progress(process.stderr, minutes);
  process.on("SIGINT", bench.ask);
  try {
    if (!values.json) for (const line of beginLines(recording)) say(line);
    const tell = (news: News): void => {
      progress.tell(news);
      if (news.kind !== "reproduced" || values.json) return;
      progress.end();
      for (const line of reproducedLines(recording, news.reproduced)) say(line);
    };
    const answer = await tune(recording, { tries, seeds, minutes, bench, read: runnable, tell });
    progress.end();
    if ("refused" in answer) return refused(answer.refused, values.json);
    if (values.json) sayJson(tunedJson(recording, answer.tuned));
    else for (const line of tunedLines(recording, answer.tuned)) say(line);
    return 0;
  } finally {
    progress.end();
    process.off("SIGINT", bench.ask);
    await bench.end();
  }
}

function refused(words: string, json: boolean): number {
  if (json) sayJson({ refused: words });
  else console.error(`stopline: ${words}`);
  return 1;
}

function triesIn(words: readonly string[]): readonly Try[] {
  const named = words.flatMap((each) => each.split(/[\s,]+/)).filter((word) => word !== "");
  if (named.length === 0) return TRIES;
  return named.map((word) => {
    const found = TRIES.find((each) => each === word);
    if (found !== undefined) return found;
    const near = nearest(word, TRIES);
    throw new UsageError(
      `--try does not know "${word}"${near === undefined ? "." : `; did you mean ${near}?`} It knows ${TRIES.join(", ")}.`,
    );
  });
}

function recordingIn(file: string, from: string | undefined, to: string | undefined): Recording | { readonly refused: string } {
  const reader = openJournal(file);
  try {
    const last = reader.summary().sessions.at(-1);
    const { zone } = namesOf(last === undefined ? null : reader.beginning(last.session));
    return recordingOf(reader.chunks(0), { ...spanOf(reader, zone, from, to), read: runnable });
  } finally {
    reader.close();
  }
}

/** The bench of threads; Ctrl-C ends what is not firm. */
class ThreadBench implements Bench {
  readonly hands: number;
  readonly #hands: Hands<TuneJob, Trial>;
  readonly #places: ReadonlyMap<unknown, number>;
  readonly #began = performance.now();
  #asked = false;
  #firm = false;

  constructor({ slices }: Recording) {
    this.#hands = new Hands(new URL("./tune-worker.ts", import.meta.url), slices);
    this.#places = new Map(slices.map((slice, i) => [slice, i]));
    this.hands = this.#hands.count;
  }

  readonly ask = (): void => {
    if (this.#asked) process.exit(130);
    this.#asked = true;
    if (!this.#firm) this.#hands.drop();
  };

  async run(jobs: Parameters<Bench["run"]>[0], firm: boolean): Promise<readonly Trial[] | null> {
    if (this.#asked && !firm) return null;
    this.#firm = firm;
    return this.#hands.run(jobs.map(({ text, slice, seed }) => ({ text, slice: this.#places.get(slice)!, seed })));
  }

  spent_ms(): number {
    return performance.now() - this.#began;
  }

  end(): Promise<void> {
    return this.#hands.end();
  }
}

export const verb: Verb = { summary: "what other parameters would have made of the recorded traffic", usage: USAGE, run };
