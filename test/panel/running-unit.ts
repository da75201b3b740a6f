import { ticks } from "../../src/sim.ts";
import type { Live } from "../../src/traffic/live.ts";
import { fourLeg } from "../streets.ts";

/** The four-leg site's unit on its simulated street, field devices and all, in the morning; it goes on as fast as a test asks it to. */
export function runningUnit() {
  const world = fourLeg(7, { began_ms: 7.5 * 3_600_000 });
  let set_ms = 0;
  const corrected = (): number => {
    const by = set_ms;
    set_ms = 0;
    return by;
  };
  const going = ticks({ ...world, corrected });
  const next = (): Live => {
    going.next();
    return world.unit.live(world.recorder.status(), 0);
  };
  return {
    ...world,
    /** A tenth of a second, and what is shown after it. */
    next,
    /** Until what is shown is so; throws if it is not within some seconds of the street. */
    until: (is: (live: Live) => boolean, within_s: number): Live => {
      for (let ds = 0; ds < within_s * 10; ds++) {
        const live = next();
        if (is(live)) return live;
      }
      throw new Error(`not within ${within_s} s of the street: ${is}`);
    },
    /** The machine's clock is set, forward or back. */
    setClock: (by_ms: number): void => {
      set_ms = by_ms;
    },
  };
}
