import type { Timers } from "../sync/timers.ts";
import { wallNow } from "./clock.ts";

export const realTimers: Timers = {
  now: () => performance.now(),
  wall: wallNow,
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
