import type { Language } from "../traffic/language.ts";
import { firstToGo } from "./crowd.ts";
import type { EventReader } from "./web.ts";

interface Watcher {
  readonly language: Language;
  /** The newest of each event that it could not take yet. */
  readonly missed: Map<string, string>;
}

/**
 * Everybody who watches, up to a number: whoever comes then gets the place of another, which is told so (`full`). A slow reader gets the
 * newest of each event when it is ready again: what it missed is replaced, never queued.
 */
export class Watchers {
  readonly max: number;
  /** Oldest first. */
  readonly #waiting = new Map<EventReader, Watcher>();

  constructor(max: number) {
    this.max = max;
  }

  get count(): number {
    return this.#waiting.size;
  }

  add(reader: EventReader, language: Language): void {
    const missed = new Map<string, string>();
    this.#waiting.set(reader, { language, missed });
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

  /** `words` is asked once for each language that somebody reads. */
  show(event: string, words: (language: Language) => string): void {
    const told: { [of in Language]?: string } = {};
    for (const [reader, { language, missed }] of this.#waiting) {
      told[language] ??= words(language);
      if (reader.ready()) reader.send(event, told[language]);
      else missed.set(event, told[language]);
    }
  }
}
