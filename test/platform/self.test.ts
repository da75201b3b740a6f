import { execFileSync } from "node:child_process";
import t from "tap";
import { ITSELF } from "../../src/platform/self.ts";

t.test(
  "a process that starts this program again for a trial or a side of a unit gets the verb, whatever file was started first",
  async (t) => {
    t.notOk(ITSELF.includes(process.argv[1]!), "not this test");
    t.match(execFileSync(process.execPath, [...ITSELF, "help", "try-plan"], { encoding: "utf8" }), /^stopline try-plan: /);
  },
);
