import type { Lamps } from "../../serial/framing/ts2/load-switches.ts";
import { SWITCHES } from "../../serial/framing/ts2/load-switches.ts";
import { type MmuCard, mmuCard } from "../../serial/framing/ts2/mmu-card.ts";
import { type MmuBit, type MmuStatus, mmuStatus } from "../../serial/framing/ts2/mmu-status.ts";
import type { Instant } from "../../traffic/time.ts";

/** A malfunction management unit's times, as its makers print them: a conflict of 450 ms, a red failure of 1,000, a yellow of 2.7 s at least. */
const [CONFLICT_MS, RED_FAILURE_MS, YELLOW_MS, PORT_1_MS] = [450, 1_000, 2_700, 1_000];
/** A timer that is a tenth late is no short yellow. */
const YELLOW_SLACK_MS = 200;
/** Before its output relay pulls in again it calls for start-up flash for so long. */
const CALL_MS = 500;
const DARK: Lamps = { green: 0, yellow: 0, red: 0 };

/** What an MMU must know beside what it sees. */
export interface MmuPlace {
  readonly card: MmuCard;
  /** Switches of vehicles: one of their lamps must be lit. */
  readonly vehicles: number;
  /** Of those whose yellow is no yellow change because it flashes. */
  readonly arrows: number;
}

/** The cabinet's monitor: watches what the load switches show, and while it does not like it, or is told to, its relay gives the lamps to the flasher. */
export class Mmu {
  card: MmuCard;
  localFlash = false;
  readonly #place: MmuPlace;
  readonly #latched: MmuBit[] = [];
  #picture: Lamps = DARK;
  #heardAt = 0;
  #flash = false;
  /** When the relay pulls in; Infinity while something keeps it from that. */
  #pullsAt: number;
  #relay = false;
  #conflictSince = Number.POSITIVE_INFINITY;
  readonly #darkSince = new Float64Array(SWITCHES).fill(Number.POSITIVE_INFINITY);
  readonly #yellowSince = new Float64Array(SWITCHES).fill(Number.POSITIVE_INFINITY);

  constructor(place: MmuPlace) {
    this.#place = place;
    this.card = place.card;
    this.#pullsAt = place.card.min_flash_s * 1_000;
  }

  /** True while the lamps are the load switches'. */
  get relay(): boolean {
    return this.#relay;
  }

  /** Load switch data, type 0: `flash` where the load switches flash because they are told to. */
  hear(now: Instant, flash: boolean): void {
    this.#heardAt = now;
    this.#flash = flash;
  }

  /** A person presses its button; what is still wrong is found again. */
  reset(): void {
    this.#latched.length = 0;
  }

  /** Finds a fault, as if it had seen one. */
  trip(fault: MmuBit): void {
    if (!this.#latched.includes(fault)) this.#latched.push(fault);
  }

  step(now: Instant, seen: Lamps): void {
    if (this.#latched.length === 0) this.#picture = seen;
    if (this.#relay) this.#watch(now, seen);
    const failing = this.#latched.length > 0 || this.#timedOut(now) || this.localFlash;
    if (failing) {
      this.#relay = false;
      this.#pullsAt = Number.POSITIVE_INFINITY;
    } else if (!this.#relay) {
      if (this.#pullsAt === Number.POSITIVE_INFINITY) this.#pullsAt = now + CALL_MS;
      this.#relay = now >= this.#pullsAt;
      if (this.#relay) this.#begin();
    }
  }

  status(now: Instant): Uint8Array {
    const failed: MmuBit[] = [...this.#latched, ...(this.#timedOut(now) ? (["port-1-timeout"] as const) : [])];
    const says: MmuBit[] = ["red-enable", ...failed];
    if (failed.length > 0) says.push("output-relay", "failed");
    if (this.localFlash) says.push("local-flash");
    if (!this.#relay && now >= this.#pullsAt - CALL_MS && failed.length === 0 && !this.localFlash) says.push("start-up-flash-call");
    const status: MmuStatus = { seen: this.#picture, says };
    return mmuStatus(status);
  }

  programming(): Uint8Array {
    return mmuCard(this.card);
  }

  #timedOut(now: Instant): boolean {
    return now - this.#heardAt > PORT_1_MS;
  }

  #begin(): void {
    this.#conflictSince = Number.POSITIVE_INFINITY;
    this.#darkSince.fill(Number.POSITIVE_INFINITY);
    this.#yellowSince.fill(Number.POSITIVE_INFINITY);
  }

  #watch(now: Instant, seen: Lamps): void {
    if (!this.#conflicts(seen)) this.#conflictSince = Number.POSITIVE_INFINITY;
    else if (this.#conflictSince === Number.POSITIVE_INFINITY) this.#conflictSince = now;
    else if (now - this.#conflictSince > CONFLICT_MS) this.trip("conflict");
    for (let s = 0; s < SWITCHES; s++) this.#watchSwitch(now, s, seen);
  }

  #watchSwitch(now: Instant, s: number, { green, yellow, red }: Lamps): void {
    const bit = 1 << s;
    if (((green | yellow | red) & bit) !== 0 || (this.#place.vehicles & bit) === 0 || this.#flash)
      this.#darkSince[s] = Number.POSITIVE_INFINITY;
    else if (this.#darkSince[s] === Number.POSITIVE_INFINITY) this.#darkSince[s] = now;
    else if (now - this.#darkSince[s]! > RED_FAILURE_MS) this.trip("red-failure");
    if (this.#flash || this.#place.arrows & bit) {
      this.#yellowSince[s] = Number.POSITIVE_INFINITY;
    } else if (yellow & bit) {
      if (this.#yellowSince[s] === Number.POSITIVE_INFINITY) this.#yellowSince[s] = now;
    } else {
      const lasted = now - this.#yellowSince[s]!;
      if (lasted >= 0 && lasted < YELLOW_MS - YELLOW_SLACK_MS && red & bit) this.trip("minimum-clearance");
      this.#yellowSince[s] = Number.POSITIVE_INFINITY;
    }
  }

  /** Two switches that the card does not permit together show green, yellow or walk. */
  #conflicts({ green, yellow }: Lamps): boolean {
    if (this.#flash) return false;
    const going = green | yellow;
    for (let s = 0; s < SWITCHES; s++) if (going & (1 << s) && going & ~(1 << s) & ~(this.card.compatible[s] ?? 0)) return true;
    return false;
  }
}
