import type { Live } from "../view.ts";

/** So long a page waits for the unit to say what time it is. */
const WAIT_MS = 2_000;

/**
 * Loads when a view is opened, as soon as the unit has said what time it is there (else by this browser's clock), again every so often while `load`
 * says that there will be more, and not any more when it is closed.
 */
export function loader(every_ms: number, load: () => Promise<boolean>) {
  let wall: number | null = null;
  let waits = false;
  let open = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function begin(): Promise<void> {
    clearTimeout(timer);
    const goesOn = await load();
    if (!open || !goesOn) return;
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? later() : void begin()), every_ms);
  }
  function later(): void {
    timer = setTimeout(() => (document.hidden ? later() : void begin()), every_ms);
  }
  return {
    now: (): number => wall ?? Date.now(),
    begin: (): void => void begin(),
    show: (live: Live | null): void => {
      if (live === null) return;
      wall = live.wall;
      if (!waits || !open) return;
      waits = false;
      void begin();
    },
    opened: (): void => {
      open = true;
      waits = wall === null;
      clearTimeout(timer);
      if (waits) timer = setTimeout(() => void begin(), WAIT_MS);
      else void begin();
    },
    closed: (): void => {
      open = false;
      clearTimeout(timer);
    },
  };
}
