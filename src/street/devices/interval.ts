import type { Sensor } from "../sensor.ts";

/** One lane of one counting interval. Speed in tenths of km/h, -1 where nobody passed. */
export interface Counted {
  readonly input: number;
  readonly volume: number;
  readonly occupancy_pm: number;
  readonly speed_dkmh: number;
}

interface Read {
  passed: number;
  speeds_dkmh: number;
  occupied_ms: number;
}

/** Cuts the growing counters of a device's inputs into intervals. Inputs that nothing is connected to are left out. */
export class Intervals {
  readonly #inputs: readonly (Sensor | undefined)[];
  readonly #last: readonly Read[];
  readonly #length_ms: number;

  constructor(inputs: readonly (Sensor | undefined)[], length_ms: number) {
    this.#inputs = inputs;
    this.#last = inputs.map(() => ({ passed: 0, speeds_dkmh: 0, occupied_ms: 0 }));
    this.#length_ms = length_ms;
  }

  /** What has been counted since the last cut. */
  cut(): readonly Counted[] {
    return this.#inputs.flatMap((sensor, i) => (sensor === undefined ? [] : [this.#lane(sensor, this.#last[i]!, i + 1)]));
  }

  #lane({ passed, speeds_dkmh, occupied_ms }: Sensor, last: Read, input: number): Counted {
    const volume = passed - last.passed;
    const speed_dkmh = volume > 0 ? Math.round((speeds_dkmh - last.speeds_dkmh) / volume) : -1;
    const occupancy_pm = Math.round(((occupied_ms - last.occupied_ms) * 1_000) / this.#length_ms);
    Object.assign(last, { passed, speeds_dkmh, occupied_ms });
    return { input, volume, occupancy_pm, speed_dkmh };
  }
}
