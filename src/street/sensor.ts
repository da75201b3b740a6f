/** What is wrong with a loop; its electronics report it and go on calling. */
export type LoopFault = "open-loop" | "shorted-loop";

/**
 * The truth at one input of a field device: what is over the loop, in the camera's zone, under the finger. Traffic writes it ten times a
 * second, devices read it. Counters only grow; who counts intervals takes differences.
 */
export class Sensor {
  on = false;
  fault: LoopFault | null = null;
  /** Times that it went on: what the electronics can count. */
  actuations = 0;
  /** Vehicles whose front came in, and the sum of their speeds in tenths of km/h: what a camera can count. */
  passed = 0;
  speeds_dkmh = 0;
  occupied_ms = 0;
  /** Vehicles in a zone that is longer than a loop. */
  inside = 0;

  /** A broken loop looks occupied: the safe side. */
  get calls(): boolean {
    return this.on || this.fault !== null;
  }

  set(on: boolean, for_ms: number): void {
    if (on) {
      if (!this.on) this.actuations++;
      this.occupied_ms += for_ms;
    }
    this.on = on;
  }

  pass(speed_dkmh: number): void {
    this.passed++;
    this.speeds_dkmh += speed_dkmh;
  }
}
