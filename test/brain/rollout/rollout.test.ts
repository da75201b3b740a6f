import t from "tap";
import { Rollout, type RolloutAsked } from "../../../src/brain/rollout/rollout.ts";
import type { Answer, Errand, Seen, Stand } from "../../../src/brain/rollout/stand.ts";
import { sha256 } from "../../../src/plans/sha256.ts";

type Known = { -readonly [K in keyof Seen]: Seen[K] };
const AWAY: Seen = { here: false, turned: null, tried: null };
const MINUTE = 60_000;

/** Units that do what they are asked, as they do it: a trial a minute, an activation at its time by their own clock. */
class City {
  readonly known = new Map<string, Known>();
  readonly armed = new Map<string, number>();
  readonly asked: string[] = [];
  now = 0;
  seq = 0;
  /** What a unit says instead. */
  says: (errand: Errand) => Answer | null = () => null;
  trial: (unit: string) => boolean = () => true;
  rollout: Rollout;
  readonly #hash: (unit: string) => string;

  constructor(asked: RolloutAsked, kept?: Rollout["kept"]) {
    this.rollout = new Rollout(asked, 0, kept ?? null);
    this.#hash = (unit) => this.rollout.hashOf(unit);
    for (const unit of Object.keys(asked.plans)) this.known.set(unit, { here: true, turned: null, tried: null });
  }

  readonly seen = (unit: string): Seen => this.known.get(unit) ?? AWAY;

  turn(unit: string, hash: string, why = ""): void {
    this.known.get(unit)!.turned = { seq: ++this.seq, hash, why };
  }

  step(ms = 1_000): void {
    this.now += ms;
    for (const [unit, at] of this.armed)
      if (this.now >= at) {
        this.armed.delete(unit);
        this.turn(unit, this.#hash(unit), "the centre has activated it");
      }
    for (const errand of this.rollout.step(this.now, this.seen)) {
      this.asked.push(`${errand.unit} ${errand.does}${errand.at_ms === 0 ? "" : ` ${errand.at_ms}`}`);
      const answer = this.says(errand) ?? this.#does(errand);
      this.rollout.answered(errand, this.seen(errand.unit), answer);
    }
  }

  steps(count: number, ms = 1_000): void {
    for (let i = 0; i < count; i++) this.step(ms);
  }

  #does({ unit, does, at_ms }: Errand): Answer {
    const known = this.known.get(unit)!;
    const hash = this.#hash(unit);
    if (does === "try")
      known.tried = { seq: ++this.seq, hash, passed: this.trial(unit), words: "mean", against: known.turned?.hash ?? "", after: null };
    if (does === "activate") this.armed.set(unit, at_ms);
    if (does === "take back") {
      if (this.armed.delete(unit)) return { done: true };
      if (known.turned?.hash !== hash) return { refused: "is not in force here and does not wait" };
      this.turn(unit, "", "the centre has rolled back");
    }
    return { done: true };
  }

  get states(): readonly Stand["state"][] {
    return Object.values(this.rollout.stands).map(({ state }) => state);
  }
}

const plans = { A: "plan a", B: "plan b", C: "plan c" };
const asked = (more: Partial<RolloutAsked> = {}): RolloutAsked => ({
  plans,
  at_ms: 10 * MINUTE,
  together: true,
  longest_ms: 60 * MINUTE,
  ...more,
});

t.test("plans go to all units, are tried on each, and come into force at one moment by the units' own clocks", async (t) => {
  const city = new City(asked());
  city.steps(20);
  t.same(city.states, ["waiting", "waiting", "waiting"]);
  t.same(
    city.asked.filter((words) => words.startsWith("A")),
    ["A upload", "A try", `A activate ${10 * MINUTE}`],
  );
  t.notOk(city.rollout.over, "they wait for their moment");
  city.steps(10, MINUTE);
  t.same(city.states, ["in force", "in force", "in force"]);
  t.ok(city.rollout.over);
  t.equal(city.known.get("B")!.turned?.hash, sha256("plan b"));
});

t.test("without a moment of its own it is chosen when everybody is ready, so that all of them hear of it before", async (t) => {
  const city = new City(asked({ at_ms: 0 }));
  city.known.get("B")!.here = false;
  city.steps(30);
  t.same(city.states, ["ready", "to come", "ready"]);
  city.known.get("B")!.here = true;
  city.steps(5);
  t.same(new Set(city.armed.values()).size, 1);
  t.equal(city.armed.size, 3);
  t.ok([...city.armed.values()][0]! > city.now + 50_000);
});

