// The driver of a bench, to the end of a play, on a table whose cables are ttys and whose unit is two processes.
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import t from "tap";
import { CODE } from "../../../src/traffic/codes.ts";
import { DRIVERS } from "../drivers.ts";
import { playOf } from "../play.ts";
import { type Rig, type RigFile, rigFile, whyNot } from "../rig.ts";
import { run } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import { untold } from "../untold.ts";
import { benchOf } from "./file.ts";
import { Table } from "./table.ts";

const SHORT: Scenario = {
  story: "Somebody asks for a phase; then the power goes for two seconds.",
  site: "tee",
  lasts: "24 s",
  weather: [
    { at: "5 s", fault: { kind: "command", typed: "place-call 2" } },
    { at: "12 s", lasts: "2 s", fault: { kind: "power-cut" } },
  ],
  expects: [
    { kind: "records", code: CODE.sessionStart, least: 2, most: 2 },
    { kind: "results", results: ["done"] },
    { kind: "brain-has-all" },
  ],
};

/** Another test's unit may still hold the number of a tty that ours has got, until it sees that its own is gone. */
async function opened(file: RigFile): Promise<Rig> {
  for (let tries = 1; ; tries++)
    try {
      return await DRIVERS["bench"]!.open(file);
    } catch (error) {
      if (tries === 30 || !(error as Error).message.includes("is held by another program")) throw error;
      await pause(1_000);
    }
}

t.test(
  "a unit on a table is played with over its cables, its plug and its network, and each play tells of itself alone",
  { timeout: 240_000 },
  async (t) => {
    // A socket has no long name.
    const folder = mkdtempSync(join(tmpdir(), "stopline-table-"));
    t.teardown(() => rmSync(folder, { recursive: true }));
    const table = await Table.lay(join(folder, "table"), "tee");
    t.teardown(() => table.clear());
    const file = rigFile(table.file);
    const rig = await opened(file);
    const taken = createServer().listen(benchOf(file).listen.port, "127.0.0.1");
    await once(taken, "listening");
    mkdirSync(join(folder, "none"));
    const refused = await run(playOf("none", SHORT, 7), rig, join(folder, "none"));
    t.match(refused.failed, /\[broker\] cannot listen on 127\.0\.0\.1:\d+: something else listens there already/);
    taken.close();
    for (const name of ["first", "second"]) {
      const play = playOf(name, SHORT, 7);
      t.equal(whyNot(play, file, DRIVERS["bench"]!), "");
      mkdirSync(join(folder, name));
      const { passed, failed, verdicts, watches, tape } = await run(play, rig, join(folder, name));
      const wrong = [failed, ...verdicts.map((v) => v.wrong && `${v.expected}: ${v.wrong}`), ...watches.flatMap((w) => w.violations)];
      t.ok(passed, JSON.stringify(wrong.filter((words) => words !== "")));
      t.same(
        tape.lives.map(({ runs, why }) => [runs, why]),
        [
          [true, ""],
          [false, "the power is gone"],
          [true, ""],
        ],
      );
      t.ok(tape.lamps.of(1, play.until).length > 0, "its lamps are read from the cable");
    }
    mkdirSync(join(folder, "dies"));
    const calm = playOf("dies", { ...SHORT, weather: [], expects: [] }, 7);
    const { failed, watches } = await run(calm, untold(rig, [{ at: "5 s", fault: { kind: "power-cut" } }]), join(folder, "dies"));
    t.equal(failed, "");
    t.match(
      watches.find(({ watcher }) => watcher === "flash")!.violations,
      [{ words: /^the unit has shown nothing since [45]\.\d s \(the power is gone\)$/ }],
      "a unit on a table that falls silent and stays so is found by its lines",
    );
  },
);

t.test("what nobody can read or change on a table is not played there, and it says why", async (t) => {
  const bench = DRIVERS["bench"]!;
  const file = { ...rigFile("table"), sites: [], cannot: {} };
  const why = (scenario: Partial<Scenario>): string => whyNot(playOf("told", { ...SHORT, ...scenario }, 7), file, bench);
  t.equal(why({}), "");
  t.match(why({ begins: "2026-10-25 01:30" }), "the clock of a unit on a table is right");
  t.match(why({ edits: [["Lake Road", "Lake Way"]] }), "the site file that it was flashed with");
  t.match(why({ expects: [{ kind: "panel", at: "1 s", path: "mode", says: "" }] }), "nobody reads the unit's status page");
  t.match(why({ expects: [{ kind: "words", of: "link", says: "" }] }), "nobody reads the unit's console");
});
