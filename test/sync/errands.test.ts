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

function unitA() {
  const journal = new FakeJournal("A");
  const ends = { restarts: 0, tried: [] as string[], clockKept: false, noSlot: "it has no second slot", updates: [] as string[] };
  const errands = new Errands(journal, {
    restart: () => {
      ends.restarts += 1;
    },
    noUpdate: () => ends.noSlot,
    update: (id, { bundle, version, until }) => {
      ends.updates.push(`${version} from ${bundle} until ${until} for ${id}`);
    },
    clockKept: () => ends.clockKept,
    tryPlan: (hash, id) => {
      ends.tried.push(`${hash} for ${id}`);
    },
  });
  const orders = new Orders({ unit: "A", journal, verify: signatureBy(brain.key), errands });
  let counter = 0;
  const command = (id: string, over: stopline.v1.Command.$Properties) => {
    counter += 1;
    const sealed = { id, unit: "A", issuedMs: WALL, expiresMs: WALL + 60_000, counter, ...over };
    orders.heard(brain.seal(sealed), counter * 1_000, WALL);
    return journal.inbox.find((request) => request.id === id)?.refused;
  };
  const seqs = (now: number) => {
    const body = errands.next(now, 1_000_000);
    if (body === null) return null;
    const { firstSeq, records, historical } = stopline.v1.Chunk.decode(body);
    return [firstSeq, firstSeq + records.length - 1, historical];
  };
  return { journal, errands, ends, command, seqs };
}

const fetch = (fromSeq: number, toSeq: number, epoch = "e1") => ({ fetchJournal: { epoch, fromSeq, toSeq } });

t.test("records that the brain has lost are sent once more, historical, when the street side has recorded that they may", async (t) => {
  const { journal, errands, command, seqs } = unitA();
  for (let i = 0; i < 5; i++) journal.commit(10);
  journal.ack("e1", 50);
  t.equal(command("f", fetch(12, 35)), "");
  t.equal(seqs(0), null, "not before its result");
  errands.settled("f", true);
  t.same(
    [seqs(1), seqs(2), seqs(3), seqs(4)],
    [[11, 20, true], [21, 30, true], [31, 40, true], null],
    "whole chunks: the brain takes out what it has",
  );
});

t.test("a range that is not here is refused with what there is", async (t) => {
  const { journal, command, errands, seqs } = unitA();
  for (let i = 0; i < 3; i++) journal.commit(10);
  t.match(command("a", fetch(1, 10, "e0")), "this journal's epoch is e1, not e0");
  t.match(command("b", fetch(31, 40)), "this journal ends at record 30");
  for (const id of ["a", "b"]) errands.settled(id, true);
  t.equal(seqs(0), null);
});

t.test("what is fetched comes fifty a second at the most, and a store that was made anew ends it", async (t) => {
  const { journal, command, errands, seqs } = unitA();
  for (let i = 0; i < 200; i++) journal.commit(1);
  t.equal(command("f", fetch(1, 200)), "");
  errands.settled("f", true);
  let count = 0;
  for (let now = 0; now < 1_000; now += 10) while (seqs(now) !== null) count += 1;
  t.ok(count >= 50 && count <= 61, `${count} in the first second`);
  journal.anew("e2");
  t.equal(seqs(60_000), null);
});

t.test("a plan is tried beside the link once the street side has recorded that it knows it", async (t) => {
  const { ends, command, errands } = unitA();
  t.equal(command("p", { tryPlan: { hash: "12345678" } }), "");
  t.same(ends.tried, []);
  errands.settled("p", true);
  t.same(ends.tried, ["12345678 for p"]);
});

t.test("a clock that network time keeps is not the brain's to set", async (t) => {
  const { ends, command } = unitA();
  t.equal(command("a", { setClock: { wallMs: WALL } }), "");
  ends.clockKept = true;
  t.match(command("b", { setClock: { wallMs: WALL } }), "network time keeps this unit's clock");
});

t.test("a release for a unit with one slot is refused, and that is recorded; a bundle that is none does not come so far", async (t) => {
  const { command, errands, ends } = unitA();
  const release = { bundle: "https://centre.example/stopline-1.4.0.raucb", version: "1.4.0", sha256: "ab".repeat(32), size: 9, untilMs: 5 };
  t.equal(command("u", { update: release }), "it has no second slot");
  t.equal(command("v", { update: { ...release, bundle: "http://centre.example/a" } }), "", "what is wrong with it the street side says");
  ends.noSlot = "";
  t.equal(command("w", { update: release }), "");
  t.same(ends.updates, [], "not before its result");
  for (const id of ["u", "v", "w"]) errands.settled(id, id === "w");
  t.same(ends.updates, [`1.4.0 from ${release.bundle} until 5 for w`]);
});

t.test("the process is started anew once, by the command that asked for it, and not by its record when that is sent again", async (t) => {
  const { ends, command, errands } = unitA();
  t.equal(command("r", { restartLink: {} }), "");
  t.equal(ends.restarts, 0);
  errands.settled("r", true);
  t.equal(ends.restarts, 1);
  errands.settled("r", true);
  errands.settled("of-an-earlier-life", true);
  t.equal(ends.restarts, 1);
  command("refused", { restartLink: {} });
  errands.settled("refused", false);
  t.equal(ends.restarts, 1, "one that the street side refused is not done");
});
