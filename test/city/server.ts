import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isIP } from "node:net";
import { Watchers } from "../../src/panel/stream.ts";
import type { EventReader } from "../../src/panel/web.ts";
import { web } from "../../src/platform/web.ts";
import type { CityMap, Frame } from "./shown.ts";

/** What a button of the page may do. Each says whether it could. */
export interface Actions {
  readonly send: (errand: number) => boolean;
  readonly finish: (trip: number) => boolean;
  readonly speed: (times: number) => boolean;
}

export interface CityServer {
  readonly url: string;
  show(frame: Frame): void;
  close(): Promise<void>;
}

const WATCHERS_MAX = 16;
/** Nothing from anywhere else, in nobody's frame. */
const SHUT = {
  "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** The map page, its stream and its buttons. Rejects in words if it cannot listen. */
export async function openServer(host: string, port: number, map: CityMap, actions: Actions): Promise<CityServer> {
  const page = new Map(web.files(new URL("page/", import.meta.url)).map(({ name, type, body }) => [`/${name}`, { type, body }]));
  page.set("/", page.get("/index.html")!);
  page.set("/city.json", { type: "application/json", body: JSON.stringify(map) });
  const watchers = new Watchers(WATCHERS_MAX);
  let last = "";
  const server = createServer((request, response) => {
    const say = (status: number, type: string, body: string): void => {
      response.writeHead(status, { ...SHUT, "content-type": type });
      response.end(body);
    };
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://city");
    if (!isOurs(request)) return say(421, "text/plain", "This page has no name, only an address.\n");
    if (request.method === "POST") {
      // A page of somebody else's has no say here.
      if (!sameOrigin(request)) return say(403, "text/plain", "Only this page's own buttons.\n");
      const done = actOn(actions, pathname, searchParams.get("n") ?? "");
      return say(done === null ? 404 : done ? 200 : 409, "application/json", JSON.stringify({ done: done === true }));
    }
    if (request.method !== "GET") return say(405, "text/plain", "GET and POST.\n");
    if (pathname === "/live") {
      const reader = readerOf(request, response);
      watchers.add(reader, "en");
      if (last !== "") reader.send("second", last);
      return;
    }
    const file = page.get(pathname);
    if (file === undefined) return say(404, "text/plain", `There is no ${pathname} here.\n`);
    say(200, file.type, file.body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Error(`the map page cannot listen on ${host}:${port}: ${error.message}`)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host === "0.0.0.0" ? "localhost" : host}:${bound}/`,
    show: (frame) => {
      last = JSON.stringify(frame);
      watchers.show("second", () => last);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** null: there is no such button. */
function actOn(actions: Actions, path: string, n: string): boolean | null {
  const button = Object.hasOwn(BUTTONS, path) ? BUTTONS[path] : undefined;
  if (button === undefined) return null;
  return /^\d{1,6}$/.test(n) && button(actions, Number(n));
}

const BUTTONS: { readonly [path: string]: (actions: Actions, n: number) => boolean } = {
  "/send": ({ send }, n) => send(n),
  "/finish": ({ finish }, n) => finish(n),
  "/speed": ({ speed }, n) => speed(n),
};

/** Asked for by an address: by any name it could be a page that a browser has been talked into taking for this one. */
function isOurs({ headers: { host } }: IncomingMessage): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host ?? "") ?? [];
  const name = bracketed ?? plain ?? "";
  return isIP(name) !== 0 || name === "localhost";
}

const sameOrigin = ({ headers: { origin, host } }: IncomingMessage): boolean => origin === `http://${host}`;

function readerOf(request: IncomingMessage, response: ServerResponse): EventReader {
  response.on("error", () => {});
  response.writeHead(200, { ...SHUT, "content-type": "text/event-stream", connection: "close" });
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  let ready = (): void => {};
  return {
    address: request.socket.remoteAddress ?? "",
    ready: () => response.writableLength === 0,
    send: (event, data) => {
      response.write(`event: ${event}\ndata: ${data}\n\n`, () => {
        if (response.writableLength === 0) ready();
      });
    },
    close: () => response.end(),
    on: (heard) => {
      ready = heard.ready;
      response.once("close", heard.gone);
    },
  };
}
