import t from "tap";
import { TimeBase } from "../../src/timing/time-base.ts";
import { WallTime } from "../../src/traffic/time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const wall = (utc: string) => WallTime(Date.parse(utc));
const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
/** "2026-03-29 sun 03:00", and the tenths since the day began. */
const reader = (zone: string) => {
  const base = new TimeBase(zone);
  return (utc: string) => {
    const { day, minute, clock_ds } = base.at(wall(utc));
    return [`${day.date} ${day.weekday} ${clock(minute)}`, clock_ds] as const;
  };
};

t.test("in Berlin summer begins with an hour that is not there, and no cycle moves for it", async (t) => {
  const at = reader("Europe/Berlin");
  t.same(at("2026-03-28T22:59:59.900Z"), ["2026-03-28 sat 23:59", 863_999]);
  t.same(at("2026-03-28T23:00:00Z"), ["2026-03-29 sun 00:00", 0]);
  t.same(at("2026-03-29T00:59:59.900Z"), ["2026-03-29 sun 01:59", 71_999]);
  t.same(at("2026-03-29T01:00:00Z"), ["2026-03-29 sun 03:00", 72_000], "an action at 02:30 has come with this tenth");
  t.same(at("2026-03-29T21:59:59.900Z"), ["2026-03-29 sun 23:59", 23 * 36_000 - 1], "a day of 23 hours");
  t.same(at("2026-03-29T22:00:00Z"), ["2026-03-30 mon 00:00", 0]);
});

t.test("in Berlin and Chicago summer ends with an hour that comes twice, and what was done in it stays done", async (t) => {
  const berlin = reader("Europe/Berlin");
  t.same(berlin("2026-10-25T00:30:00Z"), ["2026-10-25 sun 02:30", 2.5 * 36_000]);
  t.same(berlin("2026-10-25T00:59:00Z"), ["2026-10-25 sun 02:59", 2.5 * 36_000 + 29 * 600]);
  t.same(berlin("2026-10-25T01:00:00Z"), ["2026-10-25 sun 02:59", 3 * 36_000], "02:00 again: nothing of it is taken back");
  t.same(berlin("2026-10-25T01:59:00Z"), ["2026-10-25 sun 02:59", 4 * 36_000 - 600]);
  t.same(berlin("2026-10-25T02:00:00Z"), ["2026-10-25 sun 03:00", 4 * 36_000]);
  t.same(berlin("2026-10-25T22:59:59.900Z"), ["2026-10-25 sun 23:59", 25 * 36_000 - 1], "a day of 25 hours");
  const chicago = reader("America/Chicago");
  t.same(chicago("2026-11-01T06:59:00Z"), ["2026-11-01 sun 01:59", 2 * 36_000 - 600]);
  t.same(chicago("2026-11-01T07:10:00Z"), ["2026-11-01 sun 01:59", 2 * 36_000 + 10 * 600]);
  t.same(chicago("2026-11-01T08:00:00Z"), ["2026-11-01 sun 02:00", 3 * 36_000]);
  t.same(chicago("2026-03-08T08:00:00Z"), ["2026-03-08 sun 03:00", 2 * 36_000]);
});

t.test("Shanghai has no summer time; on Lord Howe Island it is half an hour", async (t) => {
  const shanghai = reader("Asia/Shanghai");
  t.same(shanghai("2026-07-01T16:00:00Z"), ["2026-07-02 thu 00:00", 0]);
  t.same(shanghai("2026-07-01T15:59:59.900Z"), ["2026-07-01 wed 23:59", 863_999]);
  const island = reader("Australia/Lord_Howe");
  t.same(island("2026-10-03T15:29:00Z"), ["2026-10-04 sun 01:59", 2 * 36_000 - 600]);
  t.same(island("2026-10-03T15:30:00Z"), ["2026-10-04 sun 02:30", 2 * 36_000]);
  t.same(island("2026-04-04T14:59:00Z"), ["2026-04-05 sun 01:59", 2 * 36_000 - 600]);
  t.same(island("2026-04-04T15:10:00Z"), ["2026-04-05 sun 01:59", 2 * 36_000 + 10 * 600]);
  t.same(island("2026-04-04T15:40:00Z"), ["2026-04-05 sun 02:10", 2 * 36_000 + 40 * 600]);
});

t.test("where the first hour of a day is left out, the day begins at one", async (t) => {
  const beirut = reader("Asia/Beirut");
  t.same(beirut("2025-03-29T21:59:59.900Z"), ["2025-03-29 sat 23:59", 863_999]);
  t.same(beirut("2025-03-29T22:00:00Z"), ["2025-03-30 sun 01:00", 0]);
});

t.test("where the clocks go back from midnight, what was done in the last hour of the day stays done", async (t) => {
  const santiago = reader("America/Santiago");
  t.same(santiago("2026-04-05T02:59:59.900Z"), ["2026-04-04 sat 23:59", 863_999]);
  t.same(santiago("2026-04-05T03:00:00Z"), ["2026-04-04 sat 23:59", 24 * 36_000]);
  t.same(santiago("2026-04-05T04:00:00Z"), ["2026-04-05 sun 00:00", 0]);
});

t.test("tenths and minutes never go back within a day, and go on by one, all through two years of five zones", async (t) => {
  for (const zone of ["Europe/Berlin", "America/Chicago", "America/Santiago", "Asia/Shanghai", "Australia/Lord_Howe"]) {
    const base = new TimeBase(zone);
    let last = base.at(wall("2025-12-31T12:00:00Z"));
    let wrong = 0;
    let days = 0;
    for (let ms = Date.parse("2025-12-31T12:15:00Z"); ms < Date.parse("2027-12-31T00:00:00Z"); ms += 15 * MINUTE) {
      const now = base.at(WallTime(ms));
      const same = now.day.date === last.day.date;
      if (!same) days++;
      if (
        same ? now.minute < last.minute || now.clock_ds !== last.clock_ds + 9_000 : now.clock_ds !== 0 || now.before.date !== last.day.date
      )
        wrong++;
      last = now;
    }
    t.equal(wrong, 0, zone);
    t.equal(days, 730 - (zone.startsWith("America/") ? 1 : 0));
  }
});

t.test("a clock that says nonsense finds some day, and no crash", async (t) => {
  const base = new TimeBase("Europe/Berlin");
  for (const ms of [-1, -8e15, 0, 1, 8.64e15, Number.MAX_SAFE_INTEGER, HOUR]) {
    const { minute, clock_ds, day } = base.at(WallTime(ms));
    t.ok(minute >= 0 && minute < 1_440 && clock_ds >= 0 && clock_ds < 1e6 && day.weekday, String(ms));
  }
});
