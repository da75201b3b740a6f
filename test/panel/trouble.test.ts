import t from "tap";
import { WallTime } from "../../src/traffic/time.ts";
import { go, sees, unitWithPage } from "./browser.ts";
import { fourLeg, liveAt } from "./street.ts";

const site = fourLeg();
const unit = await unitWithPage(site);
t.teardown(() => unit.close());

t.test("a detector that is unplugged is said with what stands in for it and what to do, and all is well when it is back", async (t) => {
  unit.ds = 40;
  unit.change = (live) => ({ ...live, detectors: live.detectors.map((d) => ({ ...d, fault: "" })) });
  const { page, wrong } = await unit.opened(390, 844, "light", "detectors");
  await page.getByText("All detectors are well.").waitFor();
  unit.change = (live) => ({
    ...live,
    mode_cause: "1 phase stands on recall: detectors have failed",
    phases: live.phases.map((p) => ({ ...p, fault_recall: p.phase === 2 })),
    detectors: live.detectors.map((d) => ({ ...d, on: false, fault: d.detector === 7 ? "device does not answer" : "" })),
  });
  await page.getByText("Detector 7 in fault.").waitFor();
  await page.getByText("Fallback in force: phase 2 is served in every cycle, as if somebody waited.").waitFor();
  const row = page.locator('tr[data-detector="7"]');
  t.match(await row.textContent(), "device does not answer");
  t.match(await row.textContent(), "look at its power lamp and the line", "and what to do");
  t.equal(await page.locator("#health [aria-live]").count(), 1, "whoever reads by ear is told");
  unit.change = (live) => ({ ...live, detectors: live.detectors.map((d) => ({ ...d, fault: "" })) });
  await page.getByText("All detectors are well.").waitFor();
  unit.change = (live) => live;
  t.same(
    wrong.filter((each) => !/measures\.json|Failed to load resource/.test(each)),
    [],
  );
  await page.close();
});

t.test("a clock that is stepped back an hour makes no detector be on in the future, and the page says the new time", async (t) => {
  unit.ds = 40;
  const quiet = (live: ReturnType<typeof liveAt>) => ({ ...live, detectors: live.detectors.map((d) => ({ ...d, on: false })) });
  unit.change = (live) => live;
  const { page } = await unit.opened(390, 844, "dark", "detectors");
  await sees(page, 'tr[data-on="true"]');
  const number = await page.locator('tr[data-on="true"]').first().getAttribute("data-detector");
  unit.change = (live) => ({ ...quiet(live), wall: WallTime(live.wall + 75_000) });
  await page.locator(`tr[data-detector="${number}"] .when`, { hasText: "1 min 15 secs ago" }).waitFor();
  unit.change = (live) => ({ ...quiet(live), wall: WallTime(live.wall - 3_600_000) });
  await page.locator("#time", { hasText: "13:03:24" }).waitFor();
  t.equal(await page.locator(`tr[data-detector="${number}"] .when`).textContent(), "0 secs ago");
  unit.change = (live) => live;
  await page.close();
});

t.test(
  "a link that is killed takes nothing of the past with it, and when it is back the page goes on at the view where it was",
  async (t) => {
    unit.ds = 40;
    const { page } = await unit.opened(390, 844, "dark", "timing");
    await sees(page, '.slice[data-interval="green"]');
    await unit.killed();
    await sees(page, "html[data-stream=lost]");
    t.equal(await page.locator('.slice[data-interval="green"]').count(), 0);
    t.match(await page.locator("#lost").textContent(), /^No live data since 14:03:24/);
    await page.evaluate("location.hash = '#/unit'");
    await page.getByText("This view could not be loaded").waitFor();
    await unit.back();
    await sees(page, "html[data-stream=live]");
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page.locator(".view#unit").waitFor();
    await page.close();
  },
);

t.test("a network that is cut turns the page grey, and its coming back needs no hand", async (t) => {
  unit.ds = 40;
  const { page } = await unit.opened(390, 844, "light");
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  await page.context().setOffline(true);
  unit.runs = false;
  await sees(page, "html[data-stream=lost]");
  await sees(page, '.signal[data-phase="2"][data-shows="unknown"]');
  unit.runs = true;
  await page.context().setOffline(false);
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  t.equal(await page.locator("#lost").isVisible(), false);
  await page.close();
});

t.test("thousands of frames in one view after the other leave no node, no listener and no memory behind", async (t) => {
  const { page } = await unit.opened(800, 900, "dark");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const held = async () => {
    for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    const of = (name: string): number => metrics.find((m) => m.name === name)!.value;
    return { nodes: of("Nodes"), listeners: of("JSEventListeners"), bytes: of("JSHeapUsedSize") };
  };
  unit.runs = false;
  const frames = async (from: number, to: number): Promise<void> => {
    for (let at = from; at < to; at += 10) {
      for (let i = 0; i < 10; i++) unit.show(liveAt(site, at + i));
      await page.evaluate("new Promise(requestAnimationFrame)");
    }
  };
  const views = ["detectors", "timing", "unit", "link", "intersection"];
  // The first round draws them, and fills two minutes of the strip.
  for (const view of views) {
    await go(page, view);
    await frames(0, 300);
  }
  await frames(300, 1_500);
  const before = await held();
  for (const view of views) {
    await go(page, view);
    await frames(1_500, 1_900);
  }
  const after = await held();
  t.comment(`${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  t.ok(after.nodes < before.nodes + 100, `${before.nodes} nodes before, ${after.nodes} after`);
  t.ok(after.listeners <= before.listeners + 5, `${before.listeners} listeners before, ${after.listeners} after`);
  t.ok(after.bytes < before.bytes + 300_000, `${before.bytes} bytes before, ${after.bytes} after`);
  unit.runs = true;
  await page.close();
});
