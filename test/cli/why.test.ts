import { readFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { momentIn } from "../../src/cli/moment.ts";
import { verb } from "../../src/cli/why.ts";
import { importSumo } from "../../src/import/index.ts";
import { openSyncRecorder } from "../../src/platform/recorder.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import { type Instant, WallTime } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import { FOUR_LEG, minutes, siteOf } from "../streets.ts";

const made = importSumo(readFileSync(new URL("../import/tee.net.xml", import.meta.url), "utf8"), { net: "tee.net.xml", tls: "c" });
if (!made.ok) throw new Error(made.words);
const PLANNING = made.text.replace("pattern = 1\n", "pattern = 4\n").replace(/time_zone = .*/, 'time_zone = "Europe/Berlin"');
/** 7:00 in Berlin. */
const SEVEN = Date.UTC(2026, 0, 5, 6);

/** One more session in the journal at `file`. */
function session(file: string, text: string, wall: number, length: Instant): void {
  const recorder = openSyncRecorder(file, { unit: siteOf(text).id, epoch: "e", created: WallTime(SEVEN) });
  const unit = new Unit(siteOf(text), { version: "test", site: text, wall: WallTime(wall) });
  simulate({ unit, street: new Street(siteOf(text), 3, { began_ms: 7 * 3_600_000, demand: 2 }), recorder }, length);
  recorder.close();
}

/** The exit code, and what then stands on the screen. */
async function type(t: Test, ...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const log = t.capture(console, "log");
  const error = t.capture(console, "error");
  const code = await verb.run(args);
  const said = [...log(), ...error()].map((call) => call.args.join(" ")).join("\n");
  log.restore();
  error.restore();
  return { code, said };
}

t.test("a moment of a planning unit is told by the site's clocks, its stages and its lanes", async (t) => {
  const file = join(t.testdir(), "journal.db");
  session(file, PLANNING, SEVEN, minutes(6));
  session(file, PLANNING, SEVEN + minutes(30), minutes(6));

  const { code, said } = await type(t, file, "--at", "2026-01-05 07:35");
  t.equal(code, 0);
  t.match(said, /^2026-01-05 07:35:00\.000 \(Europe\/Berlin\), 300\.0 s after the start of session 2$/m);
  t.match(said, /^mode {6}adaptive: detection is good$/m);
  t.match(said, /^pattern {3}4 adaptive \(adaptive\), because of the start pattern$/m);
  t.match(said, /^ring 1 {4}stage [1-4]: .* since 2026-01-05 07:3\d:\d\d\.\d{3}, for \d+\.\d s$/m);
  t.match(said, /^decided {3}2026-01-05 07:3\d:\d\d\.\d{3}: (stage [1-4]( stays)?|on to stage [1-4]): \w/m);
  t.equal(said.split("\n").filter((line) => line.startsWith(">")).length, 1, "one is chosen");
  const delays = [...said.matchAll(/^>? +stage .*?(\d+)$/gm)].map(([, delay]) => Number(delay));
  t.same(
    delays,
    delays.toSorted((a, b) => a - b),
    "by what they would cost",
  );
  t.match(said, /^ {2}south 2 +\d+\.\d +\d+\.\d +(–|07:3\d:\d\d\.\d \(\d+\.\d s\)) +\d+ +\d\.\d\d$/m);

  const same = [
    ["--at", "07:35:00"],
    ["--at", "2026-01-05T06:35Z"],
    ["--at", "300"],
    ["--at", "300", "--session", "2"],
  ];
  for (const args of same) t.same(await type(t, file, ...args), { code, said }, args.join(" "));
  t.match((await type(t, file)).said, /360\.0 s after the start of session 2/, "the last moment, if none is named");
  t.match((await type(t, file, "--at", "07:05")).said, /300\.0 s after the start of session 1/);
  const told = JSON.parse((await type(t, file, "--at", "07:35", "--json")).said) as { session: number; live: { at: number; plan: object } };
  t.match(told, { session: 2, live: { at: 300_000, plan: { candidates: [{ phases: [1] }, {}, {}, {}] } } });

  const refused: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [["--at", "06:59"], /^stopline: the journal goes from 2026-01-05 07:00:00\.000 to 2026-01-05 07:3\d/],
    [["--at", "2026-01-06 07:00"], /^stopline: the journal goes from/],
    [["--at", "07:20"], /^stopline: the unit did not run then, .*session 1 ends 2026-01-05 07:0.*session 2 begins 2026-01-05 07:30/],
    [["--at", "400"], /^stopline: session 2 ends 3\d\d\.\d s after its start, before 400 s/],
    [["--session", "7"], /^stopline: there is no session 7 in the journal; it has 1, 2/],
    [["--session", "1", "--at", "07:35"], /^stopline: session 1 goes from .* 07:00:00\.000 to/],
  ];
  for (const [args, words] of refused) t.match(await type(t, file, ...args), { code: 1, said: words }, args.join(" "));
  t.match(JSON.parse((await type(t, file, "--at", "400", "--json")).said), { refused: /session 2 ends/ });
});

t.test("a site that never plans is told so", async (t) => {
  const file = join(t.testdir(), "journal.db");
  session(file, FOUR_LEG, SEVEN, minutes(2));
  t.match(await type(t, file), { code: 1, said: /^stopline: no pattern of this site plans \(strategy adaptive or max-pressure\)/ });
});

t.test("where a site could plan but does not, the reason is named", async (t) => {
  const file = join(t.testdir(), "journal.db");
  session(file, PLANNING.replace("pattern = 4\n", "pattern = 1\n"), SEVEN, minutes(2));
  t.match((await type(t, file)).said, /^plan {6}none: the pattern in force does not plan \(fully-actuated\)$/m);
  t.match((await type(t, file, "--at", "1")).said, /^plan {6}none: /m);
});

t.test("times are read by the site's clocks, through summer time and back", async (t) => {
  const last = WallTime(Date.UTC(2026, 9, 26, 12));
  const wall = (text: string) => {
    const moment = momentIn(text, "Europe/Berlin", last);
    return "wall" in moment ? new Date(moment.wall).toISOString() : moment.at;
  };
  t.equal(wall("2026-07-01 12:00:00.25"), "2026-07-01T10:00:00.250Z");
  t.equal(wall("2026-10-25 02:30"), "2026-10-25T00:30:00.000Z", "of an hour that comes twice the first");
  t.equal(wall("2026-10-25 02:30+01:00"), "2026-10-25T01:30:00.000Z");
  t.equal(wall("13:00"), "2026-10-26T12:00:00.000Z");
  t.equal(wall("13:01"), "2026-10-25T12:01:00.000Z", "yesterday: today it has not come");
  t.equal(wall("732.4"), 732_400);
  t.throws(() => wall("2026-03-29 02:30"), { message: /there was no 2026-03-29 02:30 in Europe\/Berlin: the clocks were set forward/ });
  for (const text of ["soon", "25:00", "2026-02-31 07:00", "-5", "", "1e3"]) {
    t.throws(() => wall(text), { message: /^(--at is a time such as|there is no such time as)/ }, text);
  }
});
