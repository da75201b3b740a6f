import { parentPort, workerData } from "node:worker_threads";
import { watchLive } from "../../../src/platform/live-socket.ts";

/** A frame of the street side: its tick by the unit's own count in ms, and by how much that tick was late, in ms. */
export interface Tick {
  readonly at: number;
  readonly late: number;
}

// In a thread, so that whoever floods beside it does not keep it from taking frames: of those that wait the newest alone is taken.
let ticks: Tick[] = [];
watchLive(
  workerData as string,
  ({ at, tick_late_ms }) => ticks.push({ at, late: tick_late_ms }),
  () => {},
);
parentPort!.on("message", () => {
  parentPort!.postMessage(ticks);
  ticks = [];
});
