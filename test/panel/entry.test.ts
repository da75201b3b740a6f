import t from "tap";
import { until } from "../platform/until.ts";
import { keep, unitWithPage } from "./browser.ts";
import { lockedDoors, PAGE_CODE } from "./doors.ts";
import { fourLeg } from "./street.ts";

const doors = lockedDoors();
const unit = await unitWithPage(fourLeg(), doors);
t.teardown(() => unit.close());

t.test("a stranger is asked for the unit's code, is told that it is wrong, and comes in with the right one", async (t) => {
  const page = await unit.visited("#/detectors");
  await page.locator("#code").waitFor();
  t.equal(await page.evaluate("document.activeElement.id"), "code", "it can be typed at once");
  t.equal(await page.locator("h1").textContent(), "stopline", "nothing of the site is told to a stranger");
  t.equal(await page.locator("#views").isVisible(), false, "and there is nowhere to go");
  await page.locator("#code").fill("0000-0000-0000");
  await page.keyboard.press("Enter");
  await page.getByText("That is not this unit's code.").waitFor();
  t.equal(await page.locator("#code-wrong").getAttribute("role"), "alert");
  await page.locator("#code").fill(PAGE_CODE.replaceAll("-", ""));
  await page.keyboard.press("Enter");
  await page.locator(".view#detectors").waitFor();
  await page.locator("html[data-stream=live]").waitFor();
  t.equal(await page.locator("#code").count(), 0);
  await page.reload();
  await page.locator(".view#detectors").waitFor();
  t.equal(await page.locator("#code").count(), 0, "it is known when it comes back");

  await page.locator("#navigation .more button").click();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.locator("#code").waitFor();
  t.equal((await page.context().cookies()).length, 0);
  await page.close();
});

t.test("the code behind the # lets in whoever scans the label, and is gone from the address and from the history", async (t) => {
  const page = await unit.visited(`#code=${PAGE_CODE}`);
  await page.locator(".view#intersection").waitFor();
  t.equal(page.url(), unit.panel.url);
  t.notMatch(await page.evaluate("JSON.stringify(history.state) + location.href"), /4711/);
  await page.close();
});

t.test(
  "the label's link was put into a tab that showed the page already, and nothing came of it but its code in the address",
  async (t) => {
    const page = await unit.visited("#/detectors");
    await page.locator("#code").waitFor();
    // As an address is typed in: only what is behind the # changes.
    await page.evaluate("location.hash = '#code=0000-0000-0000'");
    await page.getByText("That is not this unit's code.").waitFor();
    t.equal(page.url(), unit.panel.url);
    await page.evaluate(`location.hash = '#code=${PAGE_CODE}'`);
    await page.locator(".view#intersection").waitFor();
    t.equal(page.url(), unit.panel.url);

    // Whoever is in stays in, and the code does not stay in the address.
    const mine = (await page.context().cookies())[0]!.value;
    await page.evaluate("location.hash = '#/detectors'");
    await page.locator(".view#detectors").waitFor();
    await page.evaluate(`location.hash = '#code=${PAGE_CODE}'`);
    await page.locator(".view#intersection").waitFor();
    t.notMatch(await page.evaluate("location.href"), "4711");
    t.equal((await page.context().cookies())[0]!.value, mine);

    // Another unit's label: it is said, and changes nothing, until he goes on.
    await page.evaluate("location.hash = '#code=0000-0000-0000'");
    const said = page.locator("#other-code");
    await said.getByText("is not this unit's; it changed nothing").waitFor();
    t.notMatch(await page.evaluate("location.href"), "0000");
    t.equal((await page.context().cookies())[0]!.value, mine);
    await keep(page, "other-units-code");
    await page.evaluate("location.hash = '#/detectors'");
    await page.locator(".view#detectors").waitFor();
    t.equal(await said.isVisible(), false);

    // A session that is over, and the page has not found out.
    doors.clock += 13 * 3_600_000;
    await page.evaluate(`location.hash = '#code=${PAGE_CODE}'`);
    await until(async () => (await page.context().cookies())[0]!.value !== mine);
    await page.locator("html[data-stream=live]").waitFor();
    await page.locator(".view#intersection").waitFor();
    t.equal(await page.locator("#code").count(), 0);
    await page.close();
  },
);

