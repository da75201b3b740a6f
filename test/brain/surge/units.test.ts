import t from "tap";
import { stopline } from "#wire";
import type { KeptRecord } from "../../../src/brain/arrival.ts";
import type { UnitView } from "../../../src/brain/fleet.ts";
import { NoAnswer, type Order, type OrderResult } from "../../../src/brain/orders.ts";
import type { Usual } from "../../../src/brain/surge/busiest.ts";
import { isRefused, type Prepared } from "../../../src/brain/surge/prepared.ts";
import type { Surge } from "../../../src/brain/surge/surge.ts";
import { type AskedSurges, Warden } from "../../../src/brain/surge/warden.ts";
import { planOrders, requestOf } from "../../../src/commands/index.ts";
import type { ResultDetail } from "../../../src/journal/port.ts";
import { sha256 } from "../../../src/plans/sha256.ts";
import { ticks } from "../../../src/sim.ts";
import { Street } from "../../../src/street/street.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { type Instant, WallTime } from "../../../src/traffic/time.ts";
import { Unit } from "../../../src/unit.ts";
import { planOf } from "../../plans/plan-of.ts";
import { FOUR_LEG, MemoryRecorder, siteOf } from "../../streets.ts";

// Real units on their street, and the brain's own code beside them; only the broker between is none.

const WALL = Date.UTC(2026, 4, 16, 13);
const MINUTE = 60_000;
const UNIT = "DEMO-001";
const flows = () => ["north", "east", "south", "west"].flatMap((approach) => [1, 2].map((lane) => ({ approach, lane, vehicles_h: 200 })));

const phase = { name: "arrival", of: "begin", from_min: 0, to_min: 3, towards_pm: 1_000, away_pm: 1_000, others_pm: 1_400 } as const;
const match: Surge = {
  ...{ name: "cup-final", class: "match", units: [UNIT], towards: [], away: [], longest_min: 60, phases: [phase], demand: [] },
  event: { begins: WallTime(WALL + 3 * MINUTE), ends: WallTime(WALL + 30 * MINUTE) },
};
const overflow: Surge = { ...match, name: "overflow", class: "fair", event: null, phases: [{ ...phase, to_min: 120 }], longest_min: 240 };

/** One unit of a city, its link, and the brain at the other end: any of them may be gone. */
class Corner {
  readonly recorder = new MemoryRecorder();
  readonly notices: string[] = [];
  readonly plans = new Map<string, string>();
  /** Plans that were taken back under surges, and what was before them. */
  readonly withdrawn = new Map<string, string>();
  kept: Prepared | null = null;
  keptWords = "";
  asked: AskedSurges = { begun: [], cancelled: [] };
  /** Nothing gets through. */
  cut = false;
  /** Its trials take their time. */
  ponders = false;
  trial: (hash: string) => { readonly passed: boolean; readonly words: string; readonly longest_s?: number } = () => ({
    passed: true,
    words: "as before",
  });
  /** Who usually comes, as far as anybody has measured. */
  known: Usual = flows;
  warden: Warden | null = null;
  now = 0;
  readonly #unit: Unit;
  readonly #ticks: Generator<Instant>;
  readonly #surges: readonly Surge[];
  readonly #waiting = new Map<string, (result: OrderResult) => void>();
  #read = 0;
  /** Of each code the newest record's seq. */
  readonly #newest = new Map<number, number>();
  #ids = 0;
  readonly #held: MemoryRecorder["entries"][number][] = [];

