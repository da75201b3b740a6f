import t from "tap";
import type { Request } from "../../src/journal/port.ts";
import { Trials } from "../../src/platform/trials.ts";

t.test(
  "of six plans that are to be tried at once one is tried, four wait, and whoever asked for the sixth is told that it is not",
  async (t) => {
    const offered: Request[] = [];
    const trials = new Trials({ site: "/nowhere.toml", journal: "/nowhere.db", told: () => {}, offer: (request) => offered.push(request) });
    t.teardown(() => trials.end());
    for (let n = 1; n <= 6; n++) trials.begin(`${n}`.repeat(64), `c-${n}`);
    t.match(offered, [
      { id: "tried c-6", command: "plan-tried", refused: "the trial of plan 666666666666 came to nothing: 4 others wait before it" },
    ]);
  },
);
