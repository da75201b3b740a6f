import type { Test } from "tap";
import type { stopline } from "#wire";
import { sha256 } from "../../src/plans/sha256.ts";
import { CODE } from "../../src/traffic/codes.ts";
import type { TestBroker } from "../platform/brokers.ts";
import { centreAt } from "./centre.ts";
import { BASE_MS, chunkOf, FakeUnit, recordOf } from "./fake-unit.ts";

export const LONG_MS = 60_000;

/** A unit's word on plans, without a street: it keeps what it is given, passes every trial, and puts in force what it is told to, when it is. */
export class Planning extends FakeUnit {
  readonly plans = new Map<string, string>();
  readonly patterns: string[] = [];
  inForce = "";
  armed: { readonly hash: string; readonly at: number } | null = null;
  trials = 0;
  /** Its trials take their time. */
  ponders = false;
  /** Somebody waits for so many seconds in its trials, which do not pass. */
  starves_s: number | null = null;
  #seq: number;
  #parts: string[] = [];
  /** What it has said is said in this order. */
  #last: Promise<void> = Promise.resolve();

  /** `seq`: of its last record, where a store has some of it already. */
  constructor(unit: string, seq = 0) {
    super(unit);
    this.#seq = seq;
    this.answer = (command) => this.#take(command);
  }

  record(code: number, detail: object): void {
    const seq = ++this.#seq;
    const record = () => ({
      ...recordOf(seq),
      ...{ atMs: Date.now() - BASE_MS, code, param: 0, value: 0, detail: JSON.stringify(detail), input: false },
    });
    this.#last = this.#last.then(() => this.say("live", chunkOf(this.unit, this.epoch, seq, seq, record)));
  }

  /** Its clock goes on. */
  tick(): void {
    if (this.armed !== null && Date.now() >= this.armed.at) this.#turn(this.armed.hash, "the centre has activated it");
  }

  #turn(hash: string, why: string): void {
    this.armed = null;
    this.record(CODE.planInForce, { hash, was: this.inForce, why });
    this.inForce = hash;
  }

  #take({ uploadPlan, tryPlan, activatePlan, rollBackPlan, setPattern }: stopline.v1.Command): { done: boolean; refused?: string } {
    if (uploadPlan != null) {
      this.#parts[(uploadPlan.part ?? 1) - 1] = uploadPlan.text ?? "";
      const text = this.#parts.join("");
      if (sha256(text) === uploadPlan.hash) this.plans.set(uploadPlan.hash, text);
      if (this.plans.has(uploadPlan.hash ?? "")) this.#parts = [];
    }
    if (tryPlan != null) {
      this.trials += 1;
      const figures = { vehicles: 900, mean_delay_ds: 200, p95_delay_s: 50, longest_delay_s: 80, mean_walk_wait_ds: 200 };
      const starved = this.starves_s !== null;
      const came = { passed: !starved, words: starved ? "somebody is starved" : "as before" };
      const tried = { hash: tryPlan.hash, ...came, hour: BASE_MS, against: this.inForce };
      if (!this.ponders)
        this.record(CODE.planTried, {
          ...tried,
          before: figures,
          after: { ...figures, longest_delay_s: this.starves_s ?? figures.longest_delay_s },
        });
    }
    if (activatePlan != null) this.armed = { hash: activatePlan.hash ?? "", at: Number(activatePlan.atMs ?? 0) };
    if (rollBackPlan != null) {
      if (this.armed?.hash === rollBackPlan.hash) this.armed = null;
      else if (this.inForce === rollBackPlan.hash) this.#turn("", "the centre has rolled back");
      else return { done: false, refused: "that plan is not in force here and does not wait for its time" };
    }
    if (setPattern != null) this.patterns.push(`${setPattern.pattern} ${setPattern.forS}`);
    return { done: true };
  }
}

export async function city(t: Test, open: () => Promise<TestBroker>, names: readonly string[], seq = 0) {
  const broker = await open();
  t.teardown(() => broker.close());
  const units: readonly Planning[] = names.map((name) => new Planning(name, seq));
  for (const unit of units) {
    await unit.connect(broker.port);
    t.teardown(() => unit.close());
  }
  const clock = setInterval(() => {
    for (const unit of units) unit.tick();
  }, 50);
  t.teardown(() => clearInterval(clock));
  return { units, ...centreAt(t, broker.port) };
}

export const commandsOf = (unit: Planning, field: "uploadPlan" | "activatePlan" | "rollBackPlan"): number =>
  unit.commands.filter(({ command }) => command[field] != null).length;
