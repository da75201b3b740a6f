// Long: half hours are lived through again and again.
import t from "tap";
import { recorded, recordingIn, TEE, tuned } from "./days.ts";

t.test("of a site that is well timed it says that nothing better was found", async (t) => {
  const well = TEE.replaceAll("max1 = 35.0", "max1 = 26.0");
  const result = await tuned(recordingIn([recorded({ text: well, hour: 9, hours: 4.1, demand: 1, seed: 5 }).chunk()]));
  t.equal(result.reproduced.verdict, "reproduced");
  t.ok(result.rows.length >= 8, "though it looked");
  t.same([result.changes, result.edits], [[], []]);
  t.notOk(result.judged?.better ?? false);
});
