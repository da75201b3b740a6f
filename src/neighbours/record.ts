import { CODE } from "../traffic/codes.ts";
import { type Announcement, ARRIVAL_STEPS } from "../traffic/departures.ts";
import { type Entry, inputEntry } from "../traffic/entry.ts";

/** An announcement as the journal keeps it: the value is the whole of it in hundredths of vehicles. `announcementIn` takes it back out. */
export const announcementEntry = ({ at, road, arriving }: Announcement): Entry =>
  inputEntry(
    at,
    CODE.announced,
    road + 1,
    arriving.reduce((sum, n) => sum + n, 0),
    arriving.join(" "),
  );

/** Null for every entry that `announcementEntry` does not make. */
export function announcementIn({ at, code, param, detail, input }: Entry): Announcement | null {
  if (!input || code !== CODE.announced) return null;
  const arriving = detail === "" ? [] : detail.split(" ").map(Number);
  if (arriving.length > ARRIVAL_STEPS || !arriving.every((n) => Number.isSafeInteger(n) && n >= 0)) return null;
  return { at, road: param - 1, arriving };
}
