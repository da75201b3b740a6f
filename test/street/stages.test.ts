import { readFileSync } from "node:fs";
import t from "tap";
import { simulate } from "../../src/sim.ts";
import { lanePlans } from "../../src/street/traffic/demand.ts";
import { INDICATIONS } from "../../src/traffic/calls.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { Site } from "../../src/traffic/site.ts";
import { minutes, siteOf, worldOf } from "../streets.ts";

const STAGES = readFileSync(new URL("../../deploy/sites/stages.toml", import.meta.url), "utf8");
const MORNING = 7 * 3_600_000;
const GREEN = INDICATIONS.indexOf("green");

/** A bystander with the signal plan and a stop-watch: begins and ends of green by signal group, and what was too near to what. */
class Bystander {
  readonly greens = new Map<string, number>();
  readonly wrong: string[] = [];
  readonly #site: Site;
  readonly #endedAt = new Map<string, number>();
  readonly #green = new Set<string>();

  constructor(site: Site) {
    this.#site = site;
  }

  look(now_ds: number, channels: Uint8Array): void {
    const begun: string[] = [];
    for (const { number, name } of this.#site.channels) {
      const on = channels[number - 1] === GREEN;
      if (on && !this.#green.has(name)) begun.push(name);
      if (!on && this.#green.delete(name)) this.#endedAt.set(name, now_ds);
    }
    for (const name of begun) {
      this.greens.set(name, (this.greens.get(name) ?? 0) + 1);
      this.#green.add(name);
      for (const other of this.#site.channels) this.#compare(other.name, name, now_ds);
    }
  }

  #compare(ending: string, beginning: string, now_ds: number): void {
    const { groups, intergreen_ds } = this.#site.stages!;
    const at = (name: string) => groups.findIndex((group) => group.name === name);
    const least = intergreen_ds[at(ending)]![at(beginning)];
    if (least == null) return;
    if (this.#green.has(ending)) this.wrong.push(`${ending} and ${beginning} together at ${now_ds}`);
    const passed = now_ds - (this.#endedAt.get(ending) ?? Number.NEGATIVE_INFINITY);
    if (passed < least) this.wrong.push(`${ending} to ${beginning} in ${passed} tenths at ${now_ds}`);
  }
}

t.test("an hour of a busy morning in stages: every signal group is green, and the matrix holds", async (t) => {
  const world = worldOf(STAGES, 7, { began_ms: MORNING });
  const bystander = new Bystander(world.site);
  simulate({ ...world, watch: (now, { channels }) => bystander.look(now / 100, channels) }, minutes(60));
  t.same(bystander.wrong, []);
  for (const { name } of world.site.channels) t.ok((bystander.greens.get(name) ?? 0) > 10, `${name} was green`);
  t.equal(world.recorder.entries.filter((e) => e.code === CODE.monitorFault).length, 0);
  const { movements, pedestrians } = world.street.tallies();
  for (const m of movements) t.ok(m.departed > 20 && m.mean_delay_s < 90, `${m.approach} ${m.phase} moves`);
  for (const p of pedestrians) t.ok(p.served > 5, `${p.name} is served`);
  t.equal(
    movements.reduce((sum, m) => sum + m.ran_red, 0),
    0,
  );
});

t.test("the right-turn arrow stays green from one stage to the next", async (t) => {
  const world = worldOf(STAGES, 7, { began_ms: MORNING });
  const [arrow, left, through] = ["K9", "K2", "K3"].map((name) => world.site.channels.find((c) => c.name === name)!.number - 1);
  let over = 0;
  let [before, alone] = [false, false];
  simulate(
    {
      ...world,
      watch: (_, { channels }) => {
        const on = channels[arrow!] === GREEN;
        if (on && channels[left!] === GREEN) alone = true;
        if (!on) alone = false;
        if (on && alone && channels[through!] === GREEN && !before) over++;
        before = channels[through!] === GREEN;
      },
    },
    minutes(20),
  );
  t.ok(over > 3, `${over} times`);
});

t.test("a stage that nobody calls is passed over", async (t) => {
  const world = worldOf(STAGES, 7, { began_ms: MORNING, demand: 0 });
  simulate(world, minutes(10));
  const begun = new Set(world.recorder.entries.filter((e) => e.code === 1 && e.at > 120_000).map((e) => e.param));
  t.same([...begun], [], "after start-up the first stage rests in green");
});

t.test("drivers look at the head of their own signal group, and who has an arrow waits for it", async (t) => {
  const plans = lanePlans(siteOf(STAGES));
  t.same(
    plans.map(({ approach, lane, channel, turns, right_pm }) => [approach.name, lane, channel?.name, turns, right_pm]),
    [
      ["north", 1, "K1", "none", 200],
      ["north", 2, "K2", "left", 0],
      ["east", 1, "K9", "none", 1_000],
      ["east", 2, "K3", "none", 0],
      ["east", 3, "K4", "left", 0],
      ["south", 1, "K5", "none", 200],
      ["south", 2, "K6", "left", 0],
      ["west", 1, "K7", "none", 200],
      ["west", 2, "K8", "left", 0],
    ],
  );
  // The arrow's group stands first in the file, and is green in the stage of those beside it as well.
  const block = STAGES.slice(STAGES.indexOf('[[signal_groups]]\nname = "K9"'), STAGES.indexOf('[[signal_groups]]\nname = "F1"'));
  const first = STAGES.replace(block, "").replace("[[signal_groups]]", `${block}[[signal_groups]]`);
  const east = lanePlans(siteOf(first)).filter(({ approach }) => approach.name === "east");
  t.same(
    east.map(({ channel }) => channel?.name),
    ["K9", "K3", "K4"],
  );
  const world = worldOf(STAGES, 7, { began_ms: MORNING });
  simulate(world, minutes(30));
  const arrow = world.street.tallies().movements.find((m) => m.approach === "east" && m.phase === 2);
  t.equal(arrow?.right_on_red, 0);
  t.ok(arrow!.departed > 50);
});