t.test("all or none: one whose trial fails, who refuses or who is away when the moment comes leaves everybody as they were", async (t) => {
  const refusing = new City(asked());
  refusing.says = ({ unit, does }) => (unit === "B" && does === "upload" ? { refused: "it does not pass the checks" } : null);
  refusing.steps(20);
  t.match(refusing.rollout.stands, {
    A: { state: "left out", words: /of B: refused: it does not pass the checks/ },
    B: { state: "failed", words: "refused: it does not pass the checks" },
  });
  t.equal(refusing.armed.size, 0);

  const failing = new City(asked());
  failing.trial = (unit) => unit !== "C";
  failing.steps(20);
  t.match(failing.rollout.stands["C"], { state: "failed", words: "its trial: mean" });
  t.equal(failing.armed.size, 0);
  t.ok(failing.rollout.over);

  const away = new City(asked());
  away.says = ({ unit, does }) => (unit === "B" && does === "activate" ? { unanswered: "no answer" } : null);
  away.steps(9 * 60);
  t.equal(away.armed.size, 2);
  away.steps(70);
  t.match(away.rollout.stands["A"], { state: "taken back", words: /at the moment B had not taken it/ });
  t.equal(away.armed.size, 0);
  t.notOk(city_inForce(away), "and nothing has come into force anywhere");
});

const city_inForce = (city: City): boolean => [...city.known.values()].some(({ turned }) => turned !== null && turned.hash !== "");

t.test("each for itself: who fails is named and the others go; who was away joins when it is back, at once", async (t) => {
  const city = new City(asked({ together: false }));
  city.trial = (unit) => unit !== "A";
  city.known.get("C")!.here = false;
  city.steps(12, MINUTE);
  t.same(city.states, ["failed", "in force", "to come"]);
  city.known.get("C")!.here = true;
  city.steps(8);
  t.same(city.states, ["failed", "in force", "in force"]);
  t.equal(city.asked.at(-1), "C activate");
  const never = new City(asked({ together: false }));
  never.known.get("C")!.here = false;
  never.steps(62, MINUTE);
  t.match(never.rollout.stands["C"], { state: "left out", words: "it was away" });
  t.ok(never.rollout.over);
});

t.test("a centre that dies anywhere goes on from what it kept; what it asks twice a unit does once", async (t) => {
  const whole = new City(asked());
  whole.steps(20);
  for (let steps = 0; steps < 12; steps++) {
    const first = new City(asked());
    first.steps(steps);
    const kept = JSON.parse(JSON.stringify(first.rollout.kept)) as Rollout["kept"];
    first.rollout = new Rollout(asked(), first.now, kept);
    first.steps(20);
    t.same(first.armed, whole.armed, `after ${steps} s`);
  }
  const lost = new City(asked());
  let deaf = true;
  lost.says = ({ does, unit, at_ms }) => {
    if (!deaf || does !== "activate" || unit !== "B") return null;
    lost.armed.set(unit, at_ms);
    return { unanswered: "its answer was lost" };
  };
  lost.steps(10);
  t.equal(lost.rollout.stands["B"]!.state, "asked");
  deaf = false;
  lost.steps(3);
  t.equal(lost.rollout.stands["B"]!.state, "waiting");
});

t.test("cancelled before the moment nothing happens; after it everybody goes back to the plan before, and who is away later", async (t) => {
  const before = new City(asked());
  before.steps(20);
  before.rollout.takeBack("cancelled");
  before.steps(3);
  t.same(before.states, ["taken back", "taken back", "taken back"]);
  t.equal(before.armed.size, 0);

  const after = new City(asked());
  after.steps(20);
  after.steps(10, MINUTE);
  after.known.get("C")!.here = false;
  after.rollout.takeBack("the match is off");
  t.notOk(after.rollout.over);
  after.steps(3);
  t.same(after.states, ["taken back", "taken back", "waiting"]);
  after.known.get("C")!.here = true;
  after.steps(3);
  t.same(
    [...after.known.values()].map(({ turned }) => turned?.hash),
    ["", "", ""],
  );
  t.ok(after.rollout.over);
});

t.test("a way back that nobody has answered is said again, and takes back nothing but the plan that is meant", async (t) => {
  const city = new City(asked());
  city.steps(20);
  city.rollout.takeBack("cancelled");
  city.says = ({ unit }) => (unit === "A" ? { unanswered: "its answer was lost" } : null);
  city.steps(3);
  city.armed.delete("A");
  city.turn("A", "f".repeat(64), "somebody else has activated another plan");
  city.says = () => null;
  city.steps(70);
  t.equal(city.asked.filter((words) => words === "A take back").length, 2);
  t.same(city.states, ["taken back", "taken back", "taken back"]);
  t.equal(city.known.get("A")!.turned?.hash, "f".repeat(64));
});

t.test("a unit that let its activation lapse, went back by itself or has got another plan since is told as that", async (t) => {
  const city = new City(asked({ together: false }));
  city.says = ({ unit, does }) => (unit === "A" && does === "activate" ? { done: true } : null);
  city.steps(20);
  city.now = 10 * MINUTE;
  city.turn("A", "", "its time has come and it does not come into force: another trial has ended since");
  city.step();
  t.match(city.rollout.stands["A"], { state: "failed", words: /its time has come and it does not/ });
  city.turn("B", "", "within a quarter of an hour of its activation: the conflict monitor tripped");
  city.step();
  t.match(city.rollout.stands["B"], { state: "failed", words: /^in force no longer: within a quarter/ });
});

