import { readFileSync } from "node:fs";
import t from "tap";
import { NEIGHBOUR, NEIGHBOUR_LANE } from "../../src/config/tables/neighbours.ts";
import { DAY_PLAN, DAY_PLAN_ACTION, PATTERN, PATTERN_PHASE, SCHEDULE } from "../../src/config/tables/patterns.ts";
import { CLEARANCE, CONCURRENCY, OVERLAP, PHASE, RING, SEQUENCE, SEQUENCE_RING, START } from "../../src/config/tables/phases.ts";
import { FLASH, INPUT, PREEMPT, PRIORITY, PRIORITY_PHASE } from "../../src/config/tables/service.ts";
import { APPROACH, BRAIN, CHANNEL, DETECTOR, DEVICE, JOURNAL, PEDESTRIAN_DETECTOR, PORT, SITE } from "../../src/config/tables/wiring.ts";

const README = readFileSync(new URL("../../deploy/sites/README.md", import.meta.url), "utf8");
const EXAMPLES = ["four-leg", "arterial", "tee"].map((name) =>
  readFileSync(new URL(`../../deploy/sites/${name}.toml`, import.meta.url), "utf8"),
);

const TABLES: { readonly [heading: string]: readonly object[] } = {
  "[site]": [SITE],
  "[brain]": [BRAIN],
  "[journal]": [JOURNAL],
  "[ports.NAME]": [PORT],
  "[[devices]]": [DEVICE],
  "[[approaches]]": [APPROACH],
  "[[detectors]]": [DETECTOR],
  "[[pedestrian_detectors]]": [PEDESTRIAN_DETECTOR],
  "[[inputs]]": [INPUT],
  "[[channels]]": [CHANNEL],
  "[[phases]]": [PHASE],
  "[[rings]]": [RING],
  "[concurrency]": [CONCURRENCY],
  "[[clearances]]": [CLEARANCE],
  "[[sequences]]": [SEQUENCE, SEQUENCE_RING],
  "[[overlaps]]": [OVERLAP],
  "[start]": [START],
  "[[patterns]]": [PATTERN, PATTERN_PHASE],
  "[[day_plans]]": [DAY_PLAN, DAY_PLAN_ACTION],
  "[[schedule]]": [SCHEDULE],
  "[[preempts]]": [PREEMPT],
  "[priority]": [PRIORITY, PRIORITY_PHASE],
  "[flash]": [FLASH],
  "[[neighbours]]": [NEIGHBOUR, NEIGHBOUR_LANE],
};

/** The words in backticks of a table's row, and of those below it that go on with "…". */
function wordsOf(heading: string): readonly string[] {
  const rows = README.split("\n").filter((line) => line.startsWith("|"));
  const at = rows.findIndex((row) => row.startsWith(`| \`${heading}\``));
  if (at < 0) return [];
  const below = rows.slice(at + 1);
  const more = below.findIndex((row) => !row.startsWith("| …"));
  return [rows[at]!, ...below.slice(0, more < 0 ? below.length : more)].flatMap((row) =>
    [...row.matchAll(/`(\w+)`/g)].map(([, word]) => word!),
  );
}

t.test("every key of a site file stands in the README, in the row of its table, and no other does", async (t) => {
  for (const [heading, entries] of Object.entries(TABLES)) {
    const nested = {
      "[[sequences]]": ["rings"],
      "[[patterns]]": ["phases"],
      "[[day_plans]]": ["actions"],
      "[priority]": ["phases"],
      "[[neighbours]]": ["lanes"],
    };
    const keys = [...entries.flatMap((each) => Object.keys(each)), ...((nested as { [h: string]: string[] })[heading] ?? [])];
    t.same([...new Set(wordsOf(heading))].toSorted(), [...new Set(keys)].toSorted(), heading);
  }
});

t.test("the timing of a phase, and everything that is in force by hours or comes first, is in an example", async (t) => {
  const shown = (key: string) => EXAMPLES.some((text) => new RegExp(`(^|[{ ])${key} = `, "m").test(text));
  const entries = [
    PHASE,
    OVERLAP,
    PATTERN,
    PATTERN_PHASE,
    DAY_PLAN_ACTION,
    SCHEDULE,
    PREEMPT,
    PRIORITY,
    PRIORITY_PHASE,
    FLASH,
    INPUT,
    NEIGHBOUR,
    NEIGHBOUR_LANE,
  ];
  const absent = entries.flatMap((each) => Object.keys(each)).filter((key) => !shown(key));
  // Each of these is explained where the README lists it; a site has them for its own reasons.
  t.same(absent, [
    "dual_entry",
    "simultaneous_gap",
    "conditional_service",
    "ped_clear_through_yellow",
    "trailing_green",
    "strategy",
    "longest_wait",
    "horizon",
    "ageing",
    "omit",
  ]);
});
