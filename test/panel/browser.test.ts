import type { Page } from "playwright-core";
import t from "tap";
import { BATCH_MS } from "../../src/journal/batch.ts";
import { NO_PORTS } from "../../src/panel/ports.ts";
import { WATCHERS_MAX } from "../../src/panel/server.ts";
import { go, keep, sees, unitWithPage } from "./browser.ts";
import { openDoors } from "./doors.ts";
import { CYCLE_DS, fourLeg, liveAt } from "./street.ts";

const site = fourLeg();
const machine = { load_pm: 780 };
const ports = { ...NO_PORTS, machine: async () => ({ ...(await NO_PORTS.machine()), ...machine }) };
const unit = await unitWithPage(site, openDoors, ports);
t.teardown(() => unit.close());
const { panel, opened } = unit;

/** A path, of a browser. */
interface Drawn {
  getTotalLength(): number;
}

const picture = (page: Page) => page.locator(".picture").getAttribute("aria-label");

t.test("a phase turns green before one's eyes, and a screen reader can tell", async (t) => {
  // The last second of red clearance before phases 2 and 6.
  unit.ds = CYCLE_DS - 5;
  const { page, wrong } = await opened(1440, 900, "dark");
  await sees(page, '.signal[data-phase="2"][data-lit="red"]');
  t.equal(await page.locator('.movement[data-phase="2"]').first().isVisible(), false, "no way through on red");
  t.equal(await page.locator('.phase[data-phase="1"]').getAttribute("data-interval"), "red-clear");
  t.equal(await picture(page), "The intersection from above. All red.");

  unit.ds = CYCLE_DS + 4;
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  t.equal(await page.locator('.movement[data-phase="2"]').first().isVisible(), true, "the way through is drawn");
  t.equal(await page.locator('.signal[data-phase="2"] .lamp-letter').nth(2).textContent(), "G", "the third lamp says it with a letter");
  await sees(page, '.phase[data-phase="2"][data-interval="green"]');
  t.match(await page.locator('.phase[data-phase="2"]').textContent(), "green");
  t.equal(
    await picture(page),
    "The intersection from above. green: phase 2 south through and phase 6 north through; walk: with phase 2 and 6.",
  );
  t.match(await page.locator(".ring .ring-now").first().textContent(), "2 south through: green for 0.");
  await sees(page, '.crosswalk[data-phase="2"][data-shows="green"] .walker');
  unit.ds = CYCLE_DS + 100;
  await sees(page, '.crosswalk[data-phase="2"][data-shows="flashing-red"] .hand');
  await keep(page, "desk-dark");
  unit.ds = CYCLE_DS + 245;
  await sees(page, '.signal[data-phase="2"][data-lit="yellow"]');
  t.match(await page.locator(".gauge[data-runs=yellow]").first().textContent(), /clear3\.\d s/);
  t.same(wrong, []);
  await page.close();
});

t.test(
  "who stands in a lane is drawn there while a strategy knows it, a dash a vehicle and no further than the picture, and told",
  async (t) => {
    unit.ds = 20;
    const lane = (lane: number, standing_dv: number) => ({
      approach: "north",
      lane,
      standing_dv,
      coming_dv: 0,
      wait_ds: 90,
      flow_vph: 300,
      headway_ms: 2_000,
    });
    const plan = { reason: "stay", candidates: [], lanes: [lane(1, 32), lane(2, 4), lane(3, 900)] } as const;
    unit.change = (live) => ({ ...live, plan });
    const { page, wrong } = await opened(1440, 900, "light");
    await page.locator(".picture .queue[d^=M]").first().waitFor({ state: "attached" });
    const long = await page.locator(".picture .queue").evaluateAll((all) => all.map((one) => (one as unknown as Drawn).getTotalLength()));
    const leg = await page
      .locator(".edge.dashed")
      .evaluateAll((all) => Math.max(...all.map((one) => (one as unknown as Drawn).getTotalLength())));
    const [three, none, full] = [long.find((each) => each > 0 && each < 30), long.filter((each) => each === 0), Math.max(...long)];
    t.equal(Math.round(three!), 24, "three vehicles");
    t.equal(none.length, long.length - 2, "and nobody where less than half of one stands, or nothing is known");
    t.ok(full > 50 && full < leg + 60, `${full} units at most`);
    t.ok((await page.locator(".picture .queue title").allTextContents()).includes("queued vehicle, estimated: 3"));
    unit.change = (live) => ({ ...live, plan: null });
    await page.locator(".picture .queue[d^=M]").first().waitFor({ state: "detached" });
    t.same(wrong, []);
    unit.change = (live) => live;
    await page.close();
  },
);

