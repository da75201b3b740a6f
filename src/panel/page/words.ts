import type { DrawnSite, Indication, Live } from "./view.ts";

export const MODES: { readonly [M in Live["mode"]]: string } = {
  adaptive: "Adaptive",
  actuated: "Actuated",
  fixed: "Fixed plan",
  flash: "Flash",
  "start-up": "Start-up",
};

const COORDINATION: { readonly [S in Live["coordination"]["status"]]: string } = {
  free: "",
  "in-step": "in step",
  "transition-add": "getting into step by longer cycles",
  "transition-subtract": "getting into step by shorter cycles",
  "transition-dwell": "getting into step by dwell",
};

/** "" for a pattern that is meant to be free. */
export function coordinationWords({ status, free }: Live["coordination"]): string {
  if (status === "free" && free !== "command-free" && free !== "not-free") return `runs free: ${free.replaceAll("-", " ")}`;
  return COORDINATION[status];
}

/** The letter that stands beside every colour. */
export const LETTERS: { readonly [I in Indication]: string } = {
  dark: "",
  red: "R",
  yellow: "Y",
  green: "G",
  "flashing-red": "R",
  "flashing-yellow": "Y",
  "flashing-green": "G",
};

const ARROWS: { readonly [M in DrawnSite["phases"][number]["movement"]]: string } = {
  left: "←",
  through: "↑",
  right: "→",
  all: "↑",
  pedestrian: "",
};

export const arrowOf = (movement: DrawnSite["phases"][number]["movement"]): string => ARROWS[movement];

/** Tenths as seconds, as on a controller's display. */
export const seconds = (ds: number): string => (ds / 10).toFixed(1);

export const count = (n: number): string => n.toLocaleString("en", { useGrouping: true });

/** "1, 2 and 5" */
export function list(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** "1 to 12, 15, 17 and 18" */
export function numbers(all: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const n of [...all].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === n - 1) run[1] = n;
    else runs.push([n, n]);
  }
  return list(runs.flatMap<string | number>(([from, to]) => (to - from < 2 ? [...new Set([from, to])] : [`${from} to ${to}`])));
}

/** Wall times as people at the site read them. A time zone that this browser does not know is shown as UTC, and says so. */
export function clockOf(time_zone: string): (wall: number) => { readonly time: string; readonly date: string } {
  let zone = time_zone;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    zone = "UTC";
  }
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const date = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
  return (wall) => ({ time: time.format(wall), date: `${date.format(wall)} · ${zone.split("/").at(-1)?.replaceAll("_", " ")}` });
}
