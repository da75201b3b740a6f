import { firstToGo } from "./crowd.ts";
import type { EventReader } from "./web.ts";

/**
 * Everybody who watches, up to a number: whoever comes then gets the place of another, which is told so (`full`). A slow reader gets the
 * newest of each event when it is ready again: what it missed is replaced, never queued.
 */
export class Watchers {
  readonly max: number;
  /** Oldest first. */
  readonly #waiting = new Map<EventReader, Map<string, string>>();

  constructor(max: number) {
    this.max = max;
  }

  get count(): number {
    return this.#waiting.size;
  }

  add(reader: EventReader): void {
    const missed = new Map<string, string>();
    this.#waiting.set(reader, missed);
    reader.on({
      ready: () => {
        for (const [event, data] of missed) {
          if (!reader.ready()) return;
          missed.delete(event);
          reader.send(event, data);
        }
      },
      gone: () => this.#waiting.delete(reader),
    });
    while (this.#waiting.size > this.max) this.#drop(firstToGo(this.#waiting.keys())!);
  }

  #drop(reader: EventReader): void {
    this.#waiting.delete(reader);
    reader.send("full", "{}");
    reader.close();
  }

  show(event: string, data: string): void {
    for (const [reader, missed] of this.#waiting) {
      if (reader.ready()) reader.send(event, data);
      else missed.set(event, data);
    }
  }
}
