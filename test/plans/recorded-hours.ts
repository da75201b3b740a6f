/** Lays two hours into a journal that end now: what a unit has recorded when its first plan comes. Its argument is the journal. */
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { simulate } from "../../src/sim.ts";
import { Street } from "../../src/street/street.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { Unit } from "../../src/unit.ts";
import { FOUR_LEG, siteOf } from "../streets.ts";

const HOURS = 1.7;
const [path = ""] = process.argv.slice(2);
const wall = WallTime(Date.now() - HOURS * 3_600_000);
const site = siteOf(FOUR_LEG);
const recorder = openSyncRecorder(path, { unit: site.id, epoch: "00000000000000aa", created: wall });
const unit = new Unit(site, { version: "test", site: FOUR_LEG, wall });
const street = new Street(site, 3, { demand: 1.5 });
simulate({ unit, street, recorder }, Instant(HOURS * 3_600_000));
recorder.close();
