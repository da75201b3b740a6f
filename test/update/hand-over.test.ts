import t from "tap";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Live } from "../../src/traffic/live.ts";
import { type Instant, WallTime } from "../../src/traffic/time.ts";
import { HAND_OVER, handOverRequest, STANDS_MS } from "../../src/update/hand-over.ts";
import { toldRequest, UPDATE_TOLD, type UpdateTold } from "../../src/update/told.ts";
import { FOUR_LEG, minutes, worldOf } from "../streets.ts";

const MORNING = 7 * 3_600_000;
const BASE = Date.UTC(2026, 0, 5);
const request = (until: number, id = "u-1") =>
  handOverRequest({ id, version: "1.4.0", until: BASE + until }, 1, WallTime(BASE + 3_600_000));
const told = (entries: readonly { readonly code: number; readonly detail: string }[]) =>
  entries.filter(({ code }) => code === CODE.update).map(({ detail }) => JSON.parse(detail) as UpdateTold);

type Worlds = ReturnType<typeof worldOf>;

/** A morning with a request for a restart at `at`, and what else a test does at its moments. */
function handOver(
  until_min: number,
  at: number,
  until: number,
  also: (world: Worlds, now: Instant, live: () => Live) => void = () => {},
  text = FOUR_LEG,
) {
  const world = worldOf(text, 7, { began_ms: MORNING });
  const stages: (readonly [at: number, stage: string, why: string])[] = [];
  let standing = 0;
  simulate(
    {
      ...world,
      watch: (now) => {
        if (now + 100 === at) world.recorder.inbox.push(request(until));
        const live = (): Live => world.unit.live(world.recorder.status(), 0);
        also(world, now, live);
        if (now < at || now % 1_000 !== 0) return;
        const { hand_over } = live();
        if (hand_over?.stage === "standing") standing += 1_000;
        const last = stages.at(-1);
        if (hand_over !== undefined && (last?.[1] !== hand_over.stage || last[2] !== hand_over.why))
          stages.push([now, hand_over.stage, hand_over.why]);
      },
    },
    minutes(until_min),
  );
  const { entries } = world.recorder;
  return { entries, told: told(entries), stages, standing, same: () => replay(world.recorder.chunks()).difference };
}

t.test(
  "for a restart the signals go by the end of greens, yellow and all red into flash, and come back if the machine goes on running",
  async (t) => {
    const { entries, told, stages, standing, same } = handOver(12, minutes(4), minutes(10));
    t.same(
      stages.map(([, stage]) => stage).filter((stage, i, all) => stage !== all[i - 1]),
      ["waiting", "entering", "standing", "given-up"].slice(stages[0]![1] === "waiting" ? 0 : 1),
    );
    const flashes = entries.filter((e) => e.code === CODE.unitFlashStatus && e.at > minutes(4));
    t.same(
      flashes.map((e) => e.param),
      [3, 2],
      "automatic flash, and none",
    );
    const [began = 0, ended = 0]: readonly number[] = flashes.map((e) => e.at);
    const on = entries.filter((e) => e.at > minutes(4) && e.at <= began);
    const yellows = on.filter((e) => e.code === 8).map((e) => e.param);
    for (const phase of yellows) {
      const yellow = on.findLast((e) => e.code === 8 && e.param === phase)!;
      const red = on.findLast((e) => e.code === 11 && e.param === phase)!;
      t.ok(red.at > yellow.at, `phase ${phase} has had its yellow and its red clearance before flash`);
    }
    t.ok(ended - began >= STANDS_MS && ended - began <= STANDS_MS + 30_000, `${(ended - began) / 1_000} s of flash`);
    t.ok(standing <= STANDS_MS + 1_000);
    t.same(
      told.map(({ state }) => state),
      ["restarting", "given-up"],
    );
    t.match(told[1]!.words, "the machine has not started anew within 90 s");
    t.equal(entries.filter((e) => e.code === CODE.monitorFault).length, 0);
    t.equal(entries.filter((e) => e.code === 1 && e.at > ended).length > 0, true, "greens again");
    t.equal(same(), null, "a replay does the same");
  },
);

