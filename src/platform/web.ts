import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import type { Answer, EventReader, Listening, PageFile, Web } from "../panel/web.ts";

/** Twenty browsers with their six connections each. Whoever comes after these is hung up on. */
const CONNECTIONS_MAX = 128;
/** A comment on a stream that is otherwise silent, so that both sides and the boxes between them find out that the other is gone. */
const HEARTBEAT_MS = 10_000;
/** A reader that has taken nothing for this many heartbeats is gone (a phone that left the cabinet's Wi-Fi says no goodbye): its place is free. */
const MISSED_MAX = 3;
const REQUEST_MS = 10_000;

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
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = warn;
  }
}

async function listen(host: string, port: number, answer: (path: string) => Answer): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) =>
    respond(request, response, answer),
  );
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => {
      reject(new Error(`the status page cannot listen on ${host}:${port} (${error.message}); is another one running there?`));
    });
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

function urlOf(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address");
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${address.port}/`;
}

function respond(request: IncomingMessage, response: ServerResponse, answer: (path: string) => Answer): void {
  // Whoever leaves in the middle is their own affair.
  response.on("error", () => {});
  const head = request.method === "HEAD";
  const said = answer((request.url ?? "/").split("?", 1)[0]!);
  if (request.method !== "GET" && !head) {
    response.writeHead(405, { ...said.headers, allow: "GET, HEAD", "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end(`${request.method} is not possible here: this page is to look at (GET and HEAD).\n`);
    return;
  }
  if (said.kind === "events") {
    response.writeHead(200, { ...said.headers, "content-type": "text/event-stream" });
    if (head) response.end();
    else said.opened(reader(response));
    return;
  }
  response.writeHead(said.status, { ...said.headers, "content-type": said.type, "content-length": Buffer.byteLength(said.body) });
  response.end(head ? undefined : said.body);
}

function reader(response: ServerResponse): EventReader {
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  let missed = 0;
  const heartbeat = setInterval(() => {
    missed = response.writableLength === 0 ? 0 : missed + 1;
    if (missed === 0) response.write(":\n\n");
    else if (missed >= MISSED_MAX) response.destroy();
  }, HEARTBEAT_MS);
  let ready = (): void => {};
  return {
    ready: () => response.writableLength === 0,
    send: (event, data) => {
      response.write(`event: ${event}\ndata: ${data}\n\n`, () => {
        if (response.writableLength === 0) ready();
      });
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
