import t from "tap";
import { signedText } from "../../src/commissioning/report.ts";
import { Bench, site } from "../commissioning/bench.ts";
import { until } from "../platform/until.ts";
import { askedStreet } from "./asked-street.ts";
import { go, keep, unitWithPage } from "./browser.ts";
import { lockedDoors, PAGE_CODE, TECHNICIAN_CODE } from "./doors.ts";

const street = askedStreet(site);
const bench = new Bench((report) => signedText({ report, key: "a2V5", signature: "c2lnbmVk", endorsement: "" }));
const unit = await unitWithPage(site, lockedDoors(), { ...street.ports, guide: bench.guide });
t.teardown(() => unit.close());
unit.change = (live) => {
  bench.frame();
  return street.live(live);
};

const page = await unit.visited(`#code=${PAGE_CODE}`);
await page.locator("html[data-stream=live]").waitFor();
await page.evaluate("location.hash = '#/commission'");
/** As long as the form takes it, with a word that breaks nowhere. */
const WHY = `the road is up, and ${"no-vehicle-comes-here-".repeat(12)}`.slice(0, 300);

t.test("who was sent to begin a session, and had begun it, was still sent there", async (t) => {
  await page.getByRole("button", { name: "Begin the walk" }).click();
  const banner = page.locator(".commission .banner:not(.taken)");
  await banner.getByText("begin a technician session first").waitFor();
  await go(page, "actions");
  await page.getByLabel("Name").fill("Meyer");
  await page.locator("#technician-code").fill(TECHNICIAN_CODE);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.locator("#action-kind").waitFor();
  await go(page, "commission");
  t.equal(await banner.isVisible(), false);
});

t.test("the legs' names lie on no leg and on none of each other, and say what their numbers are", async (t) => {
  await page.getByRole("button", { name: "Begin the walk" }).click();
  await page.locator('.step[data-step="site"]').waitFor();
  await keep(page, "walk-site-390");
  t.same(await page.locator(".place text").allTextContents(), ["north, 3 lanes", "east, 3 lanes", "south, 3 lanes", "west, 3 lanes"]);
  const clash = await page.evaluate(`(() => {
    const svg = document.querySelector(".place svg").getBoundingClientRect();
    const boxes = [...document.querySelectorAll(".place :is(line, text)")].map((n) => {
      const box = n.getBoundingClientRect();
      const wide = n.tagName === "line" ? (Number(n.getAttribute("stroke-width")) / 2) * (svg.width / 280) : 0;
      const flat = n.tagName === "line" && box.width > box.height;
      return { text: n.tagName === "text", says: n.textContent,
        left: box.left - (flat ? 0 : wide), right: box.right + (flat ? 0 : wide), top: box.top - (flat ? wide : 0), bottom: box.bottom + (flat ? wide : 0) };
    });
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const cut = boxes.filter((a) => a.text && (a.left < svg.left || a.right > svg.right || a.top < svg.top || a.bottom > svg.bottom));
    return [...cut, ...boxes.filter((a, i) => a.text && boxes.some((b, j) => i !== j && meet(a, b)))].map(({ says }) => says);
  })()`);
  t.same(clash, []);
  await page.getByRole("button", { name: "Yes, this is the place" }).click();
  await page.locator('.step[data-step="detector-1"]').waitFor();
});

t.test("nothing is told of what began the ten minutes anew before there was a walk", async (t) => {
  await page.locator('.steps a[href="#/commission/running"]').click();
  await page.locator('.step[data-step="running"]').waitFor();
  t.notMatch(await page.locator(".step .says").textContent(), "again");
});

t.test("who had to leave during the ten minutes found no end but to leave them out for a reason", async (t) => {
  await page.getByRole("button", { name: /^Finish now as not safe to leave, with \d+ open steps$/ }).click();
  await page.locator('.verdict[data-safe="false"]').getByText("Not safe to leave").waitFor();
  t.match(bench.told.at(-1), { what: "finished", safe: false });
  await page.getByRole("button", { name: /^Go on with the \d+ open steps$/ }).click();
  await page.locator('.step[data-step="detector-1"]').waitFor();
});

