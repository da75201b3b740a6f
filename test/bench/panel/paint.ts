import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { type Figure, spread } from "../figures.ts";
import type { Demo } from "./demo.ts";

const RUNS = Number(process.env["RUNS"] || 7);
/** What Lighthouse takes for a middling phone: a quarter of this machine. */
const SLOWER = 4;
const SETTLE_MS = 3_000;

interface Seen {
  readonly paint: number;
  readonly live: number;
  readonly shift: number;
  readonly long: number;
  readonly longest: number;
}

/** In the page, before anything of it: notes what the browser tells of itself. Times in ms since the navigation began. */
const NOTE = `
  window.noted = { paint: NaN, live: NaN, shift: 0, long: 0, longest: 0 };
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("paint", (e) => { if (e.name === "first-contentful-paint") noted.paint = e.startTime; });
  watch("layout-shift", (e) => { if (!e.hadRecentInput) noted.shift += e.value; });
  watch("longtask", (e) => { noted.long += e.duration - 50; noted.longest = Math.max(noted.longest, e.duration); });
  const look = () => {
    if (document.documentElement?.dataset.stream !== "live" || !Number.isNaN(noted.live)) return;
    requestAnimationFrame(() => requestAnimationFrame(() => { noted.live = performance.now(); }));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-stream"] });
`;

/** First paint and first live frame on the screen from a cold cache, what moves about, what blocks; beside an empty page in the same browser. */
export async function paint(demo: Demo): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const empty = createServer((_, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>e</title><p>empty"),
  );
  await new Promise<void>((resolve) => empty.listen(0, "127.0.0.1", resolve));
  const emptyUrl = `http://127.0.0.1:${(empty.address() as AddressInfo).port}/`;
  for (const [name, viewport, slower] of [
    ["desk 1280x800", { width: 1280, height: 800 }, 1],
    [`phone 390x844, processor ${SLOWER} times slower`, { width: 390, height: 844 }, SLOWER],
  ] as const) {
    const seen: Seen[] = [];
    const nothing: number[] = [];
    const code: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      seen.push(await look(demo, demo.url, viewport, slower, true));
      nothing.push((await look(demo, emptyUrl, viewport, slower, true, false)).paint);
    }
    code.push((await look(demo, demo.link, viewport, slower, false)).live);
    figures.push(
      spread(
        `first paint, ${name}`,
        "ms",
        seen.map((s) => s.paint),
      ),
      spread("  of an empty page", "ms", nothing),
      spread(
        "  first live frame on the screen",
        "ms",
        seen.map((s) => s.live),
      ),
      spread("  the same with the code in the address, first visit", "ms", code),
      spread(
        "  layout shift (good: below 0.1)",
        "",
        seen.map((s) => s.shift),
      ),
      spread(
        "  blocked beyond 50 ms, in all",
        "ms",
        seen.map((s) => s.long),
      ),
      spread(
        "  longest task",
        "ms",
        seen.map((s) => s.longest),
      ),
    );
  }
  empty.close();
  return figures;
}

async function look(
  demo: Demo,
  url: string,
  viewport: { width: number; height: number },
  slower: number,
  known: boolean,
  live = true,
): Promise<Seen> {
  const context = await demo.fresh({ viewport }, known);
  const page: Page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.addInitScript(NOTE);
  await page.goto(url);
  if (live) await page.locator("html[data-stream=live]").waitFor();
  await page.waitForTimeout(live ? SETTLE_MS : 500);
  const noted = (await page.evaluate("noted")) as Seen;
  await context.close();
  return noted;
}
