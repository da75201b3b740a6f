import t from "tap";
import { within } from "./tape.ts";

t.test("a unit that begins 0.6 s before its first word, with which the play begins, has begun", async (t) => {
  t.ok(within(-600, undefined));
  t.ok(within(-600, { to: "10 s" }));
  t.notOk(within(-600, { from: "0 s" }));
});

t.test("a window has both its ends", async (t) => {
  const window = { from: "60 s", to: "2 min" } as const;
  t.same(
    [59_999, 60_000, 120_000, 120_001].map((at) => within(at, window)),
    [false, true, true, false],
  );
});
