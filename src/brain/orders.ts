import { stopline } from "#wire";
import { type CommandCase, requestOf } from "../commands/index.ts";
import type { Timers } from "../sync/timers.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import type { CommandBook } from "./book.ts";

/** One of Command's oneof: `{ placeCall: { phase: 3, pedestrian: false } }`. */
export type Order = Partial<Pick<stopline.v1.Command, CommandCase>>;

/** The unit's one answer to a command. */
export interface OrderResult {
  readonly id: string;
  readonly unit: string;
  readonly done: boolean;
  /** Why not, in the unit's words; "" when done. */
  readonly refused: string;
  /** By the unit's clock. */
  readonly wall: WallTime;
}

export interface OrderOptions {
  /** How long the unit may take it; the unit looks at its own clock. */
  readonly expires_s: number;
  /** How long to wait for the result, if not as long as that. */
  readonly wait_s?: number;
}

/** No result came. A command that was sent may have been carried out all the same, and while it has not expired it may still be. */
export class NoAnswer extends Error {}

export interface OrdersPorts {
  readonly book: CommandBook;
  /** Ed25519 over the encoded Command. */
  readonly sign: (body: Uint8Array) => Uint8Array;
  readonly timers: Timers;
  /** An id that nobody has had before. */
  readonly uuid: () => string;
  /** Sends a SealedCommand, now or when there is a connection. null for one that needs no sending any more. */
  readonly post: (unit: string, id: string, sealed: () => Uint8Array | null) => void;
  /** What is known of the unit, for the words of a time-out. */
  readonly whereabouts: (unit: string) => Promise<string>;
}

interface Open {
  readonly unit: string;
  /** It has been given to a broker, so the unit may have it. */
  sent: boolean;
  readonly sealed: Uint8Array;
  readonly answered: (result: OrderResult) => void;
}

/**
 * Commands from the asking to the one result. A sealed command is sent again, the same bytes, whenever it may have been lost: the unit
 * does it once and answers again. Nothing is sent again by a later process: whoever asked is gone.
 */
export class Orders {
  readonly #ports: OrdersPorts;
  /** In the order of their counters. */
  readonly #open = new Map<string, Open>();

  constructor(ports: OrdersPorts) {
    this.#ports = ports;
  }

  /** Resolves with the one result; rejects with NoAnswer. Rejects with the database's error if the command cannot be written down first. */
  async send(unit: string, order: Order, { expires_s, wait_s = expires_s }: OrderOptions): Promise<OrderResult> {
    const { book, sign, timers, uuid } = this.#ports;
    const id = uuid();
    const issued = timers.wall();
    const expires = (issued + Math.round(expires_s * 1_000)) as WallTime;
    const { command, args } = requestOf(stopline.v1.Command.create(order as stopline.v1.Command.$Properties)) ?? {
      command: "nothing",
      args: "",
    };
    const counter = await book.issue({ id, unit, words: `${command} ${args}`, issued_ms: issued, expires_ms: expires });
    const body = stopline.v1.Command.encode({ id, unit, issuedMs: issued, expiresMs: expires, counter, ...order }).finish();
    const sealed = stopline.v1.SealedCommand.encode({ body, signature: sign(body) }).finish();
    return new Promise((resolve, reject) => {
      const stop = timers.after(wait_s * 1_000, () => {
        const sent = this.#open.get(id)?.sent ?? false;
        this.#open.delete(id);
        this.#late(id, unit, wait_s, sent ? expires : null).then(resolve, reject);
      });
      const answered = (result: OrderResult): void => {
        stop();
        this.#open.delete(id);
        resolve(result);
      };
      this.#open.set(id, { unit, sent: false, sealed, answered });
      this.#post(id, unit);
    });
  }

  /** A result, to be told to whoever waits for it. The book is the store's affair. */
  heard({ unit, commandId: id, done, refused, wallMs }: stopline.v1.Result): void {
    const open = this.#open.get(id);
    if (open?.unit === unit) open.answered({ id, unit, done, refused, wall: wallMs as WallTime });
  }

  /** Sends again what has no result yet: to one unit that has come back, or to all after our own connection did. */
  again(unit?: string): void {
    for (const [id, open] of this.#open) if (unit === undefined || open.unit === unit) this.#post(id, open.unit);
  }

  #post(id: string, unit: string): void {
    this.#ports.post(unit, id, () => {
      const open = this.#open.get(id);
      if (open === undefined) return null;
      open.sent = true;
      return open.sealed;
    });
  }

  /**
   * Nobody has said a result in time: its message may have been lost on the way to us, and its record may have come to the keeper of the same
   * store. `expires` is null for a command that was never sent.
   */
  async #late(id: string, unit: string, wait_s: number, expires: WallTime | null): Promise<OrderResult> {
    const { book, timers, whereabouts } = this.#ports;
    const kept = await book.resultOf(id, unit);
    if (kept !== null) return { id, unit, done: kept.done, refused: kept.refused, wall: kept.wall_ms as WallTime };
    const none = `no answer from ${unit} within ${wait_s} s (${await whereabouts(unit)}).`;
    if (expires === null) throw new NoAnswer(`${none} The command was not sent.`);
    const still = timers.wall() < expires ? `; until ${iso(expires)} it still may be` : "";
    throw new NoAnswer(`${none} The command may have been carried out${still}.`);
  }
}
