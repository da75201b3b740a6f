import t from "tap";
import { detailOf, numberIn, textIn } from "../../src/traffic/detail.ts";

t.test("a detail that nobody of ours has written has nothing in it", async (t) => {
  for (const broken of ["", "{", "null", "3", '"mode"', "[1]", "\u0000{}"]) t.same(detailOf(broken), {}, JSON.stringify(broken));
  const told = detailOf('{"age_ms":12,"mode":"flash","site":3,"wall":"x"}');
  t.equal(numberIn(told, "age_ms", 0), 12);
  t.equal(numberIn(told, "wall", 7), 7);
  t.equal(numberIn(told, "none", -1), -1);
  t.equal(textIn(told, "mode"), "flash");
  t.equal(textIn(told, "site"), "");
});
