import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { UpdateAsked } from "../update/asked.ts";
import type { Fetched } from "../update/updates.ts";
import { readCertificates } from "./certificates.ts";
import { bundleOf, partOf } from "./update-desk.ts";

/** The line to a cabinet is often a mobile one, and the journal goes over it too: 150 MB take ten minutes. */
const BYTES_PER_S = 256_000;
/** A server that says nothing for so long has gone. */
const SILENT_MS = 60_000;
const SYNC_BYTES = 4_000_000;

export interface FetchOptions {
  readonly desk: string;
  /** The folder of the unit's own certificate, as for its broker; "" where it has none. */
  readonly certificates: string;
  readonly bytes_per_s?: number;
}

/**
 * Fetches a bundle to the desk and checks size and hash. Bytes that are there already are not asked for again, over restarts too; what has a wrong
 * hash is removed. No redirection is followed: the signed command names the place.
 */
export async function fetchBundle(asked: UpdateAsked, options: FetchOptions, signal: AbortSignal): Promise<Fetched> {
  const { desk } = options;
  const part = partOf(desk, asked.sha256);
  const whole = bundleOf(desk, asked.sha256);
  await mkdir(desk, { recursive: true });
  if (!(await isThere(whole))) {
    if ((await sizeOf(part)) > asked.size) await rm(part, { force: true });
    if ((await sizeOf(part)) < asked.size) {
      const fetched = await getRest(asked, part, options, signal);
      if (fetched.kind !== "done") return fetched;
    }
    await rename(part, whole);
  }
  const hash = await hashOf(whole, signal);
  if (hash === asked.sha256 && (await sizeOf(whole)) === asked.size) return { kind: "done" };
  await rm(whole, { force: true });
  return {
    kind: "refused",
    words: `what was fetched has the hash ${hash.slice(0, 12)}, and the command says ${asked.sha256.slice(0, 12)}`,
  };
}

async function getRest(asked: UpdateAsked, part: string, options: FetchOptions, signal: AbortSignal): Promise<Fetched> {
  const from = await sizeOf(part);
  const answer = await ask(asked.bundle, from, options.certificates, signal);
  const { statusCode = 0, headers } = answer;
  const resumed = statusCode === 206 && headers["content-range"]?.startsWith(`bytes ${from}-`) === true;
  if (statusCode !== 200 && !resumed) {
    answer.destroy();
    const words = `the server answers ${statusCode}`;
    return { kind: statusCode >= 300 && statusCode < 500 && statusCode !== 408 && statusCode !== 429 ? "refused" : "trouble", words };
  }
  const file = await open(part, resumed ? "a" : "w", 0o640);
  try {
    let has = resumed ? from : 0;
    const began = performance.now() - (has / rateOf(options)) * 1_000;
    for await (const bytes of answer as AsyncIterable<Buffer>) {
      has += bytes.length;
      if (has > asked.size)
        return { kind: "refused", words: `what the server sends is longer than the ${asked.size} bytes that the command says` };
      await file.write(bytes);
      // Much at once would keep the journal from the disk.
      if (Math.floor(has / SYNC_BYTES) > Math.floor((has - bytes.length) / SYNC_BYTES)) await file.datasync();
      const ahead_ms = began + (has / rateOf(options)) * 1_000 - performance.now();
      if (ahead_ms > 0) await pause(ahead_ms, undefined, { signal });
    }
    await file.sync();
    return has === asked.size ? { kind: "done" } : { kind: "trouble", words: `the line broke after ${has} of ${asked.size} bytes` };
  } finally {
    answer.destroy();
    await file.close();
  }
}

function ask(bundle: string, from: number, certificates: string, signal: AbortSignal): Promise<IncomingMessage> {
  const own = certificates === "" ? null : readCertificates(certificates);
  return new Promise((resolve, reject) => {
    const asking = request(
      bundle,
      {
        signal,
        timeout: SILENT_MS,
        minVersion: "TLSv1.2",
        headers: from > 0 ? { range: `bytes=${from}-` } : {},
        agent: false,
        ...(own === null ? {} : { ca: own.ca, cert: own.certificate, key: own.key }),
      },
      resolve,
    );
    asking.once("timeout", () => asking.destroy(new Error(`the server has said nothing for ${SILENT_MS / 1_000} s`)));
    asking.once("error", reject);
    asking.end();
  });
}

const rateOf = ({ bytes_per_s = BYTES_PER_S }: FetchOptions): number => bytes_per_s;

async function hashOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(file, { signal, highWaterMark: 1_048_576 })) hash.update(bytes as Buffer);
  return hash.digest("hex");
}

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => null))?.size ?? 0;
const isThere = async (file: string): Promise<boolean> => (await stat(file).catch(() => null)) !== null;
