import type { Live } from "../traffic/live.ts";
import { watchLive } from "./live-socket.ts";

/** The next frame of a street side's live state; null if none comes within `wait_ms`. */
export function firstLive(socket: string, wait_ms: number): Promise<Live | null> {
  return new Promise((resolve) => {
    const over = (live: Live | null): void => {
      clearTimeout(late);
      watch.close();
      resolve(live);
    };
    const late = setTimeout(over, wait_ms, null);
    const watch = watchLive(socket, over, () => {});
  });
}