t.test("a clock that drifts was plain news at the walk, and a fault at the unit's view", async (t) => {
  const at = async (view: string, selector: string, said: RegExp) => {
    await page.evaluate(`location.hash = "#/${view}"`);
    const node = page.locator(selector, { hasText: said });
    await node.waitFor();
    return node.evaluate((found) => {
      const { color, fontWeight } = found.ownerDocument.defaultView!.getComputedStyle(found);
      return { color, bold: Number(fontWeight) >= 600 };
    });
  };
  const kept = await at("commission/clock", '.step[data-step="clock"] .says', /^Set by network time/);
  bench.kept = false;
  const walk = await at("commission/clock", '.step[data-step="clock"] .says', /^Not synchronised: it drifts/);
  await keep(page, "walk-clock-drifts");
  t.same(await at("unit", "#machine dd", /not synchronised: it drifts$/), walk);
  t.not(walk.color, kept.color);
  bench.kept = true;
  await page.evaluate("location.hash = '#/commission'");
});

t.test("a tap in the list of all steps opened the step out of sight, at the top, and the focus stayed below", async (t) => {
  const far = bench.guide.walk!.steps.at(-2)!;
  await page.locator(`.steps a[href="#/commission/${far.id}"]`).click();
  await page.locator(`.step[data-step="${far.id}"]`).waitFor();
  const top = async () => (await page.locator(".step h3").boundingBox())!.y;
  await until(async () => (await top()) >= 0 && (await top()) < 200);
  t.equal(await page.evaluate("document.activeElement.textContent"), await page.locator(".step h3").textContent());
  await keep(page, "walk-chosen-390");
  // The same one again, from below: its address is the page's already.
  await page.evaluate("window.scrollTo(0, document.body.scrollHeight)");
  await until(async () => (await top()) < 0);
  await page.locator(`.steps a[href="#/commission/${far.id}"]`).click();
  await until(async () => (await top()) >= 0 && (await top()) < 200);
});

t.test("who went from loop to loop around the street was sent back to the first after each", async (t) => {
  await page.locator('.steps a[href="#/commission/detector-3"]').click();
  const great = page.locator(".step .great");
  await page.getByRole("button", { name: "I trip it now" }).click();
  await page.getByText(/Trip it now/).waitFor();
  t.equal(await great.textContent(), "Start this try over", "nobody is told to try again while the first try runs");
  bench.trip(3);
  await page.locator('.step[data-step="detector-4"]').waitFor();
  t.equal(await page.locator('.steps a[href="#/commission/detector-1"]').getAttribute("data-state"), "open");
  // Whoever looks at another one meanwhile stays there.
  await great.click();
  await page.getByText(/Trip it now/).waitFor();
  await page.locator('.steps a[href="#/commission/clock"]').click();
  bench.trip(4);
  await page.locator('.steps a[href="#/commission/detector-4"][data-state="confirmed"]').waitFor();
  t.equal(await page.locator(".step").getAttribute("data-step"), "clock");
});

t.test("many others came with it: the question is on the screen, above the button that answers it", async (t) => {
  await page.setViewportSize({ width: 390, height: 600 });
  await page.locator('.steps a[href="#/commission/detector-1"]').click();
  await page.getByRole("button", { name: "I trip it now" }).click();
  await page.getByText(/Trip it now/).waitFor();
  bench.trip(13, 14, 15, 7, 1);
  await page.getByText("Was that traffic?").waitFor();
  t.match(await page.locator(".step .says").textContent(), "detectors 7 and 13 to 15");
  await keep(page, "walk-traffic-390");
  const [says, great] = await Promise.all([".step .says", ".step .great"].map((each) => page.locator(each).boundingBox()));
  t.ok(says!.y + says!.height <= great!.y, `the words end at ${says!.y + says!.height}, the button begins at ${great!.y}`);
  t.ok(says!.y >= 0 && great!.y + great!.height <= 600);
  await page.setViewportSize({ width: 390, height: 844 });
});

