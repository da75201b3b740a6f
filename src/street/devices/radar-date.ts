/** The street has no date of its own; the sensor's clock was set to the first Monday of 2026 at the midnight before it began. */
const [YEAR, MONTH, DAY] = [2026, 1, 5];
const DAY_MS = 86_400_000;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A sensor's date and time, as SS125 packs them, so many ms after the midnight that its clock began with. */
export function ss125Date(ms: number): { readonly date: number; readonly time: number } {
  let [year, month, day] = [YEAR, MONTH, DAY + Math.floor(ms / DAY_MS)];
  for (let length = daysOf(year, month); day > length; length = daysOf(year, month)) {
    day -= length;
    month++;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  const s = Math.floor((ms % DAY_MS) / 1_000);
  const [hour, minute, second] = [Math.floor(s / 3_600), Math.floor(s / 60) % 60, s % 60];
  return { date: (year << 9) | (month << 5) | day, time: ((hour << 22) | (minute << 16) | (second << 10) | (ms % 1_000)) >>> 0 };
}

const daysOf = (year: number, month: number): number => (month === 2 && year % 4 === 0 ? 29 : DAYS[month - 1]!);
