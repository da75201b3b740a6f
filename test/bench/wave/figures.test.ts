import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../../src/config/index.ts";
import { importSumo } from "../../../src/import/index.ts";
import { programAlone } from "./program.ts";
import { wishesIn } from "./wishes.ts";

t.test("a site with its program's stages alone is a site, and no pattern of it omits a stage any more", async (t) => {
  const net = readFileSync(new URL("../../import/tee.net.xml", import.meta.url), "utf8");
  const made = importSumo(net, { net: "tee.net.xml", tls: "c" });
  if (!made.ok) return t.fail(made.words);
  const [whole, alone] = [made.text, programAlone(made.text)].map((text) => readSite(text, "c.toml"));
  if (!whole?.ok || !alone?.ok) return t.fail(JSON.stringify(alone?.ok === false ? alone.problems : ""));
  const further = whole.site.patterns.find(({ number }) => number === 1)!.omit;
  t.ok(further.length > 0, "the import adds some");
  t.same(
    alone.site.phases.map(({ number }) => number),
    whole.site.phases.map(({ number }) => number).filter((number) => !further.includes(number)),
  );
  t.ok(alone.site.patterns.every(({ omit }) => omit.length === 0));
});

t.test("what the bench is asked for in vain is said", async (t) => {
  const folder = { SCENARIO: "nowhere" };
  t.throws(() => wishesIn(folder), /there is no scenario folder "nowhere"/);
});