t.test("a loop lights up while a vehicle is over it, and a broken one is marked in words", async (t) => {
  unit.ds = 20;
  const on = (...numbers: readonly number[]) => {
    unit.change = (live) => ({ ...live, detectors: live.detectors.map((d) => ({ ...d, on: numbers.includes(d.detector) })) });
  };
  on();
  const { page, wrong } = await opened(1440, 900, "light");
  await sees(page, '.loop[data-detector="7"][data-on="false"]');
  on(7);
  await sees(page, '.loop[data-detector="7"][data-on="true"]');
  t.equal(await page.locator('.picture .loop[data-on="true"]').count(), 1, "that one alone");
  on();
  await sees(page, '.loop[data-detector="7"][data-on="false"]');
  t.equal(await page.locator('.loop[data-detector="18"]').getAttribute("data-fault"), "true");
  await keep(page, "desk-light");
  await go(page, "detectors");
  on(7);
  await sees(page, 'tr[data-detector="7"][data-on="true"]');
  t.match(await page.locator('tr[data-detector="18"]').textContent(), "open loop");
  await go(page, "unit");
  t.match(await page.locator("#devices tr[data-ok=false]").textContent(), /silent.*loop-south-2/);
  await go(page, "link");
  t.match(await page.locator("#link").textContent(), "37 records");
  unit.change = (live) => live;
  t.same(wrong, []);
  await page.close();
});

t.test("adapters that are pulled out are said once for each line, not once for each loop on it", async (t) => {
  unit.ds = 20;
  const gone = new Set(["rack", "advance"]);
  unit.change = (live) => ({
    ...live,
    ports: live.ports.map((p) => ({ ...p, open: p.port !== "rack" })),
    devices: live.devices.map((d) => ({ ...d, answering: !gone.has(d.port) })),
    detectors: live.detectors.map((d) => ({ ...d, on: false, fault: d.detector <= 20 ? "device does not answer" : "" })),
  });
  const { page, wrong } = await opened(800, 900, "light", "detectors");
  await sees(page, 'tr[data-detector="1"][data-fault="true"]');
  const said = async () => (await page.locator("#detectors .silence:visible").allTextContents()).join(" ");
  t.equal(await said(), "Port rack is not open: detectors 1 to 12. Nothing on port advance answers: detectors 13 to 20.");
  t.notMatch(await page.locator("#detectors").textContent(), "does not answer");
  await keep(page, "pulled-out");
  gone.delete("advance");
  unit.change = (live) => ({
    ...live,
    devices: live.devices.map((d) => ({ ...d, answering: d.device !== "rack" && d.device !== "loop-east-1" })),
  });
  await page.getByText("rack does not answer: detectors 1 to 12.").waitFor();
  t.equal(await said(), "rack does not answer: detectors 1 to 12.", "a loop on its own is told of at its own line");
  unit.change = (live) => live;
  await page.locator("#detectors .silence:visible").waitFor({ state: "hidden" });
  await go(page, "unit");
  t.match(
    await page.locator("#devices tr", { hasText: "camera" }).textContent(),
    /^talkscamera–0/,
    "nobody asks a camera, so there are no polls",
  );
  await go(page, "journal");
  t.match(await page.locator("#journal").textContent(), `(written every ${BATCH_MS / 1_000} s)`);
  await go(page, "intersection");
  await page.getByText("Since this page was opened.").waitFor();
  unit.ds += 1_300;
  await page.getByText("Since this page was opened.").waitFor({ state: "hidden" });
  t.same(wrong, []);
  await page.close();
});

