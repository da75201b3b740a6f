import t from "tap";
import { stopline } from "#wire";
import { signatureBy } from "../../src/platform/signature.ts";
import { Errands } from "../../src/sync/errands.ts";
import { Orders } from "../../src/sync/orders.ts";
import { WallTime } from "../../src/traffic/time.ts";
import { FakeJournal } from "./fake-journal.ts";
import { brainKey } from "./seal.ts";

const WALL = WallTime(Date.UTC(2026, 10, 24, 12));
const brain = brainKey();
const stranger = brainKey();

function unitA(key: string = brain.key) {
  const journal = new FakeJournal("A");
  const orders = new Orders({
    unit: "A",
    journal,
    errands: new Errands(journal, { restart: () => {}, clockKept: () => false, noUpdate: () => "", update: () => {}, tryPlan: () => {} }),
    verify: key === "" ? null : signatureBy(key),
  });
  return { journal, orders };
}

const call = (over: stopline.v1.Command.$Properties = {}): stopline.v1.Command.$Properties => ({
  id: "c-1",
  unit: "A",
  issuedMs: WALL - 1_000,
  expiresMs: WALL + 60_000,
  counter: 1,
  placeCall: { phase: 3 },
  ...over,
});

const resultIn = (body: Uint8Array | null) => (body === null ? null : stopline.v1.Result.toObject(stopline.v1.Result.decode(body)));

t.test("a sealed command is put into the inbox, with its arguments and its expiry", async (t) => {
  const { journal, orders } = unitA();
  t.equal(orders.heard(brain.seal(call()), 0, WALL), null, "the result is the street side's to give");
  t.same(journal.inbox, [
    { id: "c-1", command: "place-call", args: '{"phase":3,"pedestrian":false}', expires: WALL + 60_000, refused: "" },
  ]);
  t.equal(journal.counter(), 1);
  t.equal(orders.taken, 1);
});

t.test("a repeated command is not done again: it waits for its result, then gets the recorded one", async (t) => {
  const { journal, orders } = unitA();
  const sealed = brain.seal(call());
  orders.heard(sealed, 0, WALL);
  t.equal(orders.heard(sealed, 1, WALL), null);
  t.equal(journal.inbox.length, 1);
  journal.answer();
  t.same(resultIn(orders.heard(sealed, 2, WALL)), { unit: "A", commandId: "c-1", done: true, wallMs: 1_700_000_005_000 });
  t.equal(journal.inbox.length, 0);
  t.equal(orders.taken, 1);
  t.equal(orders.refused, 0);
});

t.test("a repeated command gets its recorded result even after its expiry", async (t) => {
  const { journal, orders } = unitA();
  const sealed = brain.seal(call());
  orders.heard(sealed, 0, WALL);
  journal.answer();
  t.match(resultIn(orders.heard(sealed, 2, WallTime(WALL + 3_600_000))), { done: true });
});

t.test("what is refused is put into the inbox with its reason, and does not raise the counter", async (t) => {
  const { journal, orders } = unitA();
  orders.heard(brain.seal(call({ id: "before", counter: 41 })), 0, WALL);
  journal.answer();
  const reasons = (over: stopline.v1.Command.$Properties) => {
    orders.heard(brain.seal(call({ counter: 42, ...over })), 0, WALL);
    return journal.inbox.at(-1)!.refused;
  };
  t.equal(reasons({ id: "c", counter: 2 ** 60 }), `its counter ${2 ** 60} is too high`);
  t.equal(
    reasons({ id: "d", expiresMs: WALL - 1 }),
    "expired at 2026-11-24T11:59:59.999Z; this unit's clock says 2026-11-24T12:00:00.000Z",
  );
  t.match(reasons({ id: "e", issuedMs: WALL + 301_000, expiresMs: WALL + 400_000 }), /^issued at .*one of the clocks is wrong$/);
  t.match(reasons({ id: "f", expiresMs: WALL + 25 * 3_600_000 }), /a command lives for 24 hours at most$/);
  t.match(reasons({ id: "g", issuedMs: -(2 ** 60), expiresMs: 2 ** 60 }), /lives for 24 hours/);
  t.equal(reasons({ id: "h", placeCall: null }), "this unit knows no such command; it may need a newer release");
  t.equal(journal.counter(), 41);
  t.same([orders.taken, orders.refused, journal.inbox.length], [1, 6, 6]);
  t.ok(journal.inbox.every((r) => Number.isSafeInteger(r.expires)));
});

t.test("an old command that is played back is told that it is stale, and told so five times a second at most", async (t) => {
  const { journal, orders } = unitA();
  orders.heard(brain.seal(call({ id: "new", counter: 41 })), 0, WALL);
  const old = brain.seal(call({ id: "old", counter: 41 }));
  t.match(resultIn(orders.heard(old, 0, WALL)), { commandId: "old", refused: "its counter 41 is stale: this unit has taken 41" });
  let answers = 1;
  for (let now = 0; now < 10_000; now += 10) if (orders.heard(old, now, WALL) !== null) answers += 1;
  t.equal(answers, 69, "20 saved up, then 5 a second");
  t.match(journal.inbox, [{ id: "new" }], "and costs the street no record");
  t.equal(journal.counter(), 41);
});

t.test("a command that is sent again while it waits for the street is not called stale by its own counter", async (t) => {
  const { journal, orders } = unitA();
  const first = brain.seal(call({ id: "first", counter: 1 }));
  orders.heard(first, 0, WALL);
  orders.heard(brain.seal(call({ id: "second", counter: 2 })), 0, WALL);
  t.equal(orders.heard(first, 1, WALL), null);
  t.match(journal.inbox, [
    { id: "first", refused: "" },
    { id: "second", refused: "" },
  ]);
  t.equal(orders.refused, 0);
});

