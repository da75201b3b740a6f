import t from "tap";
import { CentreTime } from "../../src/sync/centre-time.ts";

const MINUTE_MS = 60_000;

/** An acknowledgement a minute; `ahead` is the brain's time less ours by the minute, `late` how long it was on its way. Returns what is said then, less what is so. */
function minutes(
  centre: CentreTime,
  from: number,
  to: number,
  ahead: (minute: number) => number,
  late: (minute: number) => number,
): (number | null)[] {
  const errors: (number | null)[] = [];
  for (let minute = from; minute < to; minute++) {
    const now = minute * MINUTE_MS;
    centre.heard(now + ahead(minute) - late(minute), now);
    // Just before the next one.
    const at = centre.at(now + MINUTE_MS - 1);
    errors.push(at === null ? null : at - (now + MINUTE_MS - 1) - ahead(minute));
  }
  return errors;
}

t.test(
  "a unit whose quartz is the faster one knows the centre's time all day, though each acknowledgement says less than the one before",
  async (t) => {
    // 20 parts in a million, and every 200th minute's answer 90 s late.
    const errors = minutes(
      new CentreTime(),
      0,
      1_440,
      (minute) => Math.round(-minute * MINUTE_MS * 20e-6),
      (minute) => (minute % 200 === 199 ? 90_000 : 100),
    );
    t.notOk(errors.includes(null), "it is known at every moment");
    t.ok(
      errors.every((error) => Math.abs(error!) <= 200),
      `at most ${Math.max(...errors.map((error) => Math.abs(error!)))} ms off`,
    );
  },
);

t.test("a centre whose clock is put back is believed within the hour", async (t) => {
  const centre = new CentreTime();
  const before = minutes(
    centre,
    0,
    45,
    () => 300_000,
    () => 100,
  );
  t.equal(before.at(-1), -100);
  const after = minutes(
    centre,
    45,
    120,
    () => 0,
    () => 100,
  );
  t.equal(after[0], 299_900, "not at once: an answer may be late");
  t.ok(after.slice(62).every((error) => error === -100));
});

t.test("nobody knows the centre's time an hour after its last word, nor on a new line", async (t) => {
  const centre = new CentreTime();
  centre.heard(1_000_000, 0);
  t.equal(centre.at(3_600_000), 4_600_000);
  t.equal(centre.at(3_600_001), null);
  centre.heard(9_000_000, 4_000_000);
  t.equal(centre.at(4_000_000), 9_000_000, "what was heard before that is not looked at");
  centre.forget();
  t.equal(centre.at(4_000_000), null);
});
