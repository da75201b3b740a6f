import type { Figure } from "../figures.ts";
import { spread } from "../figures.ts";
import { type Demo, goTo, viewsOf } from "./demo.ts";

/** What goes over the wire, headers and all, as the browser counts it: to the first view, and to every view one after the other. */
export async function weight(demo: Demo): Promise<readonly Figure[]> {
  const context = await demo.fresh({ viewport: { width: 1280, height: 800 } }, true);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  const urls = new Map<string, string>();
  const packed = new Map<string, number>();
  const plain = new Map<string, number>();
  cdp.on("Network.responseReceived", ({ requestId, response }) => urls.set(requestId, response.url));
  const isFile = (id: string): boolean => /\/(|[^?]*\.(ts|css|svg|html|json))$/.test(urls.get(id) ?? "");
  const bodies = new Map<string, number>();
  cdp.on("Network.dataReceived", ({ requestId, dataLength, encodedDataLength }) => {
    if (!isFile(requestId)) return;
    plain.set(requestId, (plain.get(requestId) ?? 0) + dataLength);
    bodies.set(requestId, (bodies.get(requestId) ?? 0) + encodedDataLength);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (isFile(requestId)) packed.set(requestId, encodedDataLength);
  });
  const sum = (of: ReadonlyMap<string, number>): number => [...of.values()].reduce((all, each) => all + each, 0) / 1_000;
  await page.goto(demo.url);
  await page.locator("html[data-stream=live]").waitFor();
  await page.waitForLoadState("load");
  const first = { packed: sum(packed), bodies: sum(bodies), plain: sum(plain), files: packed.size };
  for (const view of await viewsOf(page)) await goTo(page, view);
  await page.waitForTimeout(2_000);
  const all = { packed: sum(packed), bodies: sum(bodies), plain: sum(plain), files: packed.size };
  await context.close();
  return [
    spread("weight to the first view, over the wire with headers", "kB", [first.packed]),
    spread("  without headers", "kB", [first.bodies]),
    spread("  unpacked", "kB", [first.plain]),
    spread("  requests", "", [first.files]),
    spread("weight of every view, over the wire with headers, one language", "kB", [all.packed]),
    spread("  without headers", "kB", [all.bodies]),
    spread("  unpacked", "kB", [all.plain]),
    spread("  requests", "", [all.files]),
  ];
}
