import { join } from "node:path";
import type { Page } from "playwright-core";
import t from "tap";
import type { ToldMeasures } from "../../src/panel/past/told.ts";
import { NO_PORTS } from "../../src/panel/ports.ts";
import { openPast } from "../../src/platform/past.ts";
import { openSyncRecorder } from "../../src/platform/sync-recorder.ts";
import { CODE } from "../../src/traffic/codes.ts";
import { entry } from "../../src/traffic/entry.ts";
import { Instant, WallTime } from "../../src/traffic/time.ts";
import { keep, SCROLLS, sees, unitWithPage } from "./browser.ts";
import { openDoors } from "./doors.ts";
import { fourLeg } from "./street.ts";
import { ADVANCE, HOUR, LINE, MINUTE, MONDAY, NEXT_MONDAY, Weeks } from "./told-weeks.ts";

const EIGHT = NEXT_MONDAY + 8 * HOUR;
const path = join(t.testdir(), "journal.db");
const weeks = new Weeks();
weeks.record(MONDAY + HOUR, CODE.patternChanged, 3, 0, '{"why":"the schedule"}').record(MONDAY + HOUR, 135, 36);
for (const seven of [MONDAY + 7 * HOUR, NEXT_MONDAY + 7 * HOUR]) {
  for (let i = 0; i < 30; i++) {
    const at = seven + i * 2 * MINUTE;
    weeks.turn(2, at, at + 30_000, 4 + (i % 3)).turn(4, at + 50_000, at + 80_000);
    for (let n = 0; n < 1 + (i % 4); n++) weeks.arrival(at + 4_000 + n * 23_000).vehicle(LINE, at + 5_000 + n * 2_500);
  }
}
weeks.record(EIGHT - 100_000, 86, LINE, 0, "open loop").record(EIGHT - 2_000, 31, 1);
weeks.write(path);

const site = fourLeg();
const past = openPast(path, site);
const unit = await unitWithPage(site, openDoors, { ...NO_PORTS, past });
const atEight: typeof unit.change = (live) => ({ ...live, wall: WallTime(EIGHT - 1_000) });
unit.change = atEight;
t.teardown(async () => {
  await unit.close();
  await past.close();
});

const rows = (page: Page) => page.locator(".records li");
const dots = async (page: Page): Promise<number> => {
  const path = await page.locator('[data-plot="coordination"] path.dots').first().getAttribute("d");
  return (path ?? "").split("M").length - 1;
};

t.test("the coordination diagram has a dot for everybody who came, and the figures stand beside last week's", async (t) => {
  const url = `measures.json?from=${EIGHT - HOUR}&to=${EIGHT}&bin=5&movement=phase+2`;
  const { now } = (await (await fetch(new URL(url, unit.panel.url))).json()) as ToldMeasures;
  const told = now.columns.reduce((sum, { arrivals_ms }) => sum + arrivals_ms.length, 0);
  t.ok(told > 50, `${told} arrivals in whole cycles`);
  const { page, wrong } = await unit.opened(1280, 800, "light", "performance");
  await sees(page, '[data-plot="coordination"] path.dots');
  t.equal(await dots(page), told);
  t.match(await page.locator(".totals").textContent(), /Arrivals on green\d+%\d+%/);
  t.match(await page.locator(".splits").textContent(), /Phase 2 south through33035\.135\.1/);
  const surface = page.locator('[data-plot="coordination"] .surface');
  await surface.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  t.match(await surface.getAttribute("aria-valuetext"), /^07:02:33 · Cycle s 120\.0 · Green 30\.0 · Arrivals \d/);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  t.ok((await dots(page)) < told / 2, "nearer there are fewer");
  await page.locator('[data-plot="coordination"] summary').click();
  // A browser says that a table is opened in a task of its own, a moment behind the click.
  await page.locator('[data-plot="coordination"] tbody tr').first().waitFor();
  t.equal(await page.locator('[data-plot="coordination"] tbody tr').count(), now.columns.length, "the table has every cycle");
  // The last record is of two seconds before eight: the five minutes before it are not over.
  t.equal(await page.locator('[data-plot="volume"] .keys .dots').textContent(), "so far");
  t.match(await page.locator('[data-plot="volume"] path.dots.now').getAttribute("d"), /^M[\d.]+ [\d.]+h0$/);
  await keep(page, "performance-light");
  t.same(wrong, []);
  await page.close();
});

