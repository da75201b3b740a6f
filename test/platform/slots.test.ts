import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { noSlots } from "../../src/platform/slots.ts";

t.test("a unit that was not started from one of two slots cannot take a release, and says what a person can do", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "stopline-slots-"));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  const told = (words: string) => {
    const file = join(dir, "slot");
    writeFileSync(file, words);
    return noSlots(file);
  };
  t.equal(told("b\n"), "");
  for (const words of ["", "c\n", "a b", "root=/dev/mmcblk0p2"]) t.match(told(words), "it has no second slot; flash its card anew", words);
  t.match(noSlots(join(dir, "none")), "it has no second slot");
});