t.test(
  "a trial against a plan that somebody replaced meanwhile is made again, one from long ago that failed is not believed",
  async (t) => {
    const city = new City(asked({ together: false, plans: { A: "plan a" } }));
    city.known.get("A")!.tried = { seq: ++city.seq, hash: sha256("plan a"), passed: false, words: "starved", against: "", after: null };
    let first = true;
    city.says = ({ does }) => {
      if (does !== "activate" || !first) return null;
      first = false;
      city.turn("A", "e".repeat(64), "the centre has activated it");
      return { refused: "plan a was tried against the site file's own plan, and plan eeee is in force: try it again" };
    };
    city.steps(20);
    city.steps(10, MINUTE);
    t.same(city.states, ["in force"]);
    t.equal(city.asked.filter((words) => words === "A try").length, 2);
  },
);

t.test("a record from before does not stand for the one that an activation is to bring", async (t) => {
  const city = new City(asked({ together: false, at_ms: 0, plans: { A: "plan a" } }));
  city.turn("A", "e".repeat(64), "the centre has activated it");
  city.says = ({ does }) => (does === "activate" ? { done: true } : null);
  city.steps(10);
  t.same(city.states, ["waiting"]);
  city.turn("A", sha256("plan a"), "the centre has activated it");
  city.step();
  t.same(city.states, ["in force"]);
});

t.test("a rehearsal ends with the trial, and nothing is put in force", async (t) => {
  const city = new City(asked({ together: false, at_ms: 0, rehearsal: true }));
  city.trial = (unit) => unit !== "B";
  city.steps(10);
  t.same(city.states, ["ready", "failed", "ready"]);
  t.ok(city.rollout.over);
  t.equal(city.armed.size, 0);
});

t.test(
  "all or none: before the last trial is over nobody has been asked to activate; a trial that failed long ago is not that one",
  async (t) => {
    const city = new City(asked());
    city.known.get("B")!.tried = { seq: ++city.seq, hash: sha256("plan b"), passed: false, words: "starved", against: "", after: null };
    city.says = ({ unit, does }) => (unit === "B" && does === "try" ? { done: true } : null);
    city.steps(20);
    t.same(city.states, ["ready", "trying", "ready"]);
    t.equal(city.asked.filter((words) => words.includes("activate")).length, 0);
    city.known.get("B")!.tried = { seq: ++city.seq, hash: sha256("plan b"), passed: true, words: "mean", against: "", after: null };
    city.steps(3);
    t.same(city.states, ["waiting", "waiting", "waiting"]);
  },
);

t.test("who has taken the activation and was given up is not as he was: what is taken back is taken back from him, too", async (t) => {
  const away = new City(asked({ together: false }));
  away.steps(20);
  away.known.get("A")!.here = false;
  away.steps(62, MINUTE);
  t.same(away.states, ["left out", "in force", "in force"]);
  const again = (): Rollout => new Rollout(asked({ together: false }), away.now, JSON.parse(JSON.stringify(away.rollout.kept)));
  away.rollout = again();
  away.rollout.takeBack("by command");
  away.steps(3);
  t.notOk(away.rollout.over, "its own clock has put the plan in force");
  away.known.get("A")!.here = true;
  away.steps(3);
  t.same(
    [...away.known.values()].map(({ turned }) => turned?.hash),
    ["", "", ""],
  );
  t.ok(away.rollout.over);
});

t.test("a record of a start that comes before the one of the moment is no failure for good", async (t) => {
  const city = new City(asked({ together: false, plans: { A: "plan a" } }));
  city.turn("A", "e".repeat(64));
  city.steps(20);
  city.armed.clear();
  city.turn("A", "e".repeat(64), "it was in force before the unit started");
  city.now = 10 * MINUTE;
  city.step(200);
  city.turn("A", sha256("plan a"), "the centre has activated it");
  city.step();
  t.same(city.states, ["in force"]);
  city.rollout.takeBack("by command");
  city.steps(3);
  t.equal(city.known.get("A")!.turned?.hash, "");
});

t.test(
  "all or none: whoever gets another plan between trial and moment leaves all as they were; a start in between does not",
  async (t) => {
    const city = new City(asked());
    city.steps(20);
    city.turn("B", "", "it was in force before the unit started");
    city.steps(3);
    t.same(city.states, ["waiting", "waiting", "waiting"]);
    city.turn("B", "e".repeat(64), "somebody else has activated another plan");
    city.steps(3);
    t.match(city.rollout.stands["A"], { state: "taken back", words: /all or none, and of B: somebody else has activated/ });
    t.equal(city.armed.size, 0);
    t.ok(city.rollout.over);
  },
);
