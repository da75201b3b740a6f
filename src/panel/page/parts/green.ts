import type { Live } from "../view.ts";

/** In flash, lamps follow no phase: what the controller would show is not what the street sees. */
export const flashes = ({ mode, monitor }: Live): boolean => mode === "flash" || monitor.fault !== "";

/** Whether the street sees this phase's green now. */
export const isGreen = (live: Live, number: number): boolean =>
  !flashes(live) && live.phases.find(({ phase }) => phase === number)?.interval === "green";
