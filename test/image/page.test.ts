import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import t, { type Test } from "tap";
import { told } from "./page.ts";

/** A page that answers when the test wants it to. */
async function page(t: Test): Promise<{ readonly port: number; readonly asked: () => Promise<ServerResponse> }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.closeAllConnections());
  t.teardown(() => server.close());
  return { port: (server.address() as AddressInfo).port, asked: async () => (await once(server, "request"))[1] };
}

t.test("a page that a slow host's machine takes its time for is waited for while the machine's clock stands", async (t) => {
  const { port, asked } = await page(t);
  const telling = told(port, () => 40);
  const [first, answer] = [telling.next(), await asked()];
  const early = await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 1_000, "nothing"))]);
  t.equal(early, "nothing");
  answer.end('event: live\ndata: {"mode": "flash"}\n\n');
  t.same(await first, { done: false, value: { event: "live", data: { mode: "flash" } } });
  t.same(await telling.next(), { done: true, value: undefined });
});

/** Who went by a clock of ours gave up after 15 s of it. */
const SOON_MS = 10_000;

for (const [words, later] of [
  ["has gone on by more than ten seconds", 51],
  ["begins anew, because the machine was off", 0],
] as const)
  t.test(`who hears nothing while the machine's clock ${words} is not kept waiting`, async (t) => {
    const { port, asked } = await page(t);
    let passed_s = 40;
    const first = told(port, () => passed_s).next();
    await asked();
    passed_s = later;
    const from = performance.now();
    await t.rejects(first, { name: "AbortError" });
    const waited_ms = performance.now() - from;
    t.ok(waited_ms < SOON_MS, `after ${Math.round(waited_ms)} ms of ours`);
  });
