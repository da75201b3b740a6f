import t from "tap";
import { ContactInputs } from "../../src/detection/contacts.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { PreemptNumber } from "../../src/traffic/numbers.ts";
import type { DetectorFault, Observation } from "../../src/traffic/observation.ts";
import type { UnitInput } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { answers, siteOf } from "./street.ts";

const KINDS = ["preempt", "flash", "local-flash", "stop-time", "manual-control", "interval-advance"] as const;

/** One contact of each kind on the rack, numbered from 1 in the order of KINDS; the preempt is 3. */
const DOOR: readonly UnitInput[] = KINDS.map((does, i) => ({
  number: i + 1,
  name: does,
  device: "rack",
  input: i + 1,
  does,
  preempt: does === "preempt" ? PreemptNumber(3) : null,
  priority: null,
}));

/** A cabinet whose contacts are closed and opened by hand. */
class Door {
  readonly #inputs = new ContactInputs({ ...siteOf([]), inputs: DOOR });
  readonly alarms: string[] = [];
  #now = 0;

  /** What one tick with these observations asks for: the words of KINDS, sorted as there. */
  tick(...observations: readonly Observation[]): readonly string[] {
    this.#now += 100;
    const { contacts, flash, entries } = this.#inputs.step(Instant(this.#now), observations);
    for (const { code, detail } of entries) this.alarms.push(`${code === CODE.alarmOn ? "on" : "off"} ${detail}`);
    const asked = [
      contacts.preempt[2] === 1,
      flash === "automatic",
      flash === "local-manual",
      contacts.stop_time,
      contacts.manual,
      contacts.advance,
    ];
    return KINDS.filter((_, i) => asked[i]);
  }
}

const contact = (does: (typeof KINDS)[number], on: boolean): Observation => ({
  kind: "contact",
  at: Instant(1),
  contact: KINDS.indexOf(does) + 1,
  on,
});
const faulty = (does: (typeof KINDS)[number], on: boolean, fault: DetectorFault = "watchdog"): Observation => ({
  kind: "contact-fault",
  at: Instant(1),
  contact: KINDS.indexOf(does) + 1,
  fault,
  on,
});
const lost = answers(1, "rack", false);
const back = answers(1, "rack", true);
/** What a board says in its first answer. */
const all = (...closed: readonly string[]) => KINDS.map((does) => contact(does, closed.includes(does)));

t.test("a contact asks for what the site file says, for as long as it is closed", async (t) => {
  for (const does of KINDS.filter((kind) => kind !== "interval-advance")) {
    const door = new Door();
    t.same(door.tick(), [], "nothing before the board has answered");
    t.same(door.tick(back, ...all()), []);
    t.same(door.tick(contact(does, true)), [does]);
    t.same(door.tick(), [does]);
    t.same(door.tick(contact(does, false)), []);
  }
});

t.test("the interval advance counts once a press, however long it is held", async (t) => {
  const door = new Door();
  t.same(door.tick(back, ...all("interval-advance")), [], "found pressed: nobody knows since when");
  t.same(door.tick(contact("interval-advance", false)), []);
  t.same(door.tick(contact("interval-advance", true)), ["interval-advance"]);
  t.same(door.tick(), []);
  t.same(door.tick(contact("interval-advance", true)), [], "told again after an answer that was missed");
  t.same(
    door.tick(contact("interval-advance", false), contact("interval-advance", true), contact("interval-advance", false)),
    ["interval-advance"],
    "a press that was over within the tick",
  );
  t.same(door.tick(), []);
});

t.test("a preempt that came and went within a tick has called; a stop time has not", async (t) => {
  const door = new Door();
  door.tick(back, ...all());
  t.same(door.tick(contact("preempt", true), contact("stop-time", true), contact("preempt", false), contact("stop-time", false)), [
    "preempt",
  ]);
  t.same(door.tick(), []);
});

t.test("the board is lost: the preempt ends, the officer's contacts let go, and a flash that was switched on stays", async (t) => {
  const door = new Door();
  door.tick(back, ...all("preempt", "local-flash", "stop-time", "manual-control"));
  t.same(door.tick(lost), ["local-flash"]);
  t.match(door.alarms[0], /on contact 1 "preempt" cannot be read \(device does not answer\): it counts as off/);
  t.match(door.alarms[2], /on contact 3 "local-flash" .* stays as it was last read/);
  t.equal(door.alarms.length, 6);
  t.same(door.tick(), ["local-flash"]);
  t.equal(door.alarms.length, 6, "told once");
  t.same(door.tick(back), ["local-flash"], "it answers, and has not said yet what has become of its inputs");
  t.same(door.tick(...all("preempt")), ["preempt"], "the train is still there, and somebody has switched the flash off");
  t.equal(door.alarms.filter((words) => words.startsWith("off")).length, 6);

  for (const does of ["preempt", "interval-advance"] as const) {
    const cut = new Door();
    cut.tick(back, ...all());
    t.same(cut.tick(contact(does, true), lost), [], "the last words of a board that goes are not believed");
  }

  const night = new Door();
  night.tick(back, ...all("flash"));
  t.same(night.tick(lost), ["flash"], "nor is the night over because a wire broke");
  const day = new Door();
  day.tick(back, ...all());
  t.same(day.tick(lost), [], "and none begins because of it");
});

t.test("a button that was held while the board was away is no press", async (t) => {
  const door = new Door();
  door.tick(back, ...all());
  door.tick(lost);
  t.same(door.tick(back, ...all("interval-advance")), []);
});

t.test("a preempt that is held closed calls again when its input is good again, also where the board says nothing more", async (t) => {
  const door = new Door();
  door.tick(back, ...all("preempt"));
  t.same(door.tick(faulty("preempt", true)), []);
  t.same(door.tick(faulty("preempt", false)), ["preempt"]);
});

t.test("what an input reads while it is faulty calls nothing until it is good", async (t) => {
  const door = new Door();
  door.tick(back, ...all());
  t.same(door.tick(faulty("preempt", true)), []);
  t.same(door.tick(contact("preempt", true)), []);
  t.same(door.tick(), []);
  t.same(door.tick(faulty("preempt", false)), ["preempt"]);
});

t.test("an input that the board reports faulty is not believed until both board and input are good", async (t) => {
  const door = new Door();
  door.tick(back, ...all("stop-time"));
  t.same(door.tick(faulty("stop-time", true)), []);
  t.same(door.tick(lost, back), []);
  t.equal(door.alarms.filter((words) => words.includes("stop-time")).length, 1, "one alarm for as long as it cannot be read");
  t.same(door.tick(faulty("stop-time", false), contact("stop-time", true)), ["stop-time"]);
  t.match(door.alarms.at(-1), /off contact 4 "stop-time" can be read again/);
});

t.test("both flash switches: the local one, which is at once, is told", async (t) => {
  const door = new Door();
  t.same(door.tick(back, ...all("flash", "local-flash")), ["local-flash"]);
  t.same(door.tick(contact("local-flash", false)), ["flash"]);
});
