import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { Timing } from "../../src/timing/controller.ts";
import { INDICATIONS, noCalls, plainOrders } from "../../src/traffic/calls.ts";
import { PatternNumber } from "../../src/traffic/numbers.ts";
import type { Site } from "../../src/traffic/site.ts";
import { Instant } from "../../src/traffic/time.ts";
import { dice as diceOf } from "../dice.ts";

const SITES = new URL("../../deploy/sites/", import.meta.url);

function example(file: string): Site {
  const read = readSite(readFileSync(new URL(file, SITES), "utf8"), file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.site;
}

t.test("on every example site the monitor lets through whatever the controller makes of any calls", async (t) => {
  for (const file of readdirSync(SITES).filter((name) => name.endsWith(".toml"))) {
    const site = example(file);
    const timing = new Timing(site);
    const roll = diceOf(11);
    const calls = noCalls();
    let pattern = site.start_pattern;
    let busy = 30;
    const contacts = { preempt: new Uint8Array(10), stop_time: false, manual: false, advance: false };
    let flash: "automatic" | "local-manual" | null = null;
    for (let tenth = 0; tenth < 60_000; tenth++) {
      if (roll(2_000) === 0) pattern = site.patterns[roll(site.patterns.length)]!.number;
      if (roll(2_000) === 0) busy = [2, 30, 300][roll(3)]!;
      for (let p = 0; p < 16; p++) {
        calls.vehicle[p] = Number(roll(busy) === 0 || (calls.vehicle[p] === 1 && roll(30) > 0));
        calls.pedestrian[p] = Number(roll(500) === 0);
      }
      for (let i = 0; i < 10; i++) if (roll(contacts.preempt[i] === 1 ? 300 : 30_000) === 0) contacts.preempt[i]! ^= 1;
      if (roll(contacts.stop_time ? 40 : 8_000) === 0) contacts.stop_time = !contacts.stop_time;
      if (roll(contacts.manual ? 400 : 8_000) === 0) contacts.manual = !contacts.manual;
      contacts.advance = roll(20) === 0;
      if (roll(flash === null ? 8_000 : 100) === 0) flash = flash !== null ? null : roll(2) === 0 ? "automatic" : "local-manual";
      const orders = { ...plainOrders(pattern, flash), contacts: { ...contacts }, clock_ds: tenth };
      const { fault } = timing.step(Instant(tenth * 100), calls, orders);
      if (fault !== null) return t.fail(`${file}, tenth ${tenth}: ${JSON.stringify(fault)}`);
    }
    t.pass(file);
  }
});

/** The example stated in stages, with vehicles before these phases (its stages) all the time: what every group shows, tenth by tenth. */
function stages(...called: readonly number[]): ReadonlyMap<string, string> {
  const site = example("stages.toml");
  const timing = new Timing(site);
  const calls = noCalls();
  const letters = INDICATIONS.map((indication) => ({ dark: ".", red: "r", yellow: "y", green: "g" })[indication as string] ?? "F");
  const shown = new Map(site.channels.map(({ name }) => [name, ""]));
  for (let tenth = 0; tenth < 6_000; tenth++) {
    for (const stage of called) calls.vehicle[stage - 1] = 1;
    const { channels } = timing.step(Instant(tenth * 100), calls, plainOrders(PatternNumber(1)));
    for (const { name, number } of site.channels) shown.set(name, shown.get(name)! + letters[channels[number - 1]!]);
  }
  return shown;
}

t.test("a signal group of two stages that follow each other stays green from one to the next", async (t) => {
  const shown = stages(1, 2, 3, 4);
  const [first, second, both] = [shown.get("K2")!, shown.get("K3")!, shown.get("K9")!];
  let changes = 0;
  for (let from = first.indexOf("gy", 2_000); from >= 0; from = first.indexOf("gy", from + 1)) {
    const to = second.indexOf("rg", from) + 1;
    if (to === 0) break;
    changes++;
    t.match(both.slice(from, to + 50), /^g+$/, `K9 from stage 2 to stage 3, tenth ${from}`);
  }
  t.ok(changes > 2);
});

t.test("from stage to stage it takes what the intergreen matrix says of the groups that change, and no tenth more", async (t) => {
  const site = example("stages.toml");
  const { groups, stages: order, intergreen_ds } = site.stages!;
  const shown = stages(1, 2, 3, 4);
  const vehicles = (stage: number) => order[stage]!.groups.filter((name) => name.startsWith("K"));
  for (let stage = 0; stage < 4; stage++) {
    const next = (stage + 1) % 4;
    const ends = vehicles(stage).filter((name) => !vehicles(next).includes(name));
    const begins = vehicles(next).filter((name) => !vehicles(stage).includes(name));
    const index = (name: string) => groups.findIndex((group) => group.name === name);
    const wanted = Math.max(...ends.flatMap((a) => begins.map((b) => intergreen_ds[index(a)]![index(b)] ?? 0)));
    const from = shown.get(ends[0]!)!.indexOf("gy", 2_000);
    const to = shown.get(begins[0]!)!.indexOf("rg", from);
    t.ok(from > 0);
    t.equal(to - from, wanted, `from stage ${stage + 1} to ${next + 1}`);
  }
});
