const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A time zone that this browser does not know is shown as UTC. */
export function zoneOf(time_zone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: time_zone });
    return time_zone;
  } catch {
    return "UTC";
  }
}

/** How numbers, lists, times and plurals are written in one language. Every `_ds` is tenths of a second, every `_pm` parts of a thousand. */
export function formsOf(locale: string, to: string) {
  const whole = new Intl.NumberFormat(locale);
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const rate = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: 2 });
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const degrees = new Intl.NumberFormat(locale, { style: "unit", unit: "celsius", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const inUnit = (unit: string, n: number): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(n);
  const everyYear = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short" });
  const oneYear = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
  const rules = new Intl.PluralRules(locale);
  const and = new Intl.ListFormat(locale, { type: "conjunction" });
  const count = (n: number): string => whole.format(n);
  const list = (items: readonly (string | number)[]): string => and.format(items.map(String));
  return {
    locale,
    count,
    /** Tenths as seconds, as on a controller's display: "34.2". */
    seconds: (ds: number): string => tenth.format(ds / 10),
    tenths: (n: number): string => tenth.format(n),
    /** The time of day where the reader is. */
    timeHere: (wall: number): string =>
      new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(wall),
    /** A date of every year ("12-24") or of one ("2026-12-24"), as a schedule has it. */
    dateOf: (date: string): string => {
      const [day, month, year] = date.split("-").map(Number).reverse() as [number, number, number?];
      const at = new Date(Date.UTC(year ?? 2_000, month - 1, day));
      return (year === undefined ? everyYear : oneYear).format(at);
    },
    /** Dates that may be years away: "1 December 2026". */
    dayOf: (time_zone: string): ((wall: number) => string) => {
      const date = new Intl.DateTimeFormat(locale, { timeZone: zoneOf(time_zone), day: "numeric", month: "long", year: "numeric" });
      return (wall) => date.format(wall);
    },
    /** "68.8°C" */
    degrees: (dc: number): string => degrees.format(dc / 10),
    /** "3.2 GB": by powers of ten, as on a card's package. */
    bytes: (n: number): string => {
      const power = n < 1_000 ? 0 : Math.min(4, Math.floor(Math.log10(n) / 3));
      return `${short.format(n / 1_000 ** power)} ${["B", "kB", "MB", "GB", "TB"][power]}`;
    },
    /** The two largest of days, hours, minutes and seconds. */
    duration: (s: number): string => {
      const parts = UNITS.map(([unit, of], i) => [unit, Math.floor((i === 0 ? s : s % UNITS[i - 1]![1]) / of)] as const);
      const first = Math.max(
        0,
        parts.findIndex(([, n]) => n > 0),
      );
      const shown = parts.slice(first < 0 ? 3 : first, first + 2).filter(([, n], i) => i === 0 || n > 0);
      return s < 1 ? inUnit("second", 0) : shown.map(([unit, n]) => inUnit(unit, n)).join(" ");
    },
    /** Small shares, as of lost questions: "0.17%". */
    rate: (part: number, of: number): string => (of > 0 ? rate.format(part / of) : "–"),
    percent: (pm: number): string => share.format(pm / 1_000),
    /** "1 record", "2 records": `#` stands for the number; a language without plurals has `other` alone. */
    plural: (n: number, of: { readonly [rule in Intl.LDMLPluralRule]?: string } & { readonly other: string }): string =>
      (of[rules.select(n)] ?? of.other).replace("#", count(n)),
    /** "1, 2 and 5" */
    list,
    /** "1 to 12, 15, 17 and 18" */
    numbers: (all: readonly number[]): string => {
      const runs: [from: number, to: number][] = [];
      for (const n of [...all].sort((a, b) => a - b)) {
        const run = runs.at(-1);
        if (run?.[1] === n - 1) run[1] = n;
        else runs.push([n, n]);
      }
      return list(runs.flatMap<string | number>(([a, b]) => (b - a < 2 ? [...new Set([a, b])] : [`${a}${to}${b}`])));
    },
    /** Wall times as people at the site read them. A time zone that this browser does not know is shown as UTC, and says so. */
    clockOf: (time_zone: string): ((wall: number) => { readonly time: string; readonly date: string }) => {
      const zone = zoneOf(time_zone);
      const time = new Intl.DateTimeFormat(locale, {
        timeZone: zone,
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
      });
      const date = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
      return (wall) => ({ time: time.format(wall), date: `${date.format(wall)} · ${zone.split("/").at(-1)?.replaceAll("_", " ")}` });
    },
  };
}

export type Forms = ReturnType<typeof formsOf>;
