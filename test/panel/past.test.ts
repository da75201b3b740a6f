// Long: journals of weeks, each behind a page of its own.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import t, { type Test } from "tap";
import { Past } from "../../src/panel/past/past.ts";
import type { ToldMeasures, ToldPage } from "../../src/panel/past/told.ts";
import { NO_PORTS } from "../../src/panel/ports.ts";
import { openPanel } from "../../src/panel/server.ts";
import { openJournal } from "../../src/platform/journal-file.ts";
import { openPast } from "../../src/platform/past.ts";
import { web } from "../../src/platform/web.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { openDoors } from "./doors.ts";
import { fourLeg } from "./street.ts";
import { ADVANCE, HOUR, LINE, MINUTE, MONDAY, NEXT_MONDAY, Weeks } from "./told-weeks.ts";

/** A page server over the journal file at `path`. */
async function served(t: Test, path: string) {
  const site = fourLeg();
  const past = openPast(path, site);
  const panel = await openPanel({
    site,
    version: "0.1.0",
    host: "127.0.0.1",
    port: 0,
    web,
    ports: { ...NO_PORTS, past },
    doors: openDoors,
  });
  t.teardown(async () => {
    await panel.close();
    await past.close();
  });
  const ask = async <T>(what: string): Promise<{ status: number; told: T }> => {
    const answer = await fetch(new URL(what, panel.url));
    return { status: answer.status, told: (await answer.json()) as T };
  };
  return {
    past,
    panel,
    ask,
    measures: async (from: number, to: number, more = "") =>
      (await ask<ToldMeasures>(`measures.json?from=${from}&to=${to}&movement=phase+2${more}`)).told,
    journal: async (query: string) => (await ask<ToldPage>(`journal.json?${query}`)).told,
  };
}

const refusedOf = ({ status, told }: { status: number; told: unknown }) => [status, (told as { refused: string }).refused];

async function told(t: Test, weeks: Weeks) {
  const path = join(t.testdir(), "journal.db");
  weeks.write(path);
  return { path, ...(await served(t, path)) };
}

/** An hour of phase 2 from seven o'clock: a green each two minutes for thirty seconds, and who comes ten seconds after each and before it. */
function hour(weeks: Weeks, seven: number, comes: readonly number[]): void {
  for (let at = seven; at < seven + HOUR; at += 2 * MINUTE) {
    weeks.turn(2, at, at + 30_000);
    for (const after of comes) weeks.arrival(at + after);
    weeks.vehicle(LINE, at + 15_000);
  }
}

t.test("an hour is measured to the unit, beside the same hour by the clocks a week ago, across the end of summer time", async (t) => {
  const weeks = new Weeks();
  weeks.record(MONDAY + HOUR, CODE.patternChanged, 3, 0, '{"why":"the schedule"}').record(MONDAY + HOUR, 135, 36);
  hour(weeks, MONDAY + 7 * HOUR, [10_000]);
  hour(weeks, NEXT_MONDAY + 7 * HOUR, [10_000, 100_000, 31_000]);
  weeks.record(NEXT_MONDAY + 9 * HOUR, 31, 1);
  const { measures } = await told(t, weeks);
  const { zone, now, before } = await measures(NEXT_MONDAY + 7 * HOUR, NEXT_MONDAY + 8 * HOUR);
  t.equal(zone, "Europe/Berlin");
  t.same([before.from, before.to], [MONDAY + 7 * HOUR, MONDAY + 8 * HOUR], "an hour less than seven days of the sun");
  t.not(now.from - before.from, 7 * 24 * HOUR);
  const phase = (window: ToldMeasures["now"]) => window.movements.find(({ number }) => number === 2)!;
  // One on green waits for nobody, one for 20 s, one on yellow for 89 s; the last two wait for a green that has not come.
  t.match(phase(now).total, { services: 30, arrivals: 90, on_green: 30, on_yellow: 30, arrivals_on_green_pm: 333, delay_mean_ms: 35_920 });
  t.match(phase(now).total, { green_mean_ms: 30_000, split_mean_ms: 35_100, split_planned_ms: 36_000, vehicles: 30, green_pm: 250 });
  t.match(phase(before).total, { services: 30, arrivals: 30, on_green: 30, arrivals_on_green_pm: 1_000, delay_mean_ms: 0 });
  t.match(phase(now).patterns, [{ pattern: 3, services: 30 }], "the pattern that was set a week before, and holds");
  t.equal(phase(now).bins.length, 4);
  t.same(
    phase(now).bins.map(({ start, arrivals }) => [(start - now.from) / MINUTE, arrivals]),
    [0, 15, 30, 45].map((at, i) => [at, [23, 22, 23, 22][i]]),
  );
  t.equal(now.columns.length, 29, "a column is from red to red, and the last red has no end");
  t.match(now.columns[0], { start: now.from + 33_600, green_ms: 86_400, arrivals_ms: [66_400, 96_400] });
  const loop = (window: ToldMeasures["now"], number: number) => window.detectors.find(({ detector }) => detector === number)!;
  t.equal(loop(now, ADVANCE).total.volume, 90);
  t.equal(loop(before, ADVANCE).total.volume, 30);
});

