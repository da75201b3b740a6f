import type { LinkLive, Live } from "../traffic/live.ts";
import type { Site } from "../traffic/site.ts";
import type { WallTime } from "../traffic/time.ts";
import { drawn } from "./drawn.ts";
import type { Panel } from "./panel.ts";
import { Watchers } from "./stream.ts";
import type { Answer, PageFile, Web } from "./web.ts";

/** Each page takes up to 10 frames of about 8 KB a second: sixteen are 1.3 MB/s, a tenth of what the smallest board's Ethernet carries. */
export const WATCHERS_MAX = 16;

/** Nothing from anywhere else, nothing inline, in nobody's frame. */
const SHUT = {
  "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  // The page too: a browser never shows the page of the release before this one.
  "cache-control": "no-store",
};

export interface PanelConfig {
  readonly site: Site;
  readonly version: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly web: Web;
}

/** The status page: to look at, not to touch. Every route is a GET and none changes anything. Rejects in words if it cannot listen. */
export async function openPanel({ site, version, host, port, web }: PanelConfig): Promise<Panel> {
  const page = new Map(web.files(new URL("page/", import.meta.url)).map((file) => [`/${file.name}`, text(file)]));
  page.set("/", page.get("/index.html") ?? words(404, "the page is not installed"));
  page.set("/site.json", data(drawn(site, version)));
  const watchers = new Watchers(WATCHERS_MAX);
  let wall: WallTime | null = null;
  let link: LinkLive | null = null;

  const routes: { readonly [path: string]: () => Answer } = {
    "/live": () => ({
      kind: "events",
      headers: SHUT,
      opened: (reader) => {
        watchers.add(reader);
        // The unit's next frame is a tenth away; an old one could show a green that has ended.
        if (link !== null) reader.send("link", JSON.stringify(link));
      },
    }),
    "/health": () =>
      data({ unit: site.id, version, last_frame: wall, link: link?.state ?? null, watchers: watchers.count, watchers_max: WATCHERS_MAX }),
  };

  const listening = await web.listen(host, port, (path) => {
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    return (
      route?.() ??
      page.get(path) ??
      words(404, `There is no ${path} here. The status page is at /, the data at /site.json, /live and /health.`)
    );
  });
  return {
    url: listening.url,
    show: (live: Live) => {
      wall = live.wall;
      if (watchers.count > 0) watchers.show("live", JSON.stringify(live));
    },
    showLink: (newest: LinkLive) => {
      link = newest;
      if (watchers.count > 0) watchers.show("link", JSON.stringify(newest));
    },
    close: () => listening.close(),
  };
}

function text({ type, body }: PageFile): Answer {
  return { kind: "text", status: 200, type, headers: SHUT, body };
}

function data(value: unknown): Answer {
  return { kind: "text", status: 200, type: "application/json", headers: SHUT, body: JSON.stringify(value) };
}

function words(status: number, said: string): Answer {
  return { kind: "text", status, type: "text/plain; charset=utf-8", headers: SHUT, body: `${said}\n` };
}
