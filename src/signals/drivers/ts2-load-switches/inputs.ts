import type { Reading } from "../../../serial/device.ts";
import { INPUTS, terminalInputsIn } from "../../../serial/framing/ts2/terminals.ts";
import type { Site } from "../../../traffic/site.ts";

/** Terminals BIU 2's inputs follow those of BIU 1 with a gap, so that both are easily told: its input n is 40 + n. */
const OF_BIU_2 = 40;
export const INPUTS_MAX = OF_BIU_2 + INPUTS;

/** Buttons and contacts on the two terminals and facilities BIUs: of those that the site file has, what they say when it changes. */
export class TerminalInputs {
  /** Input numbers, ascending. */
  readonly #wired: readonly number[];
  readonly #on = new Map<number, boolean>();

  constructor(device: string, { detectors, pedestrian_detectors, inputs }: Site) {
    this.#wired = [...detectors, ...pedestrian_detectors, ...inputs]
      .filter((each) => each.device === device)
      .map(({ input }) => input)
      .sort((a, b) => a - b);
  }

  /** Whether anything is wired to that BIU. */
  on(biu: 1 | 2): boolean {
    return this.#wired.some((input) => biuOf(input) === biu);
  }

  /** Nobody knows what changed while nobody looked: all of them are told again. */
  forget(): void {
    this.#on.clear();
  }

  /** Null for a frame that is not that BIU's inputs. */
  read(frame: Uint8Array, biu: 1 | 2): readonly Reading[] | null {
    const states = terminalInputsIn(frame, biu);
    if (states === null) return null;
    const readings: Reading[] = [];
    for (const input of this.#wired) {
      if (biuOf(input) !== biu) continue;
      const on = states[input - (biu === 1 ? 0 : OF_BIU_2) - 1] ?? false;
      if (this.#on.get(input) === on) continue;
      this.#on.set(input, on);
      readings.push({ kind: "presence", input, on });
    }
    return readings;
  }
}

const biuOf = (input: number): 1 | 2 => (input <= OF_BIU_2 ? 1 : 2);