t.test("a day in which clocks went back has 25 hours, and the one a week later is compared with all of them", async (t) => {
  const weeks = new Weeks(MONDAY + 5 * 24 * HOUR);
  const sunday = MONDAY + 6 * 24 * HOUR;
  for (let at = sunday; at < sunday + 25 * HOUR; at += HOUR) weeks.vehicle(LINE, at + 5 * MINUTE);
  weeks.record(sunday + 33 * 24 * HOUR, 31, 1);
  const { measures, ask } = await told(t, weeks);
  const volume = (window: ToldMeasures["now"]) => window.detectors.find(({ detector }) => detector === LINE)?.total.volume;
  const later = await measures(sunday + 7 * 24 * HOUR + HOUR, sunday + 8 * 24 * HOUR + HOUR);
  t.same([later.before.from, later.before.to], [sunday, sunday + 25 * HOUR]);
  t.equal(volume(later.before), 25);
  t.equal(volume(await measures(sunday, sunday + 25 * HOUR).then(({ now }) => now)), 25, "the long day itself can be asked for");
  t.same(refusedOf(await ask(`measures.json?from=${sunday}&to=${sunday + 25 * HOUR + 1}`)), [400, "not-asked-so"], "and no longer one");
});

t.test("in the middle of a session it is known who had failed; what a movement shows is not, until it tells", async (t) => {
  const weeks = new Weeks();
  weeks.record(MONDAY + HOUR, 86, LINE, 0, "open loop");
  weeks.record(MONDAY + 2 * HOUR, 1, 2);
  for (let at = MONDAY; at < MONDAY + 48 * HOUR; at += 30_000) weeks.record(at, 31, 1);
  const noon = MONDAY + 36 * HOUR;
  weeks.arrival(noon + MINUTE).vehicle(LINE, noon + MINUTE);
  weeks.record(noon + 10 * MINUTE, 8, 2).record(noon + 10 * MINUTE + 3_600, 10, 2);
  weeks.arrival(noon + 11 * MINUTE);
  weeks.turn(2, noon + 12 * MINUTE, noon + 13 * MINUTE);
  const { measures } = await told(t, weeks);
  const { now, before } = await measures(noon, noon + HOUR);
  const phase = now.movements.find(({ number }) => number === 2)!;
  t.match(phase.total, { arrivals: 1, on_green: 0, delay_mean_ms: MINUTE }, "who came before the first event is nobody's arrival");
  t.match(now.detectors.find(({ detector }) => detector === LINE)!.total, { volume: 0, seen_ms: 0 });
  t.match(before, { there: null, words: "Nothing is recorded of this time.", movements: [] });
});

t.test("who comes on a green that has not ended comes on green", async (t) => {
  const weeks = new Weeks();
  weeks.turn(2, MONDAY + MINUTE, MONDAY + 2 * MINUTE).record(MONDAY + 3 * MINUTE, 1, 2);
  weeks.arrival(MONDAY + 4 * MINUTE).record(MONDAY + 5 * MINUTE, 31, 1);
  const { measures } = await told(t, weeks);
  const { now } = await measures(MONDAY, MONDAY + HOUR);
  const { total, columns } = now.movements.map((each) => ({ ...each, columns: now.columns })).find(({ number }) => number === 2)!;
  t.match(total, { services: 1, arrivals: 1, on_green: 1 });
  t.same(columns, [], "and is no turn yet");
  // A minute, and two of five.
  t.equal(total.green_pm, 600);
});

