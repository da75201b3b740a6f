/**
 * Plays scenarios on one rig, as a process of its own: simulated time takes a whole process, and the simulated disk stands between it and the real one.
 * Arguments: rig, seed, the run's folder. It is sent names and answers with what came of each.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DRIVERS } from "./drivers.ts";
import { keep, type Result, resultOf } from "./evidence/keep.ts";
import { playOf } from "./play.ts";
import { rigFile, whyNot } from "./rig.ts";
import { run } from "./run.ts";
import { scenarioNamed } from "./scenarios.ts";

const [named = "sim", seed = "7", folder = ""] = process.argv.slice(2);
const file = rigFile(named);
const driver = DRIVERS[file.driver];
if (driver === undefined) throw new Error(`rig ${named}: no driver "${file.driver}"; there are ${Object.keys(DRIVERS).join(", ")}`);
const rig = await driver.open(file);

async function played(name: string): Promise<Result> {
  const began = process.hrtime.bigint();
  const scenario = await scenarioNamed(name);
  const calm = process.env["BREAK"] === "weather";
  const weather = calm ? [] : scenario.weather;
  const play = playOf(name, { ...scenario, weather }, scenario.seed ?? Number(seed));
  const not = whyNot(play, file, driver!);
  if (not !== "") return { name, story: play.scenario.story, outcome: "not-run", why: not, took_ms: 0, wrong: [], unjudged: [] };
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const seen = await run(play, rig, own);
  const took_ms = Number((process.hrtime.bigint() - began) / 1_000_000n);
  const result = calm ? withoutWeather(resultOf(seen, took_ms)) : resultOf(seen, took_ms);
  keep(seen, result, { rig: named, folder: own });
  return result;
}

/** What passes without its weather expects nothing of it. */
const withoutWeather = (result: Result): Result =>
  result.outcome === "passed"
    ? { ...result, outcome: "failed", wrong: ["it passes without its weather"] }
    : { ...result, outcome: result.why === "" ? "passed" : "failed", wrong: [] };

process.on("message", (name: string) => {
  played(name).then(
    (result) => process.send!(result),
    (error: Error) =>
      process.send!({
        name,
        story: "",
        outcome: "failed",
        why: error.stack ?? error.message,
        took_ms: 0,
        wrong: [],
        unjudged: [],
      } satisfies Result),
  );
});
process.once("disconnect", () => {
  void rig.close().then(() => process.exit());
});
process.send!("ready");
