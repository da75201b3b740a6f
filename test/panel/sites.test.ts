import type { Page } from "playwright-core";
import t from "tap";
import type { Indication, Live } from "../../src/traffic/live.ts";
import type { PatternNumber } from "../../src/traffic/numbers.ts";
import { keep, sees, unitWithPage } from "./browser.ts";
import { CYCLE_DS, example } from "./street.ts";

const picture = (page: Page) => page.locator(".picture").getAttribute("aria-label");
const facts = async (page: Page): Promise<readonly string[]> =>
  (await page.locator("#plan dl > div:visible").allTextContents()).map((each) => each.trim());

t.test("a site of stages has a head for every signal group, crosswalks where its groups walk, and its stages in their order", async (t) => {
  const site = example("stages");
  const unit = await unitWithPage(site);
  t.teardown(() => unit.close());
  // Stage 1, Hafenstraße: K1, K5, and F2 and F4 walk.
  unit.ds = CYCLE_DS - 141 + 30;
  const { page, wrong } = await unit.opened(1440, 900, "dark");
  const channel = (name: string) => site.channels.find((c) => c.name === name)!.number;
  await sees(page, `.signal[data-channel="${channel("K1")}"][data-lit="green"]`);
  t.equal(await page.locator(".signal").count(), 9);
  t.equal(await page.locator(`.signal[data-channel="${channel("K9")}"] title`).textContent(), "K9 east right");
  t.equal(await picture(page), "The intersection from above. green: K1 north through and K5 south through; walk: F2 and F4.");
  const ways = await page.locator(".movement:visible").evaluateAll((nodes) => nodes.map((n) => n.getAttribute("data-channel")));
  t.same([...new Set(ways)].map(Number), [channel("K1"), channel("K5")]);
  t.equal(await page.locator(".crosswalk").count(), 4);
  t.same(await page.locator('.crosswalk[data-shows="green"] title').allTextContents(), ["F2", "F4"]);
  t.equal(await page.locator("#rings-title").textContent(), "Stages");
  t.match(await page.locator(".ring").textContent(), /Stage1 Hafenstraße: green for/);
  t.match(await page.locator('.phase[data-phase="3"]').textContent(), "MühlenstraßeK3 K7 K9 F1 F3");
  t.same(await page.locator(".names span").allTextContents(), ["↑K1", "←K2", "↑K3", "←K4", "↑K5", "←K6", "↑K7", "←K8", "→K9"]);
  await keep(page, "stages");

  // Into stage 2: the right turn from the east goes with the lefts from north and south.
  unit.ds = CYCLE_DS + 20;
  await sees(page, `.signal[data-channel="${channel("K9")}"][data-lit="green"]`);
  t.equal(await picture(page), "The intersection from above. green: K2 north left, K6 south left and K9 east right.");
  t.same(await facts(page), ["Pattern1 actuated", "Set bythe start pattern", "Flashno"], "no line for what the site does not have");
  t.same(wrong, []);

  const phone = await unit.opened(390, 844, "light");
  t.equal(await phone.page.evaluate("document.documentElement.scrollWidth"), 390, "nothing sticks out of a phone");
  const cut = "[...document.querySelectorAll('.phase .name')].filter((n) => n.scrollWidth > n.clientWidth + 1).length";
  t.equal(await phone.page.evaluate(cut), 0, "no stage's name is cut");
  await keep(phone.page, "stages-phone");
});

t.test("an arrow that flashes lets its lane go where there is a gap; in flash it is a signal like the others", async (t) => {
  const site = example("arterial");
  const unit = await unitWithPage(site);
  t.teardown(() => unit.close());
  const arrow = site.channels.find((c) => c.overlap === 2)!.number;
  const shows = (indication: Indication) => (live: Live) => ({
    ...live,
    channels: live.channels.map((c) => (c.channel === arrow ? { ...c, indication } : c)),
  });
  unit.ds = 100;
  unit.change = shows("flashing-yellow");
  const { page, wrong } = await unit.opened(1440, 900, "dark");
  await sees(page, `.signal[data-channel="${arrow}"][data-shows="flashing-yellow-arrow"]`);
  t.equal(await page.locator(`.signal[data-channel="${arrow}"] .lamp-letter`).nth(1).textContent(), "←");
  t.equal(await page.locator(`.signal[data-channel="${arrow}"] .head-number`).textContent(), "←B");
  t.equal(await page.locator(`.movement[data-channel="${arrow}"]`).isVisible(), true);
  t.match(await picture(page), "flashing yellow arrow: overlap B north left arrow");
  await keep(page, "arrow");

  unit.change = (live) => ({ ...shows("flashing-yellow")(live), mode: "flash", mode_cause: "flash is switched on", flash: "local-manual" });
  await sees(page, `.signal[data-channel="${arrow}"][data-shows="flashing-yellow"]`);
  t.equal(await page.locator(`.movement[data-channel="${arrow}"]`).isVisible(), false);
  t.equal(await page.locator(`.signal[data-channel="${arrow}"] .lamp-letter`).nth(1).textContent(), "Y");
  t.ok((await facts(page)).includes("Flashswitched on in the cabinet"));

  unit.change = shows("green");
  await sees(page, `.signal[data-channel="${arrow}"][data-lit="green"]`);
  t.equal(await page.locator(`.movement[data-channel="${arrow}"]`).isVisible(), true);
  t.same(wrong, []);
});

