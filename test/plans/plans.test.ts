import { createHash } from "node:crypto";
import t from "tap";
import { stopline } from "#wire";
import { planOrders, requestOf } from "../../src/commands/index.ts";
import { readSite } from "../../src/config/index.ts";
import type { Request } from "../../src/journal/port.ts";
import type { Tried } from "../../src/plans/saved.ts";
import { savedIn } from "../../src/plans/saved.ts";
import { sha256 } from "../../src/plans/sha256.ts";
import { planned } from "../../src/plans/text.ts";
import { partsOf } from "../../src/plans/upload.ts";
import { replay } from "../../src/replay.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { type Instant, WallTime } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import { FOUR_LEG, MemoryRecorder, minutes, siteOf } from "../streets.ts";
import { planOf } from "./plan-of.ts";

const WALL = WallTime(Date.UTC(2026, 0, 5, 7));
const base = { text: FOUR_LEG, site: siteOf(FOUR_LEG) };

const PLAN = planOf((text) => text.replace('name = "actuated"', 'name = "evening"'));
const HASH = sha256(PLAN);
const short = HASH.slice(0, 12);

const tried = (over: Partial<Tried> = {}): Tried => ({
  ...{ hash: HASH, passed: true, words: "mean delay 20.0 s before, 19.0 s after", hour: WALL, against: "" },
  ...{ before: null, after: null },
  ...over,
});

type Step = readonly [at_s: number, command: string, args: object];

const uploaded = (at_s: number, plan: string): readonly Step[] =>
  planOrders(plan).map((order) => {
    const wire = stopline.v1.Command.encode(order as stopline.v1.Command.$Properties).finish();
    const { command, args } = requestOf(stopline.v1.Command.decode(wire))!;
    return [at_s, command, JSON.parse(args) as object];
  });

interface Life {
  readonly saved?: string;
  readonly text?: string;
  readonly watch?: (now: Instant, street: Street) => void;
}

/** So many minutes of a unit on its street, with commands at their seconds; what the journal says of them. */
function lived(until_min: number, steps: readonly Step[], { saved, text = FOUR_LEG, watch = () => {} }: Life = {}) {
  const site = siteOf(text);
  const unit = new Unit(site, { version: "test", site: text, wall: WALL, ...(saved === undefined ? {} : { plans: saved }) });
  const street = new Street(site, 7, { began_ms: 7 * 3_600_000 });
  const recorder = new MemoryRecorder();
  const expires = WallTime(WALL + 86_400_000);
  const due = (now: number) => {
    steps.forEach(([at_s, command, args], i) => {
      if (at_s * 1_000 !== now) return;
      recorder.inbox.push({ id: `c-${i}`, command, args: JSON.stringify(args), expires, refused: "" } satisfies Request);
    });
  };
  simulate(
    {
      ...{ unit, street, recorder },
      watch: (now) => {
        due(now + 100);
        watch(now, street);
      },
    },
    minutes(until_min),
  );
  const details = (code: number) =>
    recorder.entries.filter((e) => e.code === code).map((e) => ({ at_s: e.at / 1_000, ...(JSON.parse(e.detail) as object) }));
  return {
    ...{ unit, recorder },
    refused: (details(CODE.commandResult) as unknown as readonly { refused: string }[])
      .map((r) => r.refused)
      .filter((words) => words !== ""),
    inForce: details(CODE.planInForce),
    kept: details(CODE.planKept),
    same: () => replay(recorder.chunks()).difference,
  };
}

t.test("a hash is SHA-256, whatever the text is made of", async (t) => {
  for (let n = 0; n < 200; n++) {
    const text = `${"ä".repeat(n % 5)}${"x".repeat(n)}€`;
    t.equal(sha256(text), createHash("sha256").update(text).digest("hex"));
  }
});

t.test("the site's own tables as a plan are the same site", async (t) => {
  const same = planned(base, planOf(), readSite);
  t.same("site" in same && JSON.stringify(same.site) === JSON.stringify(base.site), true);
});

