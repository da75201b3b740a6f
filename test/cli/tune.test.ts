// Long: a morning is recorded, and tuned twice.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { openSyncRecorder } from "../../src/platform/recorder.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import { minutes, siteOf } from "../streets.ts";
import { TEE } from "../tune/days.ts";

const root = new URL("../..", import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), "stopline-tune-"));
t.teardown(() => rmSync(dir, { recursive: true, force: true }));
const journal = join(dir, "journal.db");

/** Four hours and a bit of a working day at the T. */
const wall = WallTime(Date.UTC(2026, 0, 5, 9));
const recorder = openSyncRecorder(journal, { unit: "DEMO-004", epoch: "test", created: wall });
const site = siteOf(TEE);
simulate(
  { unit: new Unit(site, { version: "test", site: TEE, wall }), street: new Street(site, 2, { began_ms: 9 * 3_600_000 }), recorder },
  minutes(246),
);
recorder.close();

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const type = (...words: readonly string[]): Promise<Said> =>
  new Promise((resolve) =>
    execFile("node", ["src/cli.ts", "tune", ...words], { cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );

t.test("a person reads what was recorded, whether it is reproduced, what was tried, and what to change", async (t) => {
  const { code, out, err } = await type(journal, "--try", "passage", "--seeds", "1");
  t.equal(code, 0, err);
  t.match(out, /^DEMO-004 {2}Lake Road \/ Quarry Lane\nrecorded {3}2026-01-05 10:05 to 2026-01-05 14:00 \(Europe\/Berlin\): 8 half hours/);
  t.match(out, /read from {2}advance loops \(2 lanes\), stop-line loops \(1 lane\)/);
  t.match(out, /The recorded parameters on the simulated street, 8 half hours/);
  t.match(out, /\n4 Quarry Lane +\d+ +\d+ /);
  t.match(out, /\nTried on 4 half hours, every other one\n/);
  t.match(out, /\npassage of all phases longer +\d /);
  t.match(out, /\n(Nothing better was found|What a person would change in the site file; nothing has been changed)/);
  t.equal(err, "", "no progress where nobody looks");
});

t.test("another program gets one object, and of a time that is too short the reason", async (t) => {
  const whole = await type(journal, "--try", "strategy", "--seeds", "1", "--json");
  t.equal(whole.code, 0, whole.err);
  t.match(JSON.parse(whole.out), {
    unit: "DEMO-004",
    recorded: { half_hours: 8, vehicles: Number, presses: Number, left: [], blind: [] },
    reproduced: { verdict: /reproduced|roughly/, slices: 8, phases: Array },
    by: "half hours",
    sampled: false,
    ended: "",
    as_recorded: { mean_delay_s: Number, p95_delay_s: Number, left_over_pm: Number, mean_walk_wait_s: Number, movements: Array },
    rows: [{ words: "strategy of pattern 1 to max-pressure" }, { words: "strategy of pattern 1 to adaptive" }],
    changes: Array,
    edits: Array,
  });
  const short = await type(journal, "--from", "12:00", "--to", "13:30", "--json");
  t.same([short.code, JSON.parse(short.out)], [1, { refused: "3 half hours can be used: choosing needs 4 and judging 4 others" }]);
});

t.test("words that mean nothing are answered with those that do", async (t) => {
  const cases: readonly (readonly [words: readonly string[], said: RegExp, code?: number])[] = [
    [[], /name one journal, as in: stopline tune/],
    [["nowhere.db"], /there is no journal at nowhere\.db/],
    [[journal, "--try", "passages"], /--try does not know "passages"; did you mean passage\? It knows strategy, max-green, /],
    [[journal, "--try", "yellow"], /--try does not know "yellow"/],
    [[journal, "--minutes", "0"], /--minutes is a number above 0/],
    [[journal, "--seeds", "0"], /--seeds is a whole number from 1 to 20/],
    [[journal, "--from", "yesterday"], /--from is a time such as/],
    [[journal, "--from", "13:00", "--to", "12:00"], /--from lies behind --to/],
    [[journal, "--until", "12:00"], /there is no option --until/],
    [[join(root, "README.md")], /README\.md/, 1],
  ];
  const said = await Promise.all(cases.map(([words]) => type(...words)));
  cases.forEach(([words, expected, code = 2], i) => {
    t.match(said[i]!.err, expected, words.join(" "));
    t.equal(said[i]!.code, code, words.join(" "));
  });
});
