import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { openLinkJournal } from "../../src/platform/journal-file.ts";
import { KeptStore } from "../../src/platform/kept-store.ts";
import { WallTime } from "../../src/traffic/time.ts";

t.test("a command that somebody has recorded is still stale when the journal could not be read at all and was made anew", (t) => {
  const path = join(t.testdir(), "journal.db");
  const kept = new KeptStore({ path, unit: "A" });
  kept.open();
  const offer = (id: string, counter: number) => {
    const link = openLinkJournal(path, "A");
    t.ok(link.offer({ id, command: "place-call", args: '{"phase":2}', expires: WallTime(0), refused: "" }, counter));
    link.close();
  };
  offer("c-1", 41);
  kept.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  writeFileSync(path, Buffer.alloc(8_192, 0x5a));
  kept.open();
  t.match(kept.state.anew, /put aside/);
  const link = openLinkJournal(path, "A");
  t.teardown(() => link.close());
  t.equal(link.result("c-1"), null, "nothing of the old one is known");
  t.equal(link.counter(), 41);
  const other = openLinkJournal(path, "B");
  t.equal(other.counter(), 0, "a card that moves to another unit takes no counter along");
  other.close();
  kept.close();

  // What lies beside the journal may be lost as well: the next look at the journal writes it again.
  offer("c-2", 42);
  rmSync(`${path}.counter`);
  const again = openLinkJournal(path, "A");
  t.equal(again.counter(), 42);
  again.close();
  rmSync(path);
  const alone = openLinkJournal(path, "A");
  t.equal(alone.counter(), 42);
  alone.close();
  t.end();
});
