import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { lookAtMachine } from "../../src/platform/machine.ts";

const folder = mkdtempSync(join(tmpdir(), "machine-"));
t.teardown(() => rmSync(folder, { recursive: true }));

function zones(...said: readonly string[]): string {
  const thermal = mkdtempSync(join(folder, "thermal-"));
  for (const [i, temp] of said.entries()) {
    mkdirSync(join(thermal, `thermal_zone${i}`));
    writeFileSync(join(thermal, `thermal_zone${i}`, "temp"), temp);
  }
  mkdirSync(join(thermal, "cooling_device0"));
  return thermal;
}

const look = (thermal: string, more: { readonly certificates?: string; readonly journal?: string; readonly slot?: string } = {}) =>
  lookAtMachine({
    journal: join(folder, "journal.db"),
    slot: join(folder, "slot"),
    certificates: "",
    clockKept: () => true,
    thermal,
    ...more,
  });

t.test("a cabinet in the sun tells of its hottest part, and not of a sensor that is broken or sleeps", async (t) => {
  t.equal((await look(zones("41200\n", "68750\n", "55000\n"))).temperature_dc, 688);
  t.equal((await look(zones("-12300\n"))).temperature_dc, -123, "and on a winter night of that");
  t.equal((await look(zones("-274000\n", "1000000\n", "", "off\n"))).temperature_dc, null);
  t.equal((await look(join(folder, "nowhere"))).temperature_dc, null, "a board without sensors says nothing");
});

t.test("the disk is the journal's, and one that is gone is not made up", async (t) => {
  const { disk } = await look(zones());
  t.ok(disk !== null && disk.free_bytes > 0 && disk.free_bytes <= disk.total_bytes);
  t.equal((await look(zones(), { journal: join(folder, "gone", "journal.db") })).disk, null);
});

t.test("a certificate that cannot be read is told of with what to do, and a unit that shows none has none", async (t) => {
  t.equal((await look(zones())).certificate, null);
  const { certificate } = await look(zones(), { certificates: join(folder, "certificates") });
  t.match(certificate?.trouble, /there is no stopline\.crt|there is no ca\.crt/);
});

t.test("the slot that runs is told, and none where there is only one", async (t) => {
  t.equal((await look(zones())).slot, "");
  writeFileSync(join(folder, "slot"), "b\n");
  const { slot, clock, memory, version } = await look(zones());
  t.equal(slot, "B");
  t.equal(clock.kept, true);
  t.ok(memory.free_bytes > 0 && memory.free_bytes <= memory.total_bytes);
  t.match(version, /^\d+\.\d+\.\d+/);
});