t.test("who gave his reason was still asked for it at the next step", async (t) => {
  const must = bench.guide.walk!.steps.find(({ optional, state }) => !optional && state === "open")!;
  await page.locator(`.steps a[href="#/commission/${must.id}"]`).click();
  const step = page.locator(".commission .step");
  await page.locator(`.step[data-step="${must.id}"]`).waitFor();
  await step.locator("summary").click();
  await step.getByRole("button", { name: "Leave it out", exact: true }).click();
  const banner = page.locator(".commission .banner:not(.taken)");
  await banner.getByText("reason").waitFor();
  await step.locator("#why").fill(WHY);
  await step.getByRole("button", { name: "Leave it out", exact: true }).click();
  await page.locator(`.step:not([data-step="${must.id}"])`).waitFor();
  t.equal(await banner.isVisible(), false);
});

t.test("a site under construction: 31 times open, type the same reason, tap", async (t) => {
  await page.locator('.steps a[href="#/commission/button-1"]').click();
  await page.locator(".step summary").click();
  t.equal(await page.locator("#why").inputValue(), WHY, "the last reason is at hand");
  const buttons = bench.guide.walk!.steps.filter(({ kind }) => kind === "button").map(({ id }) => id);
  await page.getByText(`each with its own record: push buttons 1 to ${buttons.length}.`).waitFor();
  await keep(page, "walk-leave-out-390");
  const before = bench.told.length;
  await page.locator("#why").fill("no push button is wired yet");
  // As low as somebody has scrolled who reads the reason and the buttons below it.
  await page.setViewportSize({ width: 390, height: 500 });
  await page.evaluate("document.querySelector('.step .all button').scrollIntoView({ block: 'start' })");
  t.ok((await page.locator(".step h3").boundingBox())!.y < 0);
  await page.getByRole("button", { name: `Leave out all ${buttons.length} open push buttons` }).click();
  const next = bench.guide.walk!.steps.find(({ kind }) => kind === "channel")!;
  await page.locator(`.step[data-step="${next.id}"]`).waitFor();
  t.same(
    bench.told.slice(before).map((told) => [told.what, "step" in told ? told.step : "", "words" in told ? told.words : ""]),
    buttons.map((id) => ["skipped", id, "no push button is wired yet"]),
  );
  t.equal(
    await page.evaluate("document.activeElement.textContent"),
    await page.locator(".step h3").textContent(),
    "and the focus is at the next",
  );
  const top = async () => (await page.locator(".step h3").boundingBox())!.y;
  await until(async () => (await top()) >= 0 && (await top()) < 200);
  await keep(page, "walk-left-out-390");
  await page.setViewportSize({ width: 390, height: 844 });
});

t.test("two taps on 'I saw every lamp' confirmed the next head as well: its button stood in the same place", async (t) => {
  for (const indication of ["red", "yellow", "green"] as const)
    bench.frame((live) => ({ ...live, channels: live.channels.map((each) => ({ ...each, indication })) }));
  const heads = bench.guide.walk!.steps.filter(({ kind }) => kind === "channel").map(({ id }) => id);
  const confirmed = () => bench.guide.walk!.steps.filter(({ kind, state }) => kind === "channel" && state === "confirmed").length;
  await page.locator(`.steps a[href="#/commission/${heads[0]}"]`).click();
  const great = page.locator(".step .great");
  await page.locator(`.step[data-step="${heads[0]}"]`).waitFor();
  await page.getByText("Each of its lamps has been lit").waitFor();
  for (const [i, apart_ms] of [250, 600].entries()) {
    await page.locator(`.step[data-step="${heads[i]}"] .great:enabled`).waitFor();
    const { x, y, width, height } = (await great.boundingBox())!;
    const [at, down] = [x + width / 2, y + height / 2];
    await page.mouse.click(at, down);
    await page.waitForTimeout(apart_ms);
    await page.mouse.click(at, down);
    await page.locator(`.step[data-step="${heads[i + 1]}"]`).waitFor();
    t.equal(await great.isEnabled(), false, "the next one's is dead while nobody can have looked");
    await page.waitForTimeout(500);
    t.equal(confirmed(), i + 1);
    await keep(page, "walk-head-just-come-390");
  }
  await page.locator(`.step[data-step="${heads[2]}"] .great:enabled`).click();
  await page.locator(`.step[data-step="${heads[3]}"]`).waitFor();
  t.equal(confirmed(), 3);
});

