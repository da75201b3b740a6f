import { ACCURACY_M, type Fix, PER_DILUTION_M } from "./fix.ts";

const KNOT_MS = 1_852 / 3_600;
/** No receiver's sentence is longer (NMEA 0183 has 82; some write more digits). */
const LINE_MAX = 160;
/** What is said of the error holds for the moment itself, and for the next if that one's comes behind its place. */
const FRESH_MS = 2_000;

/** Sentences of a receiver (NMEA 0183), a line at a time, of any talker: RMC is a fix; GGA and GST say how exact it is. */
export class Nmea {
  #accuracy: { readonly of_day_ms: number; readonly m: number } | null = null;

  /** The fix that the line is, or null. What is cut off, has a wrong sum, or no place yet, is none. */
  line(text: string): Fix | null {
    const fields = sentence(text);
    if (fields === null) return null;
    const kind = fields[0]!.slice(-3);
    if (kind === "GGA") this.#exact(fields[1]!, PER_DILUTION_M * Number(fields[8] || Number.NaN));
    else if (kind === "GST") this.#exact(fields[1]!, 2 * Math.hypot(Number(fields[6] || Number.NaN), Number(fields[7] || Number.NaN)));
    return kind === "RMC" ? this.#fix(fields) : null;
  }

  #exact(time: string, m: number): void {
    const of_day_ms = ofDay(time);
    if (of_day_ms !== null && m > 0) this.#accuracy = { of_day_ms, m: Math.max(1, m) };
  }

  #fix([, time = "", status, lat = "", ns = "", lon = "", ew = "", knots, course, date = ""]: readonly string[]): Fix | null {
    const [of_day_ms, day_ms] = [ofDay(time), dayOf(date)];
    const [latitude, longitude] = [degrees(lat, ns, "NS"), degrees(lon, ew, "EW")];
    if (status !== "A" || of_day_ms === null || day_ms === null || latitude === null || longitude === null) return null;
    const accuracy = this.#accuracy;
    const fresh = accuracy !== null && Math.abs(of_day_ms - accuracy.of_day_ms) <= FRESH_MS;
    return {
      at_ms: day_ms + of_day_ms,
      latitude,
      longitude,
      accuracy_m: fresh ? accuracy.m : ACCURACY_M,
      speed_ms: said(knots) === null ? null : Number(knots) * KNOT_MS,
      heading_deg: said(course),
    };
  }
}

const said = (field: string | undefined): number | null =>
  field === undefined || field === "" || !Number.isFinite(Number(field)) ? null : Number(field);

/** The fields of a whole sentence, its sum taken off; a logger may have written something before the $. */
function sentence(text: string): readonly string[] | null {
  const begin = text.indexOf("$");
  if (begin < 0 || text.length - begin > LINE_MAX) return null;
  const found = /^\$([^*$]*)\*([0-9A-Fa-f]{2})\s*$/.exec(text.slice(begin));
  if (found === null) return null;
  const sum = [...found[1]!].reduce((all, letter) => all ^ letter.charCodeAt(0), 0);
  return sum === Number.parseInt(found[2]!, 16) ? found[1]!.split(",") : null;
}

/** hhmmss.ss */
function ofDay(time: string): number | null {
  const found = /^(\d\d)(\d\d)(\d\d(?:\.\d+)?)$/.exec(time);
  return found === null ? null : Math.round((Number(found[1]) * 3_600 + Number(found[2]) * 60 + Number(found[3])) * 1_000);
}

/** ddmmyy, of this century. */
function dayOf(date: string): number | null {
  const found = /^(\d\d)(\d\d)(\d\d)$/.exec(date);
  return found === null ? null : Date.UTC(2_000 + Number(found[3]), Number(found[2]) - 1, Number(found[1]));
}

/** ddmm.mmmm and its side. */
function degrees(text: string, side: string, sides: "NS" | "EW"): number | null {
  const found = /^(\d{2,3})(\d\d(?:\.\d+)?)$/.exec(text);
  if (found === null || side.length !== 1 || !sides.includes(side)) return null;
  const value = Number(found[1]) + Number(found[2]) / 60;
  return side === sides[0] ? value : -value;
}

/** A whole capture. */
export function fixesInNmea(text: string): readonly Fix[] {
  const nmea = new Nmea();
  return text.split("\n").flatMap((line) => nmea.line(line) ?? []);
}
