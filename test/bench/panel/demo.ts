import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openChromium } from "../../platform/chromium.ts";
import { World } from "../../world.ts";

/** So long a demo may take until its page answers, on a busy machine. */
const START_MS = 120_000;

/** The demo as its own processes, a browser, and a cookie of somebody who has given the code. */
export interface Demo {
  readonly world: World;
  readonly browser: Browser;
  /** Ends with a slash. */
  readonly url: string;
  /** With the code, as the terminal prints it. */
  readonly link: string;
  readonly cookie: string;
  /** A browser's profile that has never been here, with or without that cookie. */
  fresh(options: Parameters<Browser["newContext"]>[0], known: boolean): Promise<BrowserContext>;
  end(): Promise<void>;
}

export async function openDemo(): Promise<Demo> {
  const world = new World();
  const deadline = performance.now() + START_MS;
  const link = await waited(() => /http:\/\/127\.0\.0\.1:\d+\/#code=\d+/.exec(world.said)?.[0], deadline, world);
  const url = link.split("#")[0]!;
  const code = link.split("=")[1]!;
  let cookie = "";
  await waited(
    async () => {
      const answer = await fetch(new URL("login", url), {
        method: "POST",
        headers: { "content-type": "application/json", origin: new URL(url).origin },
        body: JSON.stringify({ code }),
      }).catch(() => null);
      cookie = answer?.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
      return cookie === "" ? undefined : cookie;
    },
    deadline,
    world,
  );
  const browser = await openChromium();
  return {
    world,
    browser,
    url,
    link,
    cookie,
    fresh: async (options, known) => {
      const context = await browser.newContext({ locale: "en-GB", ...options });
      const [name, value] = cookie.split("=");
      if (known) await context.addCookies([{ name: name!, value: value!, url }]);
      return context;
    },
    end: async () => {
      await browser.close();
      await world.end();
    },
  };
}

async function waited<T>(look: () => T | undefined | Promise<T | undefined>, deadline: number, world: World): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`the demo does not come up; it has said:\n${world.said}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The views, as the page's own navigation names them. */
export const viewsOf = (page: Page): Promise<readonly string[]> =>
  page.locator("#navigation a[data-view]").evaluateAll((links) => links.map((link) => link.getAttribute("data-view") ?? ""));

export async function goTo(page: Page, view: string): Promise<void> {
  await page.evaluate(`location.hash = "#/${view}"`);
  await page.locator(`.view#${view}`).waitFor();
}

/** Seconds of a processor that these have taken so far. */
export const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_S;
  }, 0);

/** USER_HZ of Linux, on every machine that we know. */
const TICKS_S = 100;
