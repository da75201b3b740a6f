/** The wall time at "2026-01-05 07:30" local time of a zone, and ms after midnight; the earlier one where the clocks go through it twice. */
export function startOf(local: string, zone: string): { readonly wall: number; readonly began_ms: number } {
  const [, date = "", hour, minute] = /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d)$/.exec(local) ?? [];
  if (date === "") throw new RangeError(`"${local}" is no local time such as "2026-01-05 07:30"`);
  const as = Date.parse(`${date}T${hour}:${minute}:00Z`);
  const candidates = [offsetOf(as - 86_400_000, zone), offsetOf(as + 86_400_000, zone)].map((offset) => as - offset);
  const wall = candidates.filter((each) => each + offsetOf(each, zone) === as).sort((a, b) => a - b)[0];
  if (wall === undefined) throw new RangeError(`there is no ${local} in ${zone}: the clocks leave it out`);
  return { wall, began_ms: (Number(hour) * 60 + Number(minute)) * 60_000 };
}

/** By how much local time is ahead of UTC then. */
function offsetOf(wall: number, zone: string): number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${format.format(wall).replace(" ", "T")}Z`) - wall;
}