t.test("a command that just expires or is just issued ahead of our clock is taken", async (t) => {
  const { journal, orders } = unitA();
  orders.heard(brain.seal(call({ id: "a", counter: 1, expiresMs: WALL })), 0, WALL);
  orders.heard(brain.seal(call({ id: "b", counter: 2, issuedMs: WALL + 300_000, expiresMs: WALL + 300_000 })), 0, WALL);
  t.same(
    journal.inbox.map((r) => r.refused),
    ["", ""],
  );
});

t.test("a forged command moves nothing, is recorded, and cannot use up a true command's name", async (t) => {
  const { journal, orders } = unitA();
  orders.heard(stranger.seal(call()), 0, WALL);
  const recorded = { id: "unverified c-1", refused: "the signature is not by the key that this unit pins", args: "", command: "" };
  t.match(journal.inbox, [recorded]);
  journal.answer();
  t.equal(orders.heard(stranger.seal(call()), 1_000, WALL), null, "and is not answered: a refusal would stand for the true command's");
  orders.heard(brain.seal(call()), 1_000, WALL);
  t.match(journal.inbox, [{ id: "c-1", refused: "" }], "the true one is taken");
  journal.answer();
  t.equal(orders.heard(stranger.seal(call()), 2_000, WALL), null, "and is not talked over");
  t.same([orders.taken, orders.refused], [1, 3]);
});

t.test("one flipped bit anywhere under the seal is enough", async (t) => {
  const { journal, orders } = unitA();
  const sealed = brain.seal(call());
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const bent = Uint8Array.from(sealed);
    bent[bit >> 3]! ^= 1 << (bit & 7);
    orders.heard(bent, bit * 1_000, WALL);
  }
  t.equal(orders.taken, 0);
  t.ok(journal.inbox.every((r) => r.refused !== ""));
  t.equal(journal.counter(), 0);
});

t.test("another unit's command is refused, however true its seal", async (t) => {
  const { journal, orders } = unitA();
  orders.heard(brain.seal(call({ unit: "B" })), 0, WALL);
  t.match(journal.inbox, [{ id: "unverified c-1", refused: 'it is for unit "B"; this is "A"' }]);
  t.equal(orders.taken, 0);
});

t.test("a unit that pins no key takes nothing and says why", async (t) => {
  const { journal, orders } = unitA("");
  const refused = "this unit takes no commands: its site file has no command_key";
  t.match(resultIn(orders.heard(brain.seal(call()), 0, WALL)), { commandId: "c-1", refused });
  t.match(journal.inbox, [{ id: "unverified c-1", refused }]);
});

t.test("a flood of forgeries is recorded once a second, and counted", async (t) => {
  const { journal, orders } = unitA();
  for (let now = 0; now < 10_000; now += 10) orders.heard(stranger.seal(call({ id: `f-${now}` })), now, WALL);
  t.equal(journal.inbox.length, 10);
  t.equal(orders.refused, 1_000);
});

t.test("a flood of repeats is answered five times a second", async (t) => {
  const { journal, orders } = unitA();
  const sealed = brain.seal(call());
  orders.heard(sealed, 0, WALL);
  journal.answer();
  let answers = 0;
  for (let now = 0; now < 10_000; now += 10) if (orders.heard(sealed, now, WALL) !== null) answers += 1;
  t.equal(answers, 59, "10 saved up, then 5 a second");
});

t.test("garbage is counted and nothing else", async (t) => {
  const { journal, orders } = unitA();
  const garbage = [
    new Uint8Array(),
    Uint8Array.of(255, 255, 255),
    new Uint8Array(5_000),
    brain.seal(call({ id: "" })),
    brain.seal(call({ id: "two words" })),
    brain.seal(call({ id: "x".repeat(65) })),
    brain.seal(call({ unit: "A".repeat(5_000) })),
  ];
  for (const payload of garbage) t.equal(orders.heard(payload, 0, WALL), null);
  t.equal(journal.inbox.length, 0);
  t.equal(orders.refused, garbage.length);
});

t.test("a link that dies in any moment has put a command into the inbox with its counter, or neither", async (t) => {
  const { journal, orders } = unitA();
  const offers: number[] = [];
  journal.offer = (request, counter) => {
    offers.push(counter);
    return FakeJournal.prototype.offer.call(journal, request, counter);
  };
  orders.heard(brain.seal(call({ id: "newer", counter: 2 })), 0, WALL);
  t.same(offers, [2], "in one step");
  t.equal(
    new Orders({
      unit: "A",
      journal,
      errands: new Errands(journal, { restart: () => {}, clockKept: () => false, noUpdate: () => "", update: () => {}, tryPlan: () => {} }),
      verify: signatureBy(brain.key),
    }).heard(brain.seal(call({ id: "newer", counter: 2 })), 1, WALL),
    null,
  );
  const older = resultIn(orders.heard(brain.seal(call({ id: "older", counter: 1 })), 2, WALL));
  t.match(older, { refused: /its counter 1 is stale/ }, "so one that the broker held back does not overtake it");
});

t.test("a key that is no key is named before anything starts", async (t) => {
  t.throws(() => signatureBy("c2hvcnQ="), /must be 32 bytes in base64 \(44 characters\), not 5/);
  t.equal(signatureBy(brain.key)(new Uint8Array(3), new Uint8Array(3)), false);
});
