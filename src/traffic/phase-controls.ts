/** NTCIP 1202 phaseControlGroup: hold, phase omit, pedestrian omit, force-off. */
export type ControlKind = "hold" | "omit" | "ped-omit" | "force-off";

/**
 * The longest that a phase is held or omitted in a row, in ms, whatever is asked in between. A hold may cost those who wait as much as the longest
 * green that a sheet usually has, once for each green; an omit a few cycles, within which a pedestrian has given up anyway. What shall last longer
 * than that is a pattern's to say. A force-off waits for its minimum and for somebody to come; the longest walk and clearance take less.
 */
export const LONGEST_MS: { readonly [K in ControlKind]: number } = {
  hold: 120_000,
  omit: 900_000,
  "ped-omit": 900_000,
  "force-off": 60_000,
};
