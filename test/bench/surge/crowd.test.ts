import { readFileSync } from "node:fs";
import t from "tap";
import { runOnce, usualOf } from "./run.ts";

t.test(
  "a crowd from one side waits for less than half as long under its surge's pattern as under the site's own plan, the others for little more",
  async (t) => {
    const text = readFileSync(new URL("../../../deploy/sites/arterial.toml", import.meta.url), "utf8");
    const usual = usualOf(text, 1_001);
    const comes = { approach: "west", expected: 2.2, came: 2.2 };
    const [own, surge] = (["own", "surge"] as const).map((who) => runOnce(text, who, 1, comes, usual));
    t.ok(surge!.crowd_s < own!.crowd_s / 2, `those who come with it: ${own!.crowd_s} → ${surge!.crowd_s} s`);
    t.ok(surge!.mean_delay_s < own!.mean_delay_s / 2, `all vehicles: ${own!.mean_delay_s} → ${surge!.mean_delay_s} s`);
    t.ok(surge!.others_s < own!.others_s * 1.3, `the other approaches: ${own!.others_s} → ${surge!.others_s} s`);
    t.ok(surge!.foot_s < own!.foot_s * 1.3, `people on foot: ${own!.foot_s} → ${surge!.foot_s} s`);
    t.equal(surge!.vehicles, own!.vehicles, "the same people came");
  },
);
