import type { LinkLive, Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import { Actuations } from "./actuations.ts";
import { text, words } from "./answers.ts";
import { type DoorPorts, Doors } from "./doors.ts";
import { isHere } from "./here.ts";
import { linkText, liveText } from "./live-routes.ts";
import type { Panel } from "./panel.ts";
import { NO_PORTS, type PanelPorts } from "./ports.ts";
import { type Route, routesOf } from "./routes.ts";
import { Watchers } from "./stream.ts";
import type { Web } from "./web.ts";

/** Each page takes up to 10 frames of about 8 KB a second: sixteen are 1.3 MB/s, a tenth of what the smallest board's Ethernet carries. */
export const WATCHERS_MAX = 16;
/** How often is looked whose session is over. */
const SWEEP_MS = 60_000;

const GET_ONE = 'flash it with "stopline flash", or name a file with a code\'s hash (--code FILE)';

export interface PanelConfig {
  readonly site: Site;
  readonly version: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly web: Web;
  readonly ports?: PanelPorts;
  readonly doors: DoorPorts;
}

/** The status page. Rejects in words if it cannot listen, or must not: a unit without a code shows itself to nobody but who is on it. */
export async function openPanel({ site, version, host, port, web, ports = NO_PORTS, doors: doorPorts }: PanelConfig): Promise<Panel> {
  if (doorPorts.codes.page === null && !isHere(host))
    throw new Error(`it listens on ${host} only with a code, and this unit has none: ${GET_ONE}`);
  let live: Live | null = null;
  const doors = new Doors(site.id, doorPorts, () => live?.technician?.session ?? "");
  const watchers = new Watchers(WATCHERS_MAX);
  const actuations = new Actuations();
  let link: LinkLive | null = null;
  const routes = table([
    ...pageRoutes(web),
    ...routesOf({ site, version, ports, watchers, doors, actuations, live: () => live, link: () => link }),
  ]);

  const listening = await web.listen(host, port, (asked) => {
    const tooMany = doors.tooMany(asked);
    if (tooMany !== null) return tooMany;
    const here = routes.get(asked.path);
    if (here === undefined)
      return words(404, `There is no ${asked.path} here. The status page is at /, the data at /site.json, /live and /health.`);
    const route = here.find(({ method }) => method === asked.method);
    if (route === undefined) {
      const allow = here.map(({ method }) => (method === "GET" ? "GET, HEAD" : method)).join(", ");
      return words(405, `${asked.method} is not possible here: this is to look at (${allow}).`, { allow });
    }
    return doors.admit(route, asked);
  });
  const sweeping = setInterval(() => doors.sessions.sweep(doorPorts.now()), SWEEP_MS);
  return {
    url: listening.url,
    show: (newest: Live) => {
      live = newest;
      actuations.note(newest);
      watchers.show("live", (language) => liveText(newest, language));
    },
    showLink: (newest: LinkLive) => {
      link = newest;
      watchers.show("link", (language) => linkText(newest, language));
    },
    close: () => {
      clearInterval(sweeping);
      return listening.close();
    },
  };
}

/** The page's own files: everybody's, as the release is. What is this unit's own is asked for by routes. */
function pageRoutes(web: Web): readonly Route[] {
  const files = web.files(new URL("page/", import.meta.url)).map(({ name, type, body, packed }) => {
    const answer = { ...text(type, body), packed };
    return { method: "GET", path: `/${name}`, role: "open", answer: () => answer } as const;
  });
  const index = files.find(({ path }) => path === "/index.html");
  const start = index?.answer() ?? words(404, "the page is not installed");
  return [...files, { method: "GET", path: "/", role: "open", answer: () => start }];
}

const table = (routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> => Map.groupBy(routes, ({ path }) => path);
