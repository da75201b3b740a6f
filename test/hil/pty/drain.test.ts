import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { playOf } from "../play.ts";
import { rigFile } from "../rig.ts";
import { run } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import type { Seen } from "../seen.ts";
import { untold } from "../untold.ts";
import { PTY } from "./rig.ts";

/** A unit on a busy machine has begun long before. Its records do not come to the brain: at the end everybody waits for them. */
const HELD_UP: Scenario = {
  story: "",
  site: "tee",
  lasts: "25 s",
  weather: [{ at: "1 s", fault: { kind: "broker-away" } }],
  expects: [],
};

/** The process whose command line has this word. */
function processOn(word: string): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(word);
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error(`there is no process on ${word}`);
  return Number(found);
}

t.test("a brain that dies while a play drains at its end ends it with its last words", { timeout: 120_000 }, async (t) => {
  // A socket has no long name.
  const folder = mkdtempSync(join(tmpdir(), "stopline-drain-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const rig = await PTY.open(rigFile("pty"));
  const play = playOf("held-up", HELD_UP, 7);
  let killed = false;
  const kills = (seen: Seen): void => {
    // The unit has ended, and its link is given the time that it wants.
    if (killed || seen.kind !== "unit" || seen.runs || seen.at < play.until) return;
    killed = true;
    process.kill(processOn(join(folder, "centre", "brain.db")), "SIGKILL");
  };
  const watched = {
    ...rig,
    play: (...[play, folder, see]: Parameters<typeof rig.play>) =>
      rig.play(play, folder, (seen) => {
        see(seen);
        kills(seen);
      }),
  };
  const { failed } = await run(play, watched, folder);
  t.ok(killed, "it was there to be killed");
  t.match(failed, /the brain's process has ended by itself: SIGKILL\n.*\S/);
});

t.test("a unit that hangs holds no play up at its end, and is found there", { timeout: 120_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stopline-hangs-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const rig = await PTY.open(rigFile("pty"));
  const calm = playOf("hangs", { ...HELD_UP, lasts: "45 s", weather: [] }, 7);
  const { failed, watches } = await run(calm, untold(rig, [{ at: "25 s", fault: { kind: "unit-stands-still" } }]), folder);
  t.equal(failed, "");
  const { violations } = watches.find(({ watcher }) => watcher === "flash")!;
  t.match(violations.map(({ words }) => words).join("; "), /^the unit has shown nothing since 2[45]\.\d s$/);
});
