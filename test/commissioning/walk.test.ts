// Alone: a whole unit with its link, broker and brain, on real ttys in real time, and a browser.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import t, { type Test } from "tap";
import { PAGE_CODE, TECHNICIAN_CODE } from "../panel/doors.ts";
import { openChromium } from "../platform/chromium.ts";
import { cabinetWithUnit, FLASH, PERMIT } from "./cabinet.ts";
import { fromPageToLamp } from "./page-to-lamp.ts";

/** WHOLE=1 walks every step by hand and counts what that takes; else one of each kind, and the rest is left out. */
const WHOLE = process.env["WHOLE"] === "1";
const SHOTS = process.env["SHOTS"];
if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });
t.setTimeout(WHOLE ? 2_400_000 : 480_000);
const SWAPPED = [8, 9] as const;
const PATIENCE_MS = 120_000;

const unit = await cabinetWithUnit(SWAPPED, WHOLE ? 600 : 3);
t.teardown(() => unit.close());
const browser = await openChromium();
t.teardown(() => browser.close());
const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: "en-GB" });
page.setDefaultTimeout(PATIENCE_MS);
/** Asks the unit less often than it has enough of us. */
async function until(condition: () => Promise<boolean>, patience_ms: number): Promise<void> {
  const end = performance.now() + patience_ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${patience_ms} ms: ${condition}`);
    await pause(400);
  }
}
let taps = 0;
const begun = performance.now();

const keep = async (name: string): Promise<void> => {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `commission-${name}.png`), fullPage: true });
};
const post = (path: string, sent: object): Promise<number> =>
  page.evaluate(
    async ([to, body]) => (await fetch(to!, { method: "POST", headers: { "content-type": "application/json" }, body: body! })).status,
    [path, JSON.stringify(sent)],
  );
const state = (): Promise<Awaited<ReturnType<typeof stateOf>>> => stateOf(page);
async function stateOf(of: Page) {
  return (await of.evaluate(async () => (await fetch("commissioning")).json())) as {
    readonly walk: { readonly steps: readonly { readonly id: string; readonly state: string }[] } | null;
    readonly missing: { readonly [channel: string]: readonly string[] };
    readonly running: { readonly healthy_ms: number; readonly last: { readonly why: string } | null };
    readonly lamps: { readonly channel: number; readonly why: string } | null;
  };
}
const isState = async (id: string, wanted: string): Promise<boolean> =>
  (await state()).walk?.steps.find((step) => step.id === id)?.state === wanted;

/** The phone comes in, and its technician. */
async function logIn(): Promise<void> {
  await until(async () => (await page.goto(unit.url).catch(() => null)) !== null, PATIENCE_MS);
  await until(async () => (await post("login", { code: PAGE_CODE })) === 200, PATIENCE_MS);
  await until(async () => (await post("technician", { code: TECHNICIAN_CODE, name: "Meyer", instead: true })) === 200, PATIENCE_MS);
  await page.goto(new URL("#/commission", unit.url).href);
  await page.reload();
  await page.locator(".commission").waitFor();
}

const tap = async (words: string): Promise<void> => {
  taps++;
  await page.getByRole("button", { name: words, exact: true }).click();
};
/** Somebody whose first tap the unit could not take (it has only just heard its boards) reads why, and taps again. */
const nowThisOne = async (t: Test): Promise<void> => {
  const waits = page.getByText(/Trip it now/);
  for (;;) {
    taps++;
    await page.locator(".step .great:enabled").click();
    if (
      await waits.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
      )
    )
      return;
    t.comment(
      `not taken: ${await page.locator(".commission .banner:not(.taken)").textContent()} ${await page.locator(".step .says").textContent()}`,
    );
  }
};
/** From the list of all steps, as somebody who does not go in order. */
const goTo = async (id: string): Promise<void> => {
  await page.locator(`.steps a[href="#/commission/${id}"]`).click();
  await page.locator(`.step[data-step="${id}"]`).waitFor();
};

t.test("the walk begins at the site: what is loaded is shown, and that it is the right place is a tap", async (t) => {
  await logIn();
  await page.getByText('from "it is wired" to "safe to leave"').waitFor();
  await keep("begin");
  await tap("Begin the walk");
  await page.locator('.step[data-step="site"]').waitFor();
  t.match(await page.locator(".step dl").textContent(), /Harbour Road \/ Mill Street.*DEMO-001.*[0-9a-f]{64}/);
  t.equal(await page.locator(".step .leg").count(), 4);
  await keep("site");
  await tap("Yes, this is the place");
  await page.locator('.step[data-step="detector-1"]').waitFor();
});

t.test("a detector is one tap and one crossing", async (t) => {
  await nowThisOne(t);
  await keep("detector");
  unit.cross(1);
  await page.locator('.step[data-step="detector-2"]').waitFor();
  t.ok(await isState("detector-1", "confirmed"));
});

t.test("the link is killed in the middle: the page says that nothing is lost, and the walk goes on where it was", async (t) => {
  const back = await unit.killLink();
  await page.getByText("The unit does not answer. The walk waits; nothing is lost.").waitFor();
  await keep("offline");
  back();
  await logIn();
  await page.locator('.step[data-step="detector-2"]').waitFor();
  t.ok(await isState("site", "confirmed"));
  t.ok(await isState("detector-1", "confirmed"));
});

t.test("swapped wires are found: the page says which detector came instead, and the step stays open", async (t) => {
  const [one, other] = SWAPPED;
  await goTo(`detector-${one}`);
  await nowThisOne(t);
  unit.cross(one);
  await page.getByText(new RegExp(`Meanwhile on: Detector ${other}: south left stop line`)).waitFor();
  await keep("swapped");
  t.ok(await isState(`detector-${one}`, "open"));
  if (!WHOLE) return;
  await page.getByText(new RegExp(`It did not come on. Instead: Detector ${other}.*swapped`)).waitFor({ timeout: 90_000 });
  t.ok(await isState(`detector-${one}`, "open"));
});

t.test("a push button is one tap and one press", async (t) => {
  const { number } = unit.site.pedestrian_detectors[0]!;
  await goTo(`button-${number}`);
  await nowThisOne(t);
  unit.press(number);
  await until(() => isState(`button-${number}`, "confirmed"), PATIENCE_MS);
  t.pass();
});

// Here, as every phase that came after the start has been served by now: what follows begins with flash.
fromPageToLamp(t, unit, page, "Meyer", WHOLE);

t.test(
  "a lamp test is refused while the signals run and without the permission; with both it shows the lamps and ends by itself",
  async (t) => {
    await goTo("channel-1");
    await page.getByRole("button", { name: /^No lamp test: the signals are not in flash/ }).waitFor();
    t.equal(await post("commissioning/lamps", { channel: 1 }), 409);
    unit.cabinet.close(FLASH, true);
    await page.getByRole("button", { name: /^No lamp test: the contact in the cabinet that permits it is open/ }).waitFor();
    t.equal(await post("commissioning/lamps", { channel: 1 }), 409);
    unit.cabinet.close(PERMIT, true);
    const light = page.getByRole("button", { name: "Light its lamps, 3 s each" });
    await light.waitFor();
    await light.click();
    await page.getByText(/Its lamps are being lit/).waitFor();
    await keep("lamps");
    await page.getByText(/Each of its lamps has been lit/).waitFor();
    await until(async () => (await state()).lamps?.channel === 0, PATIENCE_MS);
    await tap("I saw every lamp");
    await until(() => isState("channel-1", "confirmed"), PATIENCE_MS);
    unit.cabinet.close(PERMIT, false);
    unit.cabinet.close(FLASH, false);
    t.match((await state()).running.last, { why: "flash" }, "and the ten minutes begin anew");
  },
);

t.test(
  "monitor, clock and centre are a tap each, healthy running none; the report is signed, and what was left out stands in it",
  async (t) => {
    for (const step of ["monitor", "clock", "brain"]) {
      await goTo(step);
      const great = page.locator(".step .great:enabled");
      await great.waitFor();
      taps++;
      await great.click();
      await until(() => isState(step, "confirmed"), PATIENCE_MS);
    }
    if (WHOLE) await walkTheRest(t);
    const open = (await state()).walk!.steps.filter((step) => step.state === "open" && step.id !== "running");
    // Faster than a thumb: the unit has enough of us now and then, and says so.
    for (const { id } of open) {
      await until(async () => (await post("commissioning/skip", { steps: [id], words: "left out by the test" })) !== 429, PATIENCE_MS);
      t.ok(await isState(id, "skipped"), id);
    }
    await healthy(t);
    await page.getByRole("button", { name: "Finish and sign" }).waitFor();
    await keep("verdict");
    await tap("Finish and sign");
    await page.getByRole("link", { name: /print/ }).waitFor();
    t.match(await page.locator(".verdict h3").textContent(), /Not safe to leave/i);
    await keep("finished");
    if (WHOLE) t.comment(`${taps} taps, ${Math.round((performance.now() - begun) / 1_000)} s with healthy running`);
  },
);

/** A machine that has other work keeps ticks late: what began the ten minutes anew is told, each time. */
async function healthy(t: Test): Promise<void> {
  let told = "";
  await until(
    async () => {
      const { last } = (await state()).running;
      const now = JSON.stringify(last);
      if (now !== told) t.comment(`the healthy minutes begin after ${now}`);
      told = now;
      return isState("running", "confirmed");
    },
    WHOLE ? 1_500_000 : 2 * PATIENCE_MS,
  );
}

/** Everything that is still open, as a technician who goes from one to the next. */
async function walkTheRest(t: Test): Promise<void> {
  for (const { id, state: now } of (await state()).walk!.steps) {
    if (now !== "open") continue;
    const [kind, number] = id.split("-");
    if (kind === "detector" && !SWAPPED.includes(Number(number) as 8)) {
      await goTo(id);
      await nowThisOne(t);
      unit.cross(Number(number));
      await until(
        async () => (await isState(id, "confirmed")) || (await page.getByText("The others were traffic: confirm").isVisible()),
        70_000,
      );
      if (!(await isState(id, "confirmed"))) await tap("The others were traffic: confirm");
    } else if (kind === "button") {
      await goTo(id);
      await nowThisOne(t);
      unit.press(Number(number));
    } else if (kind === "channel") {
      await goTo(id);
      await page.locator(".step .great:enabled").waitFor({ timeout: 300_000 });
      await tap("I saw every lamp");
    } else continue;
    await until(() => isState(id, "confirmed"), PATIENCE_MS);
  }
}

t.test(
  "the report is to be printed in both languages, verifies by the verb, and not with one byte changed; the brain has the same",
  async (t) => {
    const file = join(unit.dir, "report.json");
    const text = await page.evaluate(async () => (await fetch("commissioning/report.json")).text());
    writeFileSync(file, text);
    const verb = (...args: readonly string[]) =>
      spawnSync(process.execPath, [new URL("../../src/cli.ts", import.meta.url).pathname, "report", ...args], { encoding: "utf8" });
    t.equal(verb("--verify", file).status, 0);
    t.match(text, /left out by the test/);
    t.match(text, /"kept":[01],"brain_s":-?[01],"phone_s"/, "the centre's clock was asked");
    const changed = Buffer.from(text);
    changed[200] = changed[200]! ^ 1;
    writeFileSync(join(unit.dir, "changed.json"), changed);
    t.equal(verb("--verify", join(unit.dir, "changed.json")).status, 1);
    const printed = await browser.newPage({ viewport: { width: 794, height: 1_123 } });
    await printed.context().addCookies(await page.context().cookies());
    for (const [language, title] of [
      ["en", "Acceptance report"],
      ["zh-Hans", "信号机验收报告"],
    ] as const) {
      await printed.goto(new URL(`commissioning/report?language=${language}`, unit.url).href);
      t.equal(await printed.locator("h1").textContent(), title);
      t.equal(await printed.locator("tbody tr").count(), (await state()).walk!.steps.length);
      const pdf = await page.evaluate(async (to) => (await fetch(to)).text(), `commissioning/report.pdf?language=${language}`);
      const paper = spawnSync("pdftotext", ["-", "-"], { input: pdf, encoding: "utf8" });
      t.match(paper.stdout, title, paper.stderr);
      if (SHOTS !== undefined) await printed.screenshot({ path: join(SHOTS, `report-${language}.png`), fullPage: true });
      if (SHOTS !== undefined) await printed.pdf({ path: join(SHOTS, `report-${language}.pdf`), preferCSSPageSize: true });
    }
    const store = join(unit.dir, "brain.db");
    await until(async () => verb("--of", unit.site.id, "--store", store).stdout === text, PATIENCE_MS);
    t.equal(readFileSync(file, "utf8"), text);
  },
);
