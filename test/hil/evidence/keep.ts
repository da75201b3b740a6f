import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Played } from "../run.ts";
import { commandOf } from "./again.ts";
import { pageOf } from "./page.ts";

/** What came of one scenario, in short. */
export interface Result {
  readonly name: string;
  readonly story: string;
  readonly outcome: "passed" | "failed" | "not-run";
  /** Of a play that was not run, or a rig that failed. */
  readonly why: string;
  readonly took_ms: number;
  /** In words, one for each expectation and each watcher that was not satisfied. */
  readonly wrong: readonly string[];
  /** In words, one for each watcher that had nothing to judge: a play that passed has passed without it. */
  readonly unjudged: readonly string[];
}

const WORDS_MAX = 8;

export function resultOf({ play, verdicts, watches, failed, passed }: Played, took_ms: number): Result {
  const wrong = [
    ...verdicts.filter((verdict) => verdict.wrong !== "").map((verdict) => `${verdict.expected}: ${verdict.wrong}`),
    ...watches
      .filter(({ ok }) => !ok)
      .flatMap(({ watcher, violations, trips }) =>
        trips !== ""
          ? [`${watcher}: nothing was found, though ${trips}`]
          : violations.slice(0, WORDS_MAX).map(({ at, words }) => `${watcher}, at ${(at / 1_000).toFixed(1)} s: ${words}`),
      ),
  ];
  const unjudged = watches.filter((watch) => watch.unjudged !== "").map((watch) => `${watch.watcher}: ${watch.unjudged}`);
  return { name: play.name, story: play.scenario.story, outcome: passed ? "passed" : "failed", why: failed, took_ms, wrong, unjudged };
}

/** A play's own folder: what came of it, and a page to look at it. The rig has put the journal there. */
export function keep(played: Played, result: Result, { rig, folder }: { readonly rig: string; readonly folder: string }): void {
  const { play, verdicts, watches } = played;
  const again = commandOf(rig, play.name, play.seed);
  writeFileSync(join(folder, "result.json"), `${JSON.stringify({ ...result, rig, seed: play.seed, again, verdicts, watches }, null, 2)}\n`);
  writeFileSync(join(folder, "site.toml"), play.text);
  writeFileSync(join(folder, "index.html"), pageOf(played, result, rig, again));
}
