import t from "tap";
import { Batch, type ClosedChunk } from "../../../src/journal/batch.ts";
import { decodeBody } from "../../../src/journal/body.ts";
import { simulate } from "../../../src/sim.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import type { Entry } from "../../../src/traffic/entry.ts";
import { Instant, type WallTime } from "../../../src/traffic/time.ts";
import { fourLeg, MemoryRecorder, minutes } from "../../streets.ts";
import { playOf } from "../play.ts";
import { run } from "../run.ts";
import type { Kept } from "../seen.ts";
import { toldBy } from "./told.ts";

const kept = (epoch: string, seq: number, wall: number, code: number): Kept => ({
  epoch,
  seq,
  wall,
  code,
  param: 0,
  value: 0,
  detail: "",
  input: true,
});

t.test(
  "of a unit on a table the brain's records tell each life, when it began and what was when; lives of earlier plays are left out",
  (t) => {
    const records = [
      kept("a", 1, 10_000, CODE.sessionStart),
      kept("a", 2, 10_700, 82),
      kept("a", 3, 60_000, CODE.sessionStart),
      kept("a", 4, 61_000, 81),
      kept("b", 1, 90_000, CODE.sessionStart),
      kept("b", 2, 92_058, CODE.clockCorrected),
    ];
    const { chunks, sessions } = toldBy("U", [kept("a", 0, 2_000, CODE.sessionStart), ...records], 8_000, 9_000);
    t.same(sessions, [
      { epoch: "a", session: 1, at: 2_000 },
      { epoch: "a", session: 2, at: 52_000 },
      // Network time set its clock by 58 ms before its second chunk was closed: no instant of it is certain.
      { epoch: "b", session: 1, at: 82_000, exact_to: 0 },
    ]);
    t.same(
      chunks.map(({ epoch, session, records: [record] }) => [epoch, session, record!.seq, record!.at]),
      [
        ["a", 1, 1, 0],
        ["a", 1, 2, 700],
        ["a", 2, 3, 0],
        ["a", 2, 4, 1_000],
        ["b", 1, 1, 0],
        ["b", 1, 2, 2_058],
      ],
    );
    t.end();
  },
);

/** Keeps what a brain is brought: each record with the wall time of its chunk. */
class Brought extends MemoryRecorder {
  readonly records: Kept[] = [];
  readonly #batch = new Batch({ unit: "U", epoch: "a", session: 1 }, 1);

  override append(entries: readonly Entry[], wall_base?: WallTime): void {
    this.#take(this.#batch.append(entries, wall_base!));
  }

  end(): readonly Kept[] {
    this.#take(this.#batch.close());
    return this.records;
  }

  #take(closed: readonly ClosedChunk[]): void {
    for (const { body } of closed) {
      const { epoch, wall_base, records } = decodeBody(body);
      this.records.push(...records.map(({ at, ...record }) => ({ ...record, epoch, wall: wall_base + at })));
    }
  }
}

/** A life of a minute whose clock is set by so many ms at that instant, played on a rig that only tells its journal. */
async function played(by_ms: number, set: Instant, change: (records: readonly Kept[]) => readonly Kept[] = (records) => records) {
  const recorder = new Brought();
  simulate({ ...fourLeg(7), recorder, corrected: (now) => (now === set ? by_ms : 0) }, minutes(1));
  const records = change(recorder.end());
  const told = toldBy("DEMO-001", records, records[0]!.wall, records[0]!.wall);
  const play = playOf("told-by-hand", { story: "", site: "four-leg", lasts: "1 min", weather: [], expects: [] }, 7);
  const { passed, watches } = await run(
    play,
    { name: "told", play: async (_play, _folder, see) => see({ kind: "journal", at: Instant(60_000), ...told }), close: async () => {} },
    "",
  );
  const { violations, unjudged } = watches.find(({ watcher }) => watcher === "replay")!;
  return { passed, violations, unjudged, exact_to: told.sessions[0]!.exact_to, records };
}

t.test("network time set the clock of a unit on a table, and its life was not replayed at all: it is, up to then", async (t) => {
  const whole = await played(0, Instant(0));
  t.match(whole, { passed: true, violations: [], unjudged: "", exact_to: undefined });
  for (const by_ms of [58, -58, 3_600_000]) {
    const { records, exact_to = 0, ...verdict } = await played(by_ms, Instant(45_000));
    t.same(verdict, { passed: true, violations: [], unjudged: "" }, `by ${by_ms} ms`);
    const last = whole.records.find(({ seq }) => seq === exact_to)!;
    const ran_ms = last.wall - whole.records[0]!.wall;
    t.ok(ran_ms > 25_000 && ran_ms < 35_000, `${ran_ms} ms of it`);

    const decided = records.findLast(({ seq, input }) => seq <= exact_to && !input)!;
    const wrong = (kept: readonly Kept[]) => kept.map((each) => (each.seq === decided.seq ? { ...each, value: each.value + 1 } : each));
    const otherwise = await played(by_ms, Instant(45_000), wrong);
    t.equal(otherwise.passed, false, "and what is decided otherwise before is found");
    t.equal(otherwise.violations.length, 1);
  }
});

t.test("a life whose clock was set as it began passes, and says that nobody has judged whether it replays", async (t) => {
  for (const by_ms of [58, -3_600_000])
    t.match(await played(by_ms, Instant(4_000)), { passed: true, violations: [], unjudged: /^nothing of the journal can be replayed/ });
});
