import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { Slotted } from "./slotted.ts";

/** Up to a minute's looks in a second; the script goes on for ever where it finds nothing to do, and is ended then. */
async function looks(
  t: Test,
  { stands, check, siteless = false }: { stands?: boolean; check: string; siteless?: boolean },
): Promise<boolean> {
  const unit = new Slotted(t, {}, "A");
  writeFileSync(join(unit.at, "usr/lib/stopline/dark.env"), "look=0.2 dark=2\n");
  if (stands !== undefined) unit.stands(stands);
  if (siteless) rmSync(join(unit.at, "etc/stopline/site.toml"));
  unit.program(`[ "$1" = check ] || exit 9\n${check}`);
  await unit.run("dark").catch(() => {});
  return unit.asked.includes("systemctl reboot");
}

t.test("a street side that ends whenever it was started, or never starts, is started anew with its machine", async (t) => {
  t.ok(await looks(t, { stands: false, check: "exit 0" }), "it ends and is started");
  t.ok(await looks(t, { check: "exit 0" }), "it is not there");
  t.ok(await looks(t, { check: "kill -SEGV $$" }), "nor can the program read the site file");
  t.ok(
    await looks(t, { check: "echo 'stopline: cannot load the native part' >&2; exit 1" }),
    "the memory disk is full: its addon has no room",
  );
});

t.test("a machine is not started anew while its street side stands, nor for a site file that no start will mend", async (t) => {
  const [stands, wrong, siteless] = await Promise.all([
    looks(t, { stands: true, check: "exit 0" }),
    looks(t, { check: "echo 'site.toml:3: id is missing'; exit 1" }),
    looks(t, { check: "exit 0", siteless: true }),
  ]);
  t.notOk(stands, "it stands");
  t.notOk(wrong, "its site file is wrong");
  t.notOk(siteless, "it has no site file");
});