  constructor(surges: readonly Surge[], saved?: string) {
    this.#surges = surges;
    const site = siteOf(FOUR_LEG);
    this.#unit = new Unit(site, {
      version: "test",
      site: FOUR_LEG,
      wall: WallTime(WALL),
      ...(saved === undefined ? {} : { plans: saved }),
    });
    this.#ticks = ticks({ unit: this.#unit, street: new Street(site, 7, { began_ms: 13 * 3_600_000 }), recorder: this.recorder });
    this.brain();
  }

  /** A brain begins, with what the one before it kept. */
  brain(): void {
    const { plans, notices } = this;
    this.warden = new Warden(
      UNIT,
      {
        surges: this.#surges,
        wall: () => WallTime(WALL + this.now),
        send: (unit, order, options) => this.#send(unit, order, options.expires_s),
        lastOf: async (_unit, code) => this.#lastOf(code),
        usual: async () => (hours) => this.known(hours),
        asked: () => this.asked,
        plans: {
          of: (hash) => plans.get(hash) ?? null,
          withdrawnFrom: () => Object.fromEntries(this.withdrawn),
          settle: (_unit, hash) => void this.withdrawn.delete(hash),
        },
        keep: (_unit, prepared, words) => {
          this.keptWords = words;
          this.kept = prepared === null ? null : (JSON.parse(JSON.stringify(prepared)) as Prepared);
          if (prepared !== null) plans.set(prepared.hash, prepared.text);
        },
        notice: (words) => notices.push(words),
      },
      this.kept,
    );
  }

  async live(until_min: number): Promise<void> {
    while (this.now < until_min * MINUTE) {
      for (let i = 0; i < 10; i++) this.now = this.#ticks.next().value;
      this.#answer();
      await this.warden?.step(this.#view());
      // Whatever was answered goes on before the next second.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Somebody at the centre brings a plan that has no surges. */
  async rollOut(text: string): Promise<void> {
    const hash = sha256(text);
    this.plans.set(hash, text);
    for (const order of [...planOrders(text), { tryPlan: { hash } }]) void this.#send(UNIT, order, 60);
    await this.live(this.now / MINUTE + 0.1);
    void this.#send(UNIT, { activatePlan: { hash, atMs: 0 } }, 60);
    await this.live(this.now / MINUTE + 0.1);
  }

  /** Which patterns were in force from when on, in minutes. */
  get patterns(): readonly string[] {
    const changes = this.recorder.entries.filter(({ code }) => code === CODE.patternChanged);
    return changes.map(({ at, param }) => `${(at / MINUTE).toFixed(1)} ${param}`);
  }

  get saved(): string {
    return this.#unit.plans;
  }

  #lastOf(code: number): KeptRecord | null {
    const seq = this.#newest.get(code);
    const entry = this.recorder.entries[(seq ?? 0) - 1];
    return seq === undefined || entry === undefined ? null : { ...entry, seq, wall_ms: WALL + entry.at };
  }

  #view(): UnitView {
    const pattern = this.#lastOf(CODE.patternChanged)?.param ?? 0;
    return { unit: UNIT, presence: this.cut ? "offline" : "online", presence_heard: true, pattern } as UnitView;
  }

  #send(unit: string, order: Order, expires_s: number): Promise<OrderResult> {
    if (this.cut) return Promise.reject(new NoAnswer("the link is cut"));
    const wire = stopline.v1.Command.encode(order as stopline.v1.Command.$Properties).finish();
    const { command, args } = requestOf(stopline.v1.Command.decode(wire))!;
    const id = `c-${this.#ids++}`;
    this.recorder.inbox.push({ id, command, args, expires: WallTime(WALL + this.now + expires_s * 1_000), refused: "" });
    return new Promise((resolve) => this.#waiting.set(`${unit} ${id}`, resolve));
  }

  /** Results go to whoever asked; a trial that was asked for is over a second later. */
  #answer(): void {
    const from = this.#read;
    this.#read = this.recorder.entries.length;
    for (let i = from; i < this.#read; i++) this.#newest.set(this.recorder.entries[i]!.code, i + 1);
    for (const entry of [...this.#held.splice(0), ...this.recorder.entries.slice(from)]) {
      const { code, detail } = entry;
      if (code !== CODE.commandResult) continue;
      const { id, command, done, refused } = JSON.parse(detail) as ResultDetail;
      this.#waiting.get(`${UNIT} ${id}`)?.({ id, unit: UNIT, done, refused, wall: WallTime(WALL + this.now) });
      if (command !== "try-plan" || !done) continue;
      if (this.ponders) {
        this.#held.push(entry);
        continue;
      }
      const { args } = JSON.parse(
        this.recorder.entries.find((e) => e.code === CODE.commandReceived && e.detail.includes(`"${id}"`))!.detail,
      );
      const against = (JSON.parse(this.#lastOf(CODE.planInForce)?.detail ?? '{"hash":""}') as { hash: string }).hash;
      const { hash } = JSON.parse(args) as { readonly hash: string };
      const { longest_s, ...came } = this.trial(hash);
      const after =
        longest_s === undefined
          ? null
          : { vehicles: 800, mean_delay_ds: 300, p95_delay_s: 90, longest_delay_s: longest_s, mean_walk_wait_ds: 300 };
      const tried = { hash, ...came, hour: 0, against, before: null, after };
      const expires = WallTime(WALL + this.now + MINUTE);
      this.recorder.inbox.push({ id: `t-${id}`, command: "plan-tried", args: JSON.stringify(tried), expires, refused: "" });
    }
  }
}

const trips = (corner: Corner) => corner.recorder.entries.filter(({ code }) => code === CODE.monitorFault || code === CODE.runsFree).length;

t.test("a surge comes and goes at its time, and afterwards the unit's own plan is in force again", async (t) => {
  const corner = new Corner([match]);
  await corner.live(8);
  t.same(corner.patterns, ["0.0 1", "3.0 100", "6.0 1"]);
  t.ok(corner.notices.includes(`${UNIT}: cup-final arrival, pattern 100`));
  t.ok(corner.notices.includes(`${UNIT}: cup-final arrival is over; back to pattern 1`));
  t.equal(corner.notices.at(-1), `${UNIT}: its surges are over; its own plan is in force again`);
  t.match(JSON.parse(corner.saved), { in_force: "" });
  t.equal(corner.kept, null);
  t.equal(trips(corner), 0);
});

t.test("the brain dies in the middle of a surge, and the unit returns by itself, on the minute", async (t) => {
  const corner = new Corner([match]);
  await corner.live(4);
  corner.warden = null;
  await corner.live(8);
  t.same(corner.patterns, ["0.0 1", "3.0 100", "6.0 1"]);
  // One that comes back tidies up.
  corner.brain();
  await corner.live(9);
  t.match(JSON.parse(corner.saved), { in_force: "" });
  t.equal(corner.patterns.length, 3);
});

t.test("a unit that starts anew in the middle of a surge, with no brain there, is in it again, and out of it at its end", async (t) => {
  const before = new Corner([match]);
  await before.live(1);
  const { saved } = before;
  // Its clock says what time it is: the second life begins at 13:00, too.
  const after = new Corner([match], saved);
  after.warden = null;
  await after.live(7);
  t.same(after.patterns, ["0.0 1", "3.0 100", "6.0 1"]);
});

t.test("a unit that was away when the others were told joins in the middle, and returns with them", async (t) => {
  const corner = new Corner([match]);
  corner.cut = true;
  await corner.live(4);
  t.same(corner.patterns, ["0.0 1"]);
  corner.cut = false;
  await corner.live(7);
  const [, joined, returned] = corner.patterns;
  t.match(joined, /^4\.\d 100$/);
  t.equal(returned, "6.0 1");
});

t.test("a surge that is cancelled never comes; one that is stopped in the middle is over at once", async (t) => {
  const never = new Corner([match]);
  await never.live(1);
  t.not(never.kept, null);
  never.asked = { begun: [], cancelled: ["cup-final"] };
  await never.live(4);
  t.same(never.patterns, ["0.0 1"]);
  t.match(JSON.parse(never.saved), { in_force: "", pending: null });
  const stopped = new Corner([match]);
  await stopped.live(4);
  stopped.asked = { begun: [], cancelled: ["cup-final"] };
  await stopped.live(5);
  t.match(stopped.patterns[2], /^4\.\d 1$/);
});

t.test("a unit whose trial fails has no surge, and is named", async (t) => {
  const corner = new Corner([match]);
  corner.trial = () => ({ passed: false, words: "somebody is starved" });
  await corner.live(4);
  t.same(corner.patterns, ["0.0 1"]);
  t.match(corner.warden!.words, "cup-final, rehearsed: failed: its trial: somebody is starved");
  t.equal(corner.recorder.entries.filter(({ code }) => code === CODE.planTried).length, 1, "it is not tried for ever");
  const slower = new Corner([match]);
  slower.trial = (hash) => ({
    passed: slower.kept?.hash === hash,
    words: "it is worse by more than half (mean delay 12.0 s before, 31.0 s after)",
  });
  await slower.live(4);
  t.match(slower.patterns[1], "3.0 100", "in an hour without a crowd a pattern for one may be slower");
  t.match(slower.notices.join("\n"), /rehearsed: failed: its trial: it is worse by more than half .*; it is brought all the same/);
});

t.test(
  "a stadium's long cycle lets somebody wait for two of it in an hour without a crowd, and comes; for more it does not, and why is kept",
  async (t) => {
    const crowd: Surge = { ...match, phases: [{ ...phase, others_pm: 3_000 }] };
    const { phases } = siteOf(FOUR_LEG);
    /** Where every green of the surge's pattern lasts as long as it may. */
    const cycleOf = ({ kept }: Corner): number => {
      const [, pattern] = /name = "cup-final arrival"([\s\S]*?\])/.exec(kept?.text ?? "") ?? [];
      if (pattern === undefined) return 0;
      const greens = new Map(
        [...pattern.matchAll(/phase = (\d), max_green = ([\d.]+)/g)].map(([, phase, s]) => [Number(phase), Number(s) * 10]),
      );
      t.same([...greens.keys()].toSorted(), [2, 4, 6, 8], "nobody is known to turn left: they keep what the file has");
      const split = new Map(
        phases.map((p) => [Number(p.number), (greens.get(p.number) ?? p.max1_ds) + p.yellow_change_ds + p.red_clear_ds]),
      );
      const ring = (...phases: readonly number[]) => phases.reduce((sum, phase) => sum + split.get(phase)!, 0);
      return (Math.max(ring(1, 2), ring(5, 6)) + Math.max(ring(3, 4), ring(7, 8))) / 10;
    };
    const waits = async (more_s: number) => {
      const corner = new Corner([crowd]);
      const words = "somebody is starved (mean delay 12.0 s before, 31.0 s after)";
      corner.trial = (hash) => ({ passed: corner.kept?.hash === hash, words, longest_s: Math.ceil(2 * cycleOf(corner)) + more_s });
      await corner.live(4);
      return corner;
    };
    const long = await waits(-10);
    const cycle = cycleOf(long);
    t.ok(cycle > 80, `a cycle of ${cycle} s: two of it are more than an ordinary hour allows`);
    const bound = Math.ceil(2 * cycle);
    t.same(long.patterns, ["0.0 1", "3.0 100"]);
    const told = (waited_s: number) =>
      `cup-final, rehearsed: failed: its trial: somebody is starved (mean delay 12.0 s before, 31.0 s after); ${waited_s} s, and in a surge somebody may wait for ${bound} s`;
    t.ok(long.notices.includes(`${UNIT}: ${told(bound - 10)}; it is brought all the same`), long.notices.join("\n"));
    t.notOk(isRefused(UNIT, long.kept!));
    const starving = await waits(1);
    t.same(starving.patterns, ["0.0 1"]);
    t.equal(starving.keptWords, told(bound + 1), "whoever begins one is told so");
    t.ok(isRefused(UNIT, starving.kept!));
  },
);

t.test(
  "a surge of whose hours nothing is measured yet keeps the match out of no unit, is told, and is in the plan ten minutes after it is measured",
  async (t) => {
    const corner = new Corner([match, overflow]);
    // Of the match's weekday something is known, and not of every day.
    corner.known = ({ days }) => (days.length === 1 ? flows() : []);
    const tried = () => corner.recorder.entries.filter(({ code }) => code === CODE.planTried).length;
    await corner.live(4);
    t.same(corner.patterns, ["0.0 1", "3.0 100"]);
    t.match(corner.warden!.words, /^cup-final: .*; overflow arrival: nothing has been measured there yet/);
    t.equal(tried(), 2, "a rehearsal, and the plan");
    corner.known = ({ days }) => (days.length === 1 ? flows().map((flow) => ({ ...flow, vehicles_h: 260 })) : []);
    await corner.live(11);
    t.equal(tried(), 2, "what is measured of the others makes no other plan");
    corner.known = flows;
    await corner.live(22);
    t.same(corner.kept?.left, {});
    t.match(corner.kept?.made, [{ surge: "overflow" }]);
    corner.asked = { begun: [{ surge: "overflow", at_ms: WALL + corner.now }], cancelled: [] };
    await corner.live(23);
    t.match(corner.patterns.at(-1), /^22\.\d 100$/);
  },
);

t.test("a match was called off while another surge was still looked for again, and stood in the plan for ten minutes more", async (t) => {
  const at = (min: number): Surge["event"] => ({ begins: WallTime(WALL + min * MINUTE), ends: WallTime(WALL + (min + 5) * MINUTE) });
  const corner = new Corner([{ ...match, event: at(30) }, { ...match, name: "replay", event: at(40) }, overflow]);
  corner.known = ({ days }) => (days.length === 1 ? flows() : []);
  await corner.live(11);
  t.match(corner.kept?.left, { overflow: /^overflow arrival: nothing/ });
  corner.asked = { begun: [], cancelled: ["cup-final"] };
  await corner.live(12);
  t.match(corner.kept?.made, [{ surge: "replay" }]);
  t.match(corner.warden!.words, /^replay: in force/);
});

t.test(
  "one that a person begins is renewed; when the link is cut the unit is free a quarter of an hour later, when it is ended at once",
  async (t) => {
    const corner = new Corner([overflow]);
    await corner.live(1);
    corner.asked = { begun: [{ surge: "overflow", at_ms: WALL + MINUTE }], cancelled: [] };
    await corner.live(7);
    t.match(corner.patterns, ["0.0 1", /^1\.\d 100$/]);
    t.equal(corner.patterns.length, 2, "it was renewed without a gap");
    corner.cut = true;
    await corner.live(22);
    t.match(corner.patterns[2], /^2[01]\.\d 1$/);
    corner.cut = false;
    await corner.live(23);
    t.match(corner.patterns[3], /^22\.\d 100$/, "it still lasts, and the unit joins again");
    corner.asked = { begun: [], cancelled: [] };
    await corner.live(24);
    t.match(corner.patterns[4], /^23\.\d 1$/);
    t.equal(trips(corner), 0);
  },
);

t.test("two brains that know the same make nothing worse, and one without its memory knows a plan of surges for what it is", async (t) => {
  const corner = new Corner([match]);
  await corner.live(1);
  const first = corner.warden!;
  corner.kept = null;
  corner.brain();
  const second = corner.warden!;
  corner.warden = { step: async (view: UnitView) => void (await Promise.all([first.step(view), second.step(view)])) } as Warden;
  await corner.live(8);
  t.same(corner.patterns, ["0.0 1", "3.0 100", "6.0 1"]);
  const kept = corner.recorder.entries.filter(({ code }) => code === CODE.planKept).map(({ detail }) => detail);
  t.equal(new Set(kept).size, 2, "a rehearsal and a plan, the same from both");
  t.match(JSON.parse(corner.saved), { in_force: "" });
});

t.test("what was before the last plan of surges may hold one that was stopped since: it is gone back from at once, too", async (t) => {
  const fair: Surge = {
    ...match,
    name: "fair",
    class: "fair",
    event: { begins: WallTime(WALL + 5 * MINUTE), ends: WallTime(WALL + 60 * MINUTE) },
  };
  const corner = new Corner([{ ...fair, phases: [{ ...phase, to_min: 20 }] }, match]);
  await corner.live(1.5);
  corner.asked = { begun: [], cancelled: ["fair"] };
  await corner.live(6.3);
  t.match(JSON.parse(corner.saved), { in_force: "" });
});

t.test("a disk that is full for a moment keeps no surge from a unit for good", async (t) => {
  const corner = new Corner([match]);
  const { plans, warden } = corner;
  let full = true;
  const [set, step] = [plans.set.bind(plans), warden!.step.bind(warden)];
  plans.set = (hash, text) => {
    if (!full) return set(hash, text);
    full = false;
    throw new Error("no space left on device");
  };
  // As the brain does: what could not be done is tried again a second later.
  warden!.step = (view) => step(view).catch(() => {});
  await corner.live(3.5);
  t.match(corner.patterns, ["0.0 1", "3.0 100"]);
});

const later: Surge = {
  ...match,
  name: "fair",
  class: "fair",
  event: { begins: WallTime(WALL + 50 * MINUTE), ends: WallTime(WALL + 60 * MINUTE) },
};
const starved = () => ({ passed: false, words: "somebody is starved" });

t.test("a surge that is stopped in the middle is over, whether or not the unit takes the plan that keeps the others", async (t) => {
  const corner = new Corner([{ ...match, phases: [{ ...phase, to_min: 20 }] }, later]);
  await corner.live(4);
  corner.trial = starved;
  corner.asked = { begun: [], cancelled: ["cup-final"] };
  await corner.live(6);
  t.match(corner.patterns[2], /^4\.\d 1$/);
  t.match(JSON.parse(corner.saved), { in_force: "" });
  t.match(corner.notices.join("\n"), "cup-final is stopped, and no plan without it comes: back at once");
  t.equal(trips(corner), 0);
});

t.test("a surge that is stopped in the middle is over at once, while the plan that keeps the others is tried for minutes", async (t) => {
  const corner = new Corner([{ ...match, phases: [{ ...phase, to_min: 20 }] }, later]);
  await corner.live(4);
  corner.ponders = true;
  corner.asked = { begun: [], cancelled: ["cup-final"] };
  await corner.live(9);
  t.match(corner.patterns, ["0.0 1", "3.0 100", /^4\.\d 1$/], "no trial is over yet");
  corner.ponders = false;
  await corner.live(12);
  t.equal(corner.patterns.length, 3);
  t.match(JSON.parse(corner.saved), { in_force: corner.kept!.hash });
  t.same(Object.keys(corner.kept!.surges), ["fair"]);
  t.equal(trips(corner), 0);
});

/** Another plan of somebody's at the centre: the site file's own patterns, with the second all day. */
const EVENING = `${planOf()}
[[day_plans]]
number = 1
actions = [{ at = "00:00", pattern = 3 }]

[[schedule]]
day_plan = 1
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
`;

/** The site file's own patterns: the first until ten past three in Berlin, then the third. */
const AFTERNOON = EVENING.replace('[{ at = "00:00", pattern = 3 }]', '[{ at = "00:00", pattern = 1 }, { at = "15:10", pattern = 3 }]');

t.test("a plan that was taken back while a surge stood over it does not come back when the surge is over", async (t) => {
  const corner = new Corner([match]);
  corner.asked = { begun: [], cancelled: ["cup-final"] };
  await corner.rollOut(EVENING);
  t.equal(corner.patterns.at(-1)?.split(" ")[1], "3", JSON.stringify(corner.patterns));
  corner.asked = { begun: [], cancelled: [] };
  await corner.live(4);
  t.equal(corner.patterns.at(-1), "3.0 100", "the surge stands over it");
  t.equal(corner.kept!.base, sha256(EVENING));
  corner.withdrawn.set(sha256(EVENING), "");
  await corner.live(9);
  t.match(corner.patterns.at(-1), /^6\.\d 1$/, "its hour is as the site file has it");
  t.match(JSON.parse(corner.saved), { in_force: "" });
  t.equal(corner.withdrawn.size, 0, "and nothing is left to be done");
});

t.test(
  "where a surge was stopped in the middle and nothing else stands, the evening begins on its minute: nobody holds the afternoon",
  async (t) => {
    const corner = new Corner([{ ...match, phases: [{ ...phase, to_min: 20 }] }]);
    corner.asked = { begun: [], cancelled: ["cup-final"] };
    await corner.rollOut(AFTERNOON);
    corner.asked = { begun: [], cancelled: [] };
    await corner.live(4);
    t.equal(corner.patterns.at(-1), "3.0 100", "the surge stands over it");
    corner.asked = { begun: [], cancelled: ["cup-final"] };
    await corner.live(14);
    t.match(corner.patterns.slice(-2), [/^4\.\d 1$/, "10.0 3"]);
    t.match(JSON.parse(corner.saved), { in_force: sha256(AFTERNOON) });
  },
);

t.test("one that a person has begun goes on while the plan that it stands in is made anew, and where that one is not taken", async (t) => {
  const corner = new Corner([overflow, later]);
  corner.asked = { begun: [{ surge: "overflow", at_ms: WALL }], cancelled: ["fair"] };
  await corner.live(2);
  t.match(corner.patterns, ["0.0 1", /^[01]\.\d 100$/]);
  corner.trial = starved;
  corner.asked = { ...corner.asked, cancelled: [] };
  await corner.live(9);
  t.equal(corner.patterns.length, 2);
});
