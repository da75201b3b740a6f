import { planOrders } from "../../commands/index.ts";
import type { WallTime } from "../../traffic/time.ts";
import type { KeptRecord } from "../arrival.ts";
import type { UnitView } from "../fleet.ts";
import type { Order, OrderOptions, OrderResult } from "../orders.ts";
import type { Rollout } from "./rollout.ts";
import { seenOf } from "./seen.ts";
import type { Answer, Errand, Seen } from "./stand.ts";

export interface CourierPorts {
  readonly rollout: Rollout;
  /** Of each unit its plan's text. */
  readonly plans: { readonly [unit: string]: string };
  readonly wall: () => WallTime;
  /** The brain's. */
  readonly send: (unit: string, order: Order, options: OrderOptions) => Promise<OrderResult>;
  readonly fleet: () => Promise<readonly UnitView[]>;
  readonly lastOf: (unit: string, code: number) => Promise<KeptRecord | null>;
  /** Writes down where it stands, before anything is sent. */
  readonly keep: () => void;
}

/** How long a unit may take a command. Later than that nothing of it happens. */
const EXPIRES_S = 20;

/** A rollout at a brain: looks at what units have said, and has sent what they are to be asked. Each `step` is one look; a second apart will do. */
export class Courier {
  readonly #ports: CourierPorts;
  readonly #underway = new Set<Promise<void>>();

  constructor(ports: CourierPorts) {
    this.#ports = ports;
  }

  /** Rejects with the store's error; then nothing was asked. */
  async step(): Promise<void> {
    const { rollout, fleet, lastOf, wall, keep } = this.#ports;
    const views = new Map((await fleet()).map((view) => [view.unit, view]));
    const seen = new Map<string, Seen>();
    for (const unit of Object.keys(rollout.stands)) seen.set(unit, await seenOf(unit, views.get(unit), lastOf));
    const errands = rollout.step(wall(), (unit) => seen.get(unit)!);
    try {
      keep();
    } catch (error) {
      // Nothing was asked: it is no longer underway, and comes again.
      for (const errand of errands) rollout.answered(errand, seen.get(errand.unit)!, { unanswered: (error as Error).message });
      throw error;
    }
    for (const errand of errands) {
      const run = this.#run(errand, seen.get(errand.unit)!).finally(() => this.#underway.delete(run));
      this.#underway.add(run);
    }
  }

  get busy(): boolean {
    return this.#underway.size > 0;
  }

  /** Until all that was asked is answered, or has expired. */
  async settled(): Promise<void> {
    await Promise.all(this.#underway);
  }

  async #run(errand: Errand, seen: Seen): Promise<void> {
    const answer = await this.#ask(errand);
    this.#ports.rollout.answered(errand, seen, answer);
    try {
      this.#ports.keep();
    } catch {
      // A disk that is full ends no brain: whatever is not written down is asked again, and the next step says why.
    }
  }

  async #ask(errand: Errand): Promise<Answer> {
    try {
      for (const order of ordersOf(errand, this.#ports.rollout.hashOf(errand.unit), this.#ports.plans[errand.unit]!)) {
        const { done, refused } = await this.#ports.send(errand.unit, order, { expires_s: EXPIRES_S });
        if (!done) return { refused };
      }
      return { done: true };
    } catch (error) {
      // NoAnswer, or the book could not be written: either way it is asked again.
      return { unanswered: (error as Error).message };
    }
  }
}

function ordersOf({ does, at_ms }: Errand, hash: string, text: string): readonly Order[] {
  switch (does) {
    case "upload":
      return planOrders(text);
    case "try":
      return [{ tryPlan: { hash } }];
    case "activate":
      return [{ activatePlan: { hash, atMs: at_ms } }];
    case "take back":
      return [{ rollBackPlan: { hash } }];
  }
}
