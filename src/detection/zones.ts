import { DETECTORS_MAX } from "../traffic/numbers.ts";
import type { Observation } from "../traffic/observation.ts";
import type { Site } from "../traffic/site.ts";
import type { Instant } from "../traffic/time.ts";

type Zones = readonly Site["detectors"][number][];
const zonesOf = ({ detectors }: Pick<Site, "detectors">): Zones => detectors.filter(({ kind }) => kind === "zone");

/**
 * A camera says again and again how many it sees: only what has changed goes on, into the journal too. What is let through is let through once
 * more, so that a journal fed back in stays as it is.
 */
export class ZoneNews {
  readonly #zones: Zones;
  /** By number; -1: not heard, or not since something of it was lost. */
  readonly #last = new Int16Array(DETECTORS_MAX + 1).fill(-1);

  constructor(site: Pick<Site, "detectors">) {
    this.#zones = zonesOf(site);
  }

  of(observations: readonly Observation[]): readonly Observation[] {
    return this.#zones.length === 0 || observations.length === 0 ? observations : observations.filter((o) => this.#isNew(o));
  }

  #isNew(o: Observation): boolean {
    if (o.kind === "device" || o.kind === "detector-fault") this.#last.fill(-1);
    if (o.kind !== "zone") return true;
    if (this.#last[o.detector] === o.vehicles) return false;
    this.#last[o.detector] = o.vehicles;
    return true;
  }
}

/** A zone of which nothing was heard for so long is not seen, whatever else its device says. */
const SILENT_MS = 3_000;

/** Finds out which zones have gone silent: their watchdog, which the camera does not have. */
export class ZoneWatch {
  readonly #zones: Zones;
  readonly #heard: Map<number, number>;
  readonly #silent = new Set<number>();

  constructor(site: Pick<Site, "detectors">) {
    this.#zones = zonesOf(site);
    this.#heard = new Map();
  }

  /** `heard`, with what silence says in its place. */
  step(now: Instant, heard: readonly Observation[]): readonly Observation[] {
    if (this.#zones.length === 0) return heard;
    const said: Observation[] = [];
    for (const o of heard) if (o.kind === "zone") this.#heard.set(o.detector, o.at);
    for (const { number } of this.#zones) {
      const last = this.#heard.get(number);
      if (last === undefined) this.#heard.set(number, now);
      const on = last !== undefined && now - last > SILENT_MS;
      if (on === this.#silent.has(number)) continue;
      if (on) this.#silent.add(number);
      else this.#silent.delete(number);
      said.push({ kind: "detector-fault", at: on ? now : (last as Instant), detector: number, fault: "watchdog", on });
    }
    return said.length === 0 ? heard : [...said, ...heard].sort((a, b) => a.at - b.at);
  }
}
