import type { Seen } from "../seen.ts";
import type { Tell, Watcher } from "./watcher.ts";

/** A process has started up within this; what it grows by from then on is watched. */
const SETTLED_MS = 60_000;
const GROWS_KB = 64 * 1_024;
const GROWS_DESCRIPTORS = 16;

interface First {
  readonly at: number;
  settled: { readonly rss_kb: number; readonly descriptors: number } | null;
  told: boolean;
}

/** Neither memory nor open files of a process grow without end. */
export class Resources implements Watcher {
  readonly #tell: Tell;
  readonly #first = new Map<string, First>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  see(seen: Seen): void {
    // Another life has other pages.
    if (seen.kind === "unit" && !seen.runs) this.#first.clear();
    if (seen.kind !== "process") return;
    const { at, name, rss_kb, descriptors } = seen;
    const first = this.#first.get(name) ?? { at, settled: null, told: false };
    this.#first.set(name, first);
    if (at - first.at < SETTLED_MS) return;
    first.settled ??= { rss_kb, descriptors };
    const grown = { kb: rss_kb - first.settled.rss_kb, descriptors: descriptors - first.settled.descriptors };
    if (first.told || (grown.kb <= GROWS_KB && grown.descriptors <= GROWS_DESCRIPTORS)) return;
    first.told = true;
    this.#tell(at, `${name} has grown by ${Math.round(grown.kb / 1_024)} MB and ${grown.descriptors} descriptors since it started up`);
  }
}
