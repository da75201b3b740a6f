import t from "tap";
import type { Request } from "../src/journal/port.ts";
import { replay } from "../src/replay.ts";
import { saidNow } from "../src/replay-earlier.ts";
import { simulate } from "../src/sim.ts";
import { CODE } from "../src/traffic/codes.ts";
import { type Instant, WallTime } from "../src/traffic/time.ts";
import { fourLeg, minutes } from "./streets.ts";

const asks = (id: string, command: string, args: object): Request => ({
  id,
  command,
  args: JSON.stringify(args),
  expires: WallTime(Date.UTC(2026, 0, 6)),
  refused: "",
});

/** Each cause as today's release and the one before said it. */
const CAUSES: readonly (readonly [now: string, before: string])[] = [
  ["asked for by the centre: hold phase 4", "the centre has asked: phase 4 is held"],
  ["asked for by the centre: hold phase 4, hold phase 8", "the centre has asked: phase 4 is held, phase 8 is held"],
  ["asked for by the centre: omit phase 3", "the centre has asked: phase 3 is omitted"],
  [
    "asked for by the centre: omit the pedestrians of phase 2; asked for by Miller, technician: hold phase 6",
    "the centre has asked: phase 2 is without its pedestrians; Miller, at the page has asked: phase 6 is held",
  ],
  ["asked for by the centre", "the centre has asked for flash"],
  [
    "asked for by the centre: on the way by the entry phases and all red",
    "the centre has asked for flash: on the way by the entry phases and all red",
  ],
  // The signs and words between which names stand may stand in a name.
  [
    "asked for by the centre: hold phase 4; asked for by Miller; A, technician: omit phase 6",
    "the centre has asked: phase 4 is held; Miller; A, at the page has asked: phase 6 is omitted",
  ],
  ["asked for by Miller; A, technician: hold phase 4", "Miller; A, at the page has asked: phase 4 is held"],
  [
    'asked for by who says "phase 2 is held", technician: hold phase 4',
    'who says "phase 2 is held", at the page has asked: phase 4 is held',
  ],
  ["asked for by Miller; A, technician", "Miller; A, at the page has asked for flash"],
  ["asked for by Miller, technician", "asked for by Miller, at the page"],
  ["asked for by Miller, at the page, technician", "asked for by Miller, at the page, at the page"],
  ["asked for by Miller, at the page, technician: hold phase 4", "asked for by Miller, at the page, technician: hold phase 4"],
];
const told = (cause: string): string => JSON.stringify({ mode: "actuated", cause });

t.test(
  "a journal of the night before the update, with holds, omits and a flash in it, replays; one that names another phase does not",
  async (t) => {
    for (const [now, before] of CAUSES) t.equal(saidNow(CODE.controlMode, told(before)), told(now));
    const [was, is] = ["at the page", "technician"].map((who) => JSON.stringify({ fault: `forced on by Miller, ${who}; open loop` }));
    t.equal(saidNow(CODE.commandResult, was!), is, "whatever it stands in");
    const world = fourLeg(7);
    const { inbox } = world.recorder;
    inbox.push(asks("a", "hold", { phase: 4, for_s: 60 }), asks("b", "hold", { phase: 8, for_s: 60 }));
    const watch = (now: Instant): void => {
      if (now === minutes(3)) inbox.push(asks("c", "flash", { for_s: 30 }));
    };
    simulate({ ...world, watch }, minutes(6));
    const said = world.recorder.entries
      .filter(({ code }) => code === CODE.controlMode)
      .map(({ detail }) => (JSON.parse(detail) as { cause: string }).cause);
    t.ok(said.includes(CAUSES[1]![0]) && said.includes(CAUSES[4]![0]), said.join("; "));
    const older = (change: (detail: string) => string) => {
      const told = world.recorder.retold((each) => (each.code === CODE.controlMode ? { ...each, detail: change(each.detail) } : each));
      return replay(told.chunks()).difference;
    };
    const before = (detail: string): string =>
      CAUSES.reduce((words, [now, was]) => words.replace(JSON.stringify(now), JSON.stringify(was)), detail);
    t.equal(older(before), null);
    t.match(older((detail) => before(detail).replace("phase 8 is held", "phase 6 is held"))?.recorded?.detail, "phase 6 is held");
  },
);