t.test("a movement that nobody can see arriving says so, and so does a time without cycles, or without records", async (t) => {
  const { page } = await unit.opened(390, 844, "dark", "performance");
  await sees(page, '[data-plot="arrivals"] path.line.now');
  await keep(page, "performance-phone");
  t.equal(await page.evaluate("document.documentElement.scrollWidth"), 390, "nothing sticks out of a phone");
  t.same(await page.evaluate(SCROLLS), [], "and nothing of the split monitor is cut");
  const greens = page.locator(".splits tbody tr").first().locator("td").last();
  t.equal(await greens.getAttribute("data-head"), "Force-off");
  const box = await greens.boundingBox();
  t.ok(box!.x >= 0 && box!.x + box!.width <= 390, "its last column is on the screen");
  await page.getByRole("button", { name: "Earlier" }).click();
  await page.getByText("No whole cycle in this time.").waitFor();
  t.equal(await page.locator('[data-plot="coordination"] .body').isVisible(), false);
  await page.getByRole("button", { name: "Later" }).click();
  await sees(page, '[data-plot="coordination"] path.dots');
  await page.getByLabel("Movement").selectOption("phase 1");
  await page.getByText("no advance loop").first().waitFor();
  await page.close();
  unit.change = (live) => live;
  const { page: before } = await unit.opened(390, 844, "dark", "performance");
  await before.getByText("Nothing was recorded in this time.").first().waitFor();
  unit.change = atEight;
  await before.close();
});

t.test("the journal is read, picked from and searched in words, and goes on with what comes", async (t) => {
  const { page, wrong } = await unit.opened(390, 844, "light", "journal");
  await sees(page, ".records li");
  t.match(await rows(page).first().textContent(), /07:59:58[\s\S]*barrier crossed/);
  t.equal(await rows(page).count(), 60);
  await page.getByRole("button", { name: "Older records" }).click();
  await sees(page, ".records li:nth-child(61)");
  await keep(page, "journal-phone");
  t.equal(await page.evaluate("document.documentElement.scrollWidth"), 390, "nothing sticks out of a phone");
  await page.getByLabel("Kind").selectOption("faults");
  await sees(page, ".records li.bad");
  t.match(await rows(page).first().textContent(), /07:58:20[\s\S]*open loop/);
  await page.getByLabel("Kind").selectOption("");
  await page.getByLabel("Search for").fill("gap-out  phase 4".replace("  ", " "));
  await page.keyboard.press("Enter");
  await page.locator(".records li", { hasText: "gap-out phase 4" }).first().waitFor();
  await page.getByLabel("Search for").fill("nobody ever said this");
  await page.keyboard.press("Enter");
  await page.getByText("No such record.").waitFor();

  await page.getByLabel("Search for").fill("");
  await page.keyboard.press("Enter");
  await sees(page, ".records li");
  const recorder = openSyncRecorder(path, { unit: "DEMO-001", epoch: "e1" });
  recorder.append(
    [entry(Instant(EIGHT - MONDAY), CODE.doubted, ADVANCE, 0, JSON.stringify({ words: "it misses vehicles" }))],
    WallTime(MONDAY),
  );
  recorder.close();
  await page.locator(".records li", { hasText: "it misses vehicles" }).waitFor();
  t.match(await rows(page).first().textContent(), /08:00:00[\s\S]*detector doubted/);
  await page.getByLabel("Follow new records").uncheck();
  t.same(wrong, []);
  await page.close();
});

t.test("records are told in Chinese to whoever reads Chinese", async (t) => {
  const { page, wrong } = await unit.opened(1280, 800, "dark", "journal", "zh-CN");
  await page.getByLabel("类别").selectOption("faults");
  await page.locator(".records li", { hasText: "检测器故障：线圈断路" }).first().waitFor();
  await keep(page, "journal-chinese");
  t.same(wrong, []);
  await page.close();
});

t.test("volumes of a detector and the split monitor stand where they are looked for", async (t) => {
  const { page, wrong } = await unit.opened(1280, 800, "light", "detectors");
  await page.locator("#volumes select").first().selectOption(String(LINE));
  await sees(page, '[data-plot="detector-volume"] path.line.now');
  await keep(page, "detectors-volumes");
  await page.evaluate("location.hash = '#/timing'");
  await sees(page, "#splits .splits tbody tr");
  t.match(await page.locator("#splits").textContent(), /Phase 2 south through33035\.1/);
  await keep(page, "timing-splits");
  t.same(wrong, []);
  await page.close();
});