t.test("a machine with more work than it can do was said to use 540 % of all its processors", async (t) => {
  for (const [load_pm, locale, said] of [
    [780, "en-GB", "78% of all processors"],
    [5_400, "en-GB", "work waits: 5.4 times what its processors can do"],
    [5_400, "zh-CN", "有任务等待：为处理器能力的 5.4 倍"],
  ] as const) {
    machine.load_pm = load_pm;
    const { page } = await opened(390, 844, "light", "unit", locale);
    await page.locator("#machine dd", { hasText: said }).waitFor({ timeout: 10_000 });
    t.equal(await page.locator("#machine dd", { hasText: "540" }).count(), 0);
    await page.close();
  }
});

t.test("what is doubted of a detector stands beside its name, and it is on or off as before", async (t) => {
  unit.ds = 40;
  const { page, wrong } = await opened(1440, 900, "light", "detectors");
  unit.change = (live) => ({
    ...live,
    detectors: live.detectors.map((d) => (d.detector === 3 ? { ...d, on: true, fault: "", doubt: "wires swapped with 6?" } : d)),
  });
  await page.getByText("wires swapped with 6?").waitFor();
  t.equal(await page.locator('tr[data-detector="3"] .state').first().textContent(), "on");
  await sees(page, 'tr[data-detector="3"][data-fault="false"]');
  unit.change = (live) => live;
  t.same(wrong, []);
  await page.close();
});

t.test("a monitor fault stands above everything, and no green of the controller is shown beside it", async (t) => {
  unit.ds = 40;
  const { page, wrong } = await opened(1440, 900, "dark");
  t.equal(await page.locator("#trouble").isVisible(), false);
  unit.change = (live) => ({
    ...live,
    mode: "flash",
    mode_cause: "the conflict monitor has spoken",
    monitor: { fault: "conflicting greens", channels: [2, 4] },
    channels: live.channels.map(({ channel }) => ({
      channel,
      indication: channel > 8 ? "dark" : channel % 4 === 2 ? "flashing-yellow" : "flashing-red",
    })),
  });
  await sees(page, "#trouble[data-kind=fault]");
  t.equal(await page.locator("#trouble").textContent(), "Conflict monitor: conflicting greens. Channels 2 and 4.");
  t.equal(await page.locator("#trouble").getAttribute("role"), "alert");
  t.equal(await page.locator("#mode").textContent(), "Flash");
  await sees(page, '.signal[data-phase="2"][data-shows="flashing-yellow"]');
  t.equal(await page.locator('.phase[data-interval="green"]').count(), 0);
  t.equal(await page.locator(".movement:visible").count(), 0);
  t.match(await picture(page), "flashing red: phase 1 north left");
  await keep(page, "flash");
  for (const [mode, mode_cause, kind, words] of [
    ["fixed", "detection is lost", "warning", "The signals follow the fixed plan: detection is lost."],
    ["start-up", "flash, all red", "note", "The unit is starting: flash, all red."],
  ] as const) {
    unit.change = (live) => ({ ...live, mode, mode_cause });
    await sees(page, `#trouble[data-kind=${kind}]`);
    t.equal(await page.locator("#trouble").textContent(), words);
    t.equal(await page.locator("#cause").textContent(), "pattern 1 actuated", "the cause is said once");
  }
  unit.change = (live) => live;
  await page.locator("#trouble").waitFor({ state: "hidden" });
  t.same(wrong, []);
  await page.close();
});

