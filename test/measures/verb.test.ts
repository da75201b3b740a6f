import { spawnSync } from "node:child_process";
import { join } from "node:path";
import t from "tap";
import type { Measures } from "../../src/measures/told.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");

function stopline(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: "utf8", maxBuffer: 1e8 });
  return { code: status, out: stdout, err: stderr };
}

t.test("an hour of a busy street in tables, and as numbers that agree with what became of everybody", async (t) => {
  const file = join(t.testdir(), "journal.db");
  const sim = JSON.parse(stopline("sim", "--hours", "1", "--demand", "3", "--journal", file, "--json").out) as {
    readonly tallies: {
      readonly movements: readonly { readonly phase: number; readonly departed: number; readonly present: number }[];
      readonly phases: readonly { readonly phase: number; readonly greens: number }[];
    };
    readonly terminations: readonly { readonly phase: number; readonly gap_outs: number; readonly max_outs: number }[];
  };
  const measured = JSON.parse(stopline("measures", file, "--json").out) as Measures;
  t.equal(measured.movements.length, 8);
  for (const { number, patterns } of measured.movements) {
    const [turns] = patterns;
    const street = sim.tallies.movements.find(({ phase }) => phase === number)!;
    const ends = sim.terminations.find(({ phase }) => phase === number)!;
    // Greens that are not over at the end are not services.
    const greens = sim.tallies.phases.find(({ phase }) => phase === number)!.greens;
    t.ok(turns!.services === greens || turns!.services === greens - 1, `phase ${number}: ${turns!.services} of ${greens} greens`);
    t.ok(Math.abs(turns!.causes["gap-out"] - ends.gap_outs) <= 1 && Math.abs(turns!.causes["max-out"] - ends.max_outs) <= 1);
    // Who stands on the loop at the end has come and not gone; who comes while a loop is not believed is not counted.
    t.ok(
      Math.abs(turns!.vehicles - street.departed) <= street.present + 6,
      `phase ${number}: ${turns!.vehicles} of ${street.departed} vehicles`,
    );
  }
  const { out, code } = stopline("measures", file, "--bin", "30m");
  t.equal(code, 0);
  t.match(out, /^DEMO-001, 2026-01-05 01:00 to 2026-01-05 02:00 \(Europe\/Berlin\)/);
  t.match(out, /phase 2 south through {2,}1 /);
  t.match(out, /2026-01-05 01:30 {2}phase 2 south through/);
  t.match(out, / 21 {2}north lane 1 count /);
});

t.test("what was typed wrong is said with what to type", async (t) => {
  const file = join(t.testdir(), "journal.db");
  stopline("sim", "--hours", "0.01", "--journal", file);
  for (const [args, words] of [
    [["no.db"], /there is no journal at no\.db/],
    [[file, "--bin", "7m"], /--bin is 5m/],
    [[file, "--from", "noon"], /--from/],
    [[file, "--from", "2026-01-05 02:00", "--to", "2026-01-05 01:00"], /--from lies behind --to/],
  ] as const) {
    const { code, err } = stopline("measures", ...args);
    t.equal(code, 2, err);
    t.match(err, words);
  }
  t.match(stopline("measures", file, "--from", "2027-01-01 00:00"), { code: 1, out: /nothing is recorded of this time/ });
});
