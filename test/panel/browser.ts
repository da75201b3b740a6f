import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import type { DoorPorts } from "../../src/panel/doors.ts";
import type { Panel } from "../../src/panel/panel.ts";
import { NO_PORTS, type PanelPorts } from "../../src/panel/ports.ts";
import { openPanel } from "../../src/panel/server.ts";
import { web } from "../../src/platform/web.ts";
import type { Live } from "../../src/traffic/live.ts";
import type { Site } from "../../src/traffic/site.ts";
import { openChromium } from "../platform/chromium.ts";
import { openDoors, PAGE_CODE, TECHNICIAN_CODE } from "./doors.ts";
import { linkAt, liveAt } from "./street.ts";

/** Looking at the page is half of its test: SHOTS=folder keeps what this test saw. */
const SHOTS = process.env["SHOTS"];
if (SHOTS !== undefined) mkdirSync(SHOTS, { recursive: true });

/** What asks for the past is told that this unit keeps no journal, and says so on the page. */
const NO_PAST = /\/(journal|measures)\.json\?/;

/**
 * A unit that shows ten frames a second, and a browser. `ds` is moved by the test, as nobody wants to wait for a light; `change` is what a
 * test makes of each frame. Rejects if there is no browser.
 */
export async function unitWithPage(site: Site, doors: DoorPorts = openDoors, ports: PanelPorts = NO_PORTS) {
  const opening = (port: number) => openPanel({ site, version: "0.1.0", host: "127.0.0.1", port, web, doors, ports });
  /** As the first one was, at the same address. */
  let now: Panel | null = await opening(0);
  const panel = now;
  const browser = await openChromium();
  const unit = {
    panel,
    ds: 0,
    runs: true,
    change: (live: Live): Live => live,
    /** A browser's window of its own, with cookies of its own, at an address of the unit. */
    visited: async (address: string, locale = "en-GB") => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale });
      await page.goto(new URL(address, panel.url).href);
      return page;
    },
    /** A page at a view, and everything that it should not have done. */
    opened: async (width: number, height: number, colorScheme: "dark" | "light", view = "intersection", locale = "en-GB") => {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, locale });
      const wrong: string[] = [];
      page.on("console", (said) => {
        if (!NO_PAST.test(said.location().url)) wrong.push(`console: ${said.text()}`);
      });
      page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
      page.on("request", (request) => {
        if (!request.url().startsWith(panel.url)) wrong.push(`asked elsewhere: ${request.url()}`);
      });
      page.on("response", (answer) => {
        if (answer.status() !== 200 && !NO_PAST.test(answer.url())) wrong.push(`${answer.status()}: ${answer.url()}`);
      });
      await page.goto(new URL(`#/${view}`, panel.url).href);
      await page.locator("html[data-stream=live]").waitFor();
      await page.locator(`.view#${view}`).waitFor();
      return { page, wrong };
    },
    show: (live: Live): void => now?.show(live),
    /** The link's process is killed: nobody listens there any more. */
    killed: async () => {
      await now?.close();
      now = null;
    },
    /** And is started anew. */
    back: async () => {
      now = await opening(Number(new URL(panel.url).port));
    },
    close: async () => {
      clearInterval(frames);
      await browser.close();
      await now?.close();
    },
  };
  const frames = setInterval(() => {
    if (!unit.runs) return;
    now?.show(unit.change(liveAt(site, unit.ds)));
    now?.showLink(linkAt(unit.ds));
  }, 100);
  return unit;
}

/** What is wider than its place and hides the rest: nobody knows that it is there. For `page.evaluate`. */
export const SCROLLS =
  "[...document.querySelectorAll('main *')].filter((n) => n.scrollWidth > n.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(n).overflowX)).map((n) => n.outerHTML.slice(0, 80))";

/** Waits until something is on the page; fails with what was waited for. */
export const sees = (page: Page, selector: string): Promise<void> => page.locator(selector).first().waitFor({ timeout: 5_000 });

/** Goes to another view as a finger does. */
export async function go(page: Page, view: string): Promise<void> {
  const link = page.locator(`#navigation a[data-view="${view}"]`);
  if (!(await link.isVisible())) await page.locator("#navigation .more button").click();
  await link.click();
  await page.locator(`.view#${view}`).waitFor();
}

export async function keep(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** A technician at the actions of a unit with both codes, on a phone. */
export async function asTechnician(unit: Awaited<ReturnType<typeof unitWithPage>>, name: string): Promise<Page> {
  const page = await unit.visited(`#code=${PAGE_CODE}`);
  await page.locator("html[data-stream=live]").waitFor();
  await page.evaluate("location.hash = '#/actions'");
  await page.getByLabel("Name").fill(name);
  await page.locator("#technician-code").fill(TECHNICIAN_CODE);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.locator("#action-kind").waitFor();
  return page;
}
