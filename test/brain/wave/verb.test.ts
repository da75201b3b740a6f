import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { readSite } from "../../../src/config/index.ts";
import { planned } from "../../../src/plans/text.ts";
import { verbChild } from "../../cli/verb-child.ts";
import { BROKERS } from "../../platform/brokers.ts";
import { siteOf } from "../../streets.ts";
import { city } from "../planning.ts";
import { coastText, textOf, WAVE } from "./coast.ts";
import { RECORDS, stored } from "./stored.ts";

const EARLY = WAVE.replace("07:00", "06:00");

t.test("an engineer sees cycle, splits, offsets and what they bring, and gets plans and a diagram; nothing is sent", async (t) => {
  const folder = t.testdir({ "coast.toml": coastText(EARLY), plans: {} });
  const store = join(folder, "brain.db");
  await stored(store, ["K1", "K2", "K3"], [900, 300, 200], Date.now());
  const [file, svg, plans] = [join(folder, "coast.toml"), join(folder, "coast.svg"), join(folder, "plans")];
  const child = verbChild(t, "wave", file, "--store", store, "--svg", svg, "--plans", plans);
  t.equal(await child.ended, 0, child.said());
  t.match(child.said(), /morning, mon tue wed thu fri, 06:00 to 09:00/);
  t.match(child.said(), /from 1 day, which says nothing of how days differ; common cycle \d+ s, \d+ % less delay and stops/);
  t.match(child.said(), /K1 +\d+ s +0 s/);
  t.match(child.said(), /K1 to K3: band \d+ s, 54 s of driving/);
  const diagram = readFileSync(svg, "utf8");
  t.match(diagram, /^<svg [\s\S]*<polygon [\s\S]*<\/svg>\n$/);
  for (const unit of ["K1", "K2", "K3"]) {
    const [text, plan] = [textOf(unit), readFileSync(join(plans, `${unit}.toml`), "utf8")];
    t.ok("site" in planned({ text, site: siteOf(text) }, plan, readSite));
  }
  t.notOk(existsSync(join(folder, "waves.json")), "what was not sent does not stand");
});

t.test("who has told nothing, and an arterial that is not there, are answered with their names", async (t) => {
  const folder = t.testdir({ "coast.toml": coastText(EARLY), "none.toml": coastText("") });
  const store = join(folder, "brain.db");
  await stored(store, ["K1", "K3"], [900, 300, 200], Date.now());
  const lacks = verbChild(t, "wave", join(folder, "coast.toml"), "--store", store);
  t.equal(await lacks.ended, 1);
  t.match(lacks.said(), /no wave on coast: nothing is known of K2: it has not told its site file/);
  const other = verbChild(t, "wave", join(folder, "coast.toml"), "--store", store, "--arterial", "shore");
  t.equal(await other.ended, 2);
  t.match(other.said(), /has no arterial "shore"; it has coast/);
  const none = verbChild(t, "wave", join(folder, "none.toml"), "--store", store);
  t.equal(await none.ended, 2);
  t.match(none.said(), /has no \[\[arterials\]\]/);
});

t.test("where each unit by itself is as good, --send sends nothing and asks no broker", async (t) => {
  const folder = t.testdir({ "coast.toml": coastText(EARLY) });
  const store = join(folder, "brain.db");
  await stored(store, ["K1", "K2", "K3"], [30, 30, 30], Date.now());
  const quiet = verbChild(t, "wave", join(folder, "coast.toml"), "--store", store, "--broker", "127.0.0.1:1", "--plain", "--send");
  t.equal(await quiet.ended, 0, quiet.said());
  t.match(quiet.said(), /not worth it[\s\S]*nothing is sent/);
  const never = verbChild(t, "wave", join(folder, "coast.toml"), "--store", store, "--broker", "127.0.0.1:1", "--plain", "--take-back");
  t.equal(await never.ended, 2);
  t.match(never.said(), /no wave was sent on coast from here/);
});

t.test(
  "--send brings a unit's plan into force by the broker, what stands is remembered, and --take-back brings the one before",
  async (t) => {
    const { units, type, file, keeper, storeFile } = await city(t, BROKERS[1]![1], ["K1", "K2", "K3"], RECORDS);
    await stored(storeFile, ["K1", "K2", "K3"], [900, 300, 200], Date.now());
    await keeper();
    const coast = file("coast.toml", coastText(EARLY));
    const sent = type("wave", coast, "--send", "--each");
    t.equal(await sent.ended, 0, sent.said());
    t.match(sent.said(), /sends to K1, K2, K3, each for itself[\s\S]*3 in force of 3/);
    for (const { plans, inForce } of units) t.match(plans.get(inForce), /name = "wave morning"/);
    const again = type("wave", coast, "--send", "--each");
    t.equal(await again.ended, 0, again.said());
    t.match(again.said(), /what was sent before is as good, and stays[\s\S]*nothing is sent/);
    const back = type("wave", coast, "--take-back");
    t.equal(await back.ended, 0, back.said());
    t.same(
      units.map(({ inForce }) => inForce),
      ["", "", ""],
    );
  },
);
