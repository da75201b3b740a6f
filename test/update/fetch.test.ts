import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import t, { type Test as TapTest } from "tap";
import { readCertificates } from "../../src/platform/certificates.ts";
import { fetchBundle } from "../../src/platform/fetch-bundle.ts";
import { bundleOf, openDesk, partOf } from "../../src/platform/update-desk.ts";
import { TestAuthority } from "../platform/tls.ts";

const FOLDER = t.testdir();
const authority = new TestAuthority(join(FOLDER, "authority"));
const own = authority.unit("A");
const broker = readCertificates(authority.broker("localhost"));
const bundle = randomBytes(300_000);
const sha256 = createHash("sha256").update(bundle).digest("hex");
const never = new AbortController().signal;

/** An https server that lets nobody in without a certificate of our authority, and what it was asked. */
async function serve(t: TapTest, answer: (asked: IncomingMessage, answer: ServerResponse) => void) {
  const asked: string[] = [];
  const server = createServer(
    { cert: broker.certificate, key: broker.key, ca: broker.ca, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      asked.push(String(request.headers.range ?? "all"));
      answer(request, response);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  t.teardown(() => server.close());
  return { url: `https://localhost:${(server.address() as AddressInfo).port}/stopline-1.5.0.raucb`, asked };
}

const whole = (_: IncomingMessage, response: ServerResponse): void => void response.end(bundle);
const order = (url: string, over: object = {}) => ({
  bundle: url,
  version: "1.5.0",
  sha256,
  size: bundle.length,
  not_before: 0,
  until: 0,
  allow_older: false,
  ...over,
});
const fast = 1e9;

t.test("a bundle is fetched with the unit's own certificate, and checked to the last bit", async (t) => {
  const desk = join(t.testdir(), "desk");
  const { url } = await serve(t, whole);
  t.same(await fetchBundle(order(url), { desk, certificates: own, bytes_per_s: fast }, never), { kind: "done" });
  t.ok(readFileSync(bundleOf(desk, sha256)).equals(bundle));
  await t.rejects(
    fetchBundle(order(url, { sha256: "0".repeat(64) }), { desk, certificates: "", bytes_per_s: fast }, never),
    "without one nobody is let in",
  );
});

t.test("a line that breaks in the middle costs nothing that is there already", async (t) => {
  const desk = join(t.testdir(), "desk");
  let calls = 0;
  const { url, asked } = await serve(t, (request, response) => {
    calls += 1;
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": bundle.length - from,
      ...(from > 0 ? { "content-range": `bytes ${from}-${bundle.length - 1}/${bundle.length}` } : {}),
    });
    if (calls > 1) return response.end(bundle.subarray(from));
    response.write(bundle.subarray(0, 100_000), () => response.destroy());
    return response;
  });
  const options = { desk, certificates: own, bytes_per_s: fast };
  const first = await fetchBundle(order(url), options, never).catch((error: Error) => ({ kind: "trouble", words: error.message }));
  t.equal(first.kind, "trouble");
  const has = readFileSync(partOf(desk, sha256)).length;
  t.ok(has > 0 && has <= 100_000, String(has));
  t.same(await fetchBundle(order(url), options, never), { kind: "done" });
  t.same(asked, ["all", `bytes=${has}-`]);
  t.ok(readFileSync(bundleOf(desk, sha256)).equals(bundle));
});

t.test("a server that knows no ranges sends all of it once more", async (t) => {
  const desk = join(t.testdir({ desk: {} }), "desk");
  writeFileSync(partOf(desk, sha256), randomBytes(5_000));
  const { url } = await serve(t, whole);
  t.same(await fetchBundle(order(url), { desk, certificates: own, bytes_per_s: fast }, never), { kind: "done" });
});

t.test(
  "another file than the command says, a longer one, one that moved or is not there is refused, and nothing of it stays",
  async (t) => {
    const desk = join(t.testdir(), "desk");
    const options = { desk, certificates: own, bytes_per_s: fast };
    const { url } = await serve(t, whole);
    const other = createHash("sha256").update("other").digest("hex");
    t.match(await fetchBundle(order(url, { sha256: other }), options, never), {
      kind: "refused",
      words: /^what was fetched has the hash /,
    });
    t.notOk(existsSync(bundleOf(desk, other)));
    t.match(await fetchBundle(order(url, { size: 1_000 }), options, never), {
      kind: "refused",
      words: "what the server sends is longer than the 1000 bytes",
    });
    const moved = await serve(t, (_, response) => response.writeHead(302, { location: url }).end());
    t.same(await fetchBundle(order(moved.url), options, never), { kind: "refused", words: "the server answers 302" });
    const busy = await serve(t, (_, response) => response.writeHead(503).end());
    t.same(await fetchBundle(order(busy.url), options, never), { kind: "trouble", words: "the server answers 503" });
    openDesk({ desk, kept: desk }).tidy(null);
    t.same(readdirSync(desk), []);
  },
);

t.test("bits that broke on the card while it waited there are found, and it is fetched anew", async (t) => {
  const desk = join(t.testdir(), "desk");
  const options = { desk, certificates: own, bytes_per_s: fast };
  const { url, asked } = await serve(t, whole);
  await fetchBundle(order(url), options, never);
  truncateSync(bundleOf(desk, sha256), 1_000);
  t.match(await fetchBundle(order(url), options, never), { kind: "refused" });
  t.same(await fetchBundle(order(url), options, never), { kind: "done" });
  t.equal(asked.length, 2);
});

t.test("a bundle for which the disk has no room beside the journal is not begun", async (t) => {
  const desk = join(t.testdir(), "desk");
  const room = openDesk({ desk, kept: desk });
  t.equal(room.whyNoRoom(1_000), "");
  t.match(room.whyNoRoom(1e15), /^there is no room for it: \d+\.\d MB are missing/);
});
