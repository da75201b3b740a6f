import { createServer } from "node:http";
import { type Metric, metricsText } from "../metrics/text.ts";
import { listenWords } from "./listen-words.ts";

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** One that asks and does not listen is cut off; a scrape takes milliseconds. */
const PATIENCE_MS = 5_000;
const ASKERS_MAX = 8;

/** Serves `metrics` at /metrics, as they are when somebody asks. Rejects in words if it cannot listen. */
export async function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  metrics: () => Promise<readonly Metric[]> | readonly Metric[],
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS }, (request, response) => {
    const path = request.url?.split("?")[0];
    if (request.method !== "GET" || path !== "/metrics") {
      response.writeHead(404, { "content-type": "text/plain" }).end("/metrics has the figures\n");
      return;
    }
    const asked = async () => metrics();
    asked().then(
      (all) => response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(metricsText(all)),
      (error: Error) => response.writeHead(503, { "content-type": "text/plain" }).end(`${error.message}\n`),
    );
  });
  server.maxConnections = ASKERS_MAX;
  server.setTimeout(PATIENCE_MS);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Error(listenWords("the figures", host, port, error))));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const at = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${at}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
