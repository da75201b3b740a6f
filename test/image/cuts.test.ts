import t from "tap";
import { chosen } from "./cuts.ts";

t.test("what a cut leaves in the boot loader's state is read as GRUB reads it", async (t) => {
  const state = { ORDER: "B A", A_OK: "1", A_TRY: "0", B_OK: "1", B_TRY: "0" };
  t.equal(chosen(state), "b");
  t.equal(chosen({ ...state, B_TRY: "2" }), "a", "both tries are used up");
  t.equal(chosen({ ...state, B_OK: "0" }), "a", "it is not written to its end");
  t.equal(chosen({ ...state, A_TRY: "2", B_TRY: "2" }), "b", "the tries begin again in the same order");
  t.equal(chosen({ ...state, A_TRY: "2", B_OK: "0", B_TRY: "2" }), "a");
  t.equal(chosen({ ...state, A_OK: "0", B_OK: "0" }), "a", "never none");
});
