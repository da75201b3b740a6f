import { judge, type Verdict } from "./expectations.ts";
import type { Play } from "./play.ts";
import type { Rig } from "./rig.ts";
import { WATCHERS, type WatcherName } from "./scenario.ts";
import type { Seen } from "./seen.ts";
import { Tape } from "./tape.ts";
import { type Violation, WATCHES, type Watcher } from "./watchers/watcher.ts";
import { LampsOnTheWire } from "./wire/lamps.ts";

export interface WatchVerdict {
  readonly watcher: WatcherName;
  readonly violations: readonly Violation[];
  /** Why it had nothing to judge, so that it found nothing; "" if it had. */
  readonly unjudged: string;
  /** Why this play must trip it; "" if it must not. */
  readonly trips: string;
  readonly ok: boolean;
}

/** A play that was played. */
export interface Played {
  readonly play: Play;
  readonly tape: Tape;
  readonly verdicts: readonly Verdict[];
  readonly watches: readonly WatchVerdict[];
  /** Why the rig itself failed; "" if it did not. */
  readonly failed: string;
  readonly passed: boolean;
}

/** Puts a play on a rig, with everybody who watches. */
export async function run(play: Play, rig: Rig, folder: string): Promise<Played> {
  const { expects, trips = {} } = play.scenario;
  const tape = new Tape(expects);
  const violations = new Map<WatcherName, Violation[]>(WATCHERS.map((name) => [name, []]));
  const watchers: readonly Watcher[] = WATCHERS.map((name) =>
    WATCHES[name](play, (at, words) => violations.get(name)!.push({ at, words })),
  );
  const lamps = new LampsOnTheWire(play.site, (news) => {
    tape.news(news);
    for (const watcher of watchers) watcher.lamps?.(news);
  });
  const see = (seen: Seen): void => {
    lamps.see(seen);
    tape.see(seen);
    for (const watcher of watchers) watcher.see?.(seen);
  };
  let failed = "";
  try {
    await rig.play(play, folder, see);
    for (const watcher of watchers) watcher.end?.();
  } catch (error) {
    failed = (error as Error).stack ?? String(error);
  }
  const verdicts = expects.map((expectation) => judge(expectation, tape, play));
  const watches = WATCHERS.map((watcher, i): WatchVerdict => {
    const found = violations.get(watcher)!;
    const why = trips[watcher] ?? "";
    const unjudged = watchers[i]!.unjudged?.() ?? "";
    return { watcher, violations: found, unjudged, trips: why, ok: (why === "") === (found.length === 0) };
  });
  const passed = failed === "" && verdicts.every(({ wrong }) => wrong === "") && watches.every(({ ok }) => ok);
  return { play, tape, verdicts, watches, failed, passed };
}
