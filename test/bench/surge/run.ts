import { calendarOf } from "../../../src/brain/surge/calendar.ts";
import { readSurges } from "../../../src/brain/surge/file.ts";
import { demandOf, type LaneRecord } from "../../../src/brain/timing/demand.ts";
import { readSite } from "../../../src/config/index.ts";
import { LocalTime } from "../../../src/journal/local-time.ts";
import { planned } from "../../../src/plans/text.ts";
import { simulate } from "../../../src/sim.ts";
import { between, type Outcome } from "../../../src/street/outcome.ts";
import { Street } from "../../../src/street/street.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import { Instant, WallTime } from "../../../src/traffic/time.ts";
import { type Score, scoreOf } from "../../../src/tune/score.ts";
import { Unit } from "../../../src/unit.ts";
import { MemoryRecorder, siteOf } from "../../streets.ts";
import { arrivalsOf, type Crowd } from "./crowd.ts";

/** `own`: what the site file has at that hour. `adaptive`: free, by the strategy of that name. `surge`: its plan over the site file. */
export type Who = "own" | "adaptive" | "surge";

/** The hours of a Tuesday in which people come to a match; before and behind them the street has its usual traffic. */
const [BEGIN_MIN, FROM_MIN, TO_MIN, END_MIN] = [16 * 60, 17 * 60, 19 * 60, 20 * 60];
const DATE = "2026-05-19";

/** From 17:00 on, until all of the crowd have had an hour to go. */
export interface Result {
  readonly vehicles: number;
  readonly mean_delay_s: number;
  readonly p95_delay_s: number;
  /** Of whoever comes with the crowd, of all others, and of people on foot. */
  readonly crowd_s: number;
  readonly others_s: number;
  readonly foot_s: number;
}

/** Who comes in a run: `expected` is what the surge file says, `came` what really comes, both as a multiple of the usual. */
export interface Comes {
  readonly approach: string;
  readonly expected: number;
  readonly came: number;
}

/** Throws an Error in words where no plan is made, and when a monitor trips. */
export function runOnce(text: string, who: Who, seed: number, comes: Comes, usual: readonly LaneRecord[]): Result {
  const { approach, came } = comes;
  const made = who === "surge" ? surgeOf(text, comes, usual) : who === "adaptive" ? adaptively(text) : text;
  const crowd: Crowd = { approach, factor: came, from_min: FROM_MIN, to_min: TO_MIN };
  const { outcomes } = lived(made, seed, crowd);
  const { lanes, crossings } = between(outcomes.get(FROM_MIN)!, outcomes.get(END_MIN)!);
  const scored = (isOurs: (approach: string) => boolean): Score =>
    scoreOf([{ lanes: lanes.filter((lane) => isOurs(lane.approach)), crossings, seen: [] }]);
  const { vehicles, mean_delay_s, p95_delay_s, mean_walk_wait_s } = scored(() => true);
  return {
    vehicles,
    mean_delay_s,
    p95_delay_s,
    crowd_s: scored((from) => from === approach).mean_delay_s,
    others_s: scored((from) => from !== approach).mean_delay_s,
    foot_s: mean_walk_wait_s,
  };
}

/** What the unit itself measures of an ordinary Tuesday a week before, as the brain would keep it. */
export function usualOf(text: string, seed: number): readonly LaneRecord[] {
  const { records } = lived(text, seed, null);
  return records;
}

/** The site's free pattern by `adaptive`, all day. */
const adaptively = (text: string): string =>
  text
    .replace(/^(\[\[patterns\]\]\nnumber = 1\n)/m, '$1strategy = "adaptive"\n')
    .replace(/(\{ at = "[^"]*", pattern = )\d+/g, (_, at: string) => `${at}1`);

/** The site file with the plan that the brain makes for the crowd. */
function surgeOf(text: string, { approach, expected }: Comes, usual: readonly LaneRecord[]): string {
  const site = siteOf(text);
  const unit = site.id;
  const read = readSurges(
    `[city]\nname = "bench"\ntime_zone = "${site.time_zone}"\n
[[places]]\nname = "arena"\ntowards = [{ unit = "${unit}", approach = "${approach}" }]\n
[[surges]]\nname = "match"\nclass = "match"\nunits = ["${unit}"]\nplace = "arena"\nbegins = "${DATE} 19:00"\nends = "${DATE} 21:00"\nlongest = 480
phases = [{ name = "arrival", from = ${FROM_MIN - TO_MIN}, to = 0, towards = ${expected} }]\n`,
    "bench.toml",
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems[0]));
  const local = new LocalTime(site.time_zone);
  const calendar = calendarOf({ text, site }, read.file.surges, unit, began(local), (hours) => demandOf(usual, hours, local).flows);
  if ("why" in calendar) throw new Error(calendar.why);
  const taken = planned({ text, site }, calendar.text, readSite);
  if ("refused" in taken) throw new Error(taken.refused);
  return taken.text;
}

/** Of that day's 16:00 on the site's clocks. */
function began(local: LocalTime): WallTime {
  const utc = Date.parse(`${DATE}T16:00:00Z`) as WallTime;
  return WallTime(utc - (local.of(utc) - utc));
}

function lived(text: string, seed: number, crowd: Crowd | null) {
  const site = siteOf(text);
  const wall = began(new LocalTime(site.time_zone));
  const street = new Street(site, seed, { recorded: arrivalsOf(site, seed, BEGIN_MIN, END_MIN, crowd), began_ms: BEGIN_MIN * 60_000 });
  const unit = new Unit(site, { version: "bench", site: text, wall });
  const recorder = new MemoryRecorder();
  const outcomes = new Map<number, Outcome>();
  const watch = (now: number): void => {
    const minute = BEGIN_MIN + now / 60_000;
    if (minute === FROM_MIN || minute === END_MIN) outcomes.set(minute, street.outcome());
  };
  simulate({ unit, street, recorder, watch }, Instant((END_MIN - BEGIN_MIN) * 60_000));
  const fault = recorder.entries.find(({ code }) => code === CODE.monitorFault);
  if (fault !== undefined) throw new Error(`the monitor tripped: ${fault.detail}`);
  const records = recorder.entries
    .filter(({ code }) => code === CODE.laneEstimate)
    .map(({ at, value, detail }): LaneRecord => ({ wall_ms: wall + at, value, detail }));
  return { outcomes, records };
}
