import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import t from "tap";
import { zhHans } from "../../src/panel/page/languages/zh-Hans.ts";
import type { PatternNumber } from "../../src/traffic/numbers.ts";
import { go, SCROLLS, unitWithPage } from "./browser.ts";
import { example } from "./street.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const site = example("arterial");
const unit = await unitWithPage(site);
t.teardown(() => unit.close());
// Everything that the page has words for: coordination, a fault, a doubt, a bus, a railway, a cause.
unit.ds = 342;
unit.change = (live) => ({
  ...live,
  pattern: 4 as PatternNumber,
  mode_cause: "1 phase stands on recall: detectors have failed",
  coordination: { source: "timebase", source_cause: "the schedule", status: "transition-add", free: "not-free", cycle_ds: 342 },
  priority: [{ slot: 1, vehicle: "bus 12", phase: 2, arrival_ds: 118, status: "queued" }],
  preempt: { number: 1, interval: "dwell" },
  phases: live.phases.map((p) => (p.phase === 2 ? { ...p, fault_recall: true } : p)),
  detectors: live.detectors.map((d, i) =>
    i === 3 ? { ...d, fault: "open loop" } : i === 5 ? { ...d, doubt: "wires swapped with 6?" } : d,
  ),
});

/** This unit keeps no journal and is not walked: what asks for them is told so, and says so. Chromium would have each code in a form. */
const unasked = (wrong: readonly string[]): readonly string[] =>
  wrong.filter((each) => !/journal\.json|measures\.json|commissioning|Failed to load resource|Password field is not contained/.test(each));

/** What axe has against what is shown: WCAG 2.2 A and AA, and its own rules of good practice. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(`if (!globalThis.axe) ${AXE}`);
  const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as {
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
    }[];
  };
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.split("\n")[1]}`),
  );
}

/** Every text, title and label that somebody could read or hear. */
const READ = `(() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node instanceof Element) for (const name of ["aria-label", "title", "placeholder", "alt"]) { const text = node.getAttribute(name); if (text) said.push(text); }
    else if (!["SCRIPT", "STYLE", "NOSCRIPT"].includes(node.parentElement.tagName)) said.push(node.data);
  }
  return [...said, document.title];
})()`;

/** What the site file calls things is said as it stands there, in every language. */
function named(): readonly string[] {
  const all: string[] = [];
  const gather = (value: unknown): void => {
    if (typeof value === "string") all.push(value);
    else if (value !== null && typeof value === "object") for (const each of Object.values(value)) gather(each);
  };
  gather(site);
  return [...new Set(all)].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
}

const NAMES = named();
/** Three Latin words in a row that are no name. */
function latin(text: string): boolean {
  let left = text;
  for (const name of NAMES) left = left.replaceAll(name, "·");
  return /[a-z']{2,}[ ,]+[a-z']{2,}[ ,]+[a-z']{2,}/i.test(left);
}

for (const [width, height, scheme, locale] of [
  [390, 844, "dark", "en-GB"],
  [390, 844, "light", "zh-CN"],
  [1280, 800, "light", "en-GB"],
  [1280, 800, "dark", "zh-CN"],
] as const) {
  t.test(
    `every view at ${width} wide, ${scheme}, ${locale}: nothing is cut, nothing is out of a thumb's reach, and axe has nothing against it`,
    async (t) => {
      const { page, wrong } = await unit.opened(width, height, scheme, "intersection", locale);
      const views = (await page.evaluate(
        "[...document.querySelectorAll('#navigation a')].map((a) => a.dataset.view)",
      )) as (keyof typeof zhHans.views)[];
      t.ok(views.length >= 8);
      for (const name of [...views.slice(1), views[0]!]) {
        await go(page, name);
        t.same(await violations(page), [], `${name}: axe`);
        t.equal(await page.evaluate("document.documentElement.scrollWidth"), width, `${name}: nothing sticks out`);
        t.equal(
          await page.evaluate("document.activeElement.textContent"),
          await page.locator(`#${name} h2`).textContent(),
          `${name}: whoever reads by ear is there`,
        );
        t.match(await page.title(), locale === "zh-CN" ? zhHans.views[name] : site.name, name);
        t.same(await page.evaluate(SCROLLS), [], `${name}: nothing has to be scrolled sideways`);
        if (locale === "zh-CN") {
          const texts = (await page.evaluate(READ)) as readonly string[];
          t.same(texts.filter(latin), [], `${name}: no sentence is left in English`);
        }
        if (width === 390) {
          const small = (await page.evaluate(
            "[...document.querySelectorAll('a, button, select, input')].filter((n) => n.checkVisibility() && !n.classList.contains('skip')).map((n) => n.closest('label') ?? n).map((n) => [n.outerHTML.slice(0, 80), n.getBoundingClientRect()]).filter(([, box]) => box.height < 44 || box.width < 44).map(([html, { width, height }]) => html + ' ' + width + ' x ' + height)",
          )) as readonly string[];
          t.same(small, [], `${name}: targets of 44 px`);
        }
      }
      t.same(unasked(wrong), []);
      await page.close();
    },
  );
}

t.test("by keyboard alone one skips to the view, goes to another, and changes the language, which is remembered", async (t) => {
  const { page, wrong } = await unit.opened(1280, 800, "dark");
  await page.keyboard.press("Tab");
  t.equal(await page.evaluate("document.activeElement.id"), "skip");
  await page.keyboard.press("Enter");
  t.equal(await page.evaluate("document.activeElement.textContent"), "Intersection");
  t.equal(await page.evaluate("location.hash"), "#/intersection", "the address stays");
  await page.keyboard.press("Shift+Tab");
  for (let i = 0; i < 20 && (await page.evaluate("document.activeElement.dataset.view")) !== "timing"; i++)
    await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.locator(".view#timing").waitFor();
  t.equal(await page.evaluate("document.activeElement.textContent"), "Timing");
  t.equal(await page.locator('#navigation [aria-current="page"]').textContent(), "Timing");
  await page.goBack();
  await page.locator(".view#intersection").waitFor();
  await page.locator("#navigation select").selectOption("zh-Hans");
  await page.locator('html[lang="zh-Hans"]').waitFor();
  await page.getByText("环与屏障").waitFor();
  await page.reload();
  await page.getByText("环与屏障").waitFor();
  t.same(unasked(wrong), []);
  await page.close();
});

t.test("whoever wants no motion gets none", async (t) => {
  const { page } = await unit.opened(1280, 800, "dark");
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const name of ["intersection", "timing"]) {
    await go(page, name);
    const moving = await page.evaluate(
      "[...document.querySelectorAll('main *')].filter((n) => { const s = getComputedStyle(n); return s.animationName !== 'none' || s.transitionDuration.split(', ').some((d) => d !== '0s'); }).map((n) => n.outerHTML.slice(0, 80))",
    );
    t.same(moving, [], name);
  }
  await page.close();
});
