import t from "tap";
import { stepped } from "../../../src/cli/surges-led.ts";

t.test("what goes wrong with one unit is said of that unit, and keeps no surge from those behind it", async (t) => {
  const broken = { words: "", step: () => Promise.reject(new Error("its plan cannot be read")) };
  const sound = { words: "cup-final: in force", step: async () => {} };
  const words: string[] = [];
  for (const warden of [broken, sound]) words.push(await stepped(warden, undefined));
  t.same(words, ["its surges wait: its plan cannot be read", "cup-final: in force"]);
});