t.test("while a vehicle with priority is on its way nothing is stopped for a restart; when it has passed, it is", async (t) => {
  const bus = (world: Worlds, now: Instant) => {
    if (now + 100 !== minutes(4) - 1_000) return;
    const args = JSON.stringify({ vehicle: "ambulance-7", phase: 2, arrival_ds: 600, for_s: 120 });
    world.recorder.inbox.push({ id: "p", command: "request-priority", args, expires: WallTime(BASE + 3_600_000), refused: "" });
  };
  const { stages, told, same } = handOver(9, minutes(4), minutes(8), bus, priority(FOUR_LEG));
  t.match(stages[0], [Number, "waiting", "ambulance-7 is on its way with priority"]);
  const entering = stages.find(([, stage]) => stage === "entering")!;
  t.ok(entering[0] >= minutes(4) + 119_000, "not before the request is over");
  t.equal(told[0]?.state, "restarting");
  t.equal(same(), null);
});

/** With priority for phase 2. */
const priority = (text: string): string =>
  text.includes("[priority]") ? text : `${text}\n[priority]\n\n[[priority.phases]]\nphase = 2\nextension = 10\nreduction = 5\n`;

t.test("people who cross are waited for before anything is stopped for a restart", async (t) => {
  let asked = 0;
  const { stages, told } = handOver(9, 0, 0, (world, now, live) => {
    const walks = (): boolean => live().phases.some(({ ped }) => ped === "walk" || ped === "ped-clear");
    if (asked > 0 || now < minutes(3) || now % 1_000 !== 0 || !walks()) return;
    asked = now;
    world.recorder.inbox.push(request(minutes(8)));
  });
  t.ok(asked > 0, "somebody walked");
  t.match(stages[0]?.[2], /^people cross with phase \d$/);
  const entering = stages.find(([, stage]) => stage === "entering")!;
  t.ok(entering[0] > asked);
  t.same(told[0]?.state, "restarting");
});

t.test("an update that finds no safe moment in its window is given up, and nobody was stopped for it", async (t) => {
  const bus = (world: Worlds, now: Instant) => {
    if (now + 100 !== minutes(4) - 1_000) return;
    const args = JSON.stringify({ vehicle: "ambulance-7", phase: 2, arrival_ds: 600, for_s: 300 });
    world.recorder.inbox.push({ id: "p", command: "request-priority", args, expires: WallTime(BASE + 3_600_000), refused: "" });
  };
  const { told, entries } = handOver(7, minutes(4), minutes(5), bus, priority(FOUR_LEG));
  t.same(
    told.map(({ state, words }) => [state, words]),
    [["given-up", "no safe moment came in its window; last: ambulance-7 is on its way with priority"]],
  );
  t.equal(entries.filter((e) => e.code === CODE.unitFlashStatus && e.at > minutes(4)).length, 0);
});

t.test("an ambulance that calls while the signals are on their way into flash is let through first", async (t) => {
  let called = 0;
  const { stages, told, same } = handOver(
    10,
    minutes(4),
    minutes(9),
    (world, now, live) => {
      if (called > 0 || live().hand_over?.stage !== "entering") return;
      called = now;
      const args = JSON.stringify({ vehicle: "ambulance-7", phase: 2, arrival_ds: 100, for_s: 30 });
      world.recorder.inbox.push({ id: "p", command: "request-priority", args, expires: WallTime(BASE + 3_600_000), refused: "" });
    },
    priority(FOUR_LEG),
  );
  const after = stages.filter(([at]) => at > called).map(([, stage, why]) => `${stage} ${why}`.trim());
  t.equal(after[0], "waiting ambulance-7 is on its way with priority");
  t.ok(after.includes("standing"));
  t.equal(told[0]?.state, "restarting");
  t.equal(same(), null);
});

t.test("what the centre side tells of an update is in the journal, in words; what is none is refused", async (t) => {
  const world = worldOf(FOUR_LEG, 7, { began_ms: MORNING });
  const wall = WallTime(BASE);
  world.recorder.inbox.push(toldRequest({ id: "u-1", version: "1.4.0", state: "fetching", words: "150 MB" }, wall));
  world.recorder.inbox.push({
    ...toldRequest({ id: "u-1", version: "1.4.0", state: "proved", words: "" }, wall),
    args: '{"state":"proved"}',
    command: UPDATE_TOLD,
  });
  world.recorder.inbox.push({ ...request(60_000), args: "[]", command: HAND_OVER });
  world.recorder.inbox.push({ ...request(60_000), id: "late", expires: WallTime(BASE - 1) });
  simulate(world, minutes(1));
  t.same(told(world.recorder.entries), [{ id: "u-1", version: "1.4.0", state: "fetching", words: "150 MB" }]);
  const refused = world.recorder.entries
    .filter((e) => e.code === CODE.commandResult)
    .map((e) => (JSON.parse(e.detail) as { refused: string }).refused);
  t.match(refused, ["", "update-told says where an update stands", "hand-over names an update", "it has waited for too long"]);
});
