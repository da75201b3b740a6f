import type { KeptRecord } from "../../../src/brain/arrival.ts";
import type { ResultDetail } from "../../../src/journal/port.ts";
import { signatureBy } from "../../../src/platform/signature.ts";
import { Errands } from "../../../src/sync/errands.ts";
import { Orders } from "../../../src/sync/orders.ts";
import { resultBody } from "../../../src/sync/results.ts";
import { CODE } from "../../../src/traffic/codes.ts";
import type { WallTime } from "../../../src/traffic/time.ts";
import { FakeJournal } from "../../sync/fake-journal.ts";
import type { Signal } from "../traffic/ours/signal.ts";

/** What a unit has said that the centre must hear. */
export interface KerbPorts {
  readonly commandKey: string;
  readonly record: (unit: string, record: KeptRecord) => void;
  /** An encoded Result. */
  readonly result: (unit: string, body: Uint8Array) => void;
}

/** The centre side of one unit: commands off the wire are verified and put into the street side's inbox, its records and results go out. */
export class Kerb {
  readonly unit: string;
  readonly signal: Signal;
  readonly #journal: FakeJournal;
  readonly #orders: Orders;
  readonly #put: ReturnType<Signal["listen"]>["put"];
  #seq = 0;

  constructor(signal: Signal, { commandKey, record, result }: KerbPorts) {
    this.signal = signal;
    this.unit = signal.id;
    this.#journal = new FakeJournal(this.unit);
    const errands = new Errands(this.#journal, {
      restart: () => {},
      noUpdate: () => "",
      update: () => {},
      clockKept: () => true,
      tryPlan: () => {},
    });
    this.#orders = new Orders({ unit: this.unit, journal: this.#journal, verify: signatureBy(commandKey), errands });
    const { put } = signal.listen(({ code, param, value, detail, input }, wall_ms) => {
      // What the corridor does not look at would be thousands of records a minute.
      if (code !== CODE.commandResult && code !== CODE.laneEstimate) return;
      this.#seq += 1;
      record(this.unit, { seq: this.#seq, wall_ms, code, param, value, detail, input: input ?? false });
      if (code !== CODE.commandResult) return;
      const told = JSON.parse(detail) as ResultDetail;
      this.#journal.record(told);
      result(this.unit, resultBody(this.unit, { ...told, wall: wall_ms }));
    });
    this.#put = put;
  }

  /** A message on its command topic. */
  heard(sealed: Uint8Array, now: number, wall: WallTime): void {
    this.#orders.heard(sealed, now, wall);
    for (const request of this.#journal.inbox.splice(0)) this.#put(request);
  }
}
