import { readFileSync } from "node:fs";
import t from "tap";
import { readSite } from "../../src/config/index.ts";
import { boundOf } from "../../src/config/journal-bound.ts";

const FOUR_LEG = readFileSync("deploy/sites/four-leg.toml", "utf8");

function siteWith(text: string) {
  const reading = readSite(`${FOUR_LEG}\n${text}`, "four-leg.toml");
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.site;
}

t.test("the journal is sized by the hours that the brain may be away, and by what the site records", async (t) => {
  const [week, day] = [boundOf(siteWith("")), boundOf(siteWith("[journal]\noutage_hours = 24"))];
  // A simulated day of this site is 461,315 records in 13.7 MB.
  t.ok(day > 13.7 * 1.3 * 1_000_000 && day < 40_000_000, `${day} bytes hold a day, and half as much again`);
  t.ok(week > 7 * 13.7 * 1_048_576 && week < 7 * 28 * 1_000_000, `${week} a week, when nothing is said`);
  const small = siteWith("");
  t.ok(boundOf({ ...small, detectors: small.detectors.slice(0, 4) }) < week / 2, "a site with four detectors needs less than half");
});
