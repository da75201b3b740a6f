import { BATCH_MS } from "../journal/batch.ts";
import type { Arrived } from "../journal/store.ts";
import type { Item } from "./backlog.ts";
import { doubted } from "./doubt.ts";
import { BEGIN_APART_MS, type Before, type KeepOptions, type Kept, KeptStore } from "./kept-store.ts";

/** What the thread is started with. */
export interface Start {
  readonly options: KeepOptions;
  readonly before: Before;
}

export type ToThread =
  /** `flush` makes them durable whatever the chunk's time. */
  | { readonly kind: "append"; readonly opening: number; readonly items: readonly Item[]; readonly flush: boolean }
  | { readonly kind: "close" };

export type FromThread =
  /** After each append, and whenever something has changed. `taken` counts appends since the thread began. */
  | { readonly kind: "kept"; readonly kept: Kept; readonly taken: number }
  | { readonly kind: "arrived"; readonly requests: readonly Arrived[] }
  | { readonly kind: "closed" };

/** How often the thread looks into the inbox: once a tick. */
export const LOOK_MS = 100;
const REOPEN_MS = 1_000;
/** Damage that no query meets is looked for when the street has started up, and then once a day: the whole file is read for it. */
const CHECK_AFTER_MS = 30_000;
const CHECK_EVERY_MS = 24 * 3_600_000;
/** And when the link has met some. */
const CHECK_APART_MS = 600_000;
/** Then all chunks are looked at, so many each time: 128 MB of them take half a minute, and no commit waits for more than these. */
const MEND_CHUNKS = 256;
/** How often the store's bound is fitted to the room on the disk, and it is looked whether the link has doubts. */
const FIT_MS = 2_000;
/** Something that flaps for days must not wear the flash out: after this many commits in a row that could not wait, one a second. */
const URGENT_MAX = 100;
const URGENT_EVERY_MS = 1_000;

/** What the recorder thread does: the only one of the street side that waits for the disk. */
export class Thread {
  readonly #kept: KeptStore;
  readonly #path: string;
  readonly #batch_ms: number;
  readonly #tell: (message: FromThread) => void;
  #checkAt: number;
  #mayCheckAt = 0;
  /** Behind which chunk the look at all of them goes on; null: it is over. */
  #mendAfter: number | null = null;
  #taken = 0;
  #told = "";
  #arrival = 0;
  #reopenAt = 0;
  #fitAt = 0;
  /** When what waits must be durable; Infinity while nothing waits. */
  #commitAt = Number.POSITIVE_INFINITY;
  #urgent = 0;
  #urgentAt = 0;

  constructor({ options, before }: Start, tell: (message: FromThread) => void) {
    this.#kept = new KeptStore(options, before);
    this.#path = options.path;
    this.#batch_ms = options.batch_ms ?? BATCH_MS;
    this.#tell = tell;
    this.#checkAt = performance.now() + CHECK_AFTER_MS;
    this.look();
  }

  append(items: readonly Item[], opening: number, flush: boolean): void {
    this.#taken++;
    // What was sent before an opening comes again after it.
    if (opening === this.#kept.state.opening) {
      this.#kept.use((store) => {
        for (const item of items) {
          if (item.kind === "entries") store.append(item.entries, item.wall_base);
          else store.gap(item.dropped, item.at, item.wall_base, item.reason);
        }
        if (flush) store.flush();
      });
      this.#commit();
    }
    this.#report(true);
  }

  /** What time brings: a chunk's end, requests, another try to open. */
  look(): void {
    const now = performance.now();
    if (this.#kept.state.opening === 0 && now >= this.#reopenAt) {
      this.#reopenAt = now + REOPEN_MS;
      this.#commitAt = Number.POSITIVE_INFINITY;
      this.#kept.open();
    }
    // Before anything is committed that is not reported yet, and soon: until then the brain takes new records for old ones.
    this.#kept.renew();
    if (now >= this.#fitAt) {
      this.#fitAt = now + FIT_MS;
      this.#kept.fit();
      if (now >= this.#mayCheckAt && doubted(this.#path)) this.#checkAt = now;
    }
    this.#commit();
    if (now >= this.#checkAt) {
      this.#mayCheckAt = now + CHECK_APART_MS;
      const whole = this.#kept.check();
      this.#checkAt = now + (whole ? CHECK_EVERY_MS : BEGIN_APART_MS);
      this.#mendAfter = whole ? 0 : null;
    } else if (this.#mendAfter !== null) this.#mendAfter = this.#kept.mend(this.#mendAfter, MEND_CHUNKS);
    this.#lookForRequests();
    this.#report(false);
  }

  close(): void {
    this.#kept.close();
    this.#tell({ kind: "closed" });
  }

  #commit(): void {
    this.#kept.use((store) => {
      const now = performance.now();
      const was = store.last_seq;
      if (store.urgent ? this.#mayHurry(now) : store.closed > 0) store.commit();
      else if (now >= this.#commitAt) store.flush();
      if (!store.pending || store.last_seq > was) this.#commitAt = Number.POSITIVE_INFINITY;
      if (store.pending && this.#commitAt === Number.POSITIVE_INFINITY) this.#commitAt = now + this.#batch_ms;
    });
  }

  /** Whether there is anything left of what may be committed at once; it comes back by one a second. */
  #mayHurry(now: number): boolean {
    this.#urgent = Math.max(0, this.#urgent - (now - this.#urgentAt) / URGENT_EVERY_MS);
    this.#urgentAt = now;
    if (this.#urgent > URGENT_MAX - 1) return false;
    this.#urgent++;
    return true;
  }

  #lookForRequests(): void {
    const requests = this.#kept.requestsAfter(this.#arrival);
    if (requests.length === 0) return;
    this.#arrival = requests.at(-1)!.arrival;
    this.#tell({ kind: "arrived", requests });
  }

  #report(always: boolean): void {
    const kept = this.#kept.state;
    const told = JSON.stringify(kept);
    if (!always && told === this.#told) return;
    this.#told = told;
    this.#tell({ kind: "kept", kept, taken: this.#taken });
  }
}
