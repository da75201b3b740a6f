import { readFileSync } from "node:fs";
import t from "tap";
import { importSumo } from "../src/import/index.ts";
import type { Chunk } from "../src/journal/port.ts";
import { simulate } from "../src/sim.ts";
import { CODE } from "../src/traffic/codes.ts";
import type { Live, PlanReason } from "../src/traffic/live.ts";
import { Instant, WallTime } from "../src/traffic/time.ts";
import { whyAt } from "../src/why.ts";
import { minutes, worldOf } from "./streets.ts";

const TEE = readFileSync(new URL("import/tee.net.xml", import.meta.url), "utf8");
const made = importSumo(TEE, { net: "tee.net.xml", tls: "c" });
if (!made.ok) throw new Error(made.words);
const PLANNING = made.text.replace("pattern = 1\n", "pattern = 4\n");

/** An hour of the morning, and what eyes saw of every tenth. */
const world = worldOf(PLANNING, 5, { began_ms: 7 * 3_600_000, demand: 1.5 });
const seen = new Map<number, Live>();
const watch = (now: Instant) => seen.set(now, world.unit.live(world.recorder.status(), 0));
simulate({ ...world, watch }, minutes(60));
const chunks = world.recorder.chunks();

/** What of a unit a journal holds: its cables are not plugged in when it is replayed. */
const street = ({ at, wall, mode, mode_cause, pattern, coordination, rings, phases, plan, channels, detectors }: Live) => ({
  at,
  wall,
  mode,
  mode_cause,
  pattern,
  coordination,
  rings,
  phases,
  plan,
  channels,
  detectors: detectors.map(({ detector, on, fault }) => ({ detector, on, fault })),
});

function why(moment: Parameters<typeof whyAt>[1], from: Iterable<Chunk> = chunks) {
  const answer = whyAt(from, moment);
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.why;
}

t.test("at any moment of a recorded hour the reason is the one that the unit had then", async (t) => {
  // In so busy an hour there is no moment in which nobody waits elsewhere.
  const reasons: readonly (PlanReason | undefined)[] = ["committed", "stay", "switch", "saturated", undefined];
  const late = [...seen.values()].filter(({ at }) => at > minutes(20));
  const some = reasons.map((reason) => (reason === undefined ? seen.get(500)! : late.find(({ plan }) => plan?.reason === reason)!));
  t.notOk(some.includes(undefined as never), "the hour has each of these reasons in it, and a start-up has none");
  for (const then of [...some, seen.get(minutes(33))!, seen.get(minutes(60))!]) {
    const { live } = why({ at: then.at });
    t.same(street(live), street(then), `${then.at / 1_000} s: ${then.plan?.reason}`);
    t.same(why({ wall: then.wall }).live.at, then.at, "by the clock too");
  }
});

t.test("a yellow is told by the decision that brought it", async (t) => {
  const switched = [...seen.values()].find(({ at, plan }) => at > minutes(30) && plan?.reason === "switch")!;
  const yellow = Instant(switched.at + 2_000);
  t.equal(seen.get(yellow)!.plan!.reason, "committed");
  const { decided } = why({ at: yellow });
  t.same(decided, { ...switched.plan, at: switched.at, wall: switched.wall });
  const green = decided!.candidates.find((c) => c.green);
  t.same(green?.phases, [seen.get(switched.at - 100)!.rings[0]!.phase], "who was green when it was weighed");
});

t.test("lanes are told by approach and lane, with what stands, comes and waits", async (t) => {
  const waits = [...seen.values()].find(({ plan }) => plan?.lanes.some(({ wait_ds, standing_dv }) => wait_ds > 100 && standing_dv >= 20))!;
  const { lanes } = why({ at: waits.at }).live.plan!;
  t.same(
    lanes.map(({ approach, lane }) => `${approach} ${lane}`),
    ["north 1", "north 2", "south 1", "south 2", "east 1"],
  );
  t.ok(lanes.every(({ flow_vph, headway_ms }) => flow_vph >= 0 && headway_ms >= 1_000));
});

t.test("what cannot be replayed has no reason: a dropped record, a beginning that is gone, another version", async (t) => {
  const [{ records, ...rest }] = chunks as [Chunk];
  const half = records.findIndex(({ at }) => at > minutes(30));
  const with_ = (changed: Chunk["records"]) => [{ ...rest, records: changed }];
  const moment = { at: minutes(40) };
  const gap = { ...records[half]!, code: CODE.gap, value: 1, detail: '{"reason":"the disk was full"}' };
  t.match(whyAt(with_(records.toSpliced(half, 1, gap)), moment), {
    refused: /^session 1: records were dropped from record \d+ on.*disk was full/,
  });
  t.match(
    whyAt(with_(records.toSpliced(half, 1, gap)), { at: minutes(20) }),
    { why: { live: { at: minutes(20) } } },
    "before it all is known",
  );
  t.match(whyAt(with_(records.slice(1)), moment), { refused: /its beginning is no longer in the journal/ });
  const green = records.findIndex(({ at, code }) => at > minutes(30) && code === 1);
  const other = { ...records[green]!, param: 9 };
  t.match(whyAt(with_(records.with(green, other)), moment), {
    refused: /this version decides otherwise than the recorded one from 18\d\d\.\d s on/,
  });
  t.match(whyAt(chunks, { at: Instant(minutes(61)) }), { refused: /session 1 ends before that moment/ });
  t.match(whyAt(chunks, { wall: WallTime(Date.UTC(2027, 0, 1)) }), { refused: /ends before that moment/ });
});
