import t from "tap";
import { ms } from "../play.ts";
import { scenarioNamed, scenarioNames } from "../scenarios.ts";
import { chosenFor } from "./chosen.ts";

const lengthOf = async (name: string): Promise<number> => ms((await scenarioNamed(name)).lasts);

t.test(
  "where a second lasts a second the shortest stories are played side by side, once: minutes, where all of them are hours",
  async (t) => {
    const { names, jobs, street_ms } = await chosenFor("pty", [], 7, 3);
    t.equal(names.length, 3);
    t.equal(jobs, 3);
    const lengths = await Promise.all(names.map(lengthOf));
    t.equal(street_ms, Math.max(...lengths), "as long as the longest of them");
    const { names: more } = await chosenFor("pty", [], 7, 12);
    t.same(more.slice(0, 3), names);
    const others = await Promise.all(more.slice(3).map(lengthOf));
    t.ok(Math.min(...others) >= Math.max(...lengths), "no other is shorter");
    t.equal((await chosenFor("qemu", [], 7)).names.length, 1, "one emulated machine is enough for a small host");
  },
);

t.test("stories that are named are all played there, one after the other where they do not go side by side", async (t) => {
  const words = ["link-killed", "street-side-killed", "camera-blind"];
  const lengths = await Promise.all(words.map(lengthOf));
  const { names, jobs, street_ms } = await chosenFor("pty", words, 7, 1);
  t.same(names.toSorted(), words.toSorted());
  t.equal(jobs, 1);
  t.equal(
    street_ms,
    lengths.reduce((sum, each) => sum + each, 0),
  );
  const two = await chosenFor("pty", words, 7, 2);
  t.ok(two.street_ms! < street_ms! && two.street_ms! >= Math.max(...lengths));
});

t.test("what cannot be played on a rig is not counted for it, and a rig that is left with nothing says so", async (t) => {
  t.same((await chosenFor("pty", ["power-cut-at-any-write", "camera-blind"], 7)).names, ["camera-blind"]);
  await t.rejects(chosenFor("pty", ["power-cut"], 7), { message: 'no story with "power-cut" in its name can be played on pty' });
  const { names, street_ms } = await chosenFor("sim", [], 7);
  t.equal(street_ms, null);
  const long = await Promise.all(scenarioNames().map(async (name) => (await scenarioNamed(name)).long !== undefined));
  t.equal(names.length, long.filter((is) => !is).length, "everything that is not long");
});
