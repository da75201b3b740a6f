/** How numbers, lists, times and plurals are written in one language. Every `_ds` is tenths of a second, every `_pm` parts of a thousand. */
export function formsOf(locale: string, to: string) {
  const whole = new Intl.NumberFormat(locale);
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
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
      let zone = time_zone;
      try {
        new Intl.DateTimeFormat(locale, { timeZone: zone });
      } catch {
        zone = "UTC";
      }
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
