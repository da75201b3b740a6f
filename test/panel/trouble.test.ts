import t from "tap";
import { formsOf } from "../../src/panel/page/languages/forms.ts";
import type { Live } from "../../src/traffic/live.ts";
import { go, keep, sees, unitWithPage } from "./browser.ts";
import { runningUnit } from "./running-unit.ts";

/** A unit that runs: its signals, its field devices and their traffic, in simulated time. What the page is shown stands still while nothing moves it. */
const running = runningUnit();
const { site, street } = running;
const unit = await unitWithPage(site);
t.teardown(() => unit.close());
const forms = formsOf("en-GB", " to ");
const timeOf = (live: Live): string => forms.clockOf(site.time_zone)(live.wall).time;

let shown = running.until(({ mode, at }) => mode === "actuated" && at > 180_000, 400);
unit.change = () => shown;
const show = (is: (live: Live) => boolean, within_s = 200): void => {
  shown = running.until(is, within_s);
};
const isGreen = (wanted: number) => (live: Live) => live.phases.some(({ phase, interval }) => phase === wanted && interval === "green");
const isWell = ({ phases, detectors }: Live): boolean => detectors.every((d) => d.fault === "") && !phases.some((p) => p.fault_recall);

t.test("a detector that is unplugged is said with what stands in for it and what to do, and all is well when it is back", async (t) => {
  show(isWell);
  const { page, wrong } = await unit.opened(390, 844, "light", "detectors");
  await page.getByText("All detectors are OK.").waitFor();
  street.fail("loop-south-1", true);
  show((live) => live.phases.some((p) => p.fault_recall));
  await page.getByText("Detector 17 in fault.").waitFor();
  await page.getByText("Fallback in force: phase 2 on recall, served in every cycle.").waitFor();
  const row = page.locator('tr[data-detector="17"]');
  t.match(await row.textContent(), "device does not answer");
  t.match(await row.textContent(), "look at its power lamp and the line", "and what to do");
  t.equal(await page.locator("#health [aria-live]").count(), 1, "whoever reads by ear is told");
  street.fail("loop-south-1", false);
  show(isWell);
  await page.getByText("All detectors are OK.").waitFor();
  t.same(
    wrong.filter((each) => !/measures\.json|Failed to load resource/.test(each)),
    [],
  );
  await page.close();
});

t.test("a detector that a technician had forced was shown as a fault, and somebody went to look for its loop", async (t) => {
  show(isWell);
  const forced = (live: Live): Live => ({
    ...live,
    detectors: live.detectors.map((d) => (d.detector === 9 ? { ...d, on: true, fault: "forced on by Miller, technician" } : d)),
  });
  unit.change = () => forced(shown);
  const { page } = await unit.opened(390, 844, "light", "detectors");
  await page.getByText("Detector 9 forced on or off.").waitFor();
  const row = page.locator('tr[data-detector="9"]');
  await row.getByText("forced on", { exact: true }).waitFor();
  t.match(await row.textContent(), "forced on by Miller, technician");
  t.equal(await row.getAttribute("data-fault"), "false");
  t.equal(await page.locator(".fault").filter({ hasText: /./ }).count(), 0, "nothing is in the colour of a fault");
  await keep(page, "forced-detectors-390");
  await go(page, "intersection");
  const loop = page.locator('.loop[data-detector="9"]');
  await page.locator('.loop[data-detector="9"][data-forced="true"]').waitFor();
  t.equal(await loop.locator(".cross").isVisible(), false);
  t.match(await loop.locator("title").textContent(), "forced on by Miller");
  await keep(page, "forced-intersection-390");
  // A loop that is broken under it is a fault all the same.
  unit.change = () => ({
    ...shown,
    detectors: shown.detectors.map((d) => (d.detector === 9 ? { ...d, fault: "forced on by Miller, technician; open loop" } : d)),
  });
  await page.locator('.loop[data-detector="9"][data-fault="true"] .cross').waitFor();
  unit.change = () => shown;
  await page.close();
});

t.test("a clock that is stepped back an hour makes no detector be on in the future, and the page says the new time", async (t) => {
  const number = 13;
  const isOn = (live: Live): boolean => live.detectors.some(({ detector, on }) => detector === number && on);
  show(isOn);
  const { page } = await unit.opened(390, 844, "dark", "detectors");
  const row = page.locator(`tr[data-detector="${number}"]`);
  await sees(page, `tr[data-detector="${number}"][data-on="true"]`);
  const was = shown.wall;
  show((live) => !isOn(live));
  running.setClock(75_000);
  shown = running.next();
  t.ok(shown.wall > was + 75_000, "the unit's own clock has gone on so");
  await row.locator(".when", { hasText: `${forms.duration(Math.floor((shown.wall - was) / 1_000))} ago` }).waitFor();
  running.setClock(-3_600_000);
  shown = running.next();
  t.ok(shown.wall < was, "and back");
  await page.locator("#time", { hasText: timeOf(shown) }).waitFor();
  t.equal(await row.locator(".when").textContent(), "0 secs ago");
  await page.close();
});

t.test(
  "a link that is killed takes nothing of the past with it, and when it is back the page goes on at the view where it was",
  async (t) => {
    show(isGreen(2));
    const { page } = await unit.opened(390, 844, "dark", "timing");
    await sees(page, '.slice[data-interval="green"]');
    await unit.killed();
    await sees(page, "html[data-stream=lost]");
    t.equal(await page.locator('.slice[data-interval="green"]').count(), 0);
    t.match(await page.locator("#lost").textContent(), `No live data since ${timeOf(shown)}`);
    await page.evaluate("location.hash = '#/unit'");
    await page.getByText("This view could not be loaded").waitFor();
    await unit.back();
    await page.locator(".view#unit").waitFor();
    await page.close();
  },
);

t.test("a network that is cut turns the page grey, and its coming back needs no hand", async (t) => {
  show(isGreen(2));
  const { page } = await unit.opened(390, 844, "light");
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  await page.context().setOffline(true);
  unit.runs = false;
  await sees(page, "html[data-stream=lost]");
  await sees(page, '.signal[data-phase="2"][data-shows="unknown"]');
  // The signals have gone on meanwhile.
  show((live) => !isGreen(2)(live));
  unit.runs = true;
  await page.context().setOffline(false);
  await sees(page, '.signal[data-phase="2"]:not([data-lit="green"], [data-shows="unknown"])');
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
  const frames = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at += 10) {
      for (let i = 0; i < 10; i++) unit.show(running.next());
      await page.evaluate("new Promise(requestAnimationFrame)");
    }
  };
  const views = ["detectors", "timing", "unit", "link", "intersection"];
  // The first round draws them, and fills two minutes of the strip.
  for (const view of views) {
    await go(page, view);
    await frames(300);
  }
  await frames(1_200);
  const before = await held();
  for (const view of views) {
    await go(page, view);
    await frames(400);
  }
  const after = await held();
  t.comment(`${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  t.ok(after.nodes < before.nodes + 100, `${before.nodes} nodes before, ${after.nodes} after`);
  t.ok(after.listeners <= before.listeners + 5, `${before.listeners} listeners before, ${after.listeners} after`);
  t.ok(after.bytes < before.bytes + 300_000, `${before.bytes} bytes before, ${after.bytes} after`);
  unit.runs = true;
  await page.close();
});
