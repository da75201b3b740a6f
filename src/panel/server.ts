import type { LinkLive, Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import { text, words } from "./answers.ts";
import type { Panel } from "./panel.ts";
import { NO_PORTS, type PanelPorts } from "./ports.ts";
import { type Route, routesOf, type Who } from "./routes.ts";
import { Watchers } from "./stream.ts";
import type { Answer, Asked, Web } from "./web.ts";

/** Each page takes up to 10 frames of about 8 KB a second: sixteen are 1.3 MB/s, a tenth of what the smallest board's Ethernet carries. */
export const WATCHERS_MAX = 16;
/** What a POST may bring where its route says nothing else: a form's few fields. */
const BODY_MAX = 4_096;

export interface PanelConfig {
  readonly site: Site;
  readonly version: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly web: Web;
  readonly ports?: PanelPorts;
}

/** The status page. Rejects in words if it cannot listen. */
export async function openPanel({ site, version, host, port, web, ports = NO_PORTS }: PanelConfig): Promise<Panel> {
  const watchers = new Watchers(WATCHERS_MAX);
  let live: Live | null = null;
  let link: LinkLive | null = null;
  const routes = table([...pageRoutes(web), ...routesOf({ site, version, ports, watchers, live: () => live, link: () => link })]);

  const listening = await web.listen(host, port, (asked) => {
    const here = routes.get(asked.path);
    if (here === undefined)
      return words(404, `There is no ${asked.path} here. The status page is at /, the data at /site.json, /live and /health.`);
    const route = here.find(({ method }) => method === asked.method);
    if (route === undefined) {
      const allow = here.map(({ method }) => (method === "GET" ? "GET, HEAD" : method)).join(", ");
      return words(405, `${asked.method} is not possible here: this is to look at (${allow}).`, { allow });
    }
    return admitted(route, asked, { role: "viewer", name: "" });
  });
  return {
    url: listening.url,
    show: (newest: Live) => {
      live = newest;
      if (watchers.count > 0) watchers.show("live", JSON.stringify(newest));
    },
    showLink: (newest: LinkLive) => {
      link = newest;
      if (watchers.count > 0) watchers.show("link", JSON.stringify(newest));
    },
    close: () => listening.close(),
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

async function admitted(route: Route, asked: Asked, who: Who): Promise<Answer> {
  if (route.method === "GET") return route.answer(asked, who, null);
  // A page of somebody else's can send a form here, and says where it is from; JSON it cannot send without asking.
  if (asked.header("origin") !== `http://${asked.header("host")}`) return words(403, "Only this page's own buttons do anything here.");
  if (!/^application\/json(;|$)/i.test(asked.header("content-type"))) return words(415, "What is sent here is application/json.");
  const sent = await asked.body(route.body_max ?? BODY_MAX);
  if (sent === null) return words(413, `That is too long, no text, or too slow: here are ${route.body_max ?? BODY_MAX} bytes at most.`);
  const value = parsed(sent);
  return value === undefined ? words(400, "That is no JSON.") : route.answer(asked, who, value);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
