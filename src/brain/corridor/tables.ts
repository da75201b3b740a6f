import * as v from "valibot";
import { form, metres, name, oneOf, whole } from "../../config/fields.ts";
import { PHASES_MAX, PhaseNumber } from "../../traffic/numbers.ts";
import { CLASSES } from "./classes.ts";

/** The tables of a corridor file, key by key. */

/** A topic's own characters are none of a name's, and it is said aloud. */
const called = (todo: string) =>
  form((s) => /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,31}$/.test(s), "be 1 to 32 letters, digits and _ . : - without spaces", todo);

/** Places and links are named by nets, too. */
const named = (todo: string) => form((s) => /^[!-~]{1,64}$/.test(s), "be 1 to 64 printable characters without spaces", todo);

function degrees(most: number, todo: string) {
  const must = `be a number from -${most} to ${most}`;
  return v.pipe(v.number(must), v.minValue(-most, must), v.maxValue(most, must), v.description(todo));
}

/** Farther from the origin the earth is no plane. */
const offset = (todo: string) => degrees(50_000, todo);
const AXES = "Metres on the plane that [graph] lays down, from its origin.";
const KMH_MAX = 150;

export const GRAPH = {
  name: name("Write what people call this part of the city."),
  latitude: degrees(85, "Degrees of the point that east and north count from."),
  longitude: degrees(180, "Degrees of the point that east and north count from."),
  turned: v.optional(degrees(180, "Degrees from true north to the plane's north, clockwise; 0 where north is north."), 0),
};

export const UNIT = {
  unit: called("It is the id in the unit's site file."),
  east: offset(AXES),
  north: offset(AXES),
};

export const PLACE = {
  name: named("It is a junction without a unit, or where the road leaves the graph."),
  east: offset(AXES),
  north: offset(AXES),
};

const point = v.pipe(v.tuple([v.number(), v.number()], "be a list of [east, north]"), v.description(AXES));

export const LINK = {
  name: named("Each direction of a road is a link of its own."),
  from: named("Write a unit or a place."),
  to: named("Write a unit or a place: the stop line is there."),
  speed: v.pipe(whole(5, KMH_MAX, "What is driven when nobody is in the way, in km/h.")),
  length: v.optional(metres(50_000, "Leave it out where it is as long as its bends make it.")),
  bends: v.optional(v.pipe(v.array(point, "be a list of points, as in [[120.0, 4.5]]"), v.description("Points between its two ends.")), []),
  approach: v.optional(name("What the unit's site file calls this approach: whose queue stands here.")),
};

export const TURN = {
  to: named("Write a link that begins where this one ends."),
  phase: v.optional(v.pipe(whole(1, PHASES_MAX, "It is the phase by which the unit serves this turn."), v.transform(PhaseNumber))),
};

const isKey = (text: string) => {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 && bytes.toString("base64") === text;
};

export const VEHICLE = {
  name: called("It is the name under which it reports."),
  class: oneOf(CLASSES),
  key: form(
    isKey,
    "be 32 bytes in base64: 44 characters, the last one =",
    "Copy the public key of its own box: without it nobody can be told from a forger.",
  ),
};

export const ARTERIAL = {
  name: called("It is what people call this green wave."),
  over: v.pipe(
    v.array(v.string("be a list of names"), "be a list of units and places"),
    v.minLength(3, "name where it begins, a unit or more, and where it ends"),
    v.description('Write units and places in order, as in ["west", "J1", "J2", "east"]: at the first and the last no signal is timed.'),
  ),
};

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** "06:30" → minutes since midnight; "24:00" is the end of the day. */
const time = v.pipe(
  form(
    (text) => /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text),
    'be a time of day such as "06:30"',
    "Hours and minutes of the units' clocks, in quotation marks.",
  ),
  v.transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))),
);

export const PERIOD = {
  name: called("It is what people call these hours: morning."),
  days: v.optional(v.pipe(v.array(oneOf(DAYS), "be a list of days"), v.description(`Write some of ${DAYS.join(", ")}.`)), () => [
    ...DAYS.slice(0, 5),
  ]),
  from: time,
  to: time,
};
