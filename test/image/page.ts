import { setTimeout as pause } from "node:timers/promises";
import { codeHash } from "../../src/platform/page-code.ts";
import type { Live } from "../../src/traffic/live.ts";

/** What a unit's page tells, by whoever follows it: `told` below, of one machine. */
export type Telling = () => AsyncGenerator<{ readonly event: string; readonly data: unknown }>;

/** What the unit's page shows, as soon as `wanted` is true of it; a few frames a second are looked at. `patience` throws when waiting is in vain. */
export async function shown(telling: Telling, wanted: (live: Live) => boolean, patience: () => void): Promise<Live> {
  let last = "nothing";
  let over: Error | null = null;
  const tries = (): boolean => {
    try {
      patience();
    } catch (error) {
      over = error as Error;
    }
    return over === null;
  };
  while (tries()) {
    try {
      for await (const { event, data } of telling()) {
        if (event !== "live") continue;
        const live = data as Live;
        if (wanted(live)) return live;
        last = `${live.mode} (${live.mode_cause}), ${live.journal.last_seq} records, ports ${live.ports.map(({ port, open }) => `${port} ${open ? "open" : "closed"}`).join(", ")}`;
        if (!tries()) break;
      }
    } catch {
      // Not there yet, or gone for a moment.
    }
    await pause(250);
  }
  throw new Error(`${over!.message}; at last it showed ${last}`);
}

/** What stands on the labels of machines that are emulated, and its hash for the card: off the unit itself, a page without a code is not served. */
const CODE = "0000-0000-0000";
export const pageCode = (): string => `${codeHash(CODE)}\n`;

/** The session at each page's port; the machine forgets it whenever it starts. */
const cookies = new Map<number, string>();

/** Asks the page as a browser does that has the label's code: logs in where it is asked to. */
async function asked(page: number, path: string, signal: AbortSignal): Promise<Response> {
  const at = `http://127.0.0.1:${page}`;
  const answer = await fetch(`${at}${path}`, { signal, headers: { cookie: cookies.get(page) ?? "" } });
  if (answer.status !== 401) return answer;
  await answer.body?.cancel();
  const login = await fetch(`${at}/login`, {
    method: "POST",
    signal,
    headers: { origin: at, "content-type": "application/json" },
    body: JSON.stringify({ code: CODE }),
  });
  if (!login.ok) throw new Error(`the page does not take its code: ${await login.text()}`);
  cookies.set(page, login.headers.get("set-cookie")!.split(";")[0]!);
  return fetch(`${at}${path}`, { signal, headers: { cookie: cookies.get(page)! } });
}

/**
 * The emulator takes a connection before the machine behind it listens, so an attempt that says nothing for a while is given up: by the machine's own clock.
 * A slow host's machine needs a minute of ours for the code's hash alone, and whoever gives up and asks again makes it longer.
 */
const SILENT_S = 10;
const LOOK_MS = 250;

/** What the page tells while it is there: its events' names and their data. Ends, or throws, when it says nothing more. `passed_s`: the machine's own clock. */
export async function* told(page: number, passed_s: () => number): ReturnType<Telling> {
  const given = new AbortController();
  let heard_s = passed_s();
  const look = setInterval(() => {
    const silent_s = passed_s() - heard_s;
    // Less than nothing: it was off meanwhile.
    if (silent_s > SILENT_S || silent_s < 0) given.abort();
  }, LOOK_MS);
  try {
    const answer = await asked(page, "/live", given.signal);
    if (!answer.ok) throw new Error(`the page says ${answer.status}: ${await answer.text()}`);
    let text = "";
    for await (const bytes of answer.body!) {
      heard_s = passed_s();
      text += Buffer.from(bytes).toString();
      for (let at = text.indexOf("\n\n"); at >= 0; at = text.indexOf("\n\n")) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, at)) ?? [];
        text = text.slice(at + 2);
        if (event !== undefined) yield { event, data: JSON.parse(data!) };
      }
    }
  } finally {
    clearInterval(look);
    given.abort();
  }
}
