import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Figure, spread } from "../figures.ts";
import { type Demo, goTo, viewsOf } from "./demo.ts";

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What axe finds in every view, phone and desk, light and dark, both languages: each violation is printed. Contrast is among its rules. */
export async function axe(demo: Demo): Promise<readonly Figure[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const found: number[] = [];
  for (const [width, height, colorScheme, locale] of [
    [390, 844, "dark", "en-GB"],
    [1280, 800, "light", "en-GB"],
    [390, 844, "light", "zh-CN"],
  ] as const) {
    const context = await demo.fresh({ viewport: { width, height }, colorScheme, locale }, true);
    const page = await context.newPage();
    await page.goto(demo.url);
    await page.locator("html[data-stream=live]").waitFor();
    for (const view of await viewsOf(page)) {
      await goTo(page, view);
      await page.waitForTimeout(1_500);
      // By the debugger: the page's own policy lets no foreign script in.
      await page.evaluate(source);
      const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as { violations: Violation[] };
      found.push(violations.length);
      for (const { id, impact, help, nodes } of violations) {
        console.error(
          `axe: ${view} ${width} ${colorScheme} ${locale}: ${id} (${impact}): ${help}; ${nodes.length}: ${nodes[0]?.target.join(" ")}`,
        );
      }
    }
    await context.close();
  }
  return [spread(`axe violations in a view, of ${found.length} looks`, "", found)];
}
