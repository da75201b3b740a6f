import type { Errand } from "../commands/index.ts";
import type { LinkJournal, StoredChunk } from "../journal/port.ts";
import type { UpdateAsked } from "../update/asked.ts";
import { Allowance } from "./allowance.ts";
import { cut } from "./cut.ts";
import { bodyOf } from "./delivery.ts";

/** Slower than backfill: whoever fetches has had it all once. */
const FETCHED_PER_S = 50;
/** Errands whose results are not recorded yet, and ranges that are being fetched. */
const WAITING_MAX = 64;
const FETCHES_MAX = 8;
const READ_AHEAD = 8;

export interface ErrandPorts {
  /** Ends this process, for whoever runs it to start it anew. */
  readonly restart: () => void;
  /** Why this unit cannot take a release, or not this one. */
  readonly noUpdate: (asked: UpdateAsked) => string;
  /** Fetches, checks and installs a release, and starts into it. `id`: of the command. */
  readonly update: (id: string, asked: UpdateAsked) => void;
  /** Whether network time keeps this computer's clock. */
  readonly clockKept: () => boolean;
  /** Lives through a recorded hour again under a plan, beside this process. `id`: of the command. */
  readonly tryPlan: (hash: string, id: string) => void;
}

interface Fetch {
  readonly epoch: string;
  next: number;
  readonly to: number;
}

/**
 * What the centre side does for commands, once the street side's record says "done" and the broker has that record. An errand lives as long
 * as this process: one that a restart forgets is asked for again.
 */
export class Errands {
  readonly #journal: LinkJournal;
  readonly #ports: ErrandPorts;
  readonly #waiting = new Map<string, Errand>();
  readonly #fetches: Fetch[] = [];
  readonly #pace = new Allowance(FETCHED_PER_S, FETCHED_PER_S / 5);
  #read: StoredChunk[] = [];

  constructor(journal: LinkJournal, ports: ErrandPorts) {
    this.#journal = journal;
    this.#ports = ports;
  }

  /** Why it cannot be, as the journal stands; "" if it can. */
  whyNot(errand: Errand): string {
    if (errand.kind === "update") return this.#ports.noUpdate(errand);
    if (errand.kind === "clock")
      return this.#ports.clockKept() ? "network time keeps this unit's clock, which is better than the brain's word" : "";
    if (errand.kind !== "fetch") return "";
    const epoch = this.#journal.epoch();
    if (epoch === null) return "there is no journal at the moment; ask again";
    if (errand.epoch !== epoch) return `this journal's epoch is ${epoch}, not ${errand.epoch}: what was before it is not here any more`;
    const last = this.#journal.last_seq();
    if (errand.from > last) return `this journal ends at record ${last}`;
    const first = this.#journal.chunksAfter(errand.from - 1, 1)[0];
    if (first !== undefined && first.first_seq > errand.to) return `the unit has let go of everything before record ${first.first_seq}`;
    if (this.#fetches.length >= FETCHES_MAX) return `${FETCHES_MAX} ranges are being fetched; ask again when they have come`;
    return "";
  }

  /** It waits for the record of its command. */
  note(id: string, errand: Errand): void {
    if (this.#waiting.size >= WAITING_MAX) this.#waiting.delete(this.#waiting.keys().next().value!);
    this.#waiting.set(id, errand);
  }

  /** The broker has the record of a command. */
  settled(id: string, done: boolean): void {
    const errand = this.#waiting.get(id);
    if (errand === undefined) return;
    this.#waiting.delete(id);
    if (!done) return;
    if (errand.kind === "restart") this.#ports.restart();
    else if (errand.kind === "try-plan") this.#ports.tryPlan(errand.hash, id);
    else if (errand.kind === "update") this.#ports.update(id, askedOf(errand));
    else if (errand.kind === "fetch") this.#fetches.push({ epoch: errand.epoch, next: errand.from, to: errand.to });
  }

  /** The body of the next chunk that is fetched, if it is time for one, in at most `body_max` bytes. */
  next(now: number, body_max: number): Uint8Array | null {
    while (this.#fetches.length > 0) {
      if (this.#journal.epoch() !== this.#fetches[0]!.epoch) this.#read = [];
      if (this.#read.length === 0 && !this.#readOn(this.#fetches[0]!, body_max)) {
        this.#fetches.shift();
        continue;
      }
      if (!this.#pace.take(now)) return null;
      const chunk = this.#read.shift()!;
      this.#fetches[0]!.next = chunk.last_seq + 1;
      return bodyOf({ lane: "backfill", chunk });
    }
    return null;
  }

  /** False when there is nothing left of it. */
  #readOn({ epoch, next, to }: Fetch, body_max: number): boolean {
    if (next > to || this.#journal.epoch() !== epoch) return false;
    const chunks = this.#journal.chunksAfter(next - 1, READ_AHEAD).filter(({ first_seq }) => first_seq <= to);
    this.#read = chunks.flatMap((chunk) => cut(chunk, body_max)).filter((part) => part.last_seq >= next && part.first_seq <= to);
    return this.#read.length > 0;
  }
}

const askedOf = ({ kind: _, ...asked }: Errand & { readonly kind: "update" }): UpdateAsked => asked;
