import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { goTo, openDemo, viewsOf } from "../bench/panel/demo.ts";

/**
 * `make screenshots`: the demo's page as people see it, every view in two sizes, by day and by night, in both languages, and the page that asks for the
 * code. INTO names the folder, ONLY the beginning of a view's name, WARM the seconds of traffic before the first picture.
 */
const INTO = process.env["INTO"] || "var/screenshots";
const ONLY = process.env["ONLY"] || "";
const WARM_MS = 1_000 * Number(process.env["WARM"] || 150);
const SIZES = [
  { name: "phone", viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  { name: "desk", viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
] as const;
const LOOKS = ["light", "dark"] as const;
const LOCALES = [
  { name: "en", locale: "en-GB" },
  { name: "zh", locale: "zh-CN" },
] as const;
/** What a view asks for comes within this, or says that it does not. */
const SETTLE_MS = 1_500;

/** A plot that the unit has not measured yet. Looked for by the browser's driver: the page's own policy lets nobody evaluate a text in it. */
const WAITS = ".view .plotted > .nothing:not([hidden]) + .body:not([hidden])";

/** Eight pages open at once, on whatever else the machine does. */
const PATIENCE_MS = 180_000;

/** The whole of it, with the navigation where a page of this length has its end. */
async function keep(page: Page, name: string): Promise<void> {
  const length = (await page.evaluate("document.documentElement.scrollHeight")) as number;
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, length) });
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(INTO, `${name}.png`) });
  await page.setViewportSize(size);
}

mkdirSync(INTO, { recursive: true });
const demo = await openDemo();
let kept = 0;
try {
  const opened = await Promise.all(
    SIZES.flatMap((size) =>
      LOOKS.flatMap((colorScheme) =>
        LOCALES.map(async ({ name, locale }) => {
          const { viewport, deviceScaleFactor } = size;
          const options = { viewport, deviceScaleFactor, colorScheme, locale };
          const page = await (await demo.fresh(options, true)).newPage();
          page.setDefaultTimeout(PATIENCE_MS);
          await page.goto(demo.url);
          return { page, options, name: `${size.name}-${colorScheme}-${name}` };
        }),
      ),
    ),
  );
  console.error(`${WARM_MS / 1_000} s of traffic before the first picture …`);
  await new Promise((resolve) => setTimeout(resolve, WARM_MS));
  for (const { page, options, name } of opened) {
    await page.locator("html[data-stream=live]").waitFor();
    for (const view of await viewsOf(page)) {
      if (!view.startsWith(ONLY)) continue;
      await goTo(page, view);
      await page.waitForTimeout(SETTLE_MS);
      await page.locator(WAITS).first().waitFor({ state: "detached" });
      await keep(page, `${view}-${name}`);
      kept += 1;
    }
    await page.context().close();
    if (ONLY !== "") continue;
    const stranger = await (await demo.fresh(options, false)).newPage();
    await stranger.goto(demo.url);
    await stranger.locator("#code").waitFor();
    await keep(stranger, `code-${name}`);
    kept += 1;
    await stranger.context().close();
  }
} finally {
  await demo.end();
}
console.log(`${kept} pictures in ${INTO}`);
