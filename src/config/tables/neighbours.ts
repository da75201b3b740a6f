import * as v from "valibot";
import { form, metres, name, percent, seconds, whole } from "../fields.ts";

/** Units at the next intersections, and over which of their lanes vehicles come to us. */

const lane = whole(1, 12, "Lanes are counted from the kerb, from 1.");

export const NEIGHBOUR = {
  unit: form(
    (s) => /^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.test(s),
    "be 1 to 32 letters, digits and dashes",
    "Write the id from the [site] of that unit's own file.",
  ),
  approach: v.optional(name("Write the one of the [[approaches]] on which they arrive, or leave it out where nobody comes from there.")),
  to_lanes: v.optional(
    v.pipe(v.array(lane, "be a list of lanes"), v.description("Write the lanes that they arrive in, or leave it out for all: [1, 2].")),
    () => [],
  ),
  distance: v.optional(metres(5_000, "Metres along the road from its stop line to ours.")),
  travel_time: v.optional(
    seconds(1, 120, "Seconds from its stop line to ours when nobody is in the way; leave it out to take the speed limit."),
  ),
};

export const NEIGHBOUR_LANE = {
  approach: name("Write the approach as that unit's own file has it."),
  lane,
  share: v.optional(percent(100, "Of all who leave that lane, so many per cent come our way."), 100),
};
