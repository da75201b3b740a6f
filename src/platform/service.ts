import { native } from "../timing/native.ts";
import type { Instant } from "../traffic/time.ts";

/**
 * Tells the service manager that started us (systemd, sd_notify(3)) how we are. Nothing happens where none has asked to hear it, and one
 * that does not listen keeps nobody from the signals.
 */
export function tellService(words: "READY=1" | "WATCHDOG=1" | "STOPPING=1"): void {
  const socket = process.env.NOTIFY_SOCKET;
  if (socket !== undefined && socket !== "") native.notify(socket, words);
}

const FEED_MS = 1_000;
/** A port that was there and has been away for this long will not come back to this process: a new one asks the kernel anew. */
const PORT_AWAY_MS = 60_000;

/**
 * What feeds the watchdog of the street side: the tick itself, once a second, while every port of the lamps that this process has had is there, or
 * has not been away for a minute; by then the cabinet flashes by itself, and a restart costs nobody a green. The port of a detector starves
 * nobody: without it the signals go on by recall. Nor does one that never opened, so a restart happens once and not for ever.
 */
export class StreetWatch {
  readonly #lamps: ReadonlySet<string>;
  readonly #away = new Map<string, Instant>();
  readonly #had = new Set<string>();
  #fed = -FEED_MS;

  constructor(lamps: ReadonlySet<string>) {
    this.#lamps = lamps;
  }

  port(name: string, open: boolean, now: Instant): void {
    if (!this.#lamps.has(name)) return;
    if (open) {
      this.#had.add(name);
      this.#away.delete(name);
    } else if (this.#had.has(name) && !this.#away.has(name)) this.#away.set(name, now);
  }

  /** After each step. True when the watchdog was fed. */
  stepped(now: Instant): boolean {
    if (now - this.#fed < FEED_MS) return false;
    for (const since of this.#away.values()) if (now - since > PORT_AWAY_MS) return false;
    this.#fed = now;
    tellService("WATCHDOG=1");
    return true;
  }
}

/** Feeds the watchdog of the centre side as long as its event loop turns. */
export function keepFed(): { close(): void } {
  const timer = setInterval(() => tellService("WATCHDOG=1"), FEED_MS * 10);
  return { close: () => clearInterval(timer) };
}