t.test("steps that were left out are no progress, and a walk that ended as not safe goes on with them alone", async (t) => {
  for (const { id } of bench.guide.walk!.steps.filter(({ state }) => state === "open"))
    t.equal(await bench.guide.skip([id], "Meyer", WHY), null);
  const all = bench.guide.walk!.steps.length;
  const sure = bench.guide.walk!.steps.filter(({ state }) => state === "confirmed").length;
  await page.getByText(`${sure} of ${all} steps confirmed, ${all - sure} left out`).waitFor();
  t.equal(await page.locator("progress").evaluate((bar) => (bar as unknown as { readonly value: number }).value), sure);
  const counts = bench.guide.walk!.steps.filter(({ optional }) => optional).length;
  t.ok(counts > 0);
  await page
    .getByText(`${all - sure - counts} steps that must be confirmed are not (${counts} more left out, which only count and may be)`)
    .waitFor();
  t.equal(await page.getByText("left out (only counts)", { exact: true }).count(), counts, "and the list marks them");
  await page.getByRole("button", { name: "Finish and sign" }).click();
  const on = page.getByRole("button", { name: /^Go on with the \d+ open steps$/ });
  await on.waitFor();
  t.equal(await on.textContent(), `Go on with the ${all - sure} open steps`, "those that only count are opened, too");
  await page.getByText(/^Going on opens all \d+ steps that are not confirmed; .* seen anew/).waitFor();
  const off = await page.evaluate(`(() => {
    const node = document.querySelector(".reports .great");
    const words = document.createRange();
    words.selectNodeContents(node);
    const [of, box] = [words.getBoundingClientRect(), node.getBoundingClientRect()];
    return [of.left + of.right - box.left - box.right, of.top + of.bottom - box.top - box.bottom].map(Math.abs);
  })()`);
  t.ok(
    (off as readonly number[]).every((px) => px <= 2),
    `the words of the report's button lie in its middle: ${off}`,
  );
  await keep(page, "walk-unsafe-390");

  await page.goto(new URL("commissioning/report?language=en", unit.panel.url).href);
  t.equal(await page.evaluate("document.documentElement.scrollWidth"), 390, "the report is as wide as the phone");
  t.same(
    await page.evaluate(
      "[...document.querySelectorAll('tbody td')].filter((n) => n.getBoundingClientRect().right > 390 || n.scrollWidth > n.clientWidth + 1).map((n) => n.textContent)",
    ),
    [],
    "and no cell is cut",
  );
  await keep(page, "report-390");
  await page.goBack();

  await on.click();
  await page.getByText(`${sure} of ${all} steps confirmed`, { exact: true }).waitFor();
  t.equal(await page.locator('.steps a[data-state="confirmed"]').count(), sure, "what was confirmed stands");
  t.match(bench.told.at(-1), { what: "reopened", by: "Meyer" });

  await page.locator('.steps a[href="#/commission/detector-2"]').click();
  await page.locator('.step[data-step="detector-2"]').waitFor();
  await page.getByText("Leave this step out").click();
  const why = page.getByLabel("Reason, printed in the report");
  t.equal(await why.inputValue(), WHY, "what was typed is not to be typed again");
  await page.getByRole("button", { name: "Leave it out", exact: true }).click();
  await page.locator('.step:not([data-step="detector-2"])').waitFor();
  t.match(bench.told.at(-1), { what: "skipped", step: "detector-2", words: WHY });
  t.equal(await why.inputValue(), WHY, "and the next step's is its own");
});