t.test("a plan that would change a minimum, a clearance, a conflict, a channel or anything else of the site file is refused", async (t) => {
  const refused = (plan: string) => {
    const merged = planned(base, plan, readSite);
    return "refused" in merged ? merged.refused : "";
  };
  for (const table of ["phases", "channels", "devices", "detectors", "start", "brain", "ports", "approaches", "conflicts", "patterns_"]) {
    t.match(refused(`${PLAN}\n[[${table}]]\nnumber = 1\n`), `[${table}] is the site file's, and stays as it is`, table);
    t.match(refused(`${PLAN}\n  [ ${table}.x ] # as if\n`), `[${table}] is the site file's`, `${table}, with blanks and a remark`);
  }
  t.match(refused(`min_green = 1\n${PLAN}`), "a plan begins with a table such as [[patterns]]");
  t.match(refused(""), "the plan holds no [[patterns]]");
  t.match(refused(`${PLAN}\n# ${"x".repeat(40_000)}`), "a plan has 16384 bytes at most");
  t.match(refused(PLAN.replace("[[patterns]]", "[[patterns]]\nmin_green = 1")), /does not pass the checks of a site file \(line \d+/);
  // A table's name in quotes is no header that we look for, and TOML takes it for one.
  t.match(refused(`${PLAN}\n["journal"]\noutage_hours = 1\n`), "and nothing else of the site file; this one would change more");
  t.not(refused(`${PLAN}\n["phases"]\nnumber = 1\n`), "");
  t.not(refused(`${PLAN}\n[["phases"]]\nnumber = 2\nmin_green = 0.1\n`), "");
});

t.test("a plan that would take seconds to read is not read: the signals wait for no plan", async (t) => {
  const refused = (plan: string) => {
    const merged = planned(base, plan, (text, file) => {
      t.ok(
        text.split("\n").every((line) => line.length <= 256),
        "what is read has short lines",
      );
      return readSite(text, file);
    });
    return "refused" in merged ? merged.refused : "";
  };
  for (const long of [
    `a${".a".repeat(5_000)} = 1`,
    `[patterns${".a".repeat(5_000)}]`,
    `name = ${"{a=".repeat(3_000)}1${"}".repeat(3_000)}`,
  ])
    t.match(refused(`${PLAN}\n${long}\n`), "a line of a plan has 256 characters at most", long.slice(0, 20));
  t.equal(refused(`${PLAN}\n# ${"x".repeat(250)}\n`), "");
});

t.test("a plan in parts is whole again in any order, and each part fits into a command", async (t) => {
  const long = `${PLAN}\n# ${'"\\ä€\t'.repeat(2_000)}`;
  const parts = partsOf(long, sha256(long));
  t.ok(parts.length > 5);
  t.equal(parts.map(({ text }) => text).join(""), long);
  for (const part of parts) t.ok(Buffer.byteLength(JSON.stringify(part)) < 3_000);
});

t.test("an uploaded plan comes into force when it has been tried here and is activated, at its time; a replay does the same", async (t) => {
  const { unit, refused, inForce, kept, same, recorder } = lived(4, [
    ...uploaded(10, PLAN),
    [20, "activate-plan", { hash: short, at_ms: 0 }],
    [21, "activate-plan", { hash: "00000000", at_ms: 0 }],
    [22, "plan-tried", tried({ passed: false, words: "somebody is starved" })],
    [23, "activate-plan", { hash: short, at_ms: 0 }],
    [24, "plan-tried", tried()],
    [25, "activate-plan", { hash: short, at_ms: WALL + 24_000 }],
    [26, "activate-plan", { hash: short, at_ms: WALL + 150_000 }],
    [160, "activate-plan", { hash: short, at_ms: 0 }],
    [161, "try-plan", { hash: "11111111" }],
  ]);
  t.same(refused, [
    `plan ${short} has not been tried on this unit's own traffic yet: try-plan ${short} first`,
    `plan 00000000 is not on this unit (${short}); upload it`,
    `plan ${short} has not passed its trial: somebody is starved`,
    "2026-01-05T07:00:24.000Z is over; this unit's clock says 2026-01-05T07:00:25.000Z",
    `plan ${short} is in force already`,
    `plan 11111111 is not on this unit (${short}); upload it`,
  ]);
  t.match(kept, [{ at_s: 10, hash: HASH }]);
  t.same(inForce, [{ at_s: 150, hash: HASH, was: "", why: "the centre has activated it" }]);
  t.equal(savedIn(unit.plans)?.in_force, HASH);
  t.ok(unit.hasPlans);
  t.equal(recorder.entries.filter((e) => e.code === CODE.monitorFault).length, 0);
  t.equal(same(), null);
});

t.test(
  "an activation that waits is looked at again when its time comes: a trial that has ended badly meanwhile keeps the plan out",
  async (t) => {
    const { unit, refused, inForce, same } = lived(4, [
      ...uploaded(10, PLAN),
      [20, "plan-tried", tried()],
      [21, "activate-plan", { hash: short, at_ms: WALL + 120_000 }],
      [60, "plan-tried", tried({ passed: false, words: "somebody is starved" })],
    ]);
    t.same(refused, []);
    t.match(inForce, [
      {
        at_s: 120,
        hash: "",
        was: "",
        why: /its time has come and it does not come into force: plan .* has not passed its trial: somebody is starved/,
      },
    ]);
    t.equal(JSON.parse(unit.plans).in_force, "");
    t.equal(JSON.parse(unit.plans).pending, null);
    t.equal(same(), null);
  },
);

t.test("with a plan its patterns are in force, and commands know them", async (t) => {
  const longer = planOf((text) =>
    text.replace('name = "actuated"', 'name = "long"\nphases = [{ phase = 2, max_green = 70.0, recall = "max" }]'),
  );
  const { recorder, refused, same } = lived(12, [
    ...uploaded(10, `${longer}\n[[patterns]]\nnumber = 9\nname = "ninth"\n`),
    [20, "plan-tried", tried({ hash: sha256(`${longer}\n[[patterns]]\nnumber = 9\nname = "ninth"\n`) })],
    [21, "set-pattern", { pattern: 9, for_s: 60 }],
    [22, "activate-plan", { hash: sha256(`${longer}\n[[patterns]]\nnumber = 9\nname = "ninth"\n`).slice(0, 8), at_ms: 0 }],
    [500, "set-pattern", { pattern: 9, for_s: 60 }],
    [530, "roll-back-plan", {}],
  ]);
  t.match(refused, [/^pattern 9 is not in this unit's site file/]);
  const greens = recorder.entries.filter((e) => e.param === 2 && (e.code === 1 || e.code === 7) && e.at > 120_000 && e.at < 480_000);
  const lengths = greens.flatMap((e, i) => (e.code === 7 && i > 0 ? [e.at - greens[i - 1]!.at] : []));
  t.ok(Math.max(...lengths) >= 70_000, "a green as long as the plan has it");
  const patterns = recorder.entries.filter((e) => e.code === CODE.patternChanged && e.at >= 500_000).map((e) => [e.param, e.at]);
  t.same(
    patterns,
    [
      [9, 500_000],
      [1, 530_000],
    ],
    "a pattern that went with its plan is over with it",
  );
  t.equal(same(), null);
});

t.test("a plan is rolled back to the one before, and an activation that waits is taken back", async (t) => {
  const other = planOf((text) => text.replace('name = "actuated"', 'name = "night"'));
  const { refused, inForce, unit } = lived(2, [
    [5, "roll-back-plan", {}],
    ...uploaded(10, PLAN),
    ...uploaded(11, other),
    [12, "plan-tried", tried()],
    [13, "activate-plan", { hash: HASH, at_ms: 0 }],
    [14, "plan-tried", tried({ hash: sha256(other) })],
    [15, "activate-plan", { hash: sha256(other), at_ms: 0 }],
    [16, "plan-tried", tried({ hash: sha256(other), against: HASH })],
    [17, "activate-plan", { hash: sha256(other), at_ms: WALL + 100_000 }],
    [18, "roll-back-plan", {}],
    [19, "activate-plan", { hash: sha256(other), at_ms: 0 }],
    [20, "roll-back-plan", {}],
    [21, "roll-back-plan", {}],
    [22, "roll-back-plan", {}],
  ]);
  t.same(refused, [
    "the site file's own plan is in force: there is nothing to roll back",
    `plan ${sha256(other).slice(0, 12)} was tried against the site file's own plan, and plan ${short} is in force: try it again`,
    "the site file's own plan is in force: there is nothing to roll back",
  ]);
  t.same(
    inForce.map((each) => (each as unknown as { hash: string }).hash),
    [HASH, sha256(other), HASH, ""],
  );
  t.equal(savedIn(unit.plans)?.kept.length, 2);
});

t.test("a plan that is named is taken back, waiting or in force; said twice it takes back nothing else", async (t) => {
  const other = planOf((text) => text.replace('name = "actuated"', 'name = "night"'));
  const { refused, inForce } = lived(2, [
    ...uploaded(10, PLAN),
    ...uploaded(11, other),
    [12, "plan-tried", tried()],
    [13, "activate-plan", { hash: HASH, at_ms: 0 }],
    [14, "plan-tried", tried({ hash: sha256(other), against: HASH })],
    [15, "activate-plan", { hash: sha256(other), at_ms: WALL + 100_000 }],
    [16, "roll-back-plan", { hash: sha256(other).slice(0, 12) }],
    [17, "roll-back-plan", { hash: sha256(other) }],
    [18, "activate-plan", { hash: sha256(other), at_ms: 0 }],
    [19, "roll-back-plan", { hash: sha256(other) }],
    [20, "roll-back-plan", { hash: sha256(other) }],
  ]);
  const gone = `plan ${sha256(other).slice(0, 12)} is not in force here and does not wait for its time: plan ${short} is in force`;
  t.same(refused, [gone, gone]);
  t.same(
    inForce.map((each) => (each as unknown as { hash: string }).hash),
    [HASH, sha256(other), HASH],
  );
});

t.test(
  "a unit that falls down the ladder within a quarter of an hour goes back to the plan before by itself; later it does not",
  async (t) => {
    const cut = (at: number) => (now: number, street: Street) => {
      if (now === at)
        for (const { name } of siteOf(FOUR_LEG).devices) if (name === "rack" || name.startsWith("loop-")) street.fail(name, true);
    };
    const steps: readonly Step[] = [...uploaded(10, PLAN), [12, "plan-tried", tried()], [13, "activate-plan", { hash: HASH, at_ms: 0 }]];
    const soon = lived(8, steps, { watch: cut(300_000) });
    t.match(soon.inForce, [{ hash: HASH }, { hash: "", was: HASH, why: /^within a quarter of an hour of its activation: more than half/ }]);
    t.equal(savedIn(soon.unit.plans)?.in_force, "");
    t.equal(soon.same(), null);
    const late = lived(20, steps, { watch: cut(1_000_000) });
    t.match(late.inForce, [{ hash: HASH }]);
    t.equal(late.inForce.length, 1);
  },
);

t.test(
  "a plan in force is in force after a restart, its activation and its way back too; the journal says so and a replay knows it",
  async (t) => {
    const first = lived(1, [
      ...uploaded(10, PLAN),
      [12, "plan-tried", tried()],
      [13, "activate-plan", { hash: HASH, at_ms: WALL + 90_000 }],
    ]);
    const second = lived(2, [[100, "roll-back-plan", {}]], { saved: first.unit.plans });
    t.same(
      second.inForce.map((each) => (each as unknown as { at_s: number; hash: string }).at_s),
      [90, 100],
    );
    const third = lived(1, [], { saved: lived(2, [], { saved: first.unit.plans }).unit.plans });
    t.match(third.inForce, [{ at_s: 0.1, hash: HASH, why: "it was in force before the unit started" }]);
    t.equal(third.same(), null);
  },
);

t.test("plans of another site file, and a file that is none, are left: the site file's own plan is in force, and it is said", async (t) => {
  const { unit } = lived(1, [...uploaded(10, PLAN), [12, "plan-tried", tried()], [13, "activate-plan", { hash: HASH, at_ms: 0 }]]);
  const other = lived(1, [], { saved: unit.plans, text: `${FOUR_LEG}\n# written anew\n` });
  t.match(other.inForce, [{ hash: "", was: HASH, why: "the site file is another one" }]);
  t.match(lived(1, [], { saved: "{" }).inForce, [{ hash: "", why: "what was kept of plans cannot be read" }]);
  const forged = { ...savedIn(unit.plans)!, kept: [{ hash: HASH, text: PLAN.replace("70.0", "99.0"), tried: tried() }] };
  t.match(lived(1, [], { saved: JSON.stringify(forged) }).inForce, [{ hash: "", why: "it passes the checks no longer" }]);
  t.equal(lived(1, []).inForce.length, 0, "and nothing is said where there never was one");
  t.notOk(lived(1, []).unit.hasPlans);
});

t.test("three plans are kept: the oldest that nothing hangs on goes, and what is needed stays", async (t) => {
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => planOf((text) => text.replace('name = "actuated"', `name = "${name}"`))) as [
    string,
    string,
    string,
    string,
  ];
  const { refused, unit } = lived(2, [
    ...uploaded(10, a),
    [11, "plan-tried", tried({ hash: sha256(a) })],
    [12, "activate-plan", { hash: sha256(a), at_ms: 0 }],
    ...uploaded(13, b),
    ...uploaded(14, c),
    [15, "plan-tried", tried({ hash: sha256(c), against: sha256(a) })],
    [16, "activate-plan", { hash: sha256(c), at_ms: 0 }],
    ...uploaded(17, d),
    [18, "plan-tried", tried({ hash: sha256(d), against: sha256(c) })],
    [19, "activate-plan", { hash: sha256(d), at_ms: WALL + 100_000 }],
    ...uploaded(20, b),
  ]);
  t.same(refused, ["3 plans are kept, and all are needed: in force, before that, or waiting for its time"]);
  t.same(
    savedIn(unit.plans)?.kept.map(({ hash }) => hash),
    [sha256(a), sha256(c), sha256(d)],
  );
  t.ok(JSON.stringify({ plans: unit.plans }).length < 120_000);
});

t.test("a plan whose parts do not make up what its hash says is not kept, nor one that does not pass the checks", async (t) => {
  const [first, ...rest] = partsOf(PLAN, HASH);
  const wrong = { ...first!, text: `${first!.text}\n` };
  const bad = PLAN.replace('recall = "max"', 'recall = "always"');
  const { refused, unit } = lived(1, [
    [10, "upload-plan", wrong],
    ...rest.map((part): Step => [10, "upload-plan", part]),
    ...uploaded(11, bad),
  ]);
  t.match(refused[0], `not ${short}: upload it again`);
  t.match(refused[1], /^the plan does not pass the checks of a site file \(line \d+/);
  t.equal(savedIn(unit.plans)?.kept.length, 0);
});
