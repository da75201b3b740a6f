import { type TechnicianAsked, technicianRequest } from "../commands/technician.ts";
import type { CommandResult } from "../journal/port.ts";
import type { WallTime } from "../traffic/time.ts";
import type { Unit } from "./routes.ts";

/** The street side looks into its inbox several times a second, and commits a result at once. */
const LOOK_MS = 200;
const WAIT_MS = 10_000;

export type Outcome = Pick<CommandResult, "done" | "refused">;

/** The way of what technicians ask for: into the inbox, to its one result. */
export class Technicians {
  readonly #unit: Unit;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  /** Never rejects: a disk that takes nothing is a refusal in words. */
  async ask(asked: TechnicianAsked): Promise<Outcome> {
    const { requests, name, pause } = this.#unit.ports;
    const id = `technician-${name()}`;
    try {
      if (!requests.offer(technicianRequest(id, asked, this.#wall())))
        return { done: false, refused: "there is no journal to lay it into" };
      for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
        const result = requests.result(id);
        if (result !== null) return result;
        await pause(LOOK_MS);
      }
    } catch (error) {
      return { done: false, refused: (error as Error).message };
    }
    return { done: false, refused: "the street side has not taken it. If it starts within a minute it still does" };
  }

  /** Only for the record. */
  note(asked: TechnicianAsked, refused: string): void {
    const { requests, name } = this.#unit.ports;
    try {
      requests.offer(technicianRequest(`technician-${name()}`, asked, this.#wall(), refused));
    } catch {
      // A journal that takes nothing says so elsewhere.
    }
  }

  /** By the street side's clock, which judges it. */
  #wall(): WallTime {
    return this.#unit.live()?.wall ?? this.#unit.ports.wall();
  }
}
