import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { noSlots } from "../../src/platform/slots.ts";

t.test("a unit whose kernel was told of no slot cannot take a release, and says what a person can do", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "stopline-slots-"));
  t.teardown(() => rmSync(dir, { recursive: true, force: true }));
  const told = (words: string) => {
    const file = join(dir, "cmdline");
    writeFileSync(file, words);
    return noSlots(file);
  };
  t.match(told("console=ttyS0 root=/dev/mmcblk0p2 quiet\n"), "it has no second slot; flash its card anew");
  t.match(told("root=/dev/mmcblk0p2 rauc.slot=C quiet\n"), "it has no second slot");
  t.equal(told("root=/dev/mmcblk0p2 rauc.slot=A quiet\n"), "");
  t.match(noSlots(join(dir, "none")), "it has no second slot");
});
