import { appendFileSync } from "node:fs";
import { type Lane, lanesOf } from "../../../../src/traffic/lanes.ts";
import type { Weighed } from "../../../../src/traffic/live.ts";
import { Area } from "../areas.ts";
import type { Seen } from "../traci/codec.ts";
import { VARIABLE } from "../traci/words.ts";
import type { World } from "../world.ts";
import type { Fitted } from "./fitted.ts";

/** Whose line it is. */
type Of = Pick<Traced, "scenario" | "controller" | "detection" | "seed" | "demand" | "tls">;

/** A queue that is longer than this is known to be that long at least. */
const BACK_M = 300;
/** A file is written to once for so many seconds. */
const WRITTEN_S = 60;

/** One second of one signal, a line of the trace. */
export interface Traced {
  readonly scenario: string;
  readonly controller: string;
  readonly detection: string;
  readonly seed: number;
  readonly demand: number;
  readonly tls: string;
  readonly at_s: number;
  /** What is shown from now on, and why; null where nothing plans. */
  readonly shown: string;
  readonly reason: Weighed["reason"] | null;
  readonly lanes: readonly {
    /** SUMO's name of the lane at the stop line. */
    readonly lane: string;
    /** Tenths of vehicles that the unit believes to stand, and to come. */
    readonly believed_dv: number;
    readonly coming_dv: number;
    /** Vehicles that do stand within 300 m up to the line, and all that are there. */
    readonly standing: number;
    readonly there: number;
  }[];
}

/** What the unit believes of each lane's queue beside what is true: the truth goes into the file alone. */
export class Trace {
  readonly additional: readonly string[];
  readonly subscriptions: readonly Buffer[];
  readonly #file: string;
  readonly #of: Of;
  readonly #lanes: readonly { readonly lane: string; readonly standing: Area; readonly there: Area }[];
  #lines: string[] = [];

  constructor(file: string, of: Of, { site, wiring }: Pick<Fitted, "site" | "wiring">, reach: World["reach"]) {
    this.#file = file;
    this.#of = of;
    const inSumo = ({ calling }: Lane): string =>
      wiring.detectors.find((loop) => loop.number === site.detectors[calling[0]!]!.number)!.lane;
    this.#lanes = lanesOf(site.detectors).map((each, i) => {
      const lane = inSumo(each);
      const way = reach(lane, BACK_M);
      return {
        lane,
        standing: new Area(`${of.tls} lane ${i + 1} standing`, way, VARIABLE.halting),
        there: new Area(`${of.tls} lane ${i + 1} there`, way, VARIABLE.vehicles),
      };
    });
    const areas = this.#lanes.flatMap(({ standing, there }) => [standing, there]);
    this.additional = areas.flatMap(({ additional }) => additional);
    this.subscriptions = areas.flatMap(({ subscriptions }) => subscriptions);
  }

  /** At the end of a second: what SUMO said of it, what the unit made of it, and what it shows now. */
  step(seen: Seen, at_s: number, plan: Weighed | null, shown: string): void {
    const lanes = this.#lanes.map(({ lane, standing, there }, i) => ({
      lane,
      believed_dv: plan?.lanes[i]?.standing_dv ?? 0,
      coming_dv: plan?.lanes[i]?.coming_dv ?? 0,
      standing: sum(standing.said(seen)),
      there: sum(there.said(seen)),
    }));
    const line: Traced = { ...this.#of, at_s, shown, reason: plan?.reason ?? null, lanes };
    this.#lines.push(`${JSON.stringify(line)}\n`);
    if (at_s % WRITTEN_S === 0) this.end();
  }

  /** What was not yet written is. */
  end(): void {
    appendFileSync(this.#file, this.#lines.join(""));
    this.#lines = [];
  }
}

const sum = (said: readonly unknown[]): number => said.reduce<number>((all, each) => all + Number(each), 0);
