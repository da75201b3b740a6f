import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { Request } from "../../src/journal/port.ts";
import { openDesk } from "../../src/platform/update-desk.ts";
import { simulate } from "../../src/sim.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Live } from "../../src/traffic/live.ts";
import { WallTime } from "../../src/traffic/time.ts";
import type { SlotRequest, SlotState } from "../../src/update/desk.ts";
import type { UpdateTold } from "../../src/update/told.ts";
import { Updates } from "../../src/update/updates.ts";
import { FOUR_LEG, minutes, worldOf } from "../streets.ts";

const MORNING = 7 * 3_600_000;
const BASE = Date.UTC(2026, 0, 5);
const sha256 = "ab".repeat(32);

/**
 * One life of a machine: the unit on its street, the link's updates beside it with their real desk, and root as `slot` does it, in a moment. `begins`: the
 * command comes then.
 */
function life(folders: { readonly desk: string; readonly kept: string }, until_min: number, begins: number | null) {
  const world = worldOf(FOUR_LEG, 7, { began_ms: MORNING });
  let now_ms = 0;
  let down: { readonly at: number; readonly live: Live } | null = null;
  const updates = new Updates({
    running: () => ({ version: "1.4.0", security: 1 }),
    noSlot: () => "",
    desk: openDesk(folders),
    fetch: async () => ({ kind: "done" }),
    offer: (request: Request) => world.recorder.inbox.push(request) > 0,
    brainReached: () => true,
    now: () => now_ms,
    wall: () => WallTime(BASE + now_ms),
  });
  const root = (live: Live): void => {
    const file = join(folders.desk, "request.json");
    if (!existsSync(file)) return;
    const request = JSON.parse(readFileSync(file, "utf8")) as SlotRequest;
    rmSync(file);
    const state = (state: SlotState["state"]) => ({ id: request.id, version: "1.5.0", sha256, size: 9, state, words: "" });
    const keep = (kept: SlotState) => writeFileSync(join(folders.kept, "state.json"), JSON.stringify(kept));
    keep(state(request.kind === "install" ? "installed" : "restarting"));
    if (request.kind === "restart") down ??= { at: now_ms, live };
  };
  simulate(
    {
      ...world,
      watch: (now) => {
        now_ms = now;
        if (now % 1_000 !== 0 || down !== null) return;
        const live = world.unit.live(world.recorder.status(), 0);
        if (now === begins)
          updates.begin("c-1", { bundle: "", version: "1.5.0", sha256, size: 9, not_before: 0, until: 0, allow_older: false });
        updates.live(live);
        updates.step();
        root(live);
      },
    },
    minutes(until_min),
  );
  const entries = world.recorder.entries.filter(({ at }) => down === null || at <= down.at);
  const told = entries.filter(({ code }) => code === CODE.update).map(({ detail }) => JSON.parse(detail) as UpdateTold);
  return {
    entries,
    told: told.map(({ state, words }) => (words === "" ? state : `${state}: ${words}`)),
    down: down as { readonly at: number; readonly live: Live } | null,
  };
}

t.test("a whole update on the street: installed while the signals go on, restarted out of flash, proved in the next life", async (t) => {
  const at = t.testdir();
  const folders = { desk: join(at, "desk"), kept: join(at, "kept") };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const first = life(folders, 10, minutes(4));
  const { down } = first;
  t.match(down?.live, { flash: "automatic", mode: "flash", hand_over: { id: "c-1", stage: "standing" } }, "the machine goes down in flash");
  t.ok(down?.live.channels.every(({ indication }) => indication.startsWith("flashing") || indication === "dark" || indication === "red"));
  t.same(
    first.told.map((each) => each.split(":")[0]),
    ["fetching", "checked", "installing", "installed", "restarting"],
  );
  const asked = first.entries.find((e) => e.code === CODE.update)!.at;
  const yellow = first.entries.find((e) => e.code === CODE.unitFlashStatus && e.at > asked)!;
  t.ok(first.entries.filter((e) => e.code === 1 && e.at > asked && e.at < yellow.at).length > 0, "greens went on meanwhile");

  writeFileSync(join(folders.kept, "outcome"), "proved B\n");
  const second = life(folders, 1, null);
  t.same(second.told, ["proved"]);
  t.notOk(existsSync(join(folders.desk, "job.json")));
  t.same(life(folders, 1, null).told, [], "once");
});

t.test("a release that did not prove itself: the unit is back on the old one, and its journal says from what, and why", async (t) => {
  const at = t.testdir();
  const folders = { desk: join(at, "desk"), kept: join(at, "kept") };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  t.ok(life(folders, 10, minutes(4)).down);
  writeFileSync(join(folders.kept, "outcome"), "returned B: control does not tick\n");
  t.same(life(folders, 1, null).told, ["fell-back: control does not tick"]);
});
