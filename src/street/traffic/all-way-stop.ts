import { STEP_MS } from "../step.ts";
import type { Lane } from "./lane.ts";

/** From one vehicle that crosses to the next, and how long each stands first. */
const [TURN_MS, STANDS_MS] = [2_400, 500];

/** Heads that are dark or flash: one vehicle at a time, whoever has stood at its line longest. */
export class AllWayStop {
  readonly #lanes: readonly Lane[];
  #next_ms = 0;

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
  }

  step(): void {
    if (this.#next_ms > 0) this.#next_ms -= STEP_MS;
    if (this.#next_ms > 0) return;
    let first: Lane | null = null;
    for (const lane of this.#lanes) {
      if (lane.aspect !== "stop" || lane.stood_ms < STANDS_MS) continue;
      if (first === null || lane.stood_ms > first.stood_ms) first = lane;
    }
    if (first === null) return;
    first.go();
    this.#next_ms = TURN_MS;
  }
}
