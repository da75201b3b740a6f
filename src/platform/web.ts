import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { isIP, type Socket } from "node:net";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { SHUT } from "../panel/answers.ts";
import { firstToGo } from "../panel/crowd.ts";
import { Limit, RATES } from "../panel/limits.ts";
import type { Answer, Answering, Asked, EventReader, Headers, Listening, PageFile, TextAnswer, Web } from "../panel/web.ts";
import { leanScript, leanStyles } from "./lean.ts";
import { listenWords } from "./listen-words.ts";

/** Twenty browsers with their six connections each. Whoever comes then gets the place of another. */
const CONNECTIONS_MAX = 128;
/** A comment on a stream that is otherwise silent, so that both sides and the boxes between them find out that the other is gone. */
const HEARTBEAT_MS = 10_000;
/** A reader that has taken nothing for this many heartbeats is gone (a phone that left the cabinet's Wi-Fi says no goodbye): its place is free. */
const MISSED_MAX = 3;
const REQUEST_MS = 10_000;
/** Of a phone at the edge of the cabinet's Wi-Fi; the longest body is a plan's 160 KB. */
const BODY_MS = 8_000;
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
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const extension = extname(name);
    const type = TYPES[extension];
    if (type === undefined) return [];
    const source = readFileSync(new URL(name, folder), "utf8");
    const body = LEAN[extension]?.(source) ?? source;
    return [{ name, type, body, packed: gzipSync(body, { level: 9 }) }];
  });
}

const LEAN: { readonly [extension: string]: (source: string) => string } = {
  ".ts": (source) => leanScript(stripped(source)),
  ".css": leanStyles,
};

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

async function listen(host: string, port: number, answer: Answering): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    // Whoever leaves in the middle is their own affair.
    response.on("error", () => {});
    request.on("error", () => {});
    void respond(request, response, host, answer);
  });
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

/** One address that opens connections without end takes them from itself, and faster than anybody needs them it gets none: that costs us least. */
function bound(server: Server): void {
  const opened = new Limit(RATES.connections);
  const there = new Set<{ readonly address: string; readonly socket: Socket }>();
  server.on("connection", (socket) => {
    const one = { address: socket.remoteAddress ?? "", socket };
    if (!opened.take(one.address, performance.now())) {
      socket.destroy();
      return;
    }
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

async function respond(request: IncomingMessage, response: ServerResponse, host: string, answer: Answering): Promise<void> {
  const head = request.method === "HEAD";
  const method = head ? "GET" : request.method;
  if (!isOurs(request.headers.host, host)) {
    refuse(response, 421, "This unit's page has no name, only an address: type that, as in http://192.168.1.10:8080/.");
    return;
  }
  if (method !== "GET" && method !== "POST") {
    refuse(response, 405, `${method} is not possible here: the page is asked by GET, HEAD and POST.`, { allow: "GET, HEAD, POST" });
    return;
  }
  try {
    const said = await answer(askedIn(request, method));
    if (!response.destroyed) tell(request, response, said, head);
  } catch (error) {
    console.error(`status page: ${method} ${request.url?.split("?", 1)[0]}: ${(error as Error).stack ?? error}`);
    if (!response.headersSent) refuse(response, 500, "The page has failed in this. Its process says more; nothing was done.");
    else response.destroy();
  }
}

function refuse(response: ServerResponse, status: number, words: string, more: Headers = {}): void {
  response.writeHead(status, { ...SHUT, ...more, "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end(`${words}\n`);
}

function askedIn(request: IncomingMessage, method: Asked["method"]): Asked {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  return {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    address: request.socket.remoteAddress ?? "",
    header: (name) => request.headers[name] ?? "",
    body: (most) => bodyOf(request, most),
  };
}

/** What is longer is not read to its end, and what comes drop by drop is not waited for (`requestTimeout`, and ours for what is left of it). */
function bodyOf(request: IncomingMessage, most: number): Promise<string | null> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const over = (text: string | null): void => {
      clearTimeout(slow);
      request.removeAllListeners("data");
      request.pause();
      resolve(text);
    };
    const slow = setTimeout(over, BODY_MS, null);
    if (Number(request.headers["content-length"] ?? 0) > most) return over(null);
    request.once("close", () => over(null));
    request.on("data", (piece: Buffer) => {
      bytes += piece.length;
      pieces.push(piece);
      if (bytes > most) over(null);
    });
    request.once("end", () => over(utf8(Buffer.concat(pieces))));
  });
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function tell(request: IncomingMessage, response: ServerResponse, said: Answer, head: boolean): void {
  if (said.kind === "events") {
    // A stream that ends has no connection to leave to a next request.
    response.writeHead(200, { ...said.headers, "content-type": "text/event-stream", connection: "close" });
    if (head) response.end();
    else said.opened(reader(response));
    return;
  }
  const packed = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? "")) ? packedOf(said) : undefined;
  const body = packed ?? said.body;
  response.writeHead(said.status, {
    ...said.headers,
    ...(isPacked(said) ? { vary: "accept-encoding" } : {}),
    ...(packed === undefined ? {} : { "content-encoding": "gzip" }),
    // What is left of a body that nobody has read is not the next request.
    ...(request.complete ? {} : { connection: "close" }),
    "content-type": said.type,
    "content-length": typeof body === "string" ? Buffer.byteLength(body) : body.length,
  });
  response.end(head ? undefined : body);
}

/** What is shorter fits into the packet that brings its headers. */
const PACKED_FROM = 1_000;
/** Answers that are always the same, such as what is drawn of the site, are packed once. */
const packedOnce = new WeakMap<TextAnswer, Uint8Array>();

const isPacked = ({ body, packed }: TextAnswer): boolean =>
  packed !== undefined || (typeof body === "string" && body.length >= PACKED_FROM);

function packedOf(said: TextAnswer): Uint8Array | undefined {
  if (said.packed !== undefined || !isPacked(said)) return said.packed;
  const packed = packedOnce.get(said) ?? new Uint8Array(gzipSync(said.body));
  packedOnce.set(said, packed);
  return packed;
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
