import { forms } from "../language.ts";
import { zoneOf } from "../languages/forms.ts";

/** Times as the clocks of the site show them, for plots and lists. */
export function momentsOf(time_zone: string) {
  const zone = zoneOf(time_zone);
  const make = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(forms.locale, { timeZone: zone, hourCycle: "h23", ...options });
    return (wall: number): string => format.format(wall);
  };
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const day = { weekday: "short", day: "numeric", month: "short" } as const;
  return {
    minute: make(clock),
    second: make({ ...clock, second: "2-digit" }),
    day: make(day),
    dayAndMinute: make({ ...day, ...clock }),
  };
}

export type Moments = ReturnType<typeof momentsOf>;
