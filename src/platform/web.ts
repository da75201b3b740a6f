import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { isIP, type Socket } from "node:net";
import { extname } from "node:path";
import { firstToGo } from "../panel/crowd.ts";
import type { Answer, EventReader, Listening, PageFile, Web } from "../panel/web.ts";
import { listenWords } from "./listen-words.ts";

/** Twenty browsers with their six connections each. Whoever comes then gets the place of another. */
const CONNECTIONS_MAX = 128;
/** A comment on a stream that is otherwise silent, so that both sides and the boxes between them find out that the other is gone. */
const HEARTBEAT_MS = 10_000;
/** A reader that has taken nothing for this many heartbeats is gone (a phone that left the cabinet's Wi-Fi says no goodbye): its place is free. */
const MISSED_MAX = 3;
const REQUEST_MS = 10_000;
const LAST_WORD_MS = 1_000;

const TYPES: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The panel's listener on node:http. */
export const web: Web = { files, listen };

function files(folder: URL): readonly PageFile[] {
  return readdirSync(folder).flatMap((name) => {
    const extension = extname(name);
    const type = TYPES[extension];
    if (type === undefined) return [];
    const body = readFileSync(new URL(name, folder), "utf8");
    return [{ name, type, body: extension === ".ts" ? stripped(body) : body }];
  });
}

/** Node warns that stripping is experimental; that one warning is known, and every other passes. */
function stripped(source: string): string {
  const warn = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).includes("stripTypeScriptTypes")) warn.call(process, warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    // Types leave blanks where they were, so that lines keep their places; at the end of a line they are weight alone.
    return stripTypeScriptTypes(source).replace(/[ \t]+$/gm, "");
  } finally {
    process.emitWarning = warn;
  }
}

async function listen(host: string, port: number, answer: (path: string) => Answer): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) =>
    respond(request, response, host, answer),
  );
  bound(server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Error(listenWords("the status page", host, port, error))));
    server.listen(port, host, resolve);
  });
  return {
    url: urlOf(server, host),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One address that opens connections without end takes them from itself. */
function bound(server: Server): void {
  const there = new Set<{ readonly address: string; readonly socket: Socket }>();
  server.on("connection", (socket) => {
    const one = { address: socket.remoteAddress ?? "", socket };
    there.add(one);
    socket.once("close", () => there.delete(one));
    if (there.size <= CONNECTIONS_MAX) return;
    const other = firstToGo(there)!;
    there.delete(other);
    other.socket.destroy();
  });
}

/** Whether a Host header is by an address, as localhost, or by the name that the page was asked to listen on. */
function isOurs(header: string | undefined, asked: string): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(header ?? "") ?? [];
  const name = (bracketed ?? plain ?? "").toLowerCase();
  return isIP(name) !== 0 || name === "localhost" || (name !== "" && name === asked.toLowerCase());
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address");
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${address.port}/`;
}

function respond(request: IncomingMessage, response: ServerResponse, host: string, answer: (path: string) => Answer): void {
  // Whoever leaves in the middle is their own affair.
  response.on("error", () => {});
  const head = request.method === "HEAD";
  const said = answer((request.url ?? "/").split("?", 1)[0]!);
  const refuse = (status: number, words: string, more = {}): void => {
    response.writeHead(status, { ...said.headers, ...more, "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end(head ? undefined : `${words}\n`);
  };
  if (!isOurs(request.headers.host, host)) {
    refuse(421, "This unit's page has no name, only an address: type that, as in http://192.168.1.10:8080/.");
    return;
  }
  if (request.method !== "GET" && !head) {
    refuse(405, `${request.method} is not possible here: this page is to look at (GET and HEAD).`, { allow: "GET, HEAD" });
    return;
  }
  if (said.kind === "events") {
    // A stream that ends has no connection to leave to a next request.
    response.writeHead(200, { ...said.headers, "content-type": "text/event-stream", connection: "close" });
    if (head) response.end();
    else said.opened(reader(response));
    return;
  }
  response.writeHead(said.status, { ...said.headers, "content-type": said.type, "content-length": Buffer.byteLength(said.body) });
  response.end(head ? undefined : said.body);
}

function reader(response: ServerResponse): EventReader {
  const { socket } = response;
  const address = socket?.remoteAddress ?? "";
  response.flushHeaders();
  socket?.setNoDelay(true);
  let missed = 0;
  const heartbeat = setInterval(() => {
    missed = response.writableLength === 0 ? 0 : missed + 1;
    if (missed === 0) response.write(":\n\n");
    else if (missed >= MISSED_MAX) response.destroy();
  }, HEARTBEAT_MS);
  let ready = (): void => {};
  return {
    address,
    ready: () => response.writableLength === 0,
    send: (event, data) => {
      response.write(`event: ${event}\ndata: ${data}\n\n`, () => {
        if (response.writableLength === 0) ready();
      });
    },
    close: () => {
      clearInterval(heartbeat);
      response.end();
      setTimeout(() => socket?.destroy(), LAST_WORD_MS).unref();
    },
    on: (heard) => {
      ready = heard.ready;
      response.once("close", () => {
        clearInterval(heartbeat);
        heard.gone();
      });
    },
  };
}
