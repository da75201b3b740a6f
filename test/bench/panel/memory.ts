import { rssOf } from "../../world.ts";
import { type Figure, spread } from "../figures.ts";
import type { Demo } from "./demo.ts";

const MINUTES = Number(process.env["MINUTES"] || 60);
const EVERY_MS = 10_000;

/** What the link and an open page hold over MINUTES: the first and the last tenth of it, so that what grows is seen. */
export async function memory(demo: Demo): Promise<readonly Figure[]> {
  const context = await demo.fresh({ viewport: { width: 390, height: 844 } }, true);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await page.goto(demo.url);
  await page.locator("html[data-stream=live]").waitFor();
  const link: number[] = [];
  const heap: number[] = [];
  const nodes: number[] = [];
  await cdp.send("Performance.enable");
  for (let at = 0; at < MINUTES * 60_000; at += EVERY_MS) {
    await page.waitForTimeout(EVERY_MS);
    link.push(demo.world.pids("link").reduce((sum, pid) => sum + rssOf(pid), 0));
    await cdp.send("HeapProfiler.collectGarbage");
    heap.push((await cdp.send("Runtime.getHeapUsage")).usedSize / 1_000_000);
    const { metrics } = await cdp.send("Performance.getMetrics");
    nodes.push(metrics.find(({ name }) => name === "Nodes")!.value);
  }
  await context.close();
  const tenth = Math.max(1, Math.floor(link.length / 10));
  const ends = (name: string, unit: string, all: readonly number[]): Figure[] => [
    spread(`${name}, first tenth of ${MINUTES} minutes`, unit, all.slice(0, tenth)),
    spread("  last tenth", unit, all.slice(-tenth)),
  ];
  return [
    ...ends("link's resident memory", "MB", link),
    ...ends("page's heap after a collection", "MB", heap),
    ...ends("page's nodes", "", nodes),
  ];
}
