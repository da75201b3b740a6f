import type { Page } from "playwright-core";
import t from "tap";
import { until } from "../platform/until.ts";
import { go, keep, unitWithPage } from "./browser.ts";
import { fourLeg } from "./street.ts";

const unit = await unitWithPage(fourLeg());
t.teardown(() => unit.close());
const VIEW = "**/views/detectors/index.ts";
const AGAIN = { name: "Load the page again" } as const;

/** A browser in which no clock goes but by hand, and how often it loads the page and looks whether the unit answers. */
async function browser() {
  const page = await unit.visited("about:blank");
  const count = { loads: 0, looks: 0 };
  page.on("request", (request) => {
    if (!request.url().endsWith("/main.ts")) return;
    if (request.method() === "HEAD") count.looks += 1;
    else count.loads += 1;
  });
  return { page, count };
}
const at = (page: Page, view: string) => page.goto(new URL(`#/${view}`, unit.panel.url).href);

for (const [how, body] of [
  ["as it is drawn", "export function draw() { document.undreamtOf(); }"],
  ["as it is read", "document.undreamtOf(); export function draw() {}"],
  ["and is in a language of tomorrow", "export function draw() { match (1) { } }"],
] as const)
  t.test(`a browser without what one view uses loaded the page again every two seconds: it throws ${how}`, async (t) => {
    const { page, count } = await browser();
    await page.clock.install();
    const wrong: string[] = [];
    page.on("pageerror", ({ message }) => wrong.push(message));
    await page.route(VIEW, (route) => route.fulfill({ contentType: "text/javascript", body }));
    await at(page, "detectors");
    await page.getByText("This view does not work in this browser").waitFor();
    await keep(page, "start-broken-390");
    await page.getByRole("button", AGAIN).waitFor();
    t.equal(wrong.length, 1, "what it threw is on the console");
    await page.clock.runFor(60_000);
    await go(page, "timing");
    await go(page, "link");
    t.same(count, { loads: 1, looks: 0 });
    await page.close();
  });

for (const part of [VIEW, "**/views/timing/timing.css"])
  t.test(`a part that never comes is tried three times, and then there is a button: ${part}`, async (t) => {
    const view = part === VIEW ? "detectors" : "timing";
    const { page, count } = await browser();
    await page.route(part, (route) => route.abort());
    await at(page, view);
    await page.getByText("The page loads again by itself").waitFor();
    await page.getByRole("button", AGAIN).waitFor({ timeout: 20_000 });
    t.same(count, { loads: 3, looks: 2 });
    t.match(await page.locator("main").textContent(), "though the page was loaded again for it");
    await go(page, "link");
    await page.unroute(part);
    await page.evaluate(`location.hash = "#/${view}"`);
    await page.locator(`.view#${view}`).waitFor();
    t.same(count, { loads: 3, looks: 2 }, "and it is there as soon as it comes");
    await page.close();
  });

t.test("who had lost the Wi-Fi at one view and went on to another was loaded again in the middle of a word", async (t) => {
  const { page, count } = await browser();
  await at(page, "intersection");
  await page.locator(".view#intersection").waitFor();
  await page.route(VIEW, (route) => route.abort());
  await page.evaluate("location.hash = '#/detectors'");
  await page.getByText("The page loads again by itself").waitFor();
  await go(page, "journal");
  await page.evaluate("document.body.dataset.typed = 'half a word'");
  await until(() => count.looks > 0, 10_000);
  await go(page, "timing");
  await go(page, "journal");
  t.equal(await page.evaluate("document.body.dataset.typed"), "half a word");
  t.same(count, { loads: 1, looks: 1 });
  await page.close();
});
