import { stopline } from "#wire";
import { errandOf, requestOf } from "../commands/index.ts";
import { type LinkJournal, type Request, UNVERIFIED } from "../journal/port.ts";
import { iso, type WallTime } from "../traffic/time.ts";
import { Allowance } from "./allowance.ts";
import type { Errands } from "./errands.ts";
import { resultBody } from "./results.ts";

/** Whether `signature` is the brain's over exactly `body`. */
export type Verify = (body: Uint8Array, signature: Uint8Array) => boolean;

/** No command of ours comes near this; what is longer is not even decoded. */
const SEALED_MAX = 4_096;
const ID = /^[\x21-\x7e]{1,64}$/;
/** A command lives for a day at most, so that a recorded one cannot be played back for long, even to a unit whose store is new. */
const LIFETIME_MAX_MS = 24 * 3_600_000;
/** How far the brain's clock may be ahead of ours. */
const AHEAD_MAX_MS = 300_000;

interface OrdersPorts {
  readonly unit: string;
  readonly journal: LinkJournal;
  /** null for a unit that pins no key, and so takes no commands. */
  readonly verify: Verify | null;
  readonly errands: Errands;
}

type Judgement =
  | { readonly kind: "garbage" }
  | { readonly kind: "stranger"; readonly id: string; readonly refused: string }
  /** `stale`: a higher counter was taken already. */
  | { readonly kind: "ours"; readonly command: stopline.v1.Command; readonly refused: string; readonly stale: boolean };

/**
 * Commands from the centre, up to the journal's inbox. Every command of the brain's gets exactly one result, and that is the street side's
 * record: what is refused here is put into the inbox too, to be recorded as refused. Two kinds are not: one with a stale counter, which
 * may be the replay of a command whose result is long forgotten, is answered and not recorded; one that is not the brain's is recorded,
 * at most one a second and a few while the street side is down, and not answered.
 */
export class Orders {
  readonly #ports: OrdersPorts;
  /** Flash and the brain's time are ours to protect: anyone with access to the broker can send these. */
  readonly #strangers = new Allowance(1, 1);
  readonly #repeats = new Allowance(5, 10);
  readonly #refusals = new Allowance(5, 20);
  #taken = 0;
  #refused = 0;

  constructor(ports: OrdersPorts) {
    this.#ports = ports;
  }

  get taken(): number {
    return this.#taken;
  }

  /** All that were refused here, recorded or not. */
  get refused(): number {
    return this.#refused;
  }

  /**
   * A message on the command topic. Returns the encoded Result to publish now, for a command that has had its result before or gets none from
   * the street side.
   */
  heard(payload: Uint8Array, now: number, wall: WallTime): Uint8Array | null {
    const judged = this.#judge(payload, wall);
    if (judged.kind === "garbage") {
      this.#refused += 1;
      return null;
    }
    if (judged.kind === "stranger") return this.#stranger(judged.id, judged.refused, now, wall);
    const { unit, journal } = this.#ports;
    const { command, refused, stale } = judged;
    const { id } = command;
    const recorded = journal.result(id);
    if (recorded !== null) return this.#repeats.take(now) ? resultBody(unit, recorded) : null;
    // Its own counter made it stale: the result comes from the street side.
    if (journal.offered(id)) return null;
    if (refused === "") {
      this.#offer(command);
      return null;
    }
    this.#refused += 1;
    if (!this.#refusals.take(now)) return null;
    if (stale) return resultBody(unit, { id, done: false, refused, wall });
    journal.offer(requestFor(command, refused), 0);
    return null;
  }

  /** What the centre side would carry out and cannot is refused before the street side sees it. */
  #offer(command: stopline.v1.Command): void {
    const { journal, errands } = this.#ports;
    const request = requestFor(command, "");
    const errand = errandOf(request);
    const refused = errand === null ? "" : errands.whyNot(errand);
    if (!journal.offer({ ...request, refused }, command.counter)) return;
    if (errand !== null && refused === "") errands.note(command.id, errand);
    if (refused === "") this.#taken += 1;
    else this.#refused += 1;
  }

  #stranger(claimed: string, refused: string, now: number, wall: WallTime): Uint8Array | null {
    const { unit, journal, verify } = this.#ports;
    this.#refused += 1;
    if (!this.#strangers.take(now)) return null;
    journal.offer({ id: UNVERIFIED + claimed, command: "", args: "", expires: wall, refused }, 0);
    // Where nothing is ever done, a refusal can be told under the claimed name: there is no true result that it could stand for.
    return verify === null && journal.result(claimed) === null ? resultBody(unit, { id: claimed, done: false, refused, wall }) : null;
  }

  #judge(payload: Uint8Array, wall: WallTime): Judgement {
    const opened = payload.length <= SEALED_MAX ? open(payload) : null;
    if (opened === null || !ID.test(opened.command.id)) return { kind: "garbage" };
    const { sealed, command } = opened;
    const { id } = command;
    const { unit, verify, journal } = this.#ports;
    if (verify === null) return { kind: "stranger", id, refused: "this unit takes no commands: its site file has no command_key" };
    if (!verify(sealed.body, sealed.signature)) {
      return { kind: "stranger", id, refused: "the signature is not by the key that this unit pins" };
    }
    if (command.unit !== unit) return { kind: "stranger", id, refused: `it is for unit "${command.unit.slice(0, 64)}"; this is "${unit}"` };
    const highest = journal.counter();
    return { kind: "ours", command, refused: whyNot(command, wall, highest), stale: command.counter <= highest };
  }
}

/** Why a command with a good signature is refused all the same; "" if it is not. */
function whyNot({ issuedMs, expiresMs, counter, command }: stopline.v1.Command, wall: WallTime, highest: number): string {
  if (command === undefined) return "this unit knows no such command; it may need a newer release";
  if (counter <= highest) return `its counter ${counter} is stale: this unit has taken ${highest}`;
  if (!Number.isSafeInteger(counter)) return `its counter ${counter} is too high`;
  const [issued, expires] = [iso(issuedMs as WallTime), iso(expiresMs as WallTime)];
  if (wall > expiresMs) return `expired at ${expires}; this unit's clock says ${iso(wall)}`;
  if (issuedMs > wall + AHEAD_MAX_MS) return `issued at ${issued}, but this unit's clock says ${iso(wall)}: one of the clocks is wrong`;
  if (expiresMs - issuedMs > LIFETIME_MAX_MS) return `issued at ${issued} to expire at ${expires}: a command lives for 24 hours at most`;
  return "";
}

function requestFor(command: stopline.v1.Command, refused: string): Request {
  const { command: name, args } = requestOf(command) ?? { command: "", args: "" };
  const expires = Math.min(Math.max(command.expiresMs, 0), Number.MAX_SAFE_INTEGER) as WallTime;
  return { id: command.id, command: name, args, expires, refused };
}

function open(payload: Uint8Array): { readonly sealed: stopline.v1.SealedCommand; readonly command: stopline.v1.Command } | null {
  try {
    const sealed = stopline.v1.SealedCommand.decode(payload);
    return { sealed, command: stopline.v1.Command.decode(sealed.body) };
  } catch {
    return null;
  }
}
