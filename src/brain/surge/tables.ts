import * as v from "valibot";
import { form, name, oneOf, whole } from "../../config/fields.ts";
import { CLASSES } from "./classes.ts";

/** The tables of a surge file, key by key. */

const called = (todo: string) =>
  form((s) => /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,31}$/.test(s), "be 1 to 32 letters, digits and _ . : - without spaces", todo);

const UNIT = called("It is the id in the unit's site file.");
const APPROACH = name("It is what the unit's site file calls this approach: where they come from.");

/** As many times as usual, to a tenth of a per cent; per mille in the surge. */
const factor = (todo: string) => {
  const must = "be a number from 0 to 10: how many times as many as usual";
  return v.pipe(
    v.number(must),
    v.minValue(0, must),
    v.maxValue(10, must),
    v.transform((n) => Math.round(n * 1_000)),
    v.description(todo),
  );
};

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /\//.test(zone) || zone === "UTC";
  } catch {
    return false;
  }
};

export const CITY = {
  name: name("Write whose surges these are."),
  time_zone: form(isZone, 'be an IANA name such as "Europe/Berlin"', "In which the times of this file are meant."),
};

const units = v.pipe(
  v.array(UNIT, "be a list of units"),
  v.minLength(1, "be a list of at least one unit"),
  v.description('Write units = ["A-1", "A-2"].'),
);

export const AREA = { name: called("It is what surges call it by."), units };

const WAY = v.pipe(
  v.array(
    v.strictObject(
      { unit: UNIT, approach: APPROACH, lane: v.optional(whole(1, 16, "Lanes count from the kerb.")) },
      'be as in { unit = "A-1", approach = "west" }',
    ),
    'be a list such as [{ unit = "A-1", approach = "west" }]',
  ),
  v.description('Write [{ unit = "A-1", approach = "west" }]; with lane = 1 of that lane alone.'),
);

export const PLACE = { name: called("It is what surges call it by."), towards: v.optional(WAY, () => []), away: v.optional(WAY, () => []) };

const MOMENT = form(
  (text) => /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(Z|[+-]\d\d:\d\d)?$/.test(text),
  'be a time such as "2026-05-16 15:30"',
  "In the city's time zone, or with a zone of its own: 2026-05-16T15:30+02:00.",
);

export const SURGE = {
  name: called("It is what people start and stop it by."),
  class: oneOf(CLASSES),
  area: v.optional(called("Write the name of one of the [[areas]].")),
  units: v.optional(units),
  place: v.optional(called("Write the name of one of the [[places]].")),
  begins: v.optional(MOMENT),
  ends: v.optional(MOMENT),
  longest: whole(15, 1_440, "Minutes after which it is over, whatever else this file says: a day at the most."),
};

/** Minutes from the event's begin or end. */
const minutes = whole(-1_440, 1_440, "Minutes; -120 is two hours before.");

export const PHASE = {
  name: called("Write what happens then: arrival, departure."),
  of: v.optional(oneOf(["begin", "end"]), "begin"),
  from: minutes,
  to: minutes,
  towards: v.optional(factor("2.0 for twice as many as usual towards the place."), 1),
  away: v.optional(factor("2.0 for twice as many as usual away from the place."), 1),
  others: v.optional(factor("1.0 for as many as usual."), 1),
};

export const DEMAND = {
  unit: UNIT,
  approach: APPROACH,
  lane: v.optional(whole(1, 16, "Lanes count from the kerb; left out, all of the approach.")),
  phase: v.optional(called("Write the name of one of the surge's phases; left out, all of them.")),
  factor: v.optional(factor("As many times as usual; or write vehicles.")),
  vehicles: v.optional(whole(0, 3_000, "Vehicles an hour, of each lane that is meant; or write factor.")),
};
