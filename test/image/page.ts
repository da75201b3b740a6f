import { setTimeout as pause } from "node:timers/promises";
import type { Live } from "../../src/traffic/live.ts";

/** What the unit's page shows, as soon as `wanted` is true of it; a few frames a second are looked at. `stop` throws when waiting is in vain. */
export async function shown(page: number, wanted: (live: Live) => boolean, within_ms: number, stop: () => void): Promise<Live> {
  const end = performance.now() + within_ms;
  let last = "nothing";
  while (performance.now() < end) {
    stop();
    try {
      for await (const { event, data } of told(page)) {
        if (event !== "live") continue;
        const live = data as Live;
        if (wanted(live)) return live;
        last = `${live.mode} (${live.mode_cause}), ${live.journal.last_seq} records, ports ${live.ports.map(({ port, open }) => `${port} ${open ? "open" : "closed"}`).join(", ")}`;
        if (performance.now() > end) break;
      }
    } catch {
      // Not there yet, or gone for a moment.
    }
    await pause(250);
  }
  throw new Error(`the page at port ${page} did not show it within ${within_ms / 1000} s; at last it showed ${last}`);
}

/** The emulator takes a connection before the machine behind it listens, so an attempt that says nothing for a while is given up. */
const SILENT_MS = 5_000;

/** What the page tells while it is there: its events' names and their data. Ends, or throws, when it says nothing more. */
export async function* told(page: number): AsyncGenerator<{ readonly event: string; readonly data: unknown }> {
  const given = new AbortController();
  let silent = setTimeout(() => given.abort(), SILENT_MS);
  try {
    const answer = await fetch(`http://127.0.0.1:${page}/live`, { signal: given.signal });
    let text = "";
    for await (const bytes of answer.body!) {
      clearTimeout(silent);
      silent = setTimeout(() => given.abort(), SILENT_MS);
      text += Buffer.from(bytes).toString();
      for (let at = text.indexOf("\n\n"); at >= 0; at = text.indexOf("\n\n")) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, at)) ?? [];
        text = text.slice(at + 2);
        if (event !== undefined) yield { event, data: JSON.parse(data!) };
      }
    }
  } finally {
    clearTimeout(silent);
    given.abort();
  }
}
