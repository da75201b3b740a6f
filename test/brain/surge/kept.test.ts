import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { marked, WAY } from "../../../src/brain/surge/prepared.ts";
import { KeptPlans } from "../../../src/cli/kept-plans.ts";
import { AskedFile, KeptSurges } from "../../../src/cli/surges-led.ts";
import { sha256 } from "../../../src/plans/sha256.ts";

t.test("what people have asked and cannot be read is said, with what to do: a surge that was stopped does not come again", async (t) => {
  const folder = t.testdir({});
  const asked = new AskedFile(join(folder, "key.pem"));
  t.same(asked.asked, { begun: [], cancelled: [] }, "nobody has asked anything yet");
  asked.asked = { begun: [], cancelled: ["cup-final"] };
  t.same(asked.asked.cancelled, ["cup-final"]);
  for (const broken of ["", '{"begun": [], "cancel', "[]", '{"begun": [], "cancelled": "cup-final"}']) {
    writeFileSync(join(folder, "surges-asked.json"), broken);
    t.throws(
      () => asked.asked,
      { message: /surges-asked\.json cannot be read: it says what was begun and stopped\. Put it right; or remove it/ },
      broken,
    );
  }
});

t.test("plans that units may stand on are kept as long as somebody asks for them, and cleared away three months later", async (t) => {
  const folder = t.testdir({});
  const [asked, old] = ["[[patterns]]\nnumber = 1\n", "[[patterns]]\nnumber = 2\n"];
  const before = new KeptPlans(folder);
  before.keep(asked);
  before.keep(old);
  const months = Date.now() / 1_000 - 100 * 86_400;
  for (const text of [asked, old]) utimesSync(join(folder, "plans", `${sha256(text)}.toml`), months, months);
  const plans = new KeptPlans(folder);
  t.equal(plans.of(sha256(asked)), asked);
  plans.sweep();
  t.same(readdirSync(join(folder, "plans")), [`${sha256(asked)}.toml`]);
  t.equal(plans.of(sha256(old)), null);
  writeFileSync(join(folder, "plans", `${sha256(old)}.toml`), "something else");
  t.equal(plans.of(sha256(old)), null, "a file that was changed is none");
  t.equal(plans.of("../key"), null);
});

t.test("what was taken back under surges is remembered by unit until the unit stands on what was before it", async (t) => {
  const folder = t.testdir({});
  const plans = new KeptPlans(folder);
  const own = "[[patterns]]\nnumber = 1\n";
  const surges = marked(own, sha256(own));
  plans.keep(surges);
  t.equal(plans.below(sha256(surges)), sha256(own));
  t.equal(plans.below(sha256(own)), sha256(own));
  plans.withdraw("A-1", sha256(own), "");
  t.same(new KeptPlans(folder).withdrawnFrom("A-1"), { [sha256(own)]: "" });
  t.same(plans.withdrawnFrom("A-2"), {});
  plans.settle("A-1", sha256(own));
  t.same(plans.withdrawnFrom("A-1"), {});
  writeFileSync(join(folder, "plans", "withdrawn.json"), "{");
  t.throws(() => plans.withdrawnFrom("A-1"), { message: /withdrawn\.json cannot be read/ });
});

t.test("a change of one unit writes that unit's file alone, and whoever begins anew goes on with it", async (t) => {
  const folder = t.testdir({});
  mkdirSync(join(folder, "surges"));
  const prepared = {
    ...{
      way: WAY,
      base: "",
      site: "",
      surges: {},
      left: {},
      text: "# surges over the site file\n",
      hash: sha256("# surges over the site file\n"),
    },
    ...{ made: [], shifts: [], rollout: null, rehearsal: { text: "", rollout: null, passed: true } },
  };
  const kept = new KeptSurges(join(folder, "key.pem"));
  kept.keep("A-1", prepared, "in force");
  kept.keep("A-2", prepared, "trying");
  const files = () => readdirSync(join(folder, "surges"));
  t.same(files(), ["A-1.json", "A-2.json"]);
  const again = new KeptSurges(join(folder, "key.pem"));
  t.same(again.of("A-2"), { words: "trying", prepared });
  again.keep("A-2", null, "");
  t.same(files(), ["A-1.json"]);
  t.same(again.of("A-3"), { words: "", prepared: null });
});