/** A thousand of yellow, each second one, and among them two of other kinds. */
function many(): Weeks {
  const weeks = new Weeks();
  for (let i = 0; i < 1_000; i++) weeks.record(MONDAY + HOUR + i * 1_000, 8, 1 + (i % 2));
  weeks.record(MONDAY + HOUR + 500_500, 86, LINE, 0, "open loop");
  return weeks.record(MONDAY + HOUR + 600_500, CODE.planInForce, 0, 0, JSON.stringify({ hash: "", why: "the schedule says Sonderplan" }));
}

t.test("the journal is read page by page, newest first and onward, and nothing is told twice or left out", async (t) => {
  const { journal } = await told(t, many());
  const seqs: number[] = [];
  let page = await journal("most=150");
  t.match(page, { epoch: "e1", zone: "Europe/Berlin", first_seq: 1, last_seq: 1_004 });
  for (let pages = 0; pages < 20; pages++) {
    seqs.push(...page.records.map(({ seq }) => seq));
    if (page.over) break;
    page = await journal(`most=150&before=${page.next}`);
  }
  t.same(
    seqs,
    Array.from({ length: 1_004 }, (_, i) => 1_004 - i),
  );
  const on: number[] = [];
  for (page = await journal("most=200&after=0"); ; page = await journal(`most=200&after=${page.next}`)) {
    on.push(...page.records.map(({ seq }) => seq));
    if (page.over) break;
  }
  t.same(on, seqs.toReversed());
  t.same((await journal(`after=${page.next}`)).records, [], "whoever follows waits behind the last");
});

t.test("records are picked by kind, phase, detector, code, time and words, in either language", async (t) => {
  const { journal } = await told(t, many());
  const found = async (query: string) => (await journal(query)).records.map(({ what, which, says }) => [what, which, says]);
  t.same(await found("kind=faults"), [
    [
      "detector fault: open loop",
      `detector ${LINE}`,
      "open loop: the loop or its lead-in is cut: measure its resistance at the terminals, below 5 ohm is good",
    ],
    ["unit flash status", "", "not flashing"],
  ]);
  t.match(await found(`detector=${LINE}&language=zh-Hans`), [["检测器故障：线圈断路", `检测器 ${LINE}`, /^线圈断路：/]]);
  t.same(await found("code=372&language=zh-Hans"), [["配时方案已启用", "", "配置文件自带方案：the schedule says Sonderplan"]]);
  t.same(await found("text=SONDERPLAN"), [["plan in force", "", "the site file's own: the schedule says Sonderplan"]]);
  t.same((await found("text=%E7%BA%BF%E5%9C%88%E6%96%AD%E8%B7%AF&language=zh-Hans")).length, 1);
  t.same(await found("text=nobody+ever+said+this"), []);
  const { records, over } = await journal(`phase=2&from=${MONDAY + HOUR + 100_000}&to=${MONDAY + HOUR + 110_000}`);
  t.same(
    records.map(({ wall }) => (wall - MONDAY - HOUR) / 1_000),
    [109, 107, 105, 103, 101],
  );
  t.equal(over, true);
});

t.test("a search looks at so many records at once, and says from where to go on", async (t) => {
  const weeks = new Weeks();
  for (let i = 0; i < 40_000; i++) weeks.record(MONDAY + i * 100, 8, 2);
  weeks.record(MONDAY + 50, CODE.planInForce, 0, 0, JSON.stringify({ hash: "", why: "Sonderplan" }));
  const { journal } = await told(t, weeks);
  const first = await journal("text=sonderplan");
  t.match(first, { records: [], over: false });
  t.ok(first.next > 20_000 && first.looked! > MONDAY, `it stands before ${first.next}`);
  const second = await journal(`text=sonderplan&before=${first.next}`);
  const third = await journal(`text=sonderplan&before=${second.next}`);
  t.match(third, { records: [{ code: CODE.planInForce }], over: true });
});

