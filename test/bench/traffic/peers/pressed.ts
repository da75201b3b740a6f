import type { ProgramPhase } from "../../../../src/import/net.ts";
import { givingWay } from "../letters.ts";
import { isGreen, type Light } from "../lights.ts";
import type { Known } from "./max-pressure.ts";
import { isStage } from "./program.ts";

interface Phase {
  readonly state: string;
  /** Lanes of its green links: from where, and to where. */
  readonly links: readonly (readonly [from: string, to: string])[];
  /** Everybody's red behind it in the shipped program. */
  readonly red_s: number;
}

/** One junction under max-pressure. */
export class Pressed {
  readonly tls: string;
  letters: string;
  readonly #light: Light;
  readonly #phases: readonly Phase[];
  #phase: Phase;
  #red_s = 0;

  constructor(light: Light) {
    this.tls = light.tls;
    this.#light = light;
    const { phases } = light.program;
    this.#phases = phases.flatMap((phase, p) => {
      if (!isStage(phases, p)) return [];
      const green = light.links.filter(({ index }) => isGreen(phase.state[index]));
      const links = green.map(({ from, lane, to, to_lane }) => [`${from}_${lane}`, `${to}_${to_lane}`] as const);
      return [{ state: phase.state, links, red_s: redBehind(phases, p) }];
    });
    this.#phase = this.#phases[0]!;
    this.letters = this.#phase.state;
  }

  get from(): readonly string[] {
    return this.#phases.flatMap(({ links }) => links.map(([from]) => from));
  }

  get to(): readonly string[] {
    return this.#phases.flatMap(({ links }) => links.map(([, to]) => to));
  }

  decide({ near, on }: Known): void {
    const pressures = this.#phases.map(({ links }) => links.reduce((sum, [from, to]) => sum + near(from) - on(to), 0));
    const most = Math.max(...pressures);
    const before = this.#phase;
    // Of equals whoever is green stays so.
    if (pressures[this.#phases.indexOf(before)] === most) return;
    this.#phase = this.#phases[pressures.indexOf(most)]!;
    this.#red_s = before.red_s;
    const between = [...before.state].map((letter, place) => {
      if (!isGreen(letter)) return "r";
      return isGreen(this.#phase.state[place]) ? letter : "y";
    });
    this.letters = givingWay(this.#light, between);
  }

  /** `since_s`: from the end of the yellow. */
  change(since_s: number): void {
    if (since_s === 0) this.letters = this.letters.replaceAll("y", "r");
    if (since_s === this.#red_s) {
      this.letters = this.#phase.state;
      this.#red_s = 0;
    }
  }
}

function redBehind(phases: readonly ProgramPhase[], p: number): number {
  let red_s = 0;
  for (let i = (p + 1) % phases.length; !isStage(phases, i); i = (i + 1) % phases.length)
    if (!/[yYuGg]/.test(phases[i]!.state)) red_s += phases[i]!.duration_s;
  return red_s;
}