t.test("coordination, a preempt, a bus and the officer's door each have their line, and what matters stands above", async (t) => {
  const unit = await unitWithPage(example("arterial"));
  t.teardown(() => unit.close());
  unit.ds = 100;
  unit.change = (live) => ({
    ...live,
    pattern: 4 as PatternNumber,
    coordination: { source: "timebase", source_cause: "the schedule", status: "transition-add", free: "not-free", cycle_ds: 342 },
    priority: [{ slot: 1, vehicle: "bus 12", phase: 2, arrival_ds: 118, status: "queued" }],
  });
  const { page, wrong } = await unit.opened(1440, 900, "dark");
  await page.getByText("34.2 of 130.0 s, offset 81.0 s").waitFor();
  t.same(await facts(page), [
    "Pattern4 afternoon",
    "Set bythe schedule",
    "Coordinationin transition: longer cycles",
    "Cycle34.2 of 130.0 s, offset 81.0 s",
    "Preemptnone",
    "Prioritybus 12 queued (phase 2, in 12 s)",
    "Flashno",
  ]);
  t.equal(await page.locator("#trouble").isVisible(), false);

  const trouble = async (kind: string, words: string, change: (live: Live) => Live) => {
    unit.change = change;
    await page.getByText(words, { exact: true }).waitFor();
    t.equal(await page.locator("#trouble").getAttribute("data-kind"), kind, words);
  };
  await trouble("note", "Preempt 1 railway: track clearance.", (live) => ({
    ...live,
    preempt: { number: 1, interval: "track-clearance" },
  }));
  t.ok((await facts(page)).includes("Preempt1 railway: track clearance"));
  await keep(page, "preempt");
  const stands = "stop time is on: every interval stands";
  await trouble("warning", `The signals are stopped: ${stands}.`, (live) => ({ ...live, mode_cause: stands, stop_time: true }));
  t.ok((await facts(page)).includes("In the cabinetstop time"));
  const officer = "manual control is on: greens end when the officer advances the interval";
  await trouble("note", `Controlled by hand: ${officer}.`, (live) => ({ ...live, mode_cause: officer, manual: true }));

  unit.runs = false;
  await sees(page, "html[data-stream=lost]");
  t.ok(
    (await facts(page)).every((line) => line.endsWith("–")),
    "and nothing is said when nothing is known",
  );
  t.same(wrong, []);
});

t.test("what a plan weighs stands under what is in force, on a phone too, and not at all while nothing plans", async (t) => {
  const site = example("stages");
  const unit = await unitWithPage(site);
  t.teardown(() => unit.close());
  unit.ds = 100;
  const { page, wrong } = await unit.opened(390, 844, "light");
  await sees(page, "#plan dl");
  t.equal(await page.locator("#weighed p").isVisible(), false);
  const lane = { approach: "north", lane: 1, standing_dv: 34, coming_dv: 20, wait_ds: 128, flow_vph: 410, headway_ms: 1_980 };
  const candidates = site.stages!.stages.map(({ number }, i) => ({
    phases: [number],
    delay_s: i === 2 ? null : 40 + 10 * i,
    green: i === 1,
    chosen: i === 0,
  }));
  unit.change = (live) => ({ ...live, plan: { reason: "switch", candidates, lanes: [lane, { ...lane, lane: 2, wait_ds: 0 }] } });
  await page.getByText("The green moves on: less delay.").waitFor();
  const cells = async (table: number): Promise<readonly (readonly string[])[]> => {
    const all = await page.locator("#weighed table").nth(table).locator("tbody tr").all();
    return Promise.all(all.map((row) => row.locator("td, th").allTextContents()));
  };
  const names = site.stages!.stages.map(({ number, name }) => `${number} ${name}`);
  t.same((await cells(0)).slice(0, 3), [
    ["chosen", names[0], "40"],
    ["was green", names[1], "50"],
    ["", names[2], "–"],
  ]);
  t.same(await cells(1), [
    ["12 s", "north 1", "3.4", "2.0"],
    ["–", "north 2", "3.4", "2.0"],
  ]);
  t.equal(await page.evaluate("document.documentElement.scrollWidth"), 390, "nothing sticks out of a phone");
  await keep(page, "weighed-phone");
  unit.change = (live) => live;
  await page.locator("#weighed p").waitFor({ state: "hidden" });
  t.same(wrong, []);
});