t.test("what cannot be asked so is refused in words, before anything is read", async (t) => {
  const { ask } = await served(t, join(t.testdir(), "none.db"));
  for (const query of [
    "journal.json?most=201",
    "journal.json?most=0",
    "journal.json?after=1&before=2",
    "journal.json?kind=everything",
    "journal.json?code=-1",
    "journal.json?from=2&to=1",
    `journal.json?text=${"x".repeat(81)}`,
    `journal.json?${"code=1&".repeat(33)}`,
    "measures.json?from=1",
    "measures.json?from=2&to=1",
    "measures.json?from=x&to=1",
    "measures.json?from=1&to=2&bin=7",
    "measures.json?from=0&to=90000001",
  ]) {
    t.same(refusedOf(await ask(query)), [400, "not-asked-so"], query.slice(0, 60));
  }
});

t.test("a journal that is missing, another program's or locked is told of in words, and read when it is there", async (t) => {
  const path = join(t.testdir(), "journal.db");
  const { ask, journal } = await served(t, path);
  const missing = await ask<{ words: string }>("journal.json");
  t.same(refusedOf(missing), [503, "no-journal"]);
  t.match(missing.told.words, "cannot be opened");
  writeFileSync(path, "these are no pages of a database ".repeat(200));
  t.match((await ask<{ words: string }>("measures.json?from=1&to=2")).told.words, "the file is no database");
  rmSync(path);
  many().write(path);
  const holder = new Sqlite(path);
  holder.pragma("locking_mode = EXCLUSIVE");
  holder.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  const locked = await ask<{ words: string }>("journal.json");
  t.same(refusedOf(locked), [503, "no-journal"]);
  t.match(locked.told.words, "another program holds the file");
  holder.exec("ROLLBACK");
  holder.close();
  t.equal((await journal("most=1")).records.length, 1);
});

t.test("a journal that was made anew takes the old one's place, and its holes are told", async (t) => {
  const { path, journal, measures } = await told(t, many());
  t.equal((await journal("most=1")).last_seq, 1_004);
  t.not((await measures(MONDAY, MONDAY + 2 * HOUR)).now.there, null);
  for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
  new Weeks(NEXT_MONDAY).write(path);
  t.match(await journal(""), { last_seq: 2, records: [{ seq: 2 }, { seq: 1, what: "session start" }] });
  t.equal((await measures(MONDAY, MONDAY + 2 * HOUR)).now.there, null);
  const db = new Sqlite(path);
  db.exec("UPDATE chunks SET body = zeroblob(40)");
  db.close();
  t.match(await journal(""), { records: [{ code: CODE.gap, fault: true, says: /the file has changed there/ }] });
});

t.test("another phase's diagram of the same hours is drawn from what was measured: the journal is read once for all of them", async (t) => {
  const weeks = new Weeks();
  hour(weeks, NEXT_MONDAY + 7 * HOUR, [10_000]);
  weeks.turn(4, NEXT_MONDAY + 7 * HOUR, NEXT_MONDAY + 7 * HOUR + 20_000).record(NEXT_MONDAY + 9 * HOUR, 31, 1);
  const path = join(t.testdir(), "journal.db");
  weeks.write(path);
  let read = 0;
  const opened = () => {
    const journal = openJournal(path);
    const chunks = journal.chunks.bind(journal);
    return Object.assign(journal, {
      chunks: (after: number) => {
        read += 1;
        return chunks(after);
      },
    });
  };
  const past = new Past(opened, fourLeg(), () => 0);
  t.teardown(() => past.close());
  const columns = (movement: string): number => {
    const question = { kind: "measures", from: NEXT_MONDAY + 7 * HOUR, to: NEXT_MONDAY + 8 * HOUR, bin_ms: 15 * MINUTE, movement } as const;
    const answered = past.answer(question);
    return answered.kind === "told" ? (answered.value as ToldMeasures).now.columns.length : -1;
  };
  t.equal(columns("phase 2"), 29);
  const once = read;
  t.equal(columns("phase 4"), 0, "one green has no red before it");
  t.equal(columns("phase 2"), 29);
  t.ok(once > 0);
  t.equal(read, once);
});
