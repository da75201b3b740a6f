import * as v from "valibot";
import type { Request } from "../journal/port.ts";
import type { HandOverLive } from "../traffic/live.ts";
import type { Instant, WallTime } from "../traffic/time.ts";
import { VERSION_SHAPE } from "./release.ts";
import { UpdateId, type UpdateTold } from "./told.ts";

/**
 * What the unit's own centre side lays into its inbox when a release lies in the other slot: bring the signals to flash at a safe moment, so that the
 * machine can start anew. As little a command as `update-told` is one.
 */
export const HAND_OVER = "hand-over";

const Asked = v.strictObject({
  id: UpdateId,
  version: v.pipe(v.string(), v.regex(VERSION_SHAPE)),
  /** In ms of wall time: the safe moment must have come until then. */
  until: v.pipe(v.number(), v.safeInteger()),
});
type Asked = v.InferOutput<typeof Asked>;

export const handOverRequest = (asked: Asked, again: number, wall: WallTime): Request => ({
  id: `${HAND_OVER} ${again} ${asked.id}`,
  command: HAND_OVER,
  args: JSON.stringify(asked),
  expires: (wall + 60_000) as WallTime,
  refused: "",
});

/** The longest way into flash: a preempt, priority or a technician sends the signals back before it is over, so this ends what nobody foresaw. */
const ENTERING_MS = 300_000;
/** So long the signals stand in flash for a machine that does not go down, before they come back by themselves. */
export const STANDS_MS = 90_000;

/** What a tick sees of the street. */
export interface Moment {
  /** Why the signals must not be taken into flash now, in words; "" if they may. */
  readonly unsafe: string;
  /** The same, when they are on the way there: who walks is let across by the way itself. */
  readonly unsafeOnTheWay: string;
  /** They stand in automatic flash. */
  readonly standing: boolean;
}

type Stage = HandOverLive["stage"];

/**
 * Gives the signals out of hand for the restart of an update: waits for a safe moment, asks for automatic flash (end of greens, yellow, all red,
 * by the entry phases of the site file), says when they stand there, and takes them back if the machine goes on running. Pure, like all of the
 * street side.
 */
export class HandOver {
  #asked: Asked | null = null;
  #stage: Stage = "given-up";
  #why = "";
  #since = 0 as Instant;

  /** "" or why not. */
  ask(request: Request, now: Instant, wall: WallTime): string {
    if (request.refused !== "") return request.refused;
    let asked: Asked;
    try {
      asked = v.parse(Asked, JSON.parse(request.args));
    } catch {
      return `${HAND_OVER} names an update, its version and until when, and nothing else`;
    }
    if (wall > request.expires) return "it has waited for too long";
    if (wall > asked.until) return "its window is over";
    if (this.#asked !== null && this.#stage !== "given-up") return `the signals are being handed over for ${this.#asked.version} already`;
    this.#asked = asked;
    this.#become("waiting", now, "");
    return "";
  }

  /** The signals shall be in flash. */
  get flash(): boolean {
    return this.#stage === "entering" || this.#stage === "standing";
  }

  /** Nothing is to be looked at while nobody has asked. */
  get idle(): boolean {
    return this.#asked === null || this.#stage === "given-up";
  }

  get live(): HandOverLive | null {
    return this.#asked === null ? null : { id: this.#asked.id, version: this.#asked.version, stage: this.#stage, why: this.#why };
  }

  /** One tenth. What the journal is told, if anything. */
  step(now: Instant, wall: WallTime, moment: Moment): UpdateTold | null {
    switch (this.idle ? "given-up" : this.#stage) {
      case "given-up":
        return null;
      case "waiting":
        if (wall > this.#asked!.until)
          return this.#giveUp(now, `no safe moment came in its window; last: ${this.#why === "" ? "nothing stood against it" : this.#why}`);
        if (moment.unsafe === "") this.#become("entering", now, "");
        else this.#why = moment.unsafe;
        return null;
      case "entering":
        if (moment.standing) {
          this.#become("standing", now, "");
          return this.#told(
            "restarting",
            `the signals stand in flash; if the machine does not start anew they come back in ${STANDS_MS / 1_000} s`,
          );
        }
        if (moment.unsafeOnTheWay !== "") this.#become("waiting", now, moment.unsafeOnTheWay);
        else if (now - this.#since > ENTERING_MS)
          return this.#giveUp(now, `the signals have not come to flash within ${ENTERING_MS / 1_000} s`);
        return null;
      case "standing":
        return now - this.#since > STANDS_MS ? this.#giveUp(now, `the machine has not started anew within ${STANDS_MS / 1_000} s`) : null;
    }
  }

  #giveUp(now: Instant, why: string): UpdateTold {
    this.#become("given-up", now, why);
    return this.#told("given-up", why);
  }

  #told(state: UpdateTold["state"], words: string): UpdateTold {
    return { id: this.#asked!.id, version: this.#asked!.version, state, words };
  }

  #become(stage: Stage, now: Instant, why: string): void {
    this.#stage = stage;
    this.#since = now;
    this.#why = why;
  }
}
