import t from "tap";
import { CODE } from "../../../src/traffic/codes.ts";
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
      // Network time set its clock by 58 ms: no instant of it is certain any more.
      { epoch: "b", session: 1, at: 82_000, untimed: true },
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
