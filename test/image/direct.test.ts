import t from "tap";
import { saidBy } from "./direct.ts";

t.test("which of a unit's two sides speaks is read from the machine's console", async (t) => {
  t.same(saidBy("[   29.950300] stopline-link[380]: connected to 10.0.2.2:44653"), { of: "link", words: "connected to 10.0.2.2:44653" });
  t.same(saidBy('[   19.637813] stopline-unit[276]: port "rack" is open'), { of: "unit", words: 'port "rack" is open' });
  t.equal(saidBy("[   19.544215] systemd[1]: Started stopline-unit.service - stopline: the street side"), null);
  t.equal(saidBy("stopline: slot A controls; it is good"), null);
});