t.test("a journal that takes nothing stands on its card in words, and goes when it is mended or nothing is known", async (t) => {
  unit.ds = 40;
  const { page, wrong } = await opened(800, 900, "light", "journal");
  const warning = page.locator("#journal .banner");
  t.equal(await warning.isVisible(), false);
  unit.change = (live) => ({ ...live, journal: { ...live.journal, fault: "journal /var/j.db: the disk is full (SQLITE_FULL)" } });
  await sees(page, '#journal .banner[data-kind="warning"]');
  t.equal(await warning.textContent(), "Nothing is being recorded: journal /var/j.db: the disk is full (SQLITE_FULL).");
  await keep(page, "journal-fault");
  unit.change = (live) => live;
  await warning.waitFor({ state: "hidden" });
  t.same(wrong, []);
  await page.close();
});

t.test("a page that made room for others shows nothing of the past, says so, and goes on when there is a place", async (t) => {
  unit.ds = 40;
  const { page } = await opened(800, 900, "dark");
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  await page.clock.install();
  const others = Array.from({ length: WATCHERS_MAX }, () => new AbortController());
  for (const { signal } of others) await fetch(new URL("/live", panel.url), { signal });
  await sees(page, "html[data-stream=lost]");
  await sees(page, '.signal[data-phase="2"][data-shows="unknown"]');
  t.match(await page.locator("#lost").textContent(), /^No live data: too many status pages .* made room/);
  t.equal(await page.locator('[data-lit="green"], .phase[data-interval="green"], .picture .loop[data-on="true"]').count(), 0);
  await go(page, "link");
  t.match(await page.locator("#link").textContent(), "Centre–");
  await go(page, "intersection");
  for (const other of others) other.abort();
  await page.clock.fastForward(20_000);
  await sees(page, "html[data-stream=live]");
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  t.equal(await page.locator("#lost").isVisible(), false);
  await page.close();
});

t.test("when the unit falls silent the page turns grey and no green is left, and it comes back by itself", async (t) => {
  unit.ds = 40;
  const { page, wrong } = await opened(360, 740, "dark");
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  t.equal(await page.evaluate("document.documentElement.scrollWidth"), 360, "nothing sticks out of a phone");
  await keep(page, "phone");
  unit.runs = false;
  await sees(page, "html[data-stream=lost]");
  await sees(page, '.signal[data-phase="2"][data-shows="unknown"]');
  t.match(await page.locator("#lost").textContent(), /^No live data since 14:03:24\./);
  t.equal(await page.locator('[data-lit="green"], .phase[data-interval="green"], .picture .loop[data-on="true"]').count(), 0);
  t.match(await page.evaluate("getComputedStyle(document.querySelector('#intersection')).filter"), "grayscale");
  t.equal(await picture(page), "The intersection from above. No live data.");
  await keep(page, "lost");
  await go(page, "link");
  t.match(await page.locator("#link").textContent(), "connected", "the link tells of itself, and goes on");
  t.equal(await page.evaluate("getComputedStyle(document.querySelector('#link')).filter"), "none");
  await go(page, "intersection");
  unit.runs = true;
  await sees(page, "html[data-stream=live]");
  await sees(page, '.signal[data-phase="2"][data-lit="green"]');
  t.equal(await page.locator("#lost").isVisible(), false);
  t.same(wrong, []);
  await page.close();
});

t.test("a minute of frames adds no node to the page", async (t) => {
  const { page } = await opened(800, 900, "dark");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  /** Nodes after a collection. */
  const nodes = async (): Promise<number> => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "Nodes")!.value;
  };
  const frames = async (from: number, to: number): Promise<void> => {
    unit.runs = false;
    for (let at = from; at < to; at++) {
      panel.show(liveAt(site, at));
      if (at % 10 === 0) await page.evaluate("new Promise(requestAnimationFrame)");
    }
    unit.runs = true;
  };
  await frames(0, 800);
  const before = await nodes();
  await frames(800, 2_400);
  const after = await nodes();
  t.ok(after < before + 100, `${before} nodes before, ${after} after`);
  await page.close();
});