t.test("the link restarted, and the browser was asked for the code without a word of why", async (t) => {
  doors.clock += 600_000;
  const page = await unit.visited(`#code=${PAGE_CODE}`);
  await page.locator("html[data-stream=live]").waitFor();
  await unit.killed();
  await page.locator("html[data-stream=lost]").waitFor();
  await unit.back();
  await page.getByText("its link has restarted since").waitFor({ timeout: 15_000 });
  t.match(await page.locator("#code-again").textContent(), /twelve hours are over, or because too many others have come in since/);
  await keep(page, "entry-again-390");
  await page.locator("#code").fill(PAGE_CODE);
  await page.keyboard.press("Enter");
  await page.locator("html[data-stream=live]").waitFor();
  await page.close();

  const stranger = await unit.visited("");
  await stranger.locator("#code").waitFor();
  t.equal(await stranger.locator("#code-again").count(), 0, "and a stranger is not told so");
  await stranger.close();
});

for (const part of [
  "main.ts",
  "shell.ts",
  "languages/en.ts",
  "styles/shell.css",
  "views/intersection/index.ts",
  "views/intersection/street.css",
])
  t.test(`a page that was loading while the link restarted stayed bare: ${part} did not come`, async (t) => {
    doors.clock += 600_000;
    const page = await unit.visited("about:blank");
    let failures = 0;
    await page.route(`**/${part}`, (route) => (route.request().method() === "GET" && failures++ === 0 ? route.abort() : route.continue()));
    await page.goto(new URL(`#code=${PAGE_CODE}`, unit.panel.url).href);
    await until(() => failures >= 2, 10_000);
    await page.locator("html[data-stream=live]").waitFor();
    await page.locator(".view#intersection").waitFor();
    t.equal(await page.evaluate("document.styleSheets.length"), 5, "with all its style sheets");
    await page.close();
  });

t.test("whoever tries too many codes is told when to try again, once, and can then", async (t) => {
  doors.clock += 600_000;
  const page = await unit.visited("#code=1111-1111-1111");
  await page.getByText("That is not this unit's code.").waitFor();
  await page.clock.install();
  const button = page.locator("button[type=submit]");
  const said = page.locator("#code-wrong");
  const tooMany = /^Too many codes were tried. Try again at \d\d:\d\d:\d\d\.$/;
  for (let i = 0; i < 20 && !tooMany.test((await said.textContent()) ?? ""); i++) {
    await page.locator("#code").fill(`2222-2222-${1_000 + i}`);
    await page.keyboard.press("Enter");
    await page.locator("#code-wrong", { hasText: /./ }).waitFor();
  }
  t.match(await said.textContent(), tooMany);
  t.equal(await button.isDisabled(), true);
  const asked = doors.guesses;
  await page.keyboard.press("Enter");
  doors.clock += 20_000;
  await page.clock.fastForward(10_100);
  await page.getByText("You can try again now.").waitFor();
  t.equal(doors.guesses, asked, "nothing was asked meanwhile");
  await page.locator("#code").fill(PAGE_CODE);
  await page.keyboard.press("Enter");
  await page.locator(".view#intersection").waitFor();
  await page.close();
});

t.test("a session that is over is noticed by whatever the page asks for, and the code is asked for again", async (t) => {
  doors.clock += 600_000;
  const page = await unit.visited(`#code=${PAGE_CODE}`);
  await page.locator("html[data-stream=live]").waitFor();
  doors.clock += 13 * 3_600_000;
  await page.evaluate("location.hash = '#/detectors'");
  await page.locator("#code").waitFor();
  t.equal(await page.locator(".view").count(), 0, "nothing of the unit is left on it");
  await page.close();
});

t.test("a stranger from China is asked in Chinese", async (t) => {
  const page = await unit.visited("", "zh-CN");
  await page.getByText("请输入本机访问码").waitFor();
  t.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
  await page.close();
});
