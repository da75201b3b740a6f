import { language } from "./language.ts";
import { hear } from "./said.ts";
import type { Sentence } from "./told.ts";
import type { LinkLive, Live } from "./view.ts";

/** A frame comes every tenth of a second; after this long without one the street is not what the page shows. */
const LOST_MS = 2_000;
const LOOK_MS = 250;
const AGAIN_MS = 3_000;
/** After this a page that made room for another asks for a place again: pages that take it from each other do not hurry. */
const PLACE_MS = 15_000;

export interface Heard {
  live(live: Live): void;
  link(link: LinkLive | null): void;
  /** No frame for two seconds. */
  lost(): void;
  /** A connection that ended is there again: the unit may be another one now. */
  back(): void;
  /** The unit does not take this page, or no longer. */
  refused(): void;
}

function told<F>(frame: "live" | "link", text: string): F {
  const { said = [], ...rest } = JSON.parse(text) as F & { readonly said?: readonly Sentence[] };
  hear(frame, said);
  return rest as F;
}

/** Listens to the unit for ever. */
export function listen(heard: Heard): void {
  let last = performance.now();
  let alive = false;
  let dropped = false;
  const open = (): void => {
    const source = new EventSource(`live?language=${language}`);
    source.addEventListener("live", (event) => {
      last = performance.now();
      alive = true;
      heard.live(told("live", event.data));
    });
    source.addEventListener("link", (event) => heard.link(told("link", event.data)));
    source.addEventListener("full", () => {
      dropped = true;
      alive = false;
      source.close();
      heard.link(null);
      heard.lost();
      heard.refused();
      setTimeout(open, PLACE_MS);
    });
    source.onopen = () => {
      if (dropped) heard.back();
      dropped = false;
    };
    source.onerror = () => {
      dropped = true;
      heard.link(null);
      if (source.readyState !== EventSource.CLOSED) return;
      source.close();
      heard.refused();
      setTimeout(open, AGAIN_MS);
    };
  };
  setInterval(() => {
    if (!alive || performance.now() - last < LOST_MS) return;
    alive = false;
    heard.lost();
  }, LOOK_MS);
  open();
}
